"""The deliberate double booking: another address, a mandatory reason, a mark on the board, a line in the history."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from releve.desks.secretary.chosen import published_shift
from releve.desks.secretary.days import day_url
from releve.desks.secretary.forms import DoubleBookingForm
from releve.desks.secretary.pages import ReceptionRequest, at_reception, page
from releve.desks.secretary.refusals import refusal_words
from releve.desks.secretary.views.booking import CONFLICT, UNPROCESSABLE
from releve.desks.secretary.views.patients import patient_or_404
from releve.pipeline.appointments.actions.desk import book_by_phone
from releve.pipeline.appointments.actions.patients import record_access
from releve.pipeline.appointments.handover import BookedFor
from releve.pipeline.appointments.models import Appointment, Patient
from releve.pipeline.appointments.queries.free_times import place_in
from releve.pipeline.rota.models import Shift
from releve.pipeline.slots.queries import reasons_for
from releve.pipeline.slots.rules import GRID_MIN
from releve.shared.errors import Refused
from releve.shared.words import clock


@require_http_methods(["GET", "HEAD", "POST"])
@at_reception
def double(request: ReceptionRequest, patient_id: int, shift_id: int) -> HttpResponse:
    patient = patient_or_404(request, patient_id)
    shift = published_shift(request.seat.network_id, shift_id)
    reasons = reasons_for(request.seat.network_id)
    now = timezone.now()
    taken = taken_times(shift, reasons[0].id, now) if reasons else []
    if not taken:
        messages.info(request, _("Cette vacation n’a pas d’horaire pris à venir : donnez un horaire libre."))
        return redirect("secretary:book", patient.id)
    form = DoubleBookingForm(
        request.POST if request.method == "POST" else None,
        initial={"motif": reasons[0].id, "booked_for": BookedFor.ONESELF},
        reasons=reasons,
        times=taken,
    )
    context: dict[str, Any] = {"patient": patient, "shift": shift, "form": form}
    if request.method != "POST":
        record_access(patient_id=patient.id, user=request.user, what="book", now=now)
    elif form.is_valid():
        try:
            return _booked(request, _book(request, patient, shift, form))
        except Refused as refusal:
            context["refusal"] = refusal_words(refusal)
            return page(request, "secretary/double.html", context, entry="secretary:patients", status=CONFLICT)
    status = UNPROCESSABLE if form.errors else 200
    return page(request, "secretary/double.html", context, entry="secretary:patients", status=status)


def taken_times(shift: Shift, reason_id: int, now: datetime) -> list[tuple[str, str]]:
    """Return the starts at which somebody is booked already, as choices."""
    place = place_in(shift.id, reason_id, now)
    busy = place.shift.busy if place else ()
    zone = shift.office.time_zone
    step = timedelta(minutes=GRID_MIN)
    first = max(shift.starts_at, now - step)
    start = shift.starts_at
    times = []
    while start < shift.ends_at:
        if start >= first and any(taken_from <= start < taken_to for taken_from, taken_to in busy):
            times.append((str(int(start.timestamp())), clock(start, zone)))
        start += step
    return times


def _book(request: ReceptionRequest, patient: Patient, shift: Shift, form: DoubleBookingForm) -> Appointment:
    return book_by_phone(
        shift_id=shift.id,
        starts_at=datetime.fromtimestamp(int(form.cleaned_data["debut"]), UTC),
        reason_id=form.cleaned_data["motif"],
        patient_id=patient.id,
        booked_for=BookedFor(form.cleaned_data["booked_for"]),
        booker_name=form.cleaned_data["booker_name"],
        is_double=True,
        double_booked_because=form.cleaned_data["because"],
        by=request.user,
        now=timezone.now(),
    )


def _booked(request: ReceptionRequest, visit: Appointment) -> HttpResponse:
    messages.success(request, _("Rendez-vous ajouté en double : il est marqué sur la journée."))
    return redirect(f"{day_url(timezone.localdate(visit.starts_at))}#visite-{visit.id}")
