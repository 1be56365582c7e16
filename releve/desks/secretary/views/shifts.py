"""Shifts whose patients must move: the only place where their names stand beside a shift."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from releve.desks.secretary.pages import ReceptionRequest, at_reception, page
from releve.pipeline.appointments.actions.patients import record_list_access
from releve.pipeline.appointments.queries.patients import n_booked_by_shift, patients_to_move
from releve.pipeline.rota.models import Shift
from releve.shared.half_days import monday_of
from releve.shared.typed import read_day

TWO_WEEKS = timedelta(days=14)


@require_safe
@at_reception
def shifts(request: ReceptionRequest) -> HttpResponse:
    """Two weeks of the office's published shifts, each with how many patients are booked."""
    today = timezone.localdate()
    asked, _is_understood = read_day(request.GET.get("semaine", ""), today)
    first = monday_of(asked)
    shown = list(
        Shift.objects.filter(
            office=request.office,
            day__range=(max(first, today), first + TWO_WEEKS - timedelta(days=1)),
            status=Shift.Status.PUBLISHED,
        )
        .select_related("doctor", "room")
        .order_by("starts_at", "room__position", "id")
    )
    counts = n_booked_by_shift([shift.id for shift in shown])
    context = {
        "rows": [{"shift": shift, "n_booked": counts.get(shift.id, 0)} for shift in shown],
        "first": first,
        "last": first + TWO_WEEKS - timedelta(days=1),
        "previous": first - TWO_WEEKS if first > today else None,
        "following": first + TWO_WEEKS,
    }
    return page(request, "secretary/shifts.html", context, entry="secretary:shifts")


@require_safe
@at_reception
def shift_patients(request: ReceptionRequest, shift_id: int) -> HttpResponse:
    """The booked patients of a shift, to be moved one by one before the network shortens or cancels it."""
    found = Shift.objects.filter(network_id=request.seat.network_id).select_related("doctor", "room", "office")
    shift = get_object_or_404(found, id=shift_id)
    visits = list(patients_to_move([shift.id]))
    record_list_access(
        patient_ids=[visit.patient_id for visit in visits if visit.patient_id],
        user=request.user,
        what="list_of_shift",
        now=timezone.now(),
    )
    return page(request, "secretary/shift_patients.html", {"shift": shift, "visits": visits}, entry="secretary:shifts")
