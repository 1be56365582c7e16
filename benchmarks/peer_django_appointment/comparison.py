"""Both sides are asked the same things in turn, on one PostgreSQL server; their answers must agree."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter

from django.utils import timezone

from benchmarks.booking import Wanted, a_person, book
from benchmarks.databases import Say, address_of, ensure_database, migrate, use_database
from benchmarks.figure import Figure, in_ms, median
from benchmarks.peer_django_appointment import our_office, scenario
from benchmarks.peer_django_appointment.environment import PACKAGE, prepare
from benchmarks.peer_django_appointment.peer_process import PeerProcess
from benchmarks.statements import n_statements
from releve.pipeline.appointments.queries.free_times import free_times, next_times_after
from releve.pipeline.commitments.models import Doctor
from releve.pipeline.offices.models import Office
from releve.pipeline.slots.handover import Slot
from releve.pipeline.slots.models import VisitReason
from releve.pipeline.slots.queries import as_visit
from releve.shared.half_days import instant, local_day
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope

NAME = "peer_django_appointment"
OURS, THEIRS = "releve_bench_peer_ours", "releve_bench_peer_theirs"
N_LISTS, N_NEXT, N_BOOKINGS, N_WARM = 12, 12, 30, 2
RATIO_AT_LEAST = 20
OTHER_DOCTOR = scenario.BUSY_DOCTOR + 1


class DisagreementError(Exception):
    """The two sides found something else: their times cannot be compared."""


class OurSide:
    """The product, asked as its own pages ask; the scope of the request and its commit are inside the timings."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.office = Office.objects.get()
        self.reason = as_visit(VisitReason.objects.get())
        self.doctor_ids = list(Doctor.objects.order_by("id").values_list("id", flat=True))

    def list_week(self, monday: date) -> list[Slot]:
        first = instant(monday, datetime.min.time(), scenario.ZONE)
        with world_scope(Role.PUBLIC):
            return free_times(
                office_ids=[self.office.id],
                reason=self.reason,
                first=first,
                until=first + timedelta(days=7),
                now=self.now,
            )

    def next_availability(self, doctor: int) -> date:
        with world_scope(Role.PUBLIC):
            slots = next_times_after(
                office_id=self.office.id, reason=self.reason, after=self.now, now=self.now, n=1,
                doctor_id=self.doctor_ids[doctor],
            )  # fmt: skip
        return local_day(slots[0].starts_at, scenario.ZONE)

    def book(self, slot: Slot, number: int) -> float:
        wanted = Wanted(slot, self.office.network_id, self.reason.reason_id)
        booking_s, code_s = book(
            wanted, a_person(0, number), self.now, scope=lambda: world_scope(Role.CARE, [wanted.network_id])
        )
        return booking_s + code_s


def figures(server_url: str, folder: Path, seed: int, say: Say) -> Iterator[Figure]:
    """Build both offices anew, since the peer knows no other day than today; then ask."""
    python = prepare(folder, say)
    now = timezone.now()
    monday = local_day(now, scenario.ZONE)
    monday += timedelta(days=7 - monday.weekday())
    for name in (OURS, THEIRS):
        ensure_database(server_url, name, mark=f"of {now}")
    use_database(OURS)
    say("building the same office on both sides")
    migrate()
    our_office.build(monday)
    ours = OurSide(now)
    with PeerProcess(python, address_of(server_url, THEIRS)) as peer:
        peer.ask("build", first_monday=monday.isoformat())
        draw = Random(seed)
        for work in (lists, next_availabilities, bookings):
            say(f"{NAME}: {work.__name__}")
            yield from work(ours, peer, monday, draw)


