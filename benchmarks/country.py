"""The fixture « country »: offices all over France, their doctors, twelve weeks of shifts 60 % full, and a past.

Everything is made inside PostgreSQL from row numbers and hashes: the same rows for one size, whatever the machine.
Constraints and indexes are set aside while the rows are laid and put back afterwards, so that all of them hold.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil, sqrt

from django.db import connection, transaction

# A Monday, long past: figures do not depend on the day of the run.
FIRST_DAY = date(2026, 11, 23)
NOW = datetime.combine(FIRST_DAY, time(6), UTC)
WEEKS_AHEAD = 12
N_SLOTS_A_SHIFT = 14
HALF_DAYS_A_WEEK = 5
PATIENTS_AN_OFFICE = 500
MARK = "country-fixture"


@dataclass(frozen=True, slots=True)
class Size:
    """What a size from 0 to 1 means."""

    share: float

    @property
    def n_offices(self) -> int:
        return max(20, round(2000 * self.share))

    @property
    def n_networks(self) -> int:
        return max(2, self.n_offices // 100)

    @property
    def n_past(self) -> int:
        return round(5_000_000 * self.share)

    @property
    def weeks_past(self) -> int:
        a_week = self.n_offices * 3 * HALF_DAYS_A_WEEK * N_SLOTS_A_SHIFT * 0.9
        return max(1, round(self.n_past / a_week))


# Offices lie 16 km apart on a square lattice; a smaller country is a piece as dense as the whole.
PLACES = """
INSERT INTO offices_network (id, name, slug, email, phone)
SELECT n, 'CPTS ' || n, %(mark)s || '-' || n, '', '' FROM generate_series(1, %(n_networks)s) n;
INSERT INTO offices_town (insee, name, search_name, postal_codes, department, population, latitude, longitude)
SELECT lpad(n::text, 5, '0'), 'Ville ' || n, 'ville ' || n, ARRAY[lpad(n::text, 5, '0')], '62', 5000,
       43.5 + 0.145 * (n / %(width)s), -1.0 + 0.2 * (n %% %(width)s)
FROM generate_series(1, %(n_offices)s) n;
INSERT INTO offices_office (id, network_id, name, slug, town_id, address, postal_code, phone, latitude, longitude,
    time_zone, holiday_region, access, opened_on, kept_share, released_day_before_share, released_day_before_at,
    released_same_day_at, hold_min, n_open_appointments_max)
SELECT n, 1 + (n - 1) * %(n_networks)s / %(n_offices)s, 'Cabinet médical de Ville ' || n, 'ville-' || n,
       lpad(n::text, 5, '0'), '1 place de la Mairie', lpad(n::text, 5, '0'), '', town.latitude, town.longitude,
       'Europe/Paris', '', '', '2022-01-03', 0.20, 0.50, '12:00', '07:30', 10, 3
FROM generate_series(1, %(n_offices)s) n JOIN offices_town town ON town.insee = lpad(n::text, 5, '0');
INSERT INTO offices_room (id, network_id, office_id, name, position, is_active)
SELECT (office.id - 1) * 4 + n, network_id, office.id, 'Salle ' || n, n, true
FROM offices_office office, generate_series(1, 4) n;
INSERT INTO commitments_doctor (id, network_id, first_name, last_name, rpps, email, phone)
SELECT (office.id - 1) * 3 + n, network_id, 'Camille', 'Martin ' || n, '', '', ''
FROM offices_office office, generate_series(1, 3) n;
INSERT INTO commitments_commitment (id, network_id, doctor_id, office_id, route, replaced_doctor_name, supervisor_name,
    starts_on, half_days_per_week, minimum_term_months, maximum_term_months, notice_months, state)
SELECT doctor.id, network_id, doctor.id, (doctor.id - 1) / 3 + 1, 'distinct_site', '', '', '2026-01-01', 5, 12, 24, 6,
       'running'
FROM commitments_doctor doctor;
INSERT INTO slots_visitreason (id, network_id, name, minutes, booked_by, earliest_days_ahead, latest_min_ahead,
    is_unscheduled, position, is_active)
SELECT id, id, 'Consultation', 15, 'everyone', 84, 60, false, 1, true FROM offices_network;
INSERT INTO appointments_patient (id, network_id, first_name, last_name, search_name, birth_date, email, phone,
    created_at)
SELECT id, network_id, 'Alix', 'Patient ' || id, 'patient ' || id || ' alix', '1960-01-01',
       CASE WHEN id %% 2 = 0 THEN 'patient' || id || '@example.org' ELSE '' END,
       CASE WHEN id %% 2 = 0 THEN '' ELSE '+336' || lpad(id::text, 8, '0') END, %(now)s
FROM (SELECT (office.id - 1) * %(n_patients)s + n AS id, network_id
      FROM offices_office office, generate_series(1, %(n_patients)s) n) known;
"""
# Each doctor works five of the ten half-days, another five in the next office's rooms: 3 doctors share 4 rooms.
SHIFTS = """
INSERT INTO rota_shift (id, network_id, office_id, room_id, doctor_id, commitment_id, day, half, starts_at, ends_at,
    status, is_edited, cancelled_because, changed_at)
