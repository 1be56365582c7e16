"""Two hundred people want the same time at the same moment, fifty times over, on the real pages."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import connection

from benchmarks.booking import Wanted, free_times_wanted
from benchmarks.client_process import ask_clients
from benchmarks.draws import Draw
from benchmarks.figure import Figure
from benchmarks.statements import bare_connection
from benchmarks.traces import taken_away
from benchmarks.web_server import N_PROCESSES, N_THREADS, web_server
from releve.pipeline.appointments.actions.confirm import code_key
from releve.pipeline.appointments.handover import TAKING
from releve.pipeline.appointments.models import Appointment, BookingRequest
from releve.pipeline.appointments.rules import one_time_code

NAME = "race"
N_CLIENTS = 200
N_SLOTS = 50
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


def figures(
    database_url: str, seed: int, size: float, n_clients: int = N_CLIENTS, n_slots: int = N_SLOTS
) -> list[Figure]:
    """Let all clients send the form of one slot at once, then finish every booking that was won."""
    wanted = free_times_wanted(Draw(seed), n_slots)
    deadlocks_before = n_deadlocks()
    with taken_away():
        with web_server(database_url) as port:
            raced = ask_clients(
                "race",
                port=port,
                first_page="/?ou=00001",
                form_path="/rendez-vous/nouveau/",
                forms=[form_of(one) for one in wanted],
                n_clients=n_clients,
            )
            winners = [winner for lap in raced["rounds"] for winner in lap["winners"]]
            finish_bookings(port, winners)
        n_taken, n_booked = count_stored(wanted)
    # Each process of PostgreSQL counts for itself until it ends: those of the web server have ended.
    n_dead = n_deadlocks() - deadlocks_before
    return as_figures(raced["rounds"], n_taken, n_booked, n_dead, size, n_clients)


def form_of(wanted: Wanted) -> dict[str, str]:
    """Return what the button of a free time sends."""
    return {
        "horaire": f"{wanted.slot.shift_id}-{int(wanted.slot.starts_at.timestamp())}",
        "reseau": str(wanted.network_id),
        "motif": str(wanted.reason_id),
    }


def finish_bookings(port: int, winners: list[dict[str, str]]) -> None:
    """Say who comes, then the code that was sent: the two other forms of a booking."""
    places = [urlsplit(winner["location"]).path.removesuffix("vous/") for winner in winners]
    last_id = BookingRequest.objects.order_by("-id").values_list("id", flat=True).first() or 0
    people = [
        {"booked_for": "oneself", "first_name": "Camille", "last_name": f"Course {letters(number)}",
         "birth_date": "01/01/1980", "email": f"course-{number}@example.org"}
        for number in range(len(winners))
    ]  # fmt: skip
    visits = [
        {"path": f"{place}vous/", "cookie": winner["cookie"], "fields": person}
        for place, winner, person in zip(places, winners, people, strict=True)
    ]
    ask_clients("finish", port=port, visits=visits)
    requests = {request.email: request for request in BookingRequest.objects.filter(id__gt=last_id)}
    codes = [
        {"path": f"{place}code/", "cookie": winner["cookie"],
         "fields": {"code": one_time_code(code_key(), requests[person["email"]].id, 1)}}
        for place, winner, person in zip(places, winners, people, strict=True)
        if person["email"] in requests
    ]  # fmt: skip
    ask_clients("finish", port=port, visits=codes)


def letters(number: int) -> str:
    """Write a number in letters: a name holds no figures."""
    return "".join(chr(ord("a") + int(figure)) for figure in str(number))


def count_stored(wanted: list[Wanted]) -> tuple[int, int]:
    """Return how many visits take one of the wanted times, and how many of them are booked to the end."""
    n_taken = n_booked = 0
    for one in wanted:
        overlapping = Appointment.objects.filter(
            doctor_id=one.slot.doctor_id,
            starts_at__lt=one.slot.ends_at,
            ends_at__gt=one.slot.starts_at,
            starts_at__gt=one.slot.starts_at - timedelta(hours=3),
        )
        n_taken += overlapping.filter(status__in=TAKING).count()
        n_booked += overlapping.filter(status="booked").count()
    return n_taken, n_booked


def n_deadlocks() -> int:
    """Return the deadlocks of this database since its statistics began, read by a session that has none cached."""
    connection.close()
    with bare_connection(autocommit=True) as fresh:
        row = fresh.execute(DEADLOCKS).fetchone()
    return int(row[0]) if row else 0


def as_figures(
    laps: list[dict[str, Any]], n_taken: int, n_booked: int, n_dead: int, size: float, n_clients: int
) -> list[Figure]:
    def total(name: str) -> int:
        return sum(lap[name] for lap in laps)

    n_slots = len(laps)
    faults = {
        "status_500": total("n_errors"),
        "other_answers": total("n_other"),
        "lost_without_three_times": total("n_without_three_times"),
        "slots_not_won_once": sum(len(lap["winners"]) != 1 for lap in laps),
        "taken_too_often": max(0, n_taken - n_slots),
        "deadlocks": n_dead,
    }
    more = {
        "longest_answer_ms": 1000 * max(lap["longest_s"] for lap in laps),
        "requests": n_clients * n_slots,
        "clients": n_clients,
        "processes": N_PROCESSES,
        "threads_a_process": N_THREADS,
    }
    booked = Figure(name=NAME, value=n_booked, unit="bookings", size=size, at_least=n_slots, at_most=n_slots, more=more)
    return [
        booked,
        Figure(name=f"{NAME}_faults", value=sum(faults.values()), unit="faults", size=size, at_most=0, more=faults),
    ]
