"""Her exchanges: what awaits an answer, and the proposal of a half-day to colleagues."""

from collections.abc import Sequence
from datetime import timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from releve.desks.doctor.exchange_page import MyShift, booked_in, choices_for, mine, rings_for
from releve.desks.doctor.pages import DoctorRequest, at_doctors_desk, page
from releve.pipeline.rota.actions.exchanges import Given, propose_exchange
from releve.pipeline.rota.models import Shift
from releve.pipeline.rota.queries import shifts_of_doctor
from releve.pipeline.rota.queries.exchanges import exchanges_of_doctor, offered_shift_ids
from releve.shared.errors import Refused
from releve.shared.typed import whole_number
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope

ENTRY = "doctor:exchanges"
AHEAD, SOON, REMEMBERED = timedelta(weeks=14), timedelta(weeks=4), timedelta(weeks=4)


@require_safe
@at_doctors_desk
def exchanges(request: DoctorRequest) -> HttpResponse:
    today, now = timezone.localdate(), timezone.now()
    hers = mine(exchanges_of_doctor(request.doctor.id, today - REMEMBERED), request.doctor.id)
    shifts = [shift for shift in shifts_of_doctor(request.doctor.id, today, today + AHEAD) if shift.starts_at > now]
    offered, booked = offered_shift_ids(request.doctor.id), booked_in(shift.id for shift in shifts)
    lines = [MyShift(shift, booked.get(shift.id, 0), shift.id in offered) for shift in shifts]
    context = {
        "awaited": [one for one in hers if one.is_awaited],
        "pending": [one for one in hers if one.is_pending and not one.is_awaited],
        "settled": [one for one in hers if not one.is_pending],
        "shifts": [one for one in lines if one.shift.day < today + SOON],
        "later": [one for one in lines if one.shift.day >= today + SOON],
    }
    return page(request, "doctor/exchanges.html", context, entry=ENTRY)


@require_http_methods(["GET", "HEAD", "POST"])
@at_doctors_desk
def propose(request: DoctorRequest, shift_id: int) -> HttpResponse:
    """Choose against what, or to whom, one of her half-days goes; propose it."""
    shift = _hers(request, shift_id)
    if request.method == "POST":
        given = _given(request, shift)
        if not given:
            messages.error(request, _("Choisissez une demi-journée en échange, ou à qui céder la vôtre."))
        elif _proposed(request, given):
            return redirect("doctor:exchanges")
    choices = choices_for(request.doctor, shift, timezone.localdate(), timezone.now())
    return page(request, "doctor/propose_exchange.html", {"shift": shift, "choices": choices}, entry=ENTRY)


@require_http_methods(["GET", "HEAD", "POST"])
@at_doctors_desk
def ring(request: DoctorRequest, shift_id: int, wanted_id: int) -> HttpResponse:
    """Where two cannot exchange, a third may make it possible: A takes B's, B takes C's, C takes A's."""
    shift = _hers(request, shift_id)
    wanted = get_object_or_404(_standing(request), id=wanted_id)
    rings = rings_for(request.doctor, shift, wanted, timezone.localdate(), timezone.now())
    if request.method == "POST":
        third_id = whole_number(request.POST.get("tiers", ""))
        chosen = next((ring for ring in rings if ring[2].shift.shift_id == third_id), None)
        if chosen is None:
            messages.error(request, _("Cet échange à trois n’est plus possible. Choisissez-en un autre."))
        elif _proposed(request, [Given(move.shift.shift_id, move.taker_id) for move in chosen]):
            return redirect("doctor:exchanges")
    return page(request, "doctor/propose_ring.html", {"shift": shift, "wanted": wanted, "rings": rings}, entry=ENTRY)


def _proposed(request: DoctorRequest, given: Sequence[Given]) -> bool:
    n_booked = booked_in(one.shift_id for one in given)
    try:
        with world_scope(Role.ESTATE, [request.seat.network_id]):
            propose_exchange(
                doctor_id=request.doctor.id,
                given=given,
                note=request.POST.get("mot", ""),
                n_booked=n_booked,
                by=request.user,
                now=timezone.now(),
            )
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return False
    messages.success(request, _("Proposition envoyée. Rien ne change tant que chacun n’a pas accepté."))
    return True


def _given(request: DoctorRequest, shift: Shift) -> list[Given]:
    """Read « tous », « cede-<doctor> » or « contre-<shift> »; nothing where nothing was chosen."""
    choice = request.POST.get("choix", "")
    if choice == "tous":
        return [Given(shift.id, None)]
    kind, _dash, number = choice.partition("-")
    key = whole_number(number)
    if key is None:
        return []
    if kind == "cede":
        return [Given(shift.id, key)]
    if kind == "contre":
        other = get_object_or_404(_standing(request).exclude(doctor=request.doctor), id=key)
        return [Given(shift.id, other.doctor_id), Given(other.id, request.doctor.id)]
    raise Http404


def _hers(request: DoctorRequest, shift_id: int) -> Shift:
    return get_object_or_404(
        _standing(request).filter(doctor=request.doctor, starts_at__gt=timezone.now()), id=shift_id
    )


def _standing(request: DoctorRequest) -> QuerySet[Shift]:
    standing = Shift.objects.filter(network_id=request.seat.network_id).exclude(status=Shift.Status.CANCELLED)
    return standing.select_related("doctor", "office", "room")
