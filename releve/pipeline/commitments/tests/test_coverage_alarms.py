from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from releve.pipeline.commitments.actions.coverage import (
    acknowledge_alarm,
    follow_network_knobs,
    set_coverage_knobs,
    watch_coverage,
)
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.models import Candidate, CandidateOffice, CoverageAlarm, CoverageKnobs
from releve.pipeline.commitments.rules import coverage_knobs
from releve.pipeline.commitments.rules.alarms import AlarmStep, FoundDoctor, OpenAlarm, alarm_moves, alarm_on
from releve.pipeline.commitments.rules.coverage import Gap, horizon_of
from releve.pipeline.commitments.tasks.coverage import send_coverage_alarm, watch_every_network
from releve.pipeline.commitments.tests.coverage_cases import TODAY, a_calendar, a_standing
from tests.factories import a_doctor, a_network, a_promise, a_user, an_office
from tests.laws import law_broken_by

KNOBS = coverage_knobs.CoverageKnobs()
NOW = datetime(2026, 11, 23, 5, 13, tzinfo=UTC)
EVERY_HALF_DAY = "mon-am mon-pm tue-am tue-pm wed-am wed-pm fri-am fri-pm"


def horizon_with(last_on: date, today: date = TODAY):
    return horizon_of(a_calendar(), [a_standing(8, last_on=last_on)], KNOBS, today)


def steps(horizon, *alarms: OpenAlarm, found=()) -> list[AlarmStep]:
    return [move.step for move in alarm_moves(horizon, alarms, horizon.today, found)]


SENT = OpenAlarm(1, date(2027, 9, 1), 8.0, TODAY)


def test_alarm_when_the_day_comes_is_raised_and_not_before():
    gap = Gap(date(2027, 9, 1), 8.0)
    assert alarm_on(gap, KNOBS) == date(2026, 9, 1)  # 3 months before 9 months before
    assert steps(horizon_with(date(2027, 8, 31))) == [AlarmStep.RAISE]
    assert steps(horizon_with(date(2027, 8, 31), date(2026, 9, 1))) == [AlarmStep.RAISE]
    assert steps(horizon_with(date(2027, 8, 31), date(2026, 8, 31))) == []


def test_alarm_when_nothing_happens_comes_again_after_its_weeks():
    due = TODAY + timedelta(weeks=KNOBS.alarm_repeat_weeks)
    assert steps(horizon_with(date(2027, 8, 31), due - timedelta(days=1)), SENT) == [AlarmStep.WAIT]
    assert steps(horizon_with(date(2027, 8, 31), due), SENT) == [AlarmStep.REPEAT]


def test_alarm_when_seen_is_silent_until_the_day_to_look_again():
    seen = replace(SENT, look_again_on=date(2027, 3, 1))
    assert steps(horizon_with(date(2027, 8, 31), date(2027, 2, 28)), seen) == [AlarmStep.WAIT]
    assert steps(horizon_with(date(2027, 8, 31), date(2027, 3, 1)), seen) == [AlarmStep.REPEAT]


def test_alarm_when_the_gap_comes_sooner_is_told_even_to_whoever_knew():
    seen = replace(SENT, look_again_on=date(2027, 3, 1))
    assert steps(horizon_with(date(2027, 6, 30)), seen) == [AlarmStep.REPEAT]


def test_alarm_when_a_commitment_fills_the_gap_stops():
    assert steps(horizon_with(date(2029, 12, 31)), SENT) == [AlarmStep.STOP]


@pytest.mark.parametrize(
    ("starts_on", "half_days", "expected"),
    [
        (date(2027, 9, 1), 8.0, AlarmStep.STOP),
        (date(2027, 9, 2), 8.0, AlarmStep.WAIT),
        (date(2027, 9, 1), 4.0, AlarmStep.WAIT),
    ],
)
def test_alarm_when_a_candidate_agreed_stops_if_she_fills_it_in_time(starts_on, half_days, expected):
    assert steps(horizon_with(date(2027, 8, 31)), SENT, found=[FoundDoctor(starts_on, half_days)]) == [expected]


@pytest.fixture
def network(db):
    return a_network()


@pytest.fixture
def aubry(network):
    return a_user("network", network=network)


@pytest.fixture
def office(network, aubry):
    office = an_office(network)
    a_promise(office, a_doctor(network), pattern=EVERY_HALF_DAY, ends_on=date(2027, 8, 31))
    return office


def run_jobs() -> list[str]:
    """Run what the watch asked for, as the worker would."""
    jobs = list(ProcrastinateJob.objects.filter(task_name="commitments.send_coverage_alarm", status="todo"))
    for job in jobs:
        send_coverage_alarm(**job.args)
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
    return [job.task_name for job in jobs]


def test_watch_when_run_every_day_sends_once_then_again_then_stops(network, office, aubry):
    sent = []
    for week in range(10):
        watch_coverage(network=network, now=NOW + timedelta(weeks=week))
        watch_coverage(network=network, now=NOW + timedelta(weeks=week, hours=1))
        sent.append(len(run_jobs()))
    assert sent == [1, 0, 0, 0, 1, 0, 0, 0, 1, 0]
    (alarm,) = CoverageAlarm.objects.all()
    assert (alarm.gap_on, alarm.look_by, alarm.n_sent) == (date(2027, 9, 1), date(2026, 12, 1), 3)
    assert [message.to for message in mail.outbox] == [[aubry.email]] * 3
    assert "un médecin manquera à partir du 1er septembre 2027" in mail.outbox[0].subject
    assert "Commencez à chercher au plus tard le 1er décembre 2026." in mail.outbox[0].body
    assert mail.outbox[1].subject.startswith("Rappel · ")
    assert f"/reseau/cabinets/{office.slug}/couverture/" in mail.outbox[0].body
    a_promise(office, a_doctor(network), pattern=EVERY_HALF_DAY, starts_on=date(2027, 9, 1), maximum_term_months=60)
    watch_coverage(network=network, now=NOW + timedelta(weeks=20))
    alarm.refresh_from_db()
    assert alarm.ended_on == date(2027, 4, 12)
    assert run_jobs() == []


