"""Change by hand who is at a reception on one half-day of a published week."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from releve.desks.access import DeskRequest
from releve.desks.network.forms.secretaries import SeatForm
from releve.desks.network.page import accepted, draw, office_of
from releve.desks.network.views.secretaries.rota import SECTION
from releve.desks.network.words import half_day_words
from releve.pipeline.rota.actions.reception import seat_at_reception
from releve.pipeline.rota.queries.duties import duties_between
from releve.pipeline.rota.queries.reception import secretaries_of
from releve.shared.half_days import Half


@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: DeskRequest, slug: str) -> HttpResponse:
    office = office_of(request, slug)
    try:
        day, half = date.fromisoformat(request.GET.get("jour", "")), Half(request.GET.get("demi", ""))
    except ValueError as error:
        raise Http404 from error
    there = next((d.secretary_id for d in duties_between([office.id], day, day) if d.half == half), None)
    people = [
        (found.user_id, str(found.user))
        for found, _terms in secretaries_of(request.seat.network_id)
        if found.office_id == office.id
    ]
    form = SeatForm(request.POST or None, people=people, initial={"secretary": there})

    def act() -> None:
        seat_at_reception(
            office_id=office.id,
            day=day,
            half=half,
            secretary_id=form.cleaned_data["secretary"],
            by=request.user,
            now=timezone.now(),
        )

    back_url = f"{reverse('network:secretaries')}?cabinet={slug}&debut={day}#semaines"
    if request.method == "POST" and accepted(form, act):
        messages.success(request, _("L’accueil de cette demi-journée est changé."))
        return redirect(back_url)
    when = half_day_words(day, half)
    return draw(
        request,
        "network/one_form.html",
        SECTION,
        form=form,
        heading=_("Accueil, %(when)s") % {"when": when},
        explanation=office.name,
        submit=_("Enregistrer"),
        back_url=back_url,
        crumbs=[{"label": _("Secrétaires"), "url": back_url}, {"label": when, "url": ""}],
    )