SELECT row_number() OVER (ORDER BY day, half, doctor.id), doctor.network_id, (doctor.id - 1) / 3 + 1,
       (doctor.id - 1) / 3 * 4 + (doctor.id - 1) %% 3 + 1, doctor.id, doctor.id, day, half,
       (day + starts) AT TIME ZONE 'Europe/Paris',
       (day + starts + interval '3 hours 30 minutes') AT TIME ZONE 'Europe/Paris',
       'published', false, '', %(now)s
FROM commitments_doctor doctor,
     (SELECT %(first)s::date + n AS day, n FROM generate_series(0, %(n_days)s - 1) n WHERE n %% 7 < 5) days,
     (VALUES ('am', time '08:30', 0), ('pm', time '14:00', 1)) halves (half, starts, h)
WHERE (doctor.id + days.n %% 7 + h) %% 2 = 0;
"""
# Visits of one instant have different patients: three doctors, three neighbours in the office's list.
VISITS = """
INSERT INTO appointments_appointment (id, network_id, office_id, shift_id, doctor_id, patient_id, reason_id, starts_at,
    ends_at, status, held_by_browser, booked_for, booker_name, contact_email, contact_phone, double_booked_because,
    created_at, changed_at, changed_as)
SELECT %(after)s + row_number() OVER (ORDER BY shift.id, k), shift.network_id, shift.office_id, shift.id,
       shift.doctor_id, patient.id, shift.network_id, shift.starts_at + k * interval '15 minutes',
       shift.starts_at + (k + 1) * interval '15 minutes', CASE WHEN shift.day < %(today)s THEN 'seen' ELSE 'booked' END,
       '', 'oneself', '', patient.email, patient.phone, '', %(now)s, %(now)s, 'secretary'
FROM rota_shift shift CROSS JOIN generate_series(0, %(n_slots)s - 1) k
JOIN appointments_patient patient ON patient.id = (shift.office_id - 1) * %(n_patients)s + 1
    + 3 * ((extract(epoch FROM shift.starts_at)::bigint / 900 + k) %% (%(n_patients)s / 3)) + (shift.doctor_id - 1) %% 3
WHERE shift.day >= %(from)s AND shift.day < %(to)s
  AND abs(hashint8(shift.id * 64 + k)::bigint) %% 100 < CASE WHEN shift.day < %(today)s THEN 90 ELSE 60 END;
"""
TABLES = ("rota_shift", "appointments_appointment")
SEQUENCES = (
    "offices_network",
    "offices_office",
    "offices_room",
    "commitments_doctor",
    "commitments_commitment",
    "slots_visitreason",
    "appointments_patient",
    "rota_shift",
    "appointments_appointment",
)


def is_built() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM offices_network WHERE slug = %s)", [f"{MARK}-1"])
        return bool(cursor.fetchone()[0])


def build(size: Size, say: Callable[[str], None]) -> None:
    """Fill an empty database with a country of this size, unless it holds one already."""
    if is_built():
        return
    first = FIRST_DAY - timedelta(weeks=size.weeks_past)
    parameters = {
        "mark": MARK,
        "n_networks": size.n_networks,
        "n_offices": size.n_offices,
        "width": ceil(sqrt(size.n_offices)),
        "n_patients": PATIENTS_AN_OFFICE,
        "n_slots": N_SLOTS_A_SHIFT,
        "now": NOW,
        "today": FIRST_DAY,
        "first": first,
        "n_days": 7 * (size.weeks_past + WEEKS_AHEAD),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
        cursor.execute("SET LOCAL max_parallel_maintenance_workers = 4")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in PLACES.split(";\n"):
            if statement.strip():
                run(cursor, statement, parameters)
        with laws_set_aside(cursor, say):
            say("shifts")
            run(cursor, SHIFTS, parameters)
            n_visits = 0
            for week in range(size.weeks_past + WEEKS_AHEAD):
                start = first + timedelta(weeks=week)
                span = {"from": start, "to": start + timedelta(weeks=1), "after": n_visits}
                run(cursor, VISITS, parameters | span)
                n_visits += cursor.rowcount
            say(f"{n_visits} appointments")
        for table in SEQUENCES:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
    with connection.cursor() as cursor:
        say("vacuum")
        cursor.execute("VACUUM ANALYZE")


def run(cursor, statement: str, parameters: dict) -> None:
    """Run a statement with the parameters that it names (bound by the client: some stand where no type is known)."""
    from psycopg import ClientCursor

    text = ClientCursor(cursor.connection).mogrify(statement, parameters)
    cursor.execute(text)


@contextmanager
def laws_set_aside(cursor, say: Callable[[str], None]) -> Iterator[None]:
    """Drop the constraints and indexes of the two great tables, and put the very same ones back."""
    cursor.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = ANY (%s::regclass[]) AND contype IN ('x', 'f')",
        [list(TABLES)],
    )
    constraints = cursor.fetchall()
    cursor.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " WHERE i.indrelid = ANY (%s::regclass[]) AND NOT i.indisprimary"
        " AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)",
        [list(TABLES)],
    )
    indexes = cursor.fetchall()
    for table in TABLES:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for table, name, _ in constraints:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for name, definition in indexes:
        say(name)
        cursor.execute(definition)
    for table, name, definition in constraints:
        say(name)
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    for table in TABLES:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
