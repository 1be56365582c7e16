"""One appointment: its steps, its history, moving it, cancelling it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from releve.desks.secretary.chosen import ChosenTime, chosen_time
from releve.desks.secretary.forms import CancelForm
from releve.desks.secretary.history import history_of
from releve.desks.secretary.offered_times import week_of_times
from releve.desks.secretary.pages import ReceptionRequest, at_reception, page
from releve.desks.secretary.refusals import refusal_words, times_offered
from releve.desks.secretary.steps import main_steps, step_back
from releve.desks.secretary.views.booking import CONFLICT, UNPROCESSABLE
from releve.pipeline.appointments.actions.changes import cancel_appointment, move_appointment
from releve.pipeline.appointments.actions.patients import record_access
from releve.pipeline.appointments.errors import StepRefused
from releve.pipeline.appointments.handover import By, Status
from releve.pipeline.appointments.models import Appointment
from releve.pipeline.commitments.queries import doctors_of
from releve.pipeline.slots.queries import as_visit
from releve.shared.errors import Refused
from releve.shared.typed import read_day


def visit_or_404(request: ReceptionRequest, visit_id: int) -> Appointment:
    """Return an appointment of the secretary's network that has a patient."""
    visits = Appointment.objects.filter(network_id=request.seat.network_id, patient__isnull=False)
    together = ("patient", "doctor", "office", "reason", "shift__room", "changed_by")
    return get_object_or_404(visits.select_related(*together), id=visit_id)


def _patient_id(found: Appointment) -> int:
    assert found.patient_id is not None  # by visit_or_404
    return found.patient_id


@require_safe
@at_reception
def visit(request: ReceptionRequest, visit_id: int) -> HttpResponse:
    found = visit_or_404(request, visit_id)
    now = timezone.now()
    record_access(patient_id=_patient_id(found), user=request.user, what="open_appointment", now=now)
    status = Status(found.status)
    may_step = timezone.localdate(found.starts_at) <= timezone.localdate(now)
    context = {
        "visit": found,
        "steps": main_steps(status, has_begun=found.starts_at <= now) if may_step else (),
        "back": step_back(status) if may_step else None,
        "may_change": status == Status.BOOKED,
        "history": history_of(found),
    }
    return page(request, "secretary/visit.html", context, entry="secretary:day")


@require_http_methods(["GET", "HEAD", "POST"])
@at_reception
def move(request: ReceptionRequest, visit_id: int) -> HttpResponse:
    """Choose another time (any doctor of the office, or one), look at it once more, then move."""
    found = visit_or_404(request, visit_id)
    if found.status != Status.BOOKED:
        messages.error(request, _("Ce rendez-vous n’est plus à venir : il ne peut pas être déplacé."))
        return redirect("secretary:visit", found.id)
    chosen = chosen_time(request.seat.network_id, request.POST.get("creneau", "") or request.GET.get("creneau", ""))
    if request.method == "POST" and chosen:
        return _move_to(request, found, chosen)
    if chosen:
        return page(
            request, "secretary/move_confirm.html", _move_context(request, found, chosen), entry="secretary:day"
        )
    record_access(patient_id=_patient_id(found), user=request.user, what="move", now=timezone.now())
    return page(request, "secretary/move.html", _times_context(request, found), entry="secretary:day")


@require_http_methods(["GET", "HEAD", "POST"])
@at_reception
def cancel(request: ReceptionRequest, visit_id: int) -> HttpResponse:
    found = visit_or_404(request, visit_id)
    if found.status == Status.CANCELLED:
        messages.info(request, _("Ce rendez-vous est déjà annulé."))
        return redirect("secretary:visit", found.id)
    form = CancelForm(request.POST if request.method == "POST" else None, initial={"by_kind": By.PATIENT})
    if form.is_valid():
        try:
            by_kind = By(form.cleaned_data["by_kind"])
            cancel_appointment(appointment_id=found.id, by_kind=by_kind, by=request.user, now=timezone.now())
        except Refused as refusal:
            messages.error(request, refusal_words(refusal))
            return redirect("secretary:visit", found.id)
        messages.success(request, _("Rendez-vous annulé. L’horaire est de nouveau libre, le patient est prévenu."))
        return redirect(_way_back(request, found))
    context = {"visit": found, "form": form, "back": _return_value(request)}
    status = UNPROCESSABLE if form.errors else 200
    return page(request, "secretary/cancel.html", context, entry="secretary:day", status=status)


def _move_to(request: ReceptionRequest, found: Appointment, chosen: ChosenTime) -> HttpResponse:
    """Move, unless somebody else changed the appointment since this page was drawn."""
    seen = request.POST.get("vu", "")
    try:
        moved = move_appointment(
            appointment_id=found.id,
            shift_id=chosen.shift.id,
            starts_at=chosen.starts_at,
            by_kind=By.SECRETARY,
            by=request.user,
            now=timezone.now(),
            seen_at=_seen_at(seen),
        )
    except StepRefused as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect("secretary:visit", found.id)
    except Refused as refusal:
        context = _move_context(request, found, chosen) | {
            "refusal": refusal_words(refusal),
            "next_times": times_offered(refusal),
            "typed": {"vu": seen, "retour": _return_value(request)},
        }
        return page(request, "secretary/move_confirm.html", context, entry="secretary:day", status=CONFLICT)
    messages.success(request, _("Rendez-vous déplacé. Le patient est prévenu à ses coordonnées."))
    return redirect(_way_back(request, moved))


def _seen_at(text: str) -> datetime:
    """Return when the appointment that the page showed was changed last."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def _move_context(request: ReceptionRequest, found: Appointment, chosen: ChosenTime) -> dict[str, Any]:
    return {"visit": found, "chosen": chosen, "back": _return_value(request)}


def _times_context(request: ReceptionRequest, found: Appointment) -> dict[str, Any]:
    now, today = timezone.now(), timezone.localdate()
    first, _is_understood = read_day(request.GET.get("semaine", ""), today)
    doctors = doctors_of(request.office.id, today)
    doctor_id = next(
        (here.doctor_id for here in doctors if str(here.doctor_id) == request.GET.get("medecin", "")), None
    )
    return {
        "visit": found,
        "doctors": doctors,
        "doctor_id": doctor_id,
        "today": today,
        "week": week_of_times(request.office, as_visit(found.reason), first, now, doctor_id),
        "back": _return_value(request),
    }


def _return_value(request: ReceptionRequest) -> str:
    """The shift whose patients are moved one by one, if the way began there."""
    text = request.POST.get("retour", "") or request.GET.get("retour", "")
    return text if text.isascii() and text.isdigit() and len(text) < 18 else ""


def _way_back(request: ReceptionRequest, found: Appointment) -> str:
    back = _return_value(request)
    return reverse("secretary:shift_patients", args=[back]) if back else reverse("secretary:visit", args=[found.id])
