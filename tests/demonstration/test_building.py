"""The same seed and day give the same rows, any day gives lawful ones, and nothing else is touched."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from releve.config.demonstration import DemonstrationRefused, is_built
from releve.config.demonstration.mark import age_days
from releve.pipeline.appointments.models import Appointment, Patient
from releve.pipeline.offices.models import Network, Office, Town
from releve.pipeline.rota.models import Exchange, RotaPlan, Shift
from releve.pipeline.rota.queries import gaps
from tests.built_once import rolled_back
from tests.demonstration.conftest import TUESDAY, one, tiny
from tests.factories import a_network, a_user

pytestmark = pytest.mark.django_db

# Everything that is told, without the numbers that PostgreSQL gives.
CONTENT = """SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM (
    SELECT concat_ws('|', who.search_name, who.birth_date, who.email, who.phone, who.town_id, who.created_at,
        visit.starts_at, visit.ends_at, visit.status, visit.created_at, visit.changed_at, visit.booker_name,
        reason.name, doctor.last_name, doctor.rpps, room.name, shift.day, shift.half,
        step.status, step.changed_at) AS line
    FROM appointments_patient who
    LEFT JOIN appointments_appointment visit ON visit.patient_id = who.id
    LEFT JOIN slots_visitreason reason ON reason.id = visit.reason_id
    LEFT JOIN rota_shift shift ON shift.id = visit.shift_id
    LEFT JOIN offices_room room ON room.id = shift.room_id
    LEFT JOIN commitments_doctor doctor ON doctor.id = shift.doctor_id
    LEFT JOIN appointments_appointmentstep step ON step.pgh_obj_id = visit.id) AS lines"""


PLANNED = """SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM (
    SELECT concat_ws('|', doctor.last_name, wish.season, wish.weekday, wish.half, wish.wish) AS line
    FROM rota_weeklywish wish JOIN commitments_doctor doctor ON doctor.id = wish.doctor_id
    UNION ALL SELECT concat_ws('|', giver.last_name, taker.last_name, part.day, part.half)
    FROM rota_exchangepart part JOIN commitments_doctor giver ON giver.id = part.giver_id
    JOIN commitments_doctor taker ON taker.id = part.taker_id
    UNION ALL SELECT concat_ws('|', status, first_monday, n_weeks, cost, bound, cpu_seconds,
        jsonb_array_length(half_days)) FROM rota_rotaplan) AS lines"""


def content(seed: int, now: datetime) -> tuple[str, str]:
    with rolled_back():
        tiny(seed=seed, now=now)
        return one(CONTENT), one(PLANNED)


def test_build_when_repeated_gives_the_same_rows_for_one_seed_only() -> None:
    first = content(1, TUESDAY)
    assert content(1, TUESDAY) == first
    other = content(2, TUESDAY)
    assert all(mine != hers for mine, hers in zip(first, other, strict=True))


@pytest.mark.parametrize(
    "day",
    [
        "2025-12-01T06:00",  # the earliest
        "2026-11-26T14:00",  # a Thursday: Mazingarbe is closed
        "2027-03-28T01:30",  # the night of the clock change
        "2028-02-29T17:59",
        "2031-08-15T08:29",  # a public holiday, after more changes of doctors
    ],
)
def test_build_when_on_any_day_is_lawful_and_has_times_to_come(day: str) -> None:
    now = datetime.fromisoformat(day).replace(tzinfo=UTC)
    tiny(seed=7, now=now)
    connection.check_constraints()
    assert Appointment.objects.filter(status="booked", starts_at__gt=now).exists()
    assert Appointment.objects.filter(status="seen", starts_at__lt=now).exists()
    last = Shift.objects.filter(status="published").order_by("-day").values_list("day", flat=True)[0]
    assert 50 <= (last - now.date()).days <= 63
    ids = Office.objects.order_by("id").values_list("id", flat=True)
    assert 1 <= len(gaps(ids, now.date(), last)) <= 10
    assert RotaPlan.objects.get().status == "ready"
    assert Exchange.objects.get().status == "open"


def test_build_when_before_the_doctors_came_says_so() -> None:
    with pytest.raises(ValueError, match="2025-12-01"):
        tiny(seed=1, now=datetime(2024, 5, 1, tzinfo=UTC))


def test_build_when_the_base_holds_a_network_refuses_and_stores_nothing() -> None:
    a_network()
    with pytest.raises(DemonstrationRefused, match="base vide"):
        tiny(seed=1, now=TUESDAY)
    assert Network.objects.count() == 1
    assert not Patient.objects.exists()
    assert not is_built(1)


def test_build_when_the_base_holds_a_login_refuses() -> None:
    a_user(None)
    with pytest.raises(DemonstrationRefused, match="ne sont pas touchées"):
        tiny(seed=1, now=TUESDAY)


def test_build_when_a_demonstration_is_there_refuses_and_says_how_to_rebuild() -> None:
    tiny(seed=1, now=TUESDAY)
    with pytest.raises(DemonstrationRefused, match="--fresh"):
        tiny(seed=1, now=TUESDAY)


def test_build_when_it_fails_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("half way")

    monkeypatch.setattr("releve.config.demonstration.building.store_visits", fail)
    with pytest.raises(RuntimeError, match="half way"):
        tiny(seed=1, now=TUESDAY)
    assert not Town.objects.exists()
    assert not Network.objects.exists()
    assert age_days(TUESDAY) is None
