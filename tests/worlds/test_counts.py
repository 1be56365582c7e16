"""The only thing of care that crosses: numbers, masked from 1 to 10, of one's own networks, by whole months."""

from datetime import date

import pytest
from django.db import ProgrammingError

from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope
from tests.factories import a_patient, a_published_shift
from tests.worlds.asking import ask
from tests.worlds.whole_network import an_appointment

pytestmark = pytest.mark.django_db
COUNTS = "SELECT n_booked, n_seen, n_no_show, n_patients FROM appointment_counts(%s, %s)"
DECEMBER = (date(2026, 12, 1), date(2027, 1, 1))


def a_month(*, n_seen: int, n_booked: int = 0):
    shift = a_published_shift()
    for place in range(n_seen + n_booked):
        patient = a_patient(shift.network, first_name=f"Patient {place}", search_name=f"patient {place}")
        an_appointment(shift, patient=patient, place=place, status="seen" if place < n_seen else "booked")
    return shift.network


def counts(network, *days):
    with world_scope(Role.ESTATE, [network.id]):
        return ask(COUNTS, *(days or DECEMBER))


@pytest.mark.parametrize(("n_seen", "shown"), [(1, None), (10, None), (11, 11), (14, 14)])
def test_count_when_the_estate_asks_then_masked_below_eleven(n_seen, shown):
    assert counts(a_month(n_seen=n_seen)) == [(0, shown, 0, shown)]


def test_count_when_one_number_is_small_then_masked_though_the_others_are_shown():
    assert counts(a_month(n_seen=11, n_booked=2)) == [(None, 11, 0, 11)]


def test_count_when_it_is_another_networks_then_not_there():
    network, _other = a_month(n_seen=11), a_month(n_seen=12)
    assert counts(network) == [(0, 11, 0, 11)]


def test_count_when_asked_for_some_days_then_tells_the_whole_month():
    """Two questions that differ by one day must not tell that day's patients (7 December has all of them)."""
    network = a_month(n_seen=12)
    before, with_the_day = date(2026, 12, 7), date(2026, 12, 8)
    whole = counts(network)
    assert counts(network, date(2026, 12, 1), before) == whole
    assert counts(network, date(2026, 12, 1), with_the_day) == whole
    assert counts(network, with_the_day, date(2026, 12, 20)) == whole


def test_count_when_the_open_search_asks_then_permission_denied():
    with pytest.raises(ProgrammingError, match="permission denied"), world_scope(Role.PUBLIC, [1]):
        ask(COUNTS, *DECEMBER)


def test_count_when_no_network_is_in_scope_then_empty():
    a_month(n_seen=11)
    with world_scope(Role.ESTATE):
        assert ask(COUNTS, *DECEMBER) == []


PATIENTS = "SELECT n_patients FROM masked_patients_of_shifts(%s, %s)"


@pytest.mark.parametrize(("n_booked", "shown"), [(1, [(None,)]), (10, [(None,)]), (11, [(11,)]), (0, [])])
def test_patients_of_a_shift_when_the_estate_asks_then_masked_below_eleven(n_booked, shown):
    network = a_month(n_seen=2, n_booked=n_booked)
    with world_scope(Role.ESTATE, [network.id]):
        assert ask(PATIENTS, *DECEMBER) == shown


def test_patients_of_a_shift_when_it_is_another_networks_or_nobodys_then_not_there():
    a_month(n_seen=0, n_booked=11)
    network = a_month(n_seen=0, n_booked=12)
    with world_scope(Role.ESTATE, [network.id]):
        assert ask(PATIENTS, *DECEMBER) == [(12,)]
    with world_scope(Role.ESTATE):
        assert ask(PATIENTS, *DECEMBER) == []
    with pytest.raises(ProgrammingError, match="permission denied"), world_scope(Role.PUBLIC, [network.id]):
        ask(PATIENTS, *DECEMBER)


def test_patients_of_two_shifts_when_asked_together_are_never_added_up():
    """A sum of two masked numbers would tell more than each: the function has one row a shift."""
    shift = a_published_shift()
    other = a_published_shift(shift.office, shift.doctor, date(2026, 12, 8))
    for n, where in enumerate((shift, other)):
        an_appointment(where, patient=a_patient(shift.network, first_name=f"Patient {n}", search_name=f"patient {n}"))
    with world_scope(Role.ESTATE, [shift.network_id]):
        assert ask(PATIENTS, *DECEMBER) == [(None,), (None,)]
