"""The same office in Relève, and the same three questions through the product's own queries and actions."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import connection

from benchmarks.peer_django_appointment import scenario
from releve.pipeline.appointments.models import Appointment, Patient
from releve.pipeline.commitments.models import Commitment, Doctor
from releve.pipeline.offices.models import Network, Office, OpeningHalfDay, Room, Town
from releve.pipeline.rota.models import Shift
from releve.pipeline.slots.models import VisitReason
from releve.shared.half_days import Half, instant

# Two half-days of fourteen quarters of an hour.
HALVES = ((Half.MORNING, time(8, 30), time(12)), (Half.AFTERNOON, time(14), time(17, 30)))
N_SLOTS_A_HALF = scenario.N_SLOTS_A_DAY // len(HALVES)


def build(first_monday: date) -> None:
    """Store the office, its four doctors and twelve weeks of visits, under all the laws of the database."""
    network = Network.objects.create(name="CPTS de mesure", slug="mesure")
    town = Town.objects.create(
        insee="00001", name="Ville", search_name="ville", postal_codes=["00001"], department="62", population=5000,
        latitude=50.4, longitude=2.7,
    )  # fmt: skip
    # The peer keeps no time for unscheduled care.
    office = Office.objects.create(
        network=network, name="Cabinet de mesure", slug="mesure", town=town, address="1 place de la Mairie",
        postal_code="00001", latitude=50.4, longitude=2.7, time_zone=scenario.ZONE, opened_on=date(2022, 1, 3),
        kept_share=Decimal(0),
    )  # fmt: skip
    VisitReason.objects.create(network=network, name="Consultation", minutes=scenario.SLOT_MIN, earliest_days_ahead=100)
    for weekday in range(5):
        for half, opens_at, closes_at in HALVES:
            OpeningHalfDay.objects.create(
                network=network, office=office, weekday=weekday, half=half, opens_at=opens_at, closes_at=closes_at,
                valid_from=date(2022, 1, 3),
            )  # fmt: skip
    now = datetime.combine(first_monday, time(), tzinfo=None)
    patients = Patient.objects.bulk_create(
        Patient(network=network, first_name="Alix", last_name=f"Patient {n}", search_name=f"patient {n} alix",
                birth_date=date(1960, 1, 1), phone="+33600000000", created_at=instant(now.date(), time(), "UTC"))
        for n in range(scenario.N_PATIENTS * scenario.N_DOCTORS)
    )  # fmt: skip
    for number in range(scenario.N_DOCTORS):
        own = patients[number * scenario.N_PATIENTS : (number + 1) * scenario.N_PATIENTS]
        _add_doctor(number, office, own, first_monday)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _add_doctor(number: int, office: Office, patients: list[Patient], first_monday: date) -> None:
    given = {"network": office.network, "office": office}
    doctor = Doctor.objects.create(network=office.network, first_name="Camille", last_name=f"Martin {number}")
    room = Room.objects.create(name=f"Salle {number + 1}", position=number + 1, **given)
    promise = Commitment.objects.create(
        doctor=doctor, route="distinct_site", starts_on=first_monday, half_days_per_week=10, maximum_term_months=24,
        **given,
    )  # fmt: skip
    reason = VisitReason.objects.get()
    now = instant(first_monday, time(), "UTC")
    visits = []
    for day in scenario.working_days(first_monday):
        for part, (half, opens_at, closes_at) in enumerate(HALVES):
            starts_at = instant(day, opens_at, office.time_zone)
            shift = Shift.objects.create(
                room=room, doctor=doctor, commitment=promise, day=day, half=half, starts_at=starts_at,
                ends_at=instant(day, closes_at, office.time_zone), status="published", changed_at=now, **given,
            )  # fmt: skip
            for slot in range(N_SLOTS_A_HALF):
                if scenario.is_taken(number, day, part * N_SLOTS_A_HALF + slot, first_monday):
                    start = starts_at + slot * timedelta(minutes=scenario.SLOT_MIN)
                    visits.append(Appointment(
                        shift=shift, doctor=doctor, patient=patients[slot], reason=reason, starts_at=start,
                        ends_at=start + timedelta(minutes=scenario.SLOT_MIN), status="booked",
                        contact_phone="+33600000000", created_at=now, changed_at=now, changed_as="secretary", **given,
                    ))  # fmt: skip
    Appointment.objects.bulk_create(visits)
