"""Who may enter which desk. Closed by default: an address of a desk opens to its members only, all else is a 404."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from releve.desks.second_factor import step_before_desk
from releve.pipeline.commitments.queries import doctor_of
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.queries import memberships_of
from releve.shared.people.models import User
from releve.shared.worlds.scope import see_networks, see_own_rows

DESK_HOMES = {
    "secretary": "secretary:day",
    "doctor": "doctor:weeks",
    "network": "network:home",
    "townhall": "townhall:home",
}
DESK_NAMES = {
    "secretary": _("Accueil"),
    "doctor": _("Médecin"),
    "network": _("Réseau"),
    "townhall": _("Mairie"),
}


@dataclass(frozen=True, slots=True)
class Seat:
    """The place from which a person works: a desk of one network, and of one office or one doctor."""

    desk: str
    network_id: int
    office_id: int | None = None
    doctor_id: int | None = None

    @property
    def place_id(self) -> int:
        """The office; for a desk of a whole network, the network."""
        return self.office_id or self.network_id


class DeskRequest(HttpRequest):
    """A request that passed the desk's door: its person is known."""

    user: User
    seat: Seat
    seats: list[Seat]


def seats_of(user) -> list[Seat]:
    """Return every seat of a login, in a stable order."""
    if not user.is_authenticated or not user.is_member_of_staff:
        return []
    see_own_rows(user.id)
    seats = [Seat(m.desk, m.network_id, office_id=m.office_id) for m in memberships_of(user)]
    doctor = doctor_of(user)
    if doctor:
        seats.append(Seat("doctor", doctor.network_id, doctor_id=doctor.id))
    return seats


class DeskMiddleware:
    """Lets a member in, with her network's rows in sight; for anyone else the address is not there (404)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs) -> HttpResponse | None:
        desk = request.resolver_match.namespace
        if desk not in DESK_HOMES or not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return None  # LoginRequiredMiddleware has answered already
        seats = [seat for seat in seats_of(request.user) if seat.desk == desk]
        if not seats:
            raise Http404
        if step := step_before_desk(request):
            return redirect(step)
        chosen = request.session.get(f"seat:{desk}")
        request.seat = next((seat for seat in seats if seat.place_id == chosen), seats[0])
        request.seats = seats
        see_networks([request.seat.network_id])
        return None


def offices_to_choose(request: DeskRequest) -> list[Office]:
    """Return the offices of a person who sits at several, her other networks' too; nothing where there is no choice."""
    if len(request.seats) < 2:
        return []
    see_networks({seat.network_id for seat in request.seats})
    offices = list(Office.objects.filter(id__in=[seat.office_id or 0 for seat in request.seats]).order_by("name", "id"))
    see_networks([request.seat.network_id])
    return offices


def my_desk(request: HttpRequest) -> HttpResponseRedirect:
    """Send a person to the first desk that is hers; a patient to her appointments."""
    seats = seats_of(request.user)
    return redirect(reverse(DESK_HOMES[seats[0].desk]) if seats else reverse("patient:my_appointments"))


@require_POST
def choose_seat(request: HttpRequest) -> HttpResponseRedirect:
    """Take another of one's own seats: `desk`, and `office` (or `network`, for the desk of a whole network)."""
    desk = request.POST.get("desk", "")
    place = request.POST.get("office") or request.POST.get("network")
    seat = next((seat for seat in seats_of(request.user) if seat.desk == desk and str(seat.place_id) == place), None)
    if seat is None:
        raise Http404
    request.session[f"seat:{desk}"] = seat.place_id
    return redirect(DESK_HOMES[desk])
