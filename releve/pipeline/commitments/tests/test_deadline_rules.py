"""Every deadline of domain.md §10 that concerns a doctor, from its proved date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from releve.pipeline.commitments.handover import Act, ActingParty, DeadlineKind, Route, State
from releve.pipeline.commitments.rules.dated_sources import SOURCES
from releve.pipeline.commitments.rules.deadlines import (
    Mark,
    cessation_notice_by,
    deadlines_of,
    no_competition_until,
    notice_last_day,
    second_working_day_of_may,
)
from releve.pipeline.commitments.rules.terms import add_months
from releve.pipeline.commitments.tests.lives import START, TODAY, a_life, due

K = DeadlineKind
days = st.dates(date(2020, 1, 1), date(2060, 12, 31))
AGREED = (Act.AGREE, date(2025, 11, 1))


@given(day=days, n=st.integers(0, 60))
def test_months_when_added_then_same_day_or_the_last_of_its_month(day, n):
    later = add_months(day, n)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == n
    if later.day != day.day:
        assert later.day < day.day
        assert (later + timedelta(days=1)).day == 1


@given(start=days)
def test_site_when_declared_on_the_last_day_then_may_start_as_agreed(start):
    """ORD-01: start − 2 months, then two months, never ends after the start."""
    declared_by = due(a_life(starts_on=start))[K.DECLARE_SITE].due_on
    assert add_months(declared_by, 2) <= start


@given(told=days, n=st.integers(0, 12), minimum=st.integers(0, 24), after=st.integers(0, 800))
def test_notice_when_given_then_lasts_its_months_and_the_minimum_term(told, n, minimum, after):
    start = told - timedelta(days=after)
    last = notice_last_day(told, n, start, minimum)
    assert last >= add_months(told, n)
    assert last >= add_months(start, minimum) - timedelta(days=1)
    assert last in (add_months(told, n), add_months(start, minimum) - timedelta(days=1))
    assert notice_last_day(told, n, start, minimum, is_agreed_earlier=True) == add_months(told, n)


@given(told=days)
def test_cessation_when_told_six_months_before_then_is_never_late(told):
    """ORD-22, domain.md §9.14: whoever gave exactly six months is in time, whatever the length of the months."""
    last = add_months(told, 6)
    assert told <= cessation_notice_by(last, told) <= told
    assert cessation_notice_by(last, None) == add_months(last, -6)
    assert cessation_notice_by(last - timedelta(days=40), told) < told


def test_31_august_when_six_months_are_added_then_the_last_day_of_february():
    assert notice_last_day(date(2026, 8, 31), 6, date(2025, 1, 1), 12) == date(2027, 2, 28)
    assert notice_last_day(date(2027, 8, 31), 6, date(2025, 1, 1), 12) == date(2028, 2, 29)
    assert cessation_notice_by(date(2027, 2, 28), date(2026, 8, 31)) == date(2026, 8, 31)


def test_site_when_not_declared_then_two_months_before_the_start_and_by_the_doctor():
    found = due(a_life())[K.DECLARE_SITE]
    assert (found.due_on, found.done_on) == (date(2026, 1, 2), None)
    assert found.parties == (ActingParty.DOCTOR,)
    assert found.source.rules == ("ORD-01",)
    assert found.source.certainty == "A"
    assert found.is_overdue(TODAY)


def test_site_when_declared_then_done_and_the_opposition_has_two_months():
    """ORD-02: tacitly unopposed from the proved receipt."""
    found = due(a_life(AGREED, (Act.DECLARE, date(2025, 12, 31))), date(2026, 1, 10))
    assert found[K.DECLARE_SITE].done_on == date(2025, 12, 31)
    assert found[K.OPPOSITION_ENDS].due_on == date(2026, 2, 28)
    assert found[K.OPPOSITION_ENDS].is_open(date(2026, 2, 28))
    assert not found[K.OPPOSITION_ENDS].is_open(date(2026, 3, 1))


def test_site_when_opposed_then_appeal_within_two_months_until_it_is_told():
    opposed = [AGREED, (Act.DECLARE, date(2026, 1, 5)), (Act.OPPOSE, date(2026, 2, 10))]
    found = due(a_life(*opposed, state=State.OPPOSED))
    assert K.OPPOSITION_ENDS not in found
    assert (found[K.APPEAL].due_on, found[K.APPEAL].done_on) == (date(2026, 4, 10), None)
    appealed = due(a_life(*opposed, (Act.APPEAL, date(2026, 3, 1)), state=State.OPPOSED))
    assert appealed[K.APPEAL].done_on == date(2026, 3, 1)


@pytest.mark.parametrize("route", [route for route in Route if route != Route.DISTINCT_SITE])
def test_site_when_the_route_is_another_then_nothing_to_declare(route):
    assert K.DECLARE_SITE not in due(a_life(route=route))


def test_contract_when_signed_then_at_the_ordre_within_a_month_and_each_amendment_too():
    """ORD-16."""
    acts = [
        AGREED,
        (Act.SIGN, date(2026, 1, 31), State.AGREED),
        (Act.AMEND, date(2026, 4, 15), State.RUNNING),
        (Act.EXTEND, date(2026, 5, 20), State.RUNNING),
    ]
    life = a_life(*acts)
    found = due(life)
    assert found[K.SIGN_CONTRACT].done_on == date(2026, 1, 31)
    assert found[K.SEND_CONTRACT].due_on == date(2026, 2, 28)
    amended = [each.due_on for each in deadlines_of(life, TODAY) if each.kind == K.SEND_AMENDMENT]
    assert amended == [date(2026, 5, 15), date(2026, 6, 20)]


def test_contract_of_a_replacement_when_signed_then_at_the_ordre_before_the_start():
    """ORD-11."""
    signed = (AGREED, (Act.SIGN, date(2026, 2, 20), State.AGREED))
    found = due(a_life(*signed, route=Route.REPLACEMENT))[K.SEND_CONTRACT]
    assert found.due_on == START
    early = (AGREED, (Act.SIGN, date(2026, 1, 10), State.AGREED))
    assert due(a_life(*early, route=Route.REPLACEMENT))[K.SEND_CONTRACT].due_on == date(2026, 2, 10)


def test_terms_when_changed_before_the_signature_then_nothing_to_send():
    assert K.SEND_AMENDMENT not in due(a_life(AGREED, (Act.AMEND, date(2026, 1, 1), State.AGREED)))


def test_cpam_when_registered_then_two_months_to_join_the_convention():
    """AM-01: from the registration, once it is noted."""
    assert K.JOIN_AGREEMENT not in due(a_life(AGREED))
    found = due(a_life(AGREED, marks=(Mark(K.REGISTER_CPAM, START, date(2026, 2, 20)),)))
    assert found[K.REGISTER_CPAM].done_on == date(2026, 2, 20)
    assert found[K.JOIN_AGREEMENT].due_on == date(2026, 4, 20)


def test_settlement_grant_when_principal_practice_then_three_months_after_the_start():
    """AM-21: cabinet principal only."""
    assert due(a_life(AGREED, route=Route.PRINCIPAL_PRACTICE))[K.SETTLEMENT_GRANT].due_on == date(2026, 6, 2)
    assert K.SETTLEMENT_GRANT not in due(a_life(AGREED))


def test_arrival_when_it_was_before_the_acts_were_kept_then_its_papers_are_not_asked_again():
    found = due(a_life())
    assert not {K.SIGN_CONTRACT, K.REGISTER_CPAM} & set(found)
    assert K.DECLARE_SITE in found


def test_licence_when_it_ends_before_the_promise_then_to_be_renewed():
    """ORD-11."""
    fields = {"route": Route.REPLACEMENT, "licence_until": date(2026, 11, 15)}
    assert due(a_life(**fields))[K.RENEW_LICENCE].due_on == date(2026, 11, 15)
    assert K.RENEW_LICENCE not in due(a_life(ends_on=date(2026, 10, 31), **fields))


def test_stage_when_a_docteur_junior_then_six_months_and_once_more():
    """ORD-14."""
    junior = a_life(route=Route.JUNIOR_DOCTOR, starts_on=date(2026, 8, 31))
    assert due(junior, date(2026, 9, 1))[K.STAGE_ENDS].due_on == date(2027, 2, 28)
    assert due(junior, date(2027, 3, 1))[K.STAGE_ENDS].due_on == date(2027, 8, 31)


@pytest.mark.parametrize(
    ("n_days", "last", "until"),
    [
        (89, date(2026, 1, 31), None),
        (90, date(2026, 1, 31), date(2028, 1, 31)),
        (200, date(2024, 2, 29), date(2026, 2, 28)),
        (None, date(2026, 1, 31), None),
        (90, None, None),
    ],
)
def test_no_competition_when_replaced_nearby_then_two_years_from_ninety_days_on(n_days, last, until):
    """ORD-15."""
    assert no_competition_until(n_days, last) == until


def test_no_competition_when_it_ends_before_the_start_then_nothing_to_know():
    fields = {"replaced_nearby_days": 120}
    assert due(a_life(replaced_nearby_until=date(2025, 6, 30), **fields))[K.NO_COMPETITION].due_on == date(2027, 6, 30)
    assert K.NO_COMPETITION not in due(a_life(replaced_nearby_until=date(2024, 1, 31), **fields))


def test_terms_when_running_then_minimum_maximum_and_the_last_day_to_give_notice():
    found = due(a_life())
    assert found[K.MINIMUM_TERM].due_on == date(2027, 3, 1)
    assert found[K.MAXIMUM_TERM].due_on == date(2028, 3, 1)
    assert found[K.GIVE_NOTICE].due_on == date(2027, 9, 1)


@pytest.mark.parametrize(
    ("terms", "end"),
    [
        ({"ends_on": date(2028, 2, 29)}, date(2028, 2, 29)),
        ({"starts_on": date(2026, 3, 1), "maximum_term_months": 24}, date(2028, 2, 29)),
    ],
    ids=["agreed", "maximum term"],
)
def test_end_when_it_comes_without_a_notice_then_asks_for_what_a_departure_asks(terms, end):
    """ORD-22 and what follows bind whoever leaves, announced or not: most stays end on the day that was agreed."""
    found = due(a_life(**terms))
    assert {kind: found[kind].due_on for kind in AFTER_A_DEPARTURE} == {
        K.TELL_ARS: date(2027, 8, 29),
        K.TELL_ORDRE: date(2027, 8, 29),
        K.INFORM_PATIENTS: date(2027, 9, 29),
        K.HAND_OVER_PATIENTS: date(2027, 11, 29),
        K.RECORDS_CUSTODY: end,
        K.NOTIFY_ROLL: end,
        K.CESSATION_TAX: date(2028, 4, 29),
        K.RECORDS_ACTIVE: date(2033, 2, 28),
        K.RECORDS_DELETED: date(2048, 2, 29),
    }
    # Nobody announced anything: coverage, not this list, tells when to look for somebody.
    assert K.FIND_SUCCESSOR not in found
    assert (K.MAXIMUM_TERM in found) is ("ends_on" not in terms)


def test_end_when_it_comes_without_a_notice_for_a_replacement_then_no_patients_of_her_own():
    """AM-10, ORD-22."""
    found = due(a_life(route=Route.REPLACEMENT, ends_on=date(2027, 3, 31)))
    assert not AFTER_A_DEPARTURE & set(found)


AFTER_A_DEPARTURE = {
    K.TELL_ARS,
    K.TELL_ORDRE,
    K.INFORM_PATIENTS,
    K.HAND_OVER_PATIENTS,
    K.RECORDS_CUSTODY,
    K.NOTIFY_ROLL,
    K.CESSATION_TAX,
    K.RECORDS_ACTIVE,
    K.RECORDS_DELETED,
}
LEFT = {"state": State.NOTICE_GIVEN, "notice_given_on": date(2026, 5, 31), "ends_on": date(2026, 11, 30)}


def test_departure_when_announced_then_everything_follows_from_the_one_act():
    """ORD-22 and what follows: ORD-23, ORD-24, AM-14, ORD-07, ACC-02, DATA-05, ORD-25."""
    found = due(a_life((Act.GIVE_NOTICE, date(2026, 5, 31), State.RUNNING), **LEFT))
    assert found[K.GIVE_NOTICE].done_on == date(2026, 5, 31)
    assert {kind: found[kind].due_on for kind in (K.TELL_ARS, K.TELL_ORDRE, K.FIND_SUCCESSOR, K.INFORM_PATIENTS)} == {
        K.TELL_ARS: date(2026, 5, 31),
        K.TELL_ORDRE: date(2026, 5, 31),
        K.FIND_SUCCESSOR: date(2026, 11, 30),
        K.INFORM_PATIENTS: date(2026, 6, 30),
    }
    assert found[K.HAND_OVER_PATIENTS].due_on == date(2026, 8, 30)
    assert found[K.RECORDS_CUSTODY].due_on == found[K.NOTIFY_ROLL].due_on == date(2026, 11, 30)
    assert found[K.CESSATION_TAX].due_on == date(2027, 1, 29)
    assert found[K.RECORDS_ACTIVE].due_on == date(2031, 11, 30)
    assert found[K.RECORDS_DELETED].due_on == date(2046, 11, 30)


def test_departure_when_the_law_exempts_then_no_six_months_to_hold():
    found = due(a_life(is_exempt_of_cessation_notice=True, **LEFT))
    assert not {K.TELL_ARS, K.TELL_ORDRE} & set(found)
    assert K.RECORDS_CUSTODY in found


def test_departure_of_a_replacement_when_announced_then_no_patients_of_her_own():
    """AM-10: she is nobody's médecin traitant, and bills in another's name."""
    found = due(a_life(route=Route.REPLACEMENT, **LEFT))
    assert K.FIND_SUCCESSOR in found
    assert not {K.TELL_ARS, K.HAND_OVER_PATIENTS, K.RECORDS_CUSTODY, K.PANEL_SNAPSHOT} & set(found)


def test_departure_when_it_is_over_then_what_is_left_stays_on_the_list():
    found = due(a_life(**LEFT | {"state": State.ENDED}), date(2026, 12, 15))
    assert K.CESSATION_TAX in found
    assert not {K.FIND_SUCCESSOR, K.GIVE_NOTICE, K.DECLARE_SITE} & set(found)


def test_departure_when_it_is_over_without_a_notice_then_what_is_left_stays_on_the_list():
    ended = {"state": State.ENDED, "ends_on": date(2026, 4, 30)}
    found = due(a_life(**ended), date(2026, 5, 15))
    assert set(found) == AFTER_A_DEPARTURE
    assert found[K.CESSATION_TAX].due_on == date(2026, 6, 29)
    assert found[K.TELL_ARS].is_overdue(date(2026, 5, 15))


def test_life_when_it_never_began_then_nothing_is_asked_at_its_end():
    assert due(a_life(state=State.GIVEN_UP)) == {}
    opposed = [AGREED, (Act.DECLARE, date(2026, 1, 5)), (Act.OPPOSE, date(2026, 2, 10)), (Act.END, date(2026, 4, 1))]
    assert due(a_life(*opposed, state=State.ENDED, ends_on=date(2026, 4, 1))) == {}


def test_proposal_when_nothing_is_agreed_then_only_the_site_presses():
    assert set(due(a_life((Act.PROPOSE, date(2025, 11, 1)), state=State.PROPOSED))) == {K.DECLARE_SITE}


@pytest.mark.parametrize(("year", "day"), [(2026, 5), (2027, 4), (2028, 3), (2021, 4), (2022, 3), (2020, 5)])
def test_may_when_asked_then_its_second_working_day_after_the_first(year, day):
    """ACC-02."""
    assert second_working_day_of_may(year) == date(year, 5, day)


def test_every_year_when_asked_then_the_next_2035_and_the_panel_of_december():
    """ACC-02, AM-20."""
    found = due(a_life(), date(2026, 6, 1))
    assert found[K.PANEL_SNAPSHOT].due_on == date(2026, 12, 31)
    assert found[K.INCOME_TAX].due_on == date(2027, 5, 4)


def test_mark_when_the_day_has_moved_then_no_longer_counts():
    mark = Mark(K.SEND_CONTRACT, date(2026, 2, 28), date(2026, 2, 1))
    assert due(a_life(AGREED, (Act.SIGN, date(2026, 1, 31)), marks=(mark,)))[K.SEND_CONTRACT].done_on == mark.done_on
    assert due(a_life(AGREED, (Act.SIGN, date(2026, 1, 30)), marks=(mark,)))[K.SEND_CONTRACT].done_on == mark.done_on
    assert due(a_life(AGREED, (Act.SIGN, date(2026, 1, 15)), marks=(mark,)))[K.SEND_CONTRACT].done_on is None


def test_every_kind_when_listed_then_has_rules_a_certainty_and_somebody():
    assert set(SOURCES) == set(DeadlineKind)
    for source in SOURCES.values():
        assert source.rules
        assert source.certainty in "ABC"
        assert source.parties


@given(
    start=days,
    state=st.sampled_from(State),
    route=st.sampled_from(Route),
    on=days,
    ends=st.none() | st.integers(0, 900),
    told=st.none() | st.integers(0, 700),
)
def test_deadlines_when_computed_of_whatever_life_then_ordered_and_each_once(start, state, route, on, ends, told):
    ends_on = start + timedelta(days=ends) if ends is not None else None
    told_on = start + timedelta(days=told) if told is not None and ends_on else None
    life = a_life(starts_on=start, state=state, route=route, ends_on=ends_on, notice_given_on=told_on)
    found = deadlines_of(life, on)
    assert [each.due_on for each in found] == sorted(each.due_on for each in found)
    assert len({(each.kind, each.due_on) for each in found}) == len(found)
    assert all(not (each.is_overdue(on) and each.source.is_watch) for each in found)
