"""The demonstration's content, on one of a twentieth of its size."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from releve.config.demonstration import LOGINS, age_days, is_built
from releve.config.demonstration.logins import COORDINATOR, MAZINGARBE_DOCTOR, PASSWORD, PATIENT, STAFF_NAMES
from releve.desks.access import seats_of
from releve.pipeline.appointments.models import Appointment, AppointmentStep, Patient
from releve.pipeline.commitments.models import Commitment, Doctor
from releve.pipeline.commitments.queries import promises
from releve.pipeline.commitments.rules import last_day, rpps_warning
from releve.pipeline.offices.models import Closure, Network, Office, OpeningHalfDay, Room
from releve.pipeline.rota.engine.problem import Wish
from releve.pipeline.rota.models import Exchange, RotaPlan, Shift
from releve.pipeline.rota.queries import conflicts, gaps
from releve.pipeline.rota.queries.seasons import season_lines, secretary_season_lines
from releve.pipeline.slots.models import VisitReason
from releve.shared.people.models import User
from tests.demonstration.conftest import TUESDAY, one

# The database of the tests is made for what is marked so.
pytestmark = [pytest.mark.usefixtures("small"), pytest.mark.django_db]
TODAY = TUESDAY.date()
EIGHT_WEEKS = date(2027, 1, 24)  # the last day of the eighth whole week after this one


def office(slug: str) -> Office:
    return Office.objects.get(slug=slug)


def test_network_when_built_is_the_real_one_with_its_two_offices() -> None:
    assert Network.objects.get().slug == "lievin-pays-d-artois"
    offices = dict(Office.objects.order_by("slug").values_list("slug", "town__name"))
    assert offices == {"bully-les-mines": "Bully-les-Mines", "mazingarbe": "Mazingarbe"}


def test_mazingarbe_when_built_has_the_facts_of_its_texts() -> None:
    mazingarbe = office("mazingarbe")
    openings = OpeningHalfDay.objects.filter(office=mazingarbe)
    assert mazingarbe.postal_code == "62670"
    assert (mazingarbe.opened_on.year, mazingarbe.opened_on.month) == (2022, 1)
    assert Room.objects.filter(office=mazingarbe).count() == 4
    assert sorted(set(openings.values_list("weekday", flat=True))) == [0, 1, 2, 4]
    assert openings.filter(has_reception=False).count() == 1
    assert Closure.objects.filter(office=mazingarbe, first_on__year=2026).count() == 2


def test_doctors_when_built_have_the_right_numbers_and_came_and_went() -> None:
    assert all(rpps_warning(doctor.rpps) is None for doctor in Doctor.objects.order_by("id"))
    present = promises(Office.objects.order_by("id").values_list("id", flat=True), TODAY, TODAY)
    by_office = [
        sum(each.office_id == office(slug).id for each in present) for slug in ("mazingarbe", "bully-les-mines")
    ]
    assert by_office == [3, 4]
    assert Commitment.objects.filter(ends_on__lt=TODAY, starts_on__year__lte=2024).count() >= 4


def test_commitments_when_built_last_no_longer_than_their_terms() -> None:
    for each in Commitment.objects.order_by("id"):
        assert each.ends_on is None or each.ends_on <= last_day(each.starts_on, None, each.maximum_term_months)
    ending = Commitment.objects.filter(ends_on__gt=TODAY).get()
    assert timedelta(days=120) < ending.ends_on - TODAY < timedelta(days=180)


def test_weeks_ahead_when_built_are_published_with_a_few_gaps_to_see() -> None:
    ids = list(Office.objects.order_by("id").values_list("id", flat=True))
    empty = gaps(ids, TODAY, EIGHT_WEEKS, with_drafts=False)
    assert {gap.office_id for gap in empty} == set(ids)
    assert 2 <= len(empty) <= 8
    assert Shift.objects.filter(day__range=(TODAY, EIGHT_WEEKS)).exclude(status="published").count() == 0
    assert Shift.objects.filter(day__gt=EIGHT_WEEKS, status="draft").count() >= 30
    assert Shift.objects.filter(day__gt=EIGHT_WEEKS, status="published").count() == 0


def test_shifts_when_built_hold_against_the_rules() -> None:
    ids = list(Office.objects.order_by("id").values_list("id", flat=True))
    assert conflicts(ids, TODAY - timedelta(days=365), EIGHT_WEEKS + timedelta(weeks=3)) == []


def test_laws_when_built_are_all_enabled_and_hold() -> None:
    disabled = """SELECT count(*) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relname LIKE ANY (ARRAY['appointments%%', 'rota%%', 'commitments%%', 'offices%%']) AND tgenabled <> 'O'"""
    outside = """SELECT count(*) FROM appointments_appointment visit JOIN rota_shift shift ON shift.id = visit.shift_id
        WHERE visit.starts_at < shift.starts_at OR visit.ends_at > shift.ends_at
        OR visit.doctor_id <> shift.doctor_id"""
    twice = """SELECT count(*) FROM appointments_appointment a JOIN appointments_appointment b
        ON a.id < b.id AND (a.doctor_id = b.doctor_id OR a.patient_id = b.patient_id)
        AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
        WHERE a.status IN ('booked', 'seen', 'arrived', 'in_consultation')
        AND b.status IN ('booked', 'seen', 'arrived', 'in_consultation')"""
    assert [one(disabled), one(outside), one(twice)] == [0, 0, 0]


def test_mails_when_built_are_none_so_that_the_logins_stay_the_last_line() -> None:
    assert not ProcrastinateJob.objects.filter(status="todo").exists()


def test_season_when_built_is_answered_by_a_secretary_and_awaited_of_the_others() -> None:
    lines = secretary_season_lines(Network.objects.get().pk, date(2027, 1, 4))
    assert {line.name: line.has_answered for line in lines} == {
        "Mme Petit": False,
        "Mme Roussel": False,
        "Mme Wacheux": True,
    }


def test_season_when_built_is_answered_by_all_but_the_doctor_who_logs_in() -> None:
    lines = season_lines(Network.objects.get().pk, date(2027, 1, 4))
    silent = [line.name for line in lines if not line.has_answered]
    assert silent == ["Dr Leïla Benali"]
    assert {wish for line in lines for wish in line.wishes.values()} == set(Wish)
    assert sum(line.n_exceptions for line in lines) == 14


def test_exchange_when_built_waits_for_the_doctor_who_logs_in() -> None:
    exchange = Exchange.objects.get()
    assert exchange.status == "open"
    assert exchange.voices.get(answer="awaited").doctor.email == MAZINGARBE_DOCTOR.email
    assert exchange.parts.count() == 2


def test_plan_when_built_is_ready_to_compare_with_what_stands(client: Client, settings) -> None:
    settings.IS_SECOND_FACTOR_REQUIRED = False
    plan = RotaPlan.objects.get()
    assert (plan.status, plan.is_valid, plan.cpu_seconds) == ("ready", True, 0.0)
    client.force_login(User.objects.get(email=COORDINATOR.email), backend=settings.AUTHENTICATION_BACKENDS[0])
    words = client.get(f"/reseau/plannings/{plan.pk}/comparer/").content.decode()
    assert "Retiré" in words
    assert "Ajouté" in words


def test_visits_when_built_keep_each_step_with_its_time_in_order() -> None:
    seen = Appointment.objects.filter(status="seen").order_by("id").first()
    assert seen
    steps = list(AppointmentStep.objects.filter(pgh_obj_id=seen.id).order_by("pgh_id"))
    assert [step.status for step in steps] == ["booked", "arrived", "in_consultation", "seen"]
    assert [step.changed_at for step in steps] == sorted(step.changed_at for step in steps)
    backwards = """SELECT count(*) FROM (
        SELECT changed_at < lag(changed_at) OVER (PARTITION BY pgh_obj_id ORDER BY pgh_id) AS is_back
        FROM appointments_appointmentstep) AS steps WHERE is_back"""
    assert one(backwards) == 0


def test_times_when_built_are_never_after_now() -> None:
    assert one("SELECT max(changed_at) FROM appointments_appointment") <= TUESDAY
    assert one("SELECT max(created_at) FROM appointments_patient") <= TUESDAY
    assert one("SELECT min(starts_at - created_at) FROM appointments_appointment") > timedelta(0)
    assert Appointment.objects.filter(status="booked", starts_at__lt=TUESDAY - timedelta(hours=1)).count() == 0
    late = """SELECT count(*) FROM appointments_appointment visit JOIN appointments_patient who ON who.id = patient_id
        WHERE visit.created_at < who.created_at"""
    assert one(late) == 0


def test_bookings_ahead_when_built_could_have_been_made() -> None:
    ahead = Appointment.objects.filter(status="booked", starts_at__gt=TUESDAY).select_related("reason").order_by("id")
    assert ahead
    for visit in ahead:
        assert visit.starts_at - visit.created_at <= timedelta(days=visit.reason.earliest_days_ahead)


def test_patients_when_built_are_known_once_reachable_and_of_every_age() -> None:
    n_patients, n_keys = one("SELECT count(*), count(DISTINCT (search_name, birth_date)) FROM appointments_patient")
    assert n_patients == n_keys
    youngest, oldest = one("SELECT max(birth_date), min(birth_date) FROM appointments_patient")
    assert date(1925, 1, 1) < oldest < date(1946, 1, 1)
    assert date(2020, 1, 1) < youngest <= TODAY
    assert Patient.objects.exclude(phone__startswith="+3363998").exclude(phone__startswith="+3335301").count() == 0
    real = Patient.objects.exclude(email="").exclude(email__endswith="@example.org").order_by("id")
    assert [patient.email for patient in real] == [PATIENT.email]


def test_people_when_built_have_no_real_address() -> None:
    assert User.objects.exclude(email__endswith="@releve.example").count() == 0


def test_reasons_when_built_are_plain_and_one_is_by_phone_only() -> None:
    reasons = VisitReason.objects.order_by("position")
    assert [reason.minutes for reason in reasons] == [15, 20, 20, 20, 10, 15, 30]
    assert [reason.is_unscheduled for reason in reasons].count(True) == 1
    assert [reason.booked_by for reason in reasons].count("phone") == 1


def test_progress_when_built_was_told_from_none_to_nearly_all(small: list[tuple[str, float]]) -> None:
    shares = [share for _, share in small]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < shares[-1] <= 1
    assert all(text for text, _ in small)


def test_mark_when_built_tells_seed_and_age() -> None:
    assert is_built(1)
    assert not is_built(2)
    assert age_days(TUESDAY + timedelta(days=8, hours=1)) == 8


@pytest.mark.parametrize("email", STAFF_NAMES)
def test_login_of_staff_when_built_opens_a_desk(email: str) -> None:
    user = authenticate(None, email=email, password=PASSWORD)
    assert user is not None
    assert seats_of(user)


def test_patient_with_a_login_when_built_has_a_past_and_a_next_visit() -> None:
    costa = Patient.objects.get(user__email=PATIENT.email)
    visits = Appointment.objects.filter(patient=costa)
    assert visits.filter(starts_at__lt=TUESDAY).exists()
    assert visits.filter(starts_at__gt=TUESDAY, status="booked").exists()


def test_statuses_of_today_when_built_in_the_morning_are_of_every_kind() -> None:
    today = set(Appointment.objects.filter(starts_at__date=TODAY).values_list("status", flat=True))
    assert {"seen", "booked"} <= today


@pytest.mark.parametrize("login", [login for login in LOGINS if login.email], ids=lambda login: login.path)
def test_first_page_of_each_login_when_built_opens(login, settings) -> None:
    settings.IS_SECOND_FACTOR_REQUIRED = False
    client = Client()
    client.force_login(User.objects.get(email=login.email), backend=settings.AUTHENTICATION_BACKENDS[0])
    assert client.get(login.path).status_code == 200


def test_connection_when_built_is_in_the_shared_transaction() -> None:
    """The module's one build is rolled back at the end: nothing of it may reach another test."""
    assert connection.in_atomic_block
