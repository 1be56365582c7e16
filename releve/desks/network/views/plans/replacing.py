"""A doctor is away or leaves: ask for the nearest rota that works again."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from releve.desks.access import DeskRequest
from releve.desks.network.boards.changes import patients_in_words
from releve.desks.network.forms.plans import ReplaceForm
from releve.desks.network.page import accepted, draw
from releve.desks.network.views.doctors import doctor_crumbs, doctor_of_network
from releve.desks.network.views.plans.drawing import open_offices
from releve.desks.network.words import half_day_words
from releve.pipeline.appointments.queries.desk import masked_patients
from releve.pipeline.commitments.models import Doctor
from releve.pipeline.rota.actions.drawing import ask_plan
from releve.pipeline.rota.errors import reason_in_words
from releve.pipeline.rota.handover import Conflict
from releve.pipeline.rota.models import RotaPlan
from releve.pipeline.rota.queries import conflicts
from releve.pipeline.rota.rules.plans import patients_of
from releve.shared.half_days import monday_of

# How far a replacement looks: two years of promises, as the rest of the product does.
WEEKS_AHEAD = 53
SECONDS = 20


@require_http_methods(["GET", "HEAD", "POST"])
def replace_doctor(request: DeskRequest, doctor_id: int) -> HttpResponse:
    found = doctor_of_network(request, doctor_id)
    today = timezone.localdate()
    office_ids = [office.id for office in open_offices(request)]
    broken = _broken(found, office_ids)
    masked = masked_patients(today, broken[-1].shift.day) if broken else {}
    form = ReplaceForm(request.POST or None, initial={"not_before": today})
    asked: list[RotaPlan] = []

    def act() -> None:
        asked.append(_ask(request, found, office_ids, broken, form.cleaned_data["not_before"]))

    if request.method == "POST" and broken and accepted(form, act):
        return redirect("network:plan", asked[0].id)
    return draw(
        request,
        "network/replace.html",
        "doctors",
        doctor=found,
        form=form,
        lines=[
            {
                "when": half_day_words(conflict.shift.day, conflict.shift.half),
                "office": conflict.shift.office_name,
                "why": reason_in_words(conflict),
                "patients": patients_in_words(patients_of([conflict.shift.shift_id], masked)),
            }
            for conflict in broken
        ],
        patients=patients_in_words(patients_of([conflict.shift.shift_id for conflict in broken], masked)),
        back_url=reverse("network:doctor", args=[found.id]),
        crumbs=doctor_crumbs(found, _("Proposer un remplacement")),
    )


def _broken(doctor: Doctor, office_ids: list[int]) -> list[Conflict]:
    """Return the doctor's shifts to come that no longer hold, in the order of time."""
    now = timezone.now()
    today = timezone.localdate(now)
    last = monday_of(today) + timedelta(weeks=WEEKS_AHEAD, days=-1)
    return [
        conflict
        for conflict in conflicts(office_ids, today, last)
        if conflict.shift.doctor_id == doctor.id and conflict.shift.ends_at > now
    ]


def _ask(
    request: DeskRequest, doctor: Doctor, office_ids: list[int], broken: list[Conflict], not_before: date
) -> RotaPlan:
    first = monday_of(broken[0].shift.day)
    n_weeks = (broken[-1].shift.day - first).days // 7 + 1
    return ask_plan(
        network_id=request.seat.network_id,
        office_ids=office_ids,
        first=first,
        n_weeks=n_weeks,
        seconds=SECONDS,
        patients=masked_patients(first, first + timedelta(weeks=n_weeks, days=-1)),
        kind=RotaPlan.Kind.REPLANNED,
        doctor_id=doctor.id,
        frozen_until=not_before,
        by=request.user,
        now=timezone.now(),
    )
