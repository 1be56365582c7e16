"""Her answer to an exchange: on her page, or by the link in the mail, which needs no login."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from releve.desks.access import DESK_NAMES
from releve.desks.doctor.exchange_page import mine
from releve.desks.doctor.pages import DoctorRequest, at_doctors_desk, zone_of
from releve.pipeline.rota.actions.exchanges import answer_exchange, withdraw_exchange
from releve.pipeline.rota.messages.exchange_links import BadLink, read_answer_token
from releve.pipeline.rota.models import Exchange, ExchangeVoice
from releve.pipeline.rota.queries.exchanges import whole_exchange
from releve.shared.errors import Refused
from releve.shared.people.models import User
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import see_networks, world_scope

AGREED = {"oui": True, "non": False}


@require_POST
@at_doctors_desk
def answer(request: DoctorRequest, exchange_id: int) -> HttpResponse:
    voice = get_object_or_404(ExchangeVoice, exchange_id=exchange_id, doctor=request.doctor)
    _answered(request, voice, request.user)
    return redirect("doctor:exchanges")


@require_POST
@at_doctors_desk
def withdraw(request: DoctorRequest, exchange_id: int) -> HttpResponse:
    exchange = get_object_or_404(Exchange, id=exchange_id, asked_by=request.doctor)
    try:
        with world_scope(Role.ESTATE, [request.seat.network_id]):
            withdraw_exchange(exchange_id=exchange.id, doctor_id=request.doctor.id, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Proposition retirée. Le planning n’a pas changé."))
    return redirect("doctor:exchanges")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def linked(request: HttpRequest, token: str) -> HttpResponse:
    """One exchange, for the doctor to whom the mail was sent. A wrong address is a page that does not exist."""
    try:
        network_id, exchange_id, doctor_id = read_answer_token(token)
    except BadLink as error:
        raise Http404 from error
    see_networks([network_id])
    voice = get_object_or_404(
        ExchangeVoice.objects.select_related("doctor"), exchange_id=exchange_id, doctor_id=doctor_id
    )
    if request.method == "POST":
        _answered(request, voice, voice.doctor.user)
        return _kept_nowhere(redirect(request.path))
    exchange = whole_exchange(exchange_id)
    hers = mine([exchange] if exchange else [], doctor_id)
    with timezone.override(ZoneInfo(zone_of(voice.doctor))):
        around = {"desk_name": DESK_NAMES["doctor"], "place_name": str(voice.doctor), "mine": hers[0]}
        return _kept_nowhere(render(request, "doctor/linked_exchange.html", around))


def _answered(request: HttpRequest, voice: ExchangeVoice, by: User | None) -> None:
    reply = AGREED.get(request.POST.get("reponse", ""))
    if reply is None:
        raise Http404
    try:
        with world_scope(Role.ESTATE, [voice.network_id]):
            exchange = answer_exchange(
                exchange_id=voice.exchange_id,
                doctor_id=voice.doctor_id,
                is_agreed=reply,
                by=by,
                now=timezone.now(),
            )
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return
    _tell(request, exchange, is_agreed=reply)


def _tell(request: HttpRequest, exchange: Exchange, *, is_agreed: bool) -> None:
    if exchange.status == Exchange.Status.LAPSED:
        messages.warning(request, f"{_('Cet échange n’est plus possible.')} {exchange.settled_because}")
    elif not is_agreed:
        messages.success(request, _("Vous avez décliné. Le planning n’a pas changé."))
    elif exchange.status == Exchange.Status.DONE:
        messages.success(request, _("Échange fait : le planning est à jour."))
    elif exchange.status == Exchange.Status.AGREED:
        messages.success(request, _("Accord noté. Le réseau doit encore valider l’échange."))
    else:
        messages.success(request, _("Accord noté. Il manque encore celui d’un confrère."))


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
