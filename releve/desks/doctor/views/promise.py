"""Her promise in plain words, and her absences."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from releve.desks.doctor.forms import AbsenceForm
from releve.desks.doctor.own_deadlines import HerList
from releve.desks.doctor.pages import DoctorRequest, at_doctors_desk, page
from releve.desks.doctor.worked_weeks import N_WEEKS, ONE_DAY, ONE_WEEK
from releve.pipeline.appointments.handover import TO_COME
from releve.pipeline.appointments.models import Appointment
from releve.pipeline.commitments.actions.absences import note_absence, withdraw_absence
from releve.pipeline.commitments.handover import AbsentDays
from releve.pipeline.commitments.models import Absence, Commitment
from releve.pipeline.commitments.queries import absences_of, commitments_of_doctor
from releve.pipeline.commitments.queries.amendments import amended_of, terms_in_force
from releve.pipeline.commitments.queries.welcome import unfinished_welcome_of
from releve.pipeline.commitments.rules import add_months, is_absent, last_day
from releve.pipeline.commitments.rules.life import OVER, UNLAID
from releve.pipeline.commitments.words.patterns import pattern_words
from releve.pipeline.rota.models import Shift
from releve.pipeline.rota.queries import shifts_of_doctor
from releve.shared.errors import Refused
from releve.shared.half_days import Half, monday_of
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope


@dataclass(frozen=True, slots=True)
class Kept:
    """A commitment with what follows from its terms, and what is laid of it."""

    commitment: Commitment
    last_on: date
    minimum_until: date
    tell_before: date  # to leave on the last day, notice given by then
    half_days: float  # a week, by the terms that hold today
    pattern: str
    coming: tuple[tuple[date, float, str], ...]  # from a later day on: half-days a week, which
    laid: tuple[tuple[date, int], ...]  # (Monday, half-days) of the coming weeks
    is_running: bool
    is_over: bool


@require_safe
@at_doctors_desk
def promise(request: DoctorRequest) -> HttpResponse:
    return _page(request, AbsenceForm())


@require_POST
@at_doctors_desk
def add_absence(request: DoctorRequest) -> HttpResponse:
    form = AbsenceForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        halves: dict[str, Any] = {"first_half": Half(told["first_half"]), "last_half": Half(told["last_half"])}
        days: dict[str, Any] = {"first_on": told["first_on"], "last_on": told["last_on"]}
        try:
            # Absences belong to the estate, where the network lays the shifts; care may only read them.
            with world_scope(Role.ESTATE, [request.seat.network_id]):
                note_absence(doctor_id=request.doctor.id, **days, **halves, by=request.user, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            _tell_what_follows(request, AbsentDays(**days, **halves))
            return redirect("doctor:promise")
    return _page(request, form)


@require_POST
@at_doctors_desk
def remove_absence(request: DoctorRequest, absence_id: int) -> HttpResponse:
    absence = get_object_or_404(Absence, id=absence_id, doctor=request.doctor)
    try:
        with world_scope(Role.ESTATE, [request.seat.network_id]):
            withdraw_absence(absence_id=absence.id, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("doctor:promise")
    messages.success(request, _("Absence retirée. Le réseau peut de nouveau poser des vacations ces jours-là."))
    return redirect("doctor:promise")


def _page(request: DoctorRequest, form: AbsenceForm) -> HttpResponse:
    today = timezone.localdate()
    monday = monday_of(today)
    shifts = list(shifts_of_doctor(request.doctor.id, monday, monday + N_WEEKS * ONE_WEEK - ONE_DAY))
    kept = [_kept(commitment, shifts, monday, today) for commitment in commitments_of_doctor(request.doctor.id)]
    context: dict[str, Any] = {
        "promises": [promise for promise in kept if not promise.is_over],
        "past": [promise for promise in kept if promise.is_over],
        "absences": absences_of(request.doctor.id, today),
        "form": form,
        "deadlines": HerList.of(request.doctor.id, str(request.user), today),
        "today": today,
        "welcome": unfinished_welcome_of([promise.commitment.id for promise in kept if not promise.is_over]),
    }
    return page(request, "doctor/promise.html", context, entry="doctor:promise", status=422 if form.errors else 200)


def _kept(commitment: Commitment, shifts: list[Shift], monday: date, today: date) -> Kept:
    last_on = last_day(commitment.starts_on, commitment.ends_on, commitment.maximum_term_months)
    mondays = [monday + n * ONE_WEEK for n in range(N_WEEKS)]
    worked = [monday_of(shift.day) for shift in shifts if shift.commitment_id == commitment.id]
    held = terms_in_force(commitment, max(today, commitment.starts_on))
    return Kept(
        commitment=commitment,
        last_on=last_on,
        minimum_until=add_months(commitment.starts_on, commitment.minimum_term_months) - ONE_DAY,
        tell_before=add_months(last_on, -commitment.notice_months),
        half_days=held.half_days_per_week,
        pattern=pattern_words(held.pattern),
        coming=tuple(
            (terms.valid_from, terms.half_days_per_week, pattern_words(terms.pattern))
            for terms in amended_of(commitment)
            if today < terms.valid_from <= last_on
        ),
        laid=tuple((first, worked.count(first)) for first in mondays),
        is_running=commitment.starts_on <= today <= last_on and commitment.state not in UNLAID,
        is_over=last_on < today or commitment.state in OVER,
    )


def _tell_what_follows(request: DoctorRequest, days: AbsentDays) -> None:
    """Say which published shifts fall into the absence: they stand until somebody has moved their patients."""
    shifts = [
        shift
        for shift in shifts_of_doctor(request.doctor.id, days.first_on, days.last_on)
        if shift.status == Shift.Status.PUBLISHED and is_absent([days], shift.day, Half(shift.half))
    ]
    n_patients = Appointment.objects.filter(shift__in=shifts, status__in=TO_COME).count()
    messages.success(request, _("Absence notée : le réseau ne posera plus de vacation ces jours-là."))
    if not shifts:
        return
    already = ngettext(
        "%(n)d vacation est déjà publiée ces jours-là.", "%(n)d vacations sont déjà publiées ces jours-là.", len(shifts)
    ) % {"n": len(shifts)}
    waiting = ngettext(
        "%(n)d patient y est attendu : l’accueil doit le déplacer, puis le réseau l’annule. Prévenez-les.",
        "%(n)d patients y sont attendus : l’accueil doit les déplacer, puis le réseau les annule. Prévenez-les.",
        n_patients,
    ) % {"n": n_patients}
    nobody = _("Personne n’y est attendu : prévenez le réseau, qui les annule.")
    messages.warning(request, f"{already} {waiting if n_patients else nobody}")
