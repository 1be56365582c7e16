"""Days without office, and half-days without reception (COL-12)."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from releve.desks.access import DeskRequest
from releve.desks.network.forms.offices import ClosureForm, ReceptionAbsenceForm
from releve.desks.network.page import office_of, tell_done, tell_shifts_that_stand
from releve.desks.network.views.offices.page import done, draw_tab, today_in
from releve.pipeline.offices.actions import (
    close_days,
    note_reception_absence,
    withdraw_closure,
    withdraw_reception_absence,
)
from releve.pipeline.offices.models import Closure, Office, ReceptionAbsence
from releve.pipeline.offices.queries import closures_of
from releve.pipeline.offices.rules import public_holidays
from releve.pipeline.rota.queries import shifts_between
from releve.shared.half_days import Half
from releve.shared.holiday_words import closure_words

# Public holidays are shown this far ahead: every one of a year, once.
ONE_YEAR = timedelta(days=365)


@require_http_methods(["GET", "HEAD", "POST"])
def closures(request: DeskRequest, slug: str) -> HttpResponse:
    office = office_of(request, slug)
    today = today_in(office)
    form = ClosureForm(request.POST or None)

    def act() -> None:
        close_days(office_id=office.id, by=request.user, now=timezone.now(), **form.cleaned_data)
        told = form.cleaned_data
        tell_shifts_that_stand(request, shifts_between([office.id], told["first_on"], told["last_on"]).count())

    answer = done(request, office, form, act, said=_("Fermeture ajoutée."), then="closures")
    return answer or draw_tab(
        request,
        office,
        "closures",
        "network/office_closures.html",
        form=form,
        closures=list(closures_of(office.id, today)),
        holidays=_holidays(office, today),
    )


@require_POST
def drop_closure(request: DeskRequest, slug: str, closure_id: int) -> HttpResponse:
    office = office_of(request, slug)

    def act() -> None:
        if Closure.objects.filter(id=closure_id, office=office).exists():
            withdraw_closure(closure_id=closure_id, by=request.user, now=timezone.now())

    tell_done(request, act, _("Fermeture retirée. Posez les vacations de ces jours pour les rouvrir."))
    return redirect("network:closures", office.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def reception(request: DeskRequest, slug: str) -> HttpResponse:
    office = office_of(request, slug)
    form = ReceptionAbsenceForm(request.POST or None)

    def act() -> None:
        half = Half(form.cleaned_data["half"])
        day = form.cleaned_data["day"]
        note_reception_absence(office_id=office.id, day=day, half=half, by=request.user, now=timezone.now())

    answer = done(request, office, form, act, said=_("Absence de l’accueil notée."), then="reception")
    absences = ReceptionAbsence.objects.filter(office=office, day__gte=today_in(office)).order_by("day", "half")
    return answer or draw_tab(
        request, office, "reception", "network/office_reception.html", form=form, absences=list(absences)
    )


@require_POST
def drop_reception_absence(request: DeskRequest, slug: str, absence_id: int) -> HttpResponse:
    office = office_of(request, slug)

    def act() -> None:
        if ReceptionAbsence.objects.filter(id=absence_id, office=office).exists():
            withdraw_reception_absence(absence_id=absence_id, by=request.user, now=timezone.now())

    tell_done(request, act, _("Absence de l’accueil retirée."))
    return redirect("network:reception", office.slug)


def _holidays(office: Office, today: date) -> list[dict[str, Any]]:
    found = public_holidays(office.holiday_region, today, today + ONE_YEAR)
    return [{"day": day, "name": closure_words(name)} for day, name in found.items()]
