"""The demonstration at its full size, built once."""

from datetime import timedelta

import pytest
from django.db import connection

from releve.pipeline.appointments.models import Appointment, Patient
from releve.pipeline.offices.models import Town
from releve.pipeline.rota.models import Shift
from tests.demonstration.conftest import TUESDAY, one

STATEMENTS_MAX = 1_500  # `make demo` is ready in a minute because rows are stored by thousands
SEEN_IN_A_YEAR = """SELECT count(*) FROM appointments_appointment visit
    JOIN offices_office office ON office.id = office_id
    WHERE slug = %s AND visit.status = 'seen' AND visit.starts_at > %s::timestamptz - interval '1 year'"""
BY_MONTH = """SELECT extract(month FROM starts_at)::int, count(*), count(DISTINCT starts_at::date)
    FROM appointments_appointment WHERE office_id = (SELECT id FROM offices_office WHERE slug = 'mazingarbe')
    AND status = 'seen' GROUP BY 1"""

# The database of the tests is made for what is marked so.
pytestmark = [pytest.mark.usefixtures("whole"), pytest.mark.django_db]


def test_build_when_whole_takes_few_statements(whole: int) -> None:
    assert whole < STATEMENTS_MAX


def test_mazingarbe_when_whole_has_seen_7600_visits_in_a_year() -> None:
    assert one(SEEN_IN_A_YEAR, "mazingarbe", TUESDAY) == pytest.approx(7600, rel=0.03)
    assert 3_000 < one(SEEN_IN_A_YEAR, "bully-les-mines", TUESDAY) < 6_000


def test_seasons_when_whole_are_those_of_the_field() -> None:
    with connection.cursor() as cursor:
        cursor.execute(BY_MONTH)
        per_day = {month: n / n_days for month, n, n_days in cursor.fetchall()}
    spring = (per_day[4] + per_day[5] + per_day[6]) / 3
    assert per_day[1] > 1.15 * spring
    assert per_day[8] < 0.80 * spring


def test_missed_visits_when_whole_are_a_few_in_a_hundred() -> None:
    n_no_show = Appointment.objects.filter(status="no_show").count()
    n_seen = Appointment.objects.filter(status="seen").count()
    assert 0.02 < n_no_show / n_seen < 0.05


def test_patients_when_whole_are_several_thousand_around_the_offices() -> None:
    assert Patient.objects.count() > 3_500
    at_home = Patient.objects.filter(town__name__in=["Mazingarbe", "Bully-les-Mines"]).count()
    assert 0.3 < at_home / Patient.objects.count() < 0.7
    assert Patient.objects.values("town").distinct().count() > 40
    assert Town.objects.count() >= 40


def test_ages_when_whole_follow_a_plausible_pyramid() -> None:
    share = """SELECT avg((age(%s, birth_date) < '18 years')::int), avg((age(%s, birth_date) >= '75 years')::int)
        FROM appointments_patient"""
    minors, old = one(share, TUESDAY, TUESDAY)
    assert 0.15 < minors < 0.30
    assert 0.06 < old < 0.15


def test_weeks_ahead_when_whole_are_fuller_near_than_far() -> None:
    booked = [share_booked(week) for week in (1, 3, 8)]
    assert booked == sorted(booked, reverse=True)
    assert booked[0] > 0.4
    assert 0.05 < booked[-1] < 0.25


def share_booked(week: int) -> float:
    """Return which part of the minutes of a week ahead is booked."""
    monday = TUESDAY.date() - timedelta(days=1) + timedelta(weeks=week)
    shifts = Shift.objects.filter(status="published", day__range=(monday, monday + timedelta(days=6))).order_by("id")
    visits = Appointment.objects.filter(shift__in=shifts, status="booked").order_by("id")
    lengths = [sum((each.ends_at - each.starts_at for each in rows), timedelta()) for rows in (visits, shifts)]
    return lengths[0] / lengths[1]


def test_bully_when_whole_has_seen_about_1200_people() -> None:
    people = """SELECT count(DISTINCT patient_id) FROM appointments_appointment visit
        JOIN offices_office office ON office.id = office_id WHERE slug = 'bully-les-mines' AND status = 'seen'"""
    assert 1_000 < one(people) < 1_400
