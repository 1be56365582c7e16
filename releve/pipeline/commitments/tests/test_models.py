"""One test for each law of the commitments."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from releve.pipeline.commitments.models import Absence, Commitment, PatternHalfDay
from releve.shared.half_days import Half
from tests.factories import a_doctor, a_network, a_promise, an_office
from tests.laws import law_broken_by

pytestmark = pytest.mark.django_db
AM, PM = Half.MORNING, Half.AFTERNOON


@pytest.fixture
def promise():
    return a_promise()


def test_rpps_is_unique_in_its_network_but_may_be_unknown():
    network = a_network()
    a_doctor(network, rpps="10000000009")
    assert law_broken_by(lambda: a_doctor(network, rpps="10000000009")) == "rpps_is_unique_in_its_network"
    a_doctor(a_network(), rpps="10000000009")
    a_doctor(network, rpps="")
    a_doctor(network, rpps="")


def test_commitment_ends_after_it_starts(promise):
    def write():
        Commitment.objects.update(ends_on=date(2025, 12, 31))

    assert law_broken_by(write) == "commitment_ends_after_it_starts"


def test_maximum_term_is_no_shorter_than_minimum(promise):
    def write():
        Commitment.objects.update(maximum_term_months=11)

    assert law_broken_by(write) == "maximum_term_is_no_shorter_than_minimum"


@pytest.mark.parametrize("n", ["0", "0.4", "12.5"])
def test_half_days_per_week_are_possible(promise, n):
    def write():
        Commitment.objects.update(half_days_per_week=Decimal(n))

    assert law_broken_by(write) == "half_days_per_week_are_possible"


def test_replacement_names_the_replaced_doctor():
    """ORD-06, ORD-08: nobody can be replaced in an office that all doctors have left."""
    office = an_office()
    assert law_broken_by(lambda: a_promise(office, route="replacement")) == "replacement_names_the_replaced_doctor"
    a_promise(office, route="replacement", replaced_doctor_name="Dr Anne Roy")


def test_junior_doctor_has_a_supervisor():
    """ORD-14: supervised by a maître de stage universitaire."""
    office = an_office()
    assert law_broken_by(lambda: a_promise(office, route="junior_doctor")) == "junior_doctor_has_a_supervisor"
    a_promise(office, route="junior_doctor", supervisor_name="Dr Anne Roy")


def test_doctor_commits_once_to_an_office_at_a_time(promise):
    def again(**fields):
        return a_promise(promise.office, promise.doctor, **fields)

    assert law_broken_by(lambda: again(starts_on=date(2026, 6, 1))) == "doctor_commits_once_to_an_office_at_a_time"
    a_promise(an_office(promise.network), promise.doctor)
    Commitment.objects.filter(id=promise.id).update(ends_on=date(2026, 5, 31))
    again(starts_on=date(2026, 6, 1))


def test_pattern_names_each_half_day_once(promise):
    def write():
        PatternHalfDay.objects.create(network=promise.network, commitment=promise, weekday=0, half=AM)

    assert law_broken_by(write) == "pattern_names_each_half_day_once"


@pytest.mark.parametrize(
    ("first_on", "first_half", "last_on", "last_half"),
    [
        (date(2026, 12, 2), AM, date(2026, 12, 1), PM),
        (date(2026, 12, 1), PM, date(2026, 12, 1), AM),
    ],
)
def test_absence_ends_after_it_starts(promise, first_on, first_half, last_on, last_half):
    def write():
        Absence.objects.create(
            network=promise.network,
            doctor=promise.doctor,
            first_on=first_on,
            first_half=first_half,
            last_on=last_on,
            last_half=last_half,
        )

    assert law_broken_by(write) == "absence_ends_after_it_starts"


@pytest.mark.parametrize(("first_half", "last_half"), [(AM, AM), (AM, PM), (PM, PM)])
def test_absence_of_a_day_or_half_of_it_can_be_told(promise, first_half, last_half):
    day = date(2026, 12, 1)
    Absence.objects.create(
        network=promise.network,
        doctor=promise.doctor,
        first_on=day,
        first_half=first_half,
        last_on=day,
        last_half=last_half,
    )


def test_each_change_of_a_commitment_leaves_a_step(promise):
    promise.ends_on = date(2026, 12, 31)
    promise.save()
    assert list(promise.steps.order_by("pgh_id").values_list("pgh_label", "ends_on")) == [
        ("insert", None),
        ("update", date(2026, 12, 31)),
    ]


def test_steps_of_a_commitment_are_only_appended(promise):
    with pytest.raises(Exception, match=r"Cannot update or delete"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM commitments_commitmentstep")


def test_things_are_called_by_their_names(promise):
    assert str(promise.doctor) == "Dr Leïla Benali"
    assert str(promise) == "Dr Leïla Benali · Cabinet médical de Mazingarbe"
    assert str(promise.pattern.first()) == "lundi matin"
    assert str(Absence(first_on=date(2026, 12, 1), last_on=date(2026, 12, 2))) == "2026-12-01 – 2026-12-02"