def test_watch_when_the_alarm_was_seen_waits_for_its_day(network, office, aubry):
    watch_coverage(network=network, now=NOW)
    alarm = acknowledge_alarm(
        alarm_id=CoverageAlarm.objects.get().id, look_again_on=date(2027, 1, 20), by=aubry, now=NOW
    )
    run_jobs()
    watch_coverage(network=network, now=datetime(2027, 1, 19, 6, tzinfo=UTC))
    assert run_jobs() == []
    watch_coverage(network=network, now=datetime(2027, 1, 20, 6, tzinfo=UTC))
    assert len(run_jobs()) == 1
    alarm.refresh_from_db()
    assert (alarm.n_sent, alarm.look_again_on, alarm.acknowledged_by) == (2, None, aubry)


def test_watch_when_a_candidate_agreed_to_this_office_stops(network, office):
    watch_coverage(network=network, now=NOW)
    candidate = Candidate.objects.create(
        network=network,
        first_name="Inès",
        last_name="Caron",
        kind="young_doctor",
        stage="agreed",
        half_days_per_week=Decimal(8),
        registered_department="62",
        thesis_on=date(2025, 6, 1),
        last_contact_on=date(2026, 11, 20),
    )
    CandidateOffice.objects.create(network=network, candidate=candidate, office=office)
    watch_coverage(network=network, now=NOW + timedelta(days=1))
    assert CoverageAlarm.objects.get().ended_on == date(2026, 11, 24)


def test_watch_when_there_are_several_networks_tells_each_its_own(network, office, aubry):
    elsewhere = a_network("CPTS d’ailleurs")
    stranger = a_user("network", network=elsewhere)
    with time_machine.travel(NOW, tick=False):
        watch_every_network(timestamp=0)
    run_jobs()
    assert [message.to for message in mail.outbox] == [[aubry.email]]
    assert stranger.email not in str(mail.outbox[0].recipients())


def test_mail_when_the_alarm_has_ended_or_the_seat_is_gone_is_not_sent(network, office, aubry):
    watch_coverage(network=network, now=NOW)
    alarm = CoverageAlarm.objects.get()
    send_coverage_alarm(alarm_id=alarm.id, user_id=aubry.id + 1)
    alarm.ended_on = date(2026, 11, 23)
    alarm.save()
    send_coverage_alarm(alarm_id=alarm.id, user_id=aubry.id)
    assert mail.outbox == []


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2028, 11, 24)])
def test_acknowledgement_when_the_day_is_past_or_too_far_is_refused(network, office, aubry, day):
    watch_coverage(network=network, now=NOW)
    with pytest.raises(CommitmentRefused, match="Y revenir le"):
        acknowledge_alarm(alarm_id=CoverageAlarm.objects.get().id, look_again_on=day, by=aubry, now=NOW)


def test_knobs_when_set_twice_are_one_row_and_an_office_can_let_them_go(network, office, aubry):
    for wanted in (2, 3):
        set_coverage_knobs(
            network_id=network.id,
            office_id=office.id,
            knobs=replace(KNOBS, doctors_wanted=wanted),
            note=" nous ",
            by=aubry,
            now=NOW,
        )
    row = CoverageKnobs.objects.get()
    assert (row.doctors_wanted, row.note, row.changed_on) == (3, "nous", date(2026, 11, 23))
    follow_network_knobs(office_id=office.id, by=aubry, now=NOW)
    assert not CoverageKnobs.objects.exists()


BROKEN_KNOBS = [
    ({"doctors_wanted": 21}, "coverage_wants_one_to_20_doctors"),
    ({"recruitment_months": 25}, "coverage_months_are_possible"),
    ({"notice_chance": Decimal("1.001")}, "coverage_chances_lie_between_0_and_1"),
    ({"alarm_repeat_weeks": 0}, "coverage_alarm_repeats_within_a_year"),
]


@pytest.mark.parametrize(("fields", "law"), BROKEN_KNOBS)
def test_knobs_when_impossible_break_their_law(network, fields, law):
    assert law_broken_by(lambda: CoverageKnobs.objects.create(network=network, changed_on=TODAY, **fields)) == law


def test_knobs_when_stored_a_second_time_break_the_law_of_one_row(network):
    CoverageKnobs.objects.create(network=network, changed_on=TODAY)
    law = law_broken_by(lambda: CoverageKnobs.objects.create(network=network, changed_on=TODAY))
    assert law == "coverage_knobs_are_set_once"


@pytest.mark.parametrize(
    ("fields", "law"),
    [({}, "gap_has_one_open_alarm"), ({"look_again_on": TODAY}, "looking_again_follows_an_acknowledgement")],
)
def test_alarm_when_unlawful_breaks_its_law(network, office, fields, law):
    given = {
        "network": network,
        "office": office,
        "gap_on": TODAY,
        "missing_a_week": 8,
        "look_by": TODAY,
        "raised_on": TODAY,
        "last_sent_on": TODAY,
    }
    first = CoverageAlarm.objects.create(**given)
    other = given | {"missing_a_week": 8 + len(fields)} | fields
    assert law_broken_by(lambda: CoverageAlarm.objects.create(**other)) == law
    first.ended_on = TODAY
    first.save()
    CoverageAlarm.objects.create(**given)  # another time, another alarm
