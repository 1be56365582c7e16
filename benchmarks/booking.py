"""Booking through the actions, beside a bare INSERT into the same table under the same constraints and triggers."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from time import perf_counter

from django.db import connection
from psycopg import sql

from benchmarks.country import NOW, PATIENTS_AN_OFFICE
from benchmarks.draws import Draw
from benchmarks.figure import Figure, median
from benchmarks.office_week import ask
from benchmarks.statements import bare_connection
from benchmarks.traces import taken_away
from releve.pipeline.appointments.actions.confirm import code_key, confirm_booking, request_code
from releve.pipeline.appointments.actions.hold import hold_slot
from releve.pipeline.appointments.handover import BookedFor, Identity
from releve.pipeline.appointments.models import Appointment
from releve.pipeline.appointments.rules import one_time_code
from releve.pipeline.slots.handover import Slot
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import as_setting, world_scope

NAME = "booking"
GROWN = "ours"
N_A_ROUND = 60
MARGIN = timedelta(days=3)
SET_SCOPE = "SELECT set_config('role', %s, false), set_config('releve.networks', %s, false)"
Scope = AbstractContextManager[None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A free time that nobody else of this measurement wants."""

    slot: Slot
    network_id: int
    reason_id: int


def sample(seed: int, n: int = N_A_ROUND) -> dict[str, list[float]]:
    """Time a booking through the actions and a bare INSERT in turn, each on free times of its own."""
    wanted = free_times_wanted(Draw(seed), 2 * n)
    found: dict[str, list[float]] = {"ours": [], "code": [], "bare": []}
    with taken_away(), bare_connection(autocommit=True) as bare, bare.cursor() as cursor:
        for number, (ours, theirs) in enumerate(zip(wanted[::2], wanted[1::2], strict=True)):
            act_as(Role.CARE, ours.network_id)
            booking_s, code_s = book(ours, a_person(seed, number))
            act_as_owner()
            found["ours"].append(booking_s)
            found["code"].append(code_s)
            insert, values = bare_insert(theirs)
            cursor.execute(SET_SCOPE, scope_of(Role.CARE, theirs.network_id), prepare=True)
            start = perf_counter()
            cursor.execute(insert, values, prepare=True)
            found["bare"].append(perf_counter() - start)
    return found


def free_times_wanted(draw: Draw, n: int) -> list[Wanted]:
    """Draw n different free times, no two of one office on one day."""
    found: dict[tuple[int, date], Wanted] = {}
    while len(found) < n:
        week = draw.week()
        with world_scope(Role.PUBLIC):
            slots = [slot for slot in ask(week) if slot.starts_at > NOW + MARGIN]
        if slots:
            slot = draw.random.choice(slots)
            wanted = Wanted(slot, week.network_id, week.reason.reason_id)
            found.setdefault((slot.office_id, slot.starts_at.date()), wanted)
    return list(found.values())


def a_person(seed: int, number: int) -> Identity:
    """Return a person whom no network knows yet."""
    return Identity("Camille", f"Mesure {seed} {number}", date(1980, 1, 1), email=f"mesure-{seed}-{number}@example.org")


def act_as(role: Role, network_id: int) -> None:
    """Take the role of the product's requests for the whole session: then each action opens and commits by itself."""
    with connection.cursor() as cursor:
        cursor.execute(SET_SCOPE, scope_of(role, network_id))


def scope_of(role: Role, network_id: int) -> list[str]:
    return [str(role), as_setting([network_id])]


def act_as_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET role")


def book(
    wanted: Wanted, identity: Identity, now: datetime = NOW, scope: Callable[[], Scope] = nullcontext
) -> tuple[float, float]:
    """Return the seconds of hold and confirm, and those of the code between them. Each ends with its commit."""
    start = perf_counter()
    with scope():
        held = hold_slot(
            shift_id=wanted.slot.shift_id, starts_at=wanted.slot.starts_at, reason_id=wanted.reason_id, now=now
        )
    held_at = perf_counter()
    with scope():
        request = request_code(
            appointment_id=held.id,
            identity=identity,
            booked_for=BookedFor.ONESELF,
            booker_name="",
            is_first_visit=None,
            has_registered_doctor=None,
            now=now,
        )
    asked_at = perf_counter()
    code = one_time_code(code_key(), request.id, request.n_codes_sent)
    coded_at = perf_counter()
    with scope():
        confirm_booking(appointment_id=held.id, code=code, now=now)
    return held_at - start + perf_counter() - coded_at, asked_at - held_at


def bare_insert(wanted: Wanted) -> tuple[sql.Composed, list[object]]:
    """Return the INSERT of the same row as a confirmed booking leaves, for a patient of the office who is known."""
    slot = wanted.slot
    visit = Appointment(
        network_id=wanted.network_id,
        office_id=slot.office_id,
        shift_id=slot.shift_id,
        doctor_id=slot.doctor_id,
        patient_id=(slot.office_id - 1) * PATIENTS_AN_OFFICE + PATIENTS_AN_OFFICE,
        reason_id=wanted.reason_id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        status="booked",
        contact_phone="+33600000000",
        created_at=NOW,
        changed_at=NOW,
        changed_as="patient",
    )
    fields = [field for field in Appointment._meta.concrete_fields if not field.primary_key]
    insert = sql.SQL("INSERT INTO appointments_appointment ({}) VALUES ({})").format(
        sql.SQL(", ").join(sql.Identifier(field.column) for field in fields),
        sql.SQL(", ").join(sql.Placeholder() for _ in fields),
    )
    values = [getattr(visit, field.attname) for field in fields]
    return insert, [str(value) if isinstance(value, str) else value for value in values]


def figures(samples: Mapping[str, Sequence[float]], size: float) -> list[Figure]:
    ours, code, bare = (median(samples[name]) for name in ("ours", "code", "bare"))
    against = "a bare INSERT under the same role, constraints and triggers, prepared, autocommit"
    return [
        Figure(
            name=NAME,
            value=1 / ours,
            unit="bookings/s",
            size=size,
            compared_with=against,
            compared_value=1 / bare,
            ratio=bare / ours,
            ratio_at_least=0.25,
            more={
                "inside": "hold and confirm, each with its transaction and its commit",
                "bookings": len(samples["ours"]),
            },
        ),
        Figure(
            name=f"{NAME}_with_code",
            value=1 / (ours + code),
            unit="bookings/s",
            size=size,
            compared_with=against,
            compared_value=1 / bare,
            ratio=bare / (ours + code),
            more={"inside": "hold, request of the code and confirm: three transactions"},
        ),
    ]
