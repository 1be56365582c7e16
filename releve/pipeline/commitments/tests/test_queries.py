from datetime import date

import pytest
from django.db import connection

from releve.pipeline.commitments.handover import AbsentDays, DoctorHere, PatternHalfDay, Weeks
from releve.pipeline.commitments.models import Absence
from releve.pipeline.commitments.queries import (
    absences_of,
    commitments_of_doctor,
    commitments_of_office,
    doctor_of,
    doctors_of,
    doctors_of_network,
    promises,
)
from releve.pipeline.commitments.rules import last_day
from releve.shared.half_days import Half
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope
from tests.factories import a_doctor, a_network, a_promise, a_user, an_office

pytestmark = pytest.mark.django_db
AM, PM = Half.MORNING, Half.AFTERNOON
FIRST, LAST = date(2026, 12, 7), date(2026, 12, 20)


@pytest.fixture
def office():
    return an_office()


def away(doctor, first_on, last_on, **halves):
    return Absence.objects.create(network=doctor.network, doctor=doctor, first_on=first_on, last_on=last_on, **halves)


class TestPromises:
    def test_promise_tells_what_the_rota_needs(self, office):
        commitment = a_promise(office, pattern="tue-pm/odd mon-am", half_days_per_week=1.5)
        away(commitment.doctor, date(2026, 12, 20), date(2026, 12, 24), first_half=PM)
        away(commitment.doctor, date(2026, 12, 1), date(2026, 12, 6))
        (promise,) = promises([office.id], FIRST, LAST)
        assert (promise.commitment_id, promise.doctor_id, promise.doctor_name, promise.office_id) == (
            commitment.id,
            commitment.doctor_id,
            "Dr Leïla Benali",
            office.id,
        )
        assert (promise.starts_on, promise.last_on) == (date(2026, 1, 1), date(2027, 12, 31))
        assert promise.half_days_per_week == 1.5
        assert promise.pattern == (PatternHalfDay(0, AM), PatternHalfDay(1, PM, Weeks.ODD))
        assert promise.absences == (AbsentDays(date(2026, 12, 20), date(2026, 12, 24), PM, PM),)

    @pytest.mark.parametrize(
        ("terms", "is_running"),
        [
            ({"starts_on": LAST}, True),
            ({"starts_on": date(2026, 12, 21)}, False),
            ({"starts_on": date(2026, 1, 1), "ends_on": FIRST}, True),
            ({"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 6)}, False),
            ({"starts_on": date(2025, 12, 8), "maximum_term_months": 12}, True),
            ({"starts_on": date(2025, 12, 7), "maximum_term_months": 12}, False),
        ],
    )
    def test_promises_are_those_that_run_between_the_days(self, office, terms, is_running):
        a_promise(office, **terms)
        assert bool(promises([office.id], FIRST, LAST)) is is_running

    def test_promises_to_other_offices_are_left_out(self, office):
        a_promise(an_office(office.network))
        assert promises([office.id], FIRST, LAST) == []

    @pytest.mark.parametrize("n_doctors", [1, 4])
    def test_promises_take_three_queries_for_any_number(self, office, django_assert_num_queries, n_doctors):
        others = [an_office(office.network) for _ in range(2)]
        for n in range(n_doctors):
            doctor = a_doctor(office.network)
            away(doctor, FIRST, LAST)
            a_promise([office, *others][n % 3], doctor)
        with django_assert_num_queries(3):
            assert len(promises([office.id, *(other.id for other in others)], FIRST, LAST)) == n_doctors

    def test_estate_sees_the_promises_of_its_own_network_only(self, office):
        a_promise(office)
        stranger = a_network()
        with world_scope(Role.ESTATE, [office.network_id]):
            assert len(promises([office.id], FIRST, LAST)) == 1
        with world_scope(Role.ESTATE, [stranger.id]):
            assert promises([office.id], FIRST, LAST) == []


@pytest.mark.parametrize("months", [1, 6, 12, 24])
@pytest.mark.parametrize("starts_on", [date(2026, 8, 31), date(2027, 8, 29), date(2028, 2, 29), date(2026, 1, 1)])
def test_last_day_is_counted_by_the_rule_as_by_the_law_in_postgresql(starts_on, months):
    with connection.cursor() as cursor:
        cursor.execute("SELECT (%s::date + make_interval(months => %s) - interval '1 day')::date", [starts_on, months])
        assert cursor.fetchone()[0] == last_day(starts_on, None, months)


class TestDoctors:
    def test_doctors_of_an_office_come_by_name_with_the_day_until_which_they_stay(
        self, office, django_assert_num_queries
    ):
        roy = a_promise(office, a_doctor(office.network, "Anne", "Roy"), ends_on=date(2027, 5, 31)).doctor
        benali = a_promise(office).doctor
        a_promise(office, a_doctor(office.network, "Zoé", "Dupont"), ends_on=date(2026, 12, 6))
        a_promise(office, a_doctor(office.network, "Luc", "Durand"), starts_on=date(2024, 12, 7))
        with django_assert_num_queries(1):
            here = doctors_of(office.id, FIRST)
        assert here == [
            DoctorHere(benali.id, "Leïla", "Benali", date(2026, 1, 1), date(2027, 12, 31)),
            DoctorHere(roy.id, "Anne", "Roy", date(2026, 1, 1), date(2027, 5, 31)),
        ]
        assert here[0].name == "Dr Leïla Benali"

    def test_open_search_may_ask_who_works_in_an_office(self, office):
        a_promise(office)
        with world_scope(Role.PUBLIC):
            assert [doctor.name for doctor in doctors_of(office.id, FIRST)] == ["Dr Leïla Benali"]

    def test_doctors_of_a_network_come_by_name(self):
        network = a_network()
        for name in ("Roy", "Benali"):
            a_doctor(network, last_name=name)
        a_doctor(last_name="Ailleurs")
        assert [doctor.last_name for doctor in doctors_of_network(network.id)] == ["Benali", "Roy"]

    def test_login_of_a_doctor_tells_the_doctor(self):
        user = a_user("doctor")
        assert doctor_of(user).user == user
        assert doctor_of(a_user()) is None

    def test_commitments_of_a_doctor_come_latest_first_in_two_queries(self, office, django_assert_num_queries):
        doctor = a_doctor(office.network)
        for year in (2024, 2026, 2025):
            a_promise(office, doctor, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
        with django_assert_num_queries(2):
            found = list(commitments_of_doctor(doctor.id))
            assert [row.starts_on.year for row in found] == [2026, 2025, 2024]
            assert [len(row.pattern.all()) for row in found] == [4, 4, 4]
            assert {row.office.town.name for row in found} == {"Mazingarbe"}

    def test_commitments_of_an_office_are_those_that_run_or_will(self, office, django_assert_num_queries):
        for doctor_name, terms in {
            "Passé": {"ends_on": date(2026, 12, 6)},
            "Terme": {"starts_on": date(2024, 12, 7)},
            "Ici": {},
            "Futur": {"starts_on": date(2027, 6, 1)},
        }.items():
            a_promise(office, a_doctor(office.network, last_name=doctor_name), **terms)
        with django_assert_num_queries(2):
            found = commitments_of_office(office.id, FIRST)
            assert [row.doctor.last_name for row in found] == ["Ici", "Futur"]
            assert all(row.pattern.all() for row in found)

    def test_absences_to_come_are_listed_without_the_past(self):
        doctor = a_doctor()
        away(doctor, date(2026, 12, 1), date(2026, 12, 6))
        away(doctor, date(2026, 12, 1), FIRST)
        assert [absence.last_on for absence in absences_of(doctor.id, FIRST)] == [FIRST]
