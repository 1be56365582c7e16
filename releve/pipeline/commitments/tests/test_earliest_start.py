"""When somebody may start at the earliest, by each route: allowed, forbidden, and why (ORD-01 to ORD-15)."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from releve.pipeline.commitments.handover import CandidateKind, Route
from releve.pipeline.commitments.rules import add_months
from releve.pipeline.commitments.rules.candidates import (
    Situation,
    Why,
    earliest_start,
    earliest_starts,
)

TODAY = date(2026, 11, 23)
ROUTE = Route
SETTLED = Situation(CandidateKind.SETTLED_DOCTOR, registered_department="59", department="62")
LOCUM = Situation(
    CandidateKind.LOCUM,
    licence_from=date(2026, 1, 1),
    licence_until=date(2027, 11, 15),
    department="62",
    replaced_away_from=TODAY,
    someone_installed=True,
)
JUNIOR = Situation(CandidateKind.JUNIOR_DOCTOR, supervisor_name="Dr Lemoine", department="62")


def on(route, known, today=TODAY):
    return earliest_start(route, known, today).on


def whys(route, known, today=TODAY):
    return [reason.why for reason in earliest_start(route, known, today).reasons]


def test_distinct_site_when_the_receipt_is_proved_then_two_calendar_months_later():
    assert on(ROUTE.DISTINCT_SITE, replace(SETTLED, declaration_received_on=date(2026, 11, 10))) == date(2027, 1, 10)


def test_distinct_site_when_received_on_31_december_then_from_the_last_day_of_february():
    declared = replace(SETTLED, declaration_received_on=date(2026, 12, 31))
    assert on(ROUTE.DISTINCT_SITE, declared, date(2026, 12, 31)) == date(2027, 2, 28)


def test_distinct_site_when_nothing_is_declared_yet_then_two_months_from_today_at_best():
    start = earliest_start(ROUTE.DISTINCT_SITE, SETTLED, TODAY)
    assert start.on == date(2027, 1, 23)
    assert start.reasons[0].why == Why.SITE_DECLARATION
    assert start.reasons[0].rules == ("ORD-01", "ORD-02")


def test_distinct_site_when_she_is_on_no_roll_then_first_registered_and_then_declared():
    young = Situation(CandidateKind.YOUNG_DOCTOR, department="62")
    assert on(ROUTE.DISTINCT_SITE, young) == add_months(add_months(TODAY, 3), 2)


def test_principal_practice_when_registered_in_the_department_then_today():
    assert on(ROUTE.PRINCIPAL_PRACTICE, replace(SETTLED, registered_department="62")) == TODAY


def test_principal_practice_when_registered_elsewhere_then_a_transfer_of_three_months():
    start = earliest_start(ROUTE.PRINCIPAL_PRACTICE, SETTLED, TODAY)
    assert start.on == date(2027, 2, 23)
    assert start.reasons[0].rules == ("ORD-07", "§1.5-1")


def test_principal_practice_when_asked_a_month_ago_then_three_months_from_then():
    asked = Situation(CandidateKind.YOUNG_DOCTOR, department="62", registration_asked_on=date(2026, 10, 23))
    assert on(ROUTE.PRINCIPAL_PRACTICE, asked) == date(2027, 1, 23)


def test_principal_practice_when_an_intern_has_no_thesis_date_then_no_date_at_all():
    start = earliest_start(ROUTE.PRINCIPAL_PRACTICE, JUNIOR, TODAY)
    assert (start.on, start.reasons[0].why) == (None, Why.NO_THESIS)


def test_principal_practice_when_the_thesis_is_planned_then_registered_three_months_after_it():
    planned = replace(JUNIOR, thesis_on=date(2027, 3, 1))
    assert on(ROUTE.PRINCIPAL_PRACTICE, planned) == date(2027, 6, 1)


def test_replacement_when_the_licence_runs_and_somebody_is_away_then_today_until_15_november():
    start = earliest_start(ROUTE.REPLACEMENT, LOCUM, TODAY)
    assert (start.on, start.until) == (TODAY, date(2027, 11, 15))


def test_replacement_when_nobody_is_away_then_forbidden():
    assert Why.NOBODY_TO_REPLACE in whys(ROUTE.REPLACEMENT, replace(LOCUM, replaced_away_from=None))


def test_replacement_when_the_licence_has_ended_then_forbidden():
    ended = replace(LOCUM, licence_until=date(2026, 11, 15))
    assert earliest_start(ROUTE.REPLACEMENT, ended, TODAY).reasons[0].why == Why.NO_LICENCE


def test_replacement_when_the_replaced_leaves_after_the_licence_ends_then_forbidden():
    late = replace(LOCUM, replaced_away_from=date(2027, 12, 1))
    assert earliest_start(ROUTE.REPLACEMENT, late, TODAY).reasons[0].why == Why.LICENCE_ENDS_BEFORE


def test_replacement_when_she_is_on_the_roll_then_no_licence_is_asked():
    retired = Situation(CandidateKind.RETIRED_DOCTOR, registered_department="62", replaced_away_from=date(2026, 12, 1))
    start = earliest_start(ROUTE.REPLACEMENT, retired, TODAY)
    assert (start.on, start.until) == (date(2026, 12, 1), None)


def test_collaborator_when_she_holds_a_licence_only_then_forbidden():
    """ORD-12: between two doctors of the roll, never a licence holder."""
    assert earliest_start(ROUTE.LIBERAL_COLLABORATOR, LOCUM, TODAY).reasons[0].why == Why.NO_THESIS


def test_collaborator_when_nobody_is_installed_then_forbidden():
    alone = replace(SETTLED, registered_department="62")
    assert Why.NOBODY_INSTALLED in whys(ROUTE.LIBERAL_COLLABORATOR, alone)
    assert on(ROUTE.LIBERAL_COLLABORATOR, replace(alone, someone_installed=True)) == TODAY


def test_assistant_when_a_doctor_of_the_roll_then_forbidden_and_a_licence_holder_allowed():
    assert Why.NOT_A_STUDENT in whys(ROUTE.ASSISTANT, replace(SETTLED, someone_installed=True))
    assert on(ROUTE.ASSISTANT, LOCUM) == TODAY


def test_junior_doctor_when_supervised_then_with_the_next_november_stage():
    assert on(ROUTE.JUNIOR_DOCTOR, JUNIOR) == date(2027, 11, 2)
    assert on(ROUTE.JUNIOR_DOCTOR, JUNIOR, date(2026, 11, 2)) == date(2026, 11, 2)


def test_junior_doctor_when_no_supervisor_or_no_intern_then_forbidden():
    assert Why.NO_SUPERVISOR in whys(ROUTE.JUNIOR_DOCTOR, replace(JUNIOR, supervisor_name=""))
    assert Why.NOT_A_JUNIOR in whys(ROUTE.JUNIOR_DOCTOR, replace(SETTLED, supervisor_name="Dr Lemoine"))


def test_settling_when_she_replaced_a_neighbour_then_two_calendar_years_later():
    """ORD-15: 90 days or more, and no agreement."""
    neighbour = replace(SETTLED, registered_department="62", last_replacement_on=date(2026, 2, 28))
    assert on(ROUTE.PRINCIPAL_PRACTICE, neighbour) == date(2028, 2, 29)
    assert on(ROUTE.PRINCIPAL_PRACTICE, replace(neighbour, may_settle_nearby=True)) == TODAY
    assert on(ROUTE.REPLACEMENT, replace(neighbour, replaced_away_from=TODAY)) == TODAY


def test_present_notice_when_given_then_counts_from_its_day_in_calendar_months():
    leaving = replace(SETTLED, registered_department="62", present_notice_months=3)
    assert on(ROUTE.PRINCIPAL_PRACTICE, leaving, date(2026, 11, 30)) == date(2027, 2, 28)
    given_already = replace(leaving, notice_given_on=date(2026, 9, 1))
    start = earliest_start(ROUTE.PRINCIPAL_PRACTICE, given_already, TODAY)
    assert (start.on, start.reasons[0].why) == (date(2026, 12, 1), Why.PRESENT_NOTICE)


def test_starts_when_listed_then_the_soonest_first_and_the_forbidden_last():
    found = earliest_starts(LOCUM, TODAY)
    dated = [start.on for start in found if start.on]
    assert dated == sorted(dated)
    assert [start.on for start in found[len(dated) :]] == [None] * (len(Route) - len(dated))


DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
MAYBE = st.none() | DAYS
SITUATIONS = st.builds(
    Situation,
    kind=st.sampled_from(list(CandidateKind)),
    registered_department=st.sampled_from(["", "59", "62"]),
    registration_asked_on=MAYBE,
    thesis_on=MAYBE,
    licence_from=MAYBE,
    licence_until=MAYBE,
    supervisor_name=st.sampled_from(["", "Dr Lemoine"]),
    available_from=MAYBE,
    present_notice_months=st.integers(0, 12),
    notice_given_on=MAYBE,
    last_replacement_on=MAYBE,
    may_settle_nearby=st.booleans(),
    department=st.just("62"),
    declaration_received_on=MAYBE,
    someone_installed=st.booleans(),
    replaced_away_from=MAYBE,
)


@given(st.sampled_from(list(Route)), SITUATIONS, DAYS)
def test_start_when_told_then_never_before_today_and_the_decisive_reason_gives_it(route, known, today):
    start = earliest_start(route, known, today)
    if start.on is None:
        assert start.reasons[0].not_before is None
    else:
        assert start.on >= today
        assert start.reasons[0].not_before == start.on
        assert all(reason.not_before <= start.on for reason in start.reasons)
        assert start.until is None or start.on <= start.until


@given(SITUATIONS, DAYS, DAYS, st.integers(0, 400))
def test_distinct_site_when_received_later_then_never_starts_sooner(known, today, received_on, n_days):
    sooner = replace(known, declaration_received_on=received_on)
    later = replace(known, declaration_received_on=received_on + timedelta(days=n_days))
    first, second = on(ROUTE.DISTINCT_SITE, sooner, today), on(ROUTE.DISTINCT_SITE, later, today)
    assert (first is None) == (second is None)
    assert first is None or first <= second


@given(SITUATIONS, DAYS, DAYS)
def test_distinct_site_when_received_then_no_sooner_than_two_calendar_months_after(known, today, received_on):
    start = on(ROUTE.DISTINCT_SITE, replace(known, declaration_received_on=received_on), today)
    assert start is None or start >= add_months(received_on, 2)
