"""The exchanges of a network: those that await its consent first."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from releve.desks.access import DeskRequest
from releve.desks.network.page import draw, tell_done
from releve.desks.network.views.wishes.tabs import SECTION, tabs_of
from releve.pipeline.rota.actions.exchanges import allow_exchange, refuse_exchange
from releve.pipeline.rota.models import Exchange
from releve.pipeline.rota.queries.exchanges import exchanges_of_network
from releve.pipeline.rota.queries.wishes import knobs_of
from releve.shared.errors import Refused

REMEMBERED = timedelta(weeks=8)


@require_safe
def exchanges(request: DeskRequest) -> HttpResponse:
    network_id = request.seat.network_id
    found = exchanges_of_network(network_id, timezone.localdate() - REMEMBERED)
    return draw(
        request,
        "network/wishes/exchanges.html",
        SECTION,
        tabs=tabs_of(network_id, "exchanges"),
        needs_consent=knobs_of(network_id).exchanges_need_consent,
        agreed=[one for one in found if one.status == Exchange.Status.AGREED],
        under_way=[one for one in found if one.status == Exchange.Status.OPEN],
        settled=[one for one in found if one.settled_at],
    )


@require_POST
def allow(request: DeskRequest, exchange_id: int) -> HttpResponse:
    exchange = _exchange(request, exchange_id)
    try:
        settled = allow_exchange(exchange_id=exchange.id, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("network:exchanges")
    if settled.status == Exchange.Status.LAPSED:
        messages.warning(request, f"{_('Cet échange n’est plus possible.')} {settled.settled_because}")
    else:
        messages.success(request, _("Échange validé : le planning est à jour, les médecins sont prévenus."))
    return redirect("network:exchanges")


@require_POST
def refuse(request: DeskRequest, exchange_id: int) -> HttpResponse:
    exchange = _exchange(request, exchange_id)

    def act() -> None:
        because = request.POST.get("motif", "")
        refuse_exchange(exchange_id=exchange.id, because=because, by=request.user, now=timezone.now())

    tell_done(request, act, _("Échange refusé. Les médecins en lisent le motif."))
    return redirect("network:exchanges")


def _exchange(request: DeskRequest, exchange_id: int) -> Exchange:
    return get_object_or_404(Exchange, id=exchange_id, network_id=request.seat.network_id)
