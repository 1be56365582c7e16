"""Booking by telephone: the patient is known, the reason is asked, a time is given.

The reason travels in bodies only: beside a patient in an address it would tell what somebody suffers from.
"""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from releve.desks.secretary.chosen import ChosenTime, chosen_time
from releve.desks.secretary.days import day_url
from releve.desks.secretary.forms import BookingForm
from releve.desks.secretary.offered_times import NamedSlot, elsewhere, week_of_times, with_doctors
from releve.desks.secretary.pages import ReceptionRequest, at_reception, page
from releve.desks.secretary.refusals import refusal_words, times_offered
from releve.desks.secretary.views.patients import patient_or_404
from releve.pipeline.appointments.actions.desk import book_by_phone
from releve.pipeline.appointments.actions.patients import record_access
from releve.pipeline.appointments.handover import BookedFor
from releve.pipeline.appointments.models import Appointment, Patient
from releve.pipeline.appointments.queries.free_times import next_times_after
from releve.pipeline.appointments.queries.patients import busy_until, visit_of_patient_at
from releve.pipeline.commitments.queries import doctors_of
from releve.pipeline.slots.models import VisitReason
from releve.pipeline.slots.queries import as_visit, reasons_for
from releve.pipeline.slots.rules import Audience
from releve.shared.errors import Refused
from releve.shared.typed import read_day
from releve.shared.words import moment_words

CONFLICT, UNPROCESSABLE = 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
@at_reception
def times(request: ReceptionRequest, patient_id: int) -> HttpResponse:
    """Show the free times for one patient; asking for another reason, doctor or week only looks again."""
    patient = patient_or_404(request, patient_id)
    now, today = timezone.now(), timezone.localdate()
    reasons = reasons_for(request.seat.network_id)
    if not reasons:
        return page(request, "secretary/no_reason.html", {"patient": patient}, entry="secretary:patients")
    if request.method != "POST":
        record_access(patient_id=patient.id, user=request.user, what="book", now=now)
    reason = reason_asked(reasons, request.POST.get("motif", ""))
    first, _is_understood = read_day(request.POST.get("semaine", ""), today)
    doctors = doctors_of(request.office.id, today)
    doctor_id = next(
        (here.doctor_id for here in doctors if str(here.doctor_id) == request.POST.get("medecin", "")), None
    )
    visit = as_visit(reason)
    context = {
        "patient": patient,
        "reasons": reasons,
        "reason": reason,
        "doctors": doctors,
        "doctor_id": doctor_id,
        "today": today,
        "week": week_of_times(request.office, visit, first, now, doctor_id),
        "elsewhere": elsewhere(request.office, visit, now),
    }
    template = "secretary/times.html#times" if request.htmx else "secretary/times.html"
    return page(request, template, context, entry="secretary:patients")


@require_http_methods(["GET", "HEAD", "POST"])
@at_reception
def confirm(request: ReceptionRequest, patient_id: int) -> HttpResponse:
    """Ask what is missing about the chosen time, then book it."""
    patient = patient_or_404(request, patient_id)
    chosen = chosen_time(request.seat.network_id, request.POST.get("creneau", "") or request.GET.get("creneau", ""))
    reasons = reasons_for(request.seat.network_id)
    if chosen is None or not reasons:
        return redirect("secretary:book", patient.id)
    is_sent = request.method == "POST" and "booked_for" in request.POST
    if not is_sent:
        record_access(patient_id=patient.id, user=request.user, what="book", now=timezone.now())
    first = {"motif": reason_asked(reasons, request.POST.get("motif", "")).id, "booked_for": BookedFor.ONESELF}
    form = BookingForm(request.POST if is_sent else None, initial=first, reasons=reasons)
    context: dict[str, Any] = {"patient": patient, "chosen": chosen, "form": form}
    if is_sent and form.is_valid():
        try:
            return _booked(request, _book(request, patient, chosen, form))
        except Refused as refusal:
            again = visit_of_patient_at(patient.id, chosen.shift.id, chosen.starts_at)
            if again:
                messages.info(request, _("Ce rendez-vous était déjà enregistré."))
                return _back_to_the_day(request, again)
            context |= {
                "refusal": refusal_words(refusal),
                "next_times": times_offered(refusal) or _times_when_patient_is_free(patient, chosen, form),
                "typed": form.cleaned_data,
            }
            return page(request, "secretary/confirm.html", context, entry="secretary:patients", status=CONFLICT)
    status = UNPROCESSABLE if form.errors else 200
    return page(request, "secretary/confirm.html", context, entry="secretary:patients", status=status)


def reason_asked(reasons: list[VisitReason], text: str) -> VisitReason:
    """Return the reason that was chosen, the network's first one before any choice."""
    return next((reason for reason in reasons if str(reason.id) == text), reasons[0])


def _book(request: ReceptionRequest, patient: Patient, chosen: ChosenTime, form: BookingForm) -> Appointment:
    return book_by_phone(
        shift_id=chosen.shift.id,
        starts_at=chosen.starts_at,
        reason_id=form.cleaned_data["motif"],
        patient_id=patient.id,
        booked_for=BookedFor(form.cleaned_data["booked_for"]),
        booker_name=form.cleaned_data["booker_name"],
        by=request.user,
        now=timezone.now(),
    )


def _times_when_patient_is_free(patient: Patient, chosen: ChosenTime, form: BookingForm) -> list[NamedSlot]:
    """The next times once the patient's other visit is over."""
    visit, now = as_visit(VisitReason.objects.get(id=form.cleaned_data["motif"])), timezone.now()
    end = chosen.starts_at + timedelta(minutes=visit.minutes)
    slots = next_times_after(
        office_id=chosen.shift.office_id,
        reason=visit,
        after=max(now, busy_until(patient.id, chosen.starts_at, end) or chosen.starts_at),
        now=now,
        audience=Audience.DESK,
    )
    return with_doctors(slots)


def _booked(request: ReceptionRequest, visit: Appointment) -> HttpResponse:
    said = {
        "patient": visit.patient,
        "when": moment_words(visit.starts_at, request.office.time_zone, now=timezone.now()),
    }
    messages.success(
        request, _("Rendez-vous donné : %(patient)s, %(when)s. La confirmation part à ses coordonnées.") % said
    )
    return _back_to_the_day(request, visit)


def _back_to_the_day(request: ReceptionRequest, visit: Appointment) -> HttpResponse:
    if visit.office_id != request.office.id:
        return redirect("secretary:visit", visit.id)
    return redirect(f"{day_url(timezone.localdate(visit.starts_at))}#visite-{visit.id}")
