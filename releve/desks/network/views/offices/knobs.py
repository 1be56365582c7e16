"""What varies from town to town, and what patients read about the office."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from releve.desks.access import DeskRequest
from releve.desks.network.forms.offices import FactsForm, KnobsForm
from releve.desks.network.page import office_of
from releve.desks.network.views.offices.page import done, draw_one_form, draw_tab
from releve.pipeline.offices.actions import change_office
from releve.pipeline.offices.actions.office import OfficeFacts, OfficeKnobs, change_knobs
from releve.pipeline.slots.queries import reasons_for


@require_http_methods(["GET", "HEAD", "POST"])
def knobs(request: DeskRequest, slug: str) -> HttpResponse:
    office = office_of(request, slug)
    form = KnobsForm(request.POST) if request.method == "POST" else KnobsForm.of(office)

    def act() -> None:
        change_knobs(office_id=office.id, knobs=OfficeKnobs(**form.cleaned_data), by=request.user, now=timezone.now())

    answer = done(request, office, form, act, said=_("Réglages enregistrés."), then="knobs")
    return answer or draw_tab(
        request, office, "knobs", "network/office_knobs.html", form=form, reasons=reasons_for(request.seat.network_id)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: DeskRequest, slug: str) -> HttpResponse:
    office = office_of(request, slug)
    form = FactsForm(request.POST) if request.method == "POST" else FactsForm.of(office)

    def act() -> None:
        told = OfficeFacts(
            town=office.town,
            time_zone=office.time_zone,
            holiday_region=office.holiday_region,
            latitude=office.latitude,
            longitude=office.longitude,
            **form.cleaned_data,
        )
        change_office(office_id=office.id, facts=told, by=request.user, now=timezone.now())

    answer = done(request, office, form, act, said=_("Coordonnées enregistrées."), then="office")
    return answer or draw_one_form(
        request,
        office,
        form=form,
        heading=_("Coordonnées du cabinet"),
        explanation=_("Les patients les lisent sur la page du cabinet."),
        submit=_("Enregistrer"),
        back="office",
    )