def lists(ours: OurSide, peer: PeerProcess, monday: date, draw: Random) -> Iterator[Figure]:
    our_s, their_s = [], []
    for number in range(N_WARM + N_LISTS):
        first = monday + timedelta(weeks=draw.randrange(1, scenario.N_WEEKS))
        start = perf_counter()
        slots = ours.list_week(first)
        took = perf_counter() - start
        answer = peer.ask("list_week", first=first.isoformat())
        check_same(f"week of {first}", len(slots), answer["result"])
        if number >= N_WARM:
            our_s.append(took)
            their_s.append(answer["seconds"])
    yield as_figure(
        "list_a_week", our_s, their_s, RATIO_AT_LEAST,
        statements=n_statements(lambda: ours.list_week(first)),
        their_statements=peer.ask("count", what="list_week", first=first.isoformat())["statements"],
    )  # fmt: skip


def next_availabilities(ours: OurSide, peer: PeerProcess, monday: date, draw: Random) -> Iterator[Figure]:
    today = local_day(ours.now, scenario.ZONE).isoformat()
    for name, doctor in (("full_for_two_weeks", scenario.BUSY_DOCTOR), ("first_day", OTHER_DOCTOR)):
        our_s, their_s = [], []
        for number in range(N_WARM + N_NEXT):
            start = perf_counter()
            day = ours.next_availability(doctor)
            took = perf_counter() - start
            answer = peer.ask("next_availability", doctor=doctor, first=today)
            check_same(f"next availability of doctor {doctor}", day.isoformat(), answer["result"])
            if number >= N_WARM:
                our_s.append(took)
                their_s.append(answer["seconds"])
        yield as_figure(
            f"next_availability_{name}", our_s, their_s, RATIO_AT_LEAST,
            statements=n_statements(lambda doctor=doctor: ours.next_availability(doctor)),
            their_statements=peer.ask("count", what="next_availability", doctor=doctor, first=today)["statements"],
        )  # fmt: skip


def bookings(ours: OurSide, peer: PeerProcess, monday: date, draw: Random) -> Iterator[Figure]:
    """Ours: hold, code and confirm, three commits. Theirs: request and appointment, without verification code."""
    last_week = monday + timedelta(weeks=scenario.N_WEEKS - 1)
    slots = draw.sample(ours.list_week(last_week), N_WARM + N_BOOKINGS)
    our_s, their_s = [], []
    for number, slot in enumerate(slots):
        took = ours.book(slot, number)
        doctor, day, quarter = place_of(ours, slot)
        answer = peer.ask("book", doctor=doctor, day=day.isoformat(), slot=quarter, client=number % scenario.N_PATIENTS)
        if number >= N_WARM:
            our_s.append(took)
            their_s.append(answer["seconds"])
    yield as_figure("book", our_s, their_s, None)


def place_of(ours: OurSide, slot: Slot) -> tuple[int, date, int]:
    """Return the doctor's number, the day and the quarter of an hour: the same place on the other side."""
    day = local_day(slot.starts_at, scenario.ZONE)
    for part, (_, opens_at, closes_at) in enumerate(our_office.HALVES):
        starts_at = instant(day, opens_at, scenario.ZONE)
        if starts_at <= slot.starts_at < instant(day, closes_at, scenario.ZONE):
            quarter = (slot.starts_at - starts_at) // timedelta(minutes=scenario.SLOT_MIN)
            return ours.doctor_ids.index(slot.doctor_id), day, part * our_office.N_SLOTS_A_HALF + quarter
    raise DisagreementError(f"No half-day holds {slot.starts_at}.")


def check_same(what: str, ours: object, theirs: object) -> None:
    if ours != theirs:
        raise DisagreementError(f"{what}: {ours} here, {theirs} in {PACKAGE}.")


def as_figure(
    name: str, our_s: list[float], their_s: list[float], ratio_at_least: float | None, **more: object
) -> Figure:
    ours, theirs = median(our_s), median(their_s)
    return Figure(
        name=f"{NAME}_{name}",
        value=in_ms(ours),
        unit="ms",
        size=None,
        compared_with=PACKAGE,
        compared_value=in_ms(theirs),
        ratio=theirs / ours,
        ratio_at_least=ratio_at_least,
        more=more | {"calls": len(our_s)},
    )
