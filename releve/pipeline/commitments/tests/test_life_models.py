"""One test for each law of a promise's life."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from releve.pipeline.commitments.handover import Act, State
from releve.pipeline.commitments.models import Commitment, PromiseAct, RecruitmentCall, ReminderKnobs
from releve.pipeline.commitments.rules.life import steps
from tests.factories import a_network, a_promise, an_office
from tests.laws import law_broken_by
from tests.promises import a_mark, a_recruitment, a_reminder, an_act

pytestmark = pytest.mark.django_db


@pytest.fixture
def promise():
    return a_promise()


def change(promise, **fields):
    return lambda: Commitment.objects.filter(id=promise.id).update(**fields)


def test_promise_when_stored_without_a_word_then_runs(promise):
    """What was entered before the acts were kept."""
    promise.refresh_from_db()
    assert promise.state == State.RUNNING


def test_promise_state_is_known(promise):
    assert law_broken_by(change(promise, state="dreamt")) == "promise_state_is_known"


def test_notice_given_has_its_date(promise):
    name = "notice_given_has_its_date"
    assert law_broken_by(change(promise, state="notice_given")) == name
    assert law_broken_by(change(promise, state="notice_given", notice_given_on=date(2026, 5, 1))) == name
    change(promise, state="notice_given", notice_given_on=date(2026, 5, 1), ends_on=date(2026, 11, 1))()


def test_declaration_has_both_its_dates(promise):
    """ORD-01: of a distinct site only."""
    name, days = "declaration_has_both_its_dates", {"may_start_on": date(2026, 3, 1)}
    assert law_broken_by(change(promise, **days)) == name
    both = days | {"declaration_noted_on": date(2026, 1, 5)}
    assert law_broken_by(change(promise, route="principal_practice", **both)) == name
    change(promise, **both)()


def test_licence_ends_on_15_november():
    """ORD-11."""
    promise = a_promise(route="replacement", replaced_doctor_name="Dr Anne Roy")
    assert law_broken_by(change(promise, licence_until=date(2026, 11, 14))) == "licence_ends_on_15_november"
    change(promise, licence_until=date(2026, 11, 15))()


@pytest.mark.parametrize("route", ["principal_practice", "distinct_site", "liberal_collaborator"])
def test_licence_holder_replaces_or_assists(promise, route):
    """ORD-11, ORD-12: a licence holder settles nowhere."""
    write = change(promise, route=route, licence_until=date(2026, 11, 15))
    assert law_broken_by(write) == "licence_holder_replaces_or_assists"


def test_nearby_replacements_have_days_and_a_last_day(promise):
    write = change(promise, replaced_nearby_until=date(2026, 1, 1), replaced_nearby_days=0)
    assert law_broken_by(write) == "nearby_replacements_have_days_and_a_last_day"
    change(promise, replaced_nearby_until=date(2026, 1, 1), replaced_nearby_days=1)()


def test_doctor_commits_once_to_an_office_at_a_time_but_for_what_was_given_up(promise):
    again = lambda: a_promise(promise.office, promise.doctor)  # noqa: E731
    assert law_broken_by(again) == "doctor_commits_once_to_an_office_at_a_time"
    change(promise, state="given_up")()
    again()


def test_act_is_a_step_of_a_promises_life():
    """PostgreSQL knows the table of `rules.life`: every step of it, and no other."""
    allowed = set(steps())
    wrong = [
        (before, act, after)
        for before in (None, *State)
        for act in Act
        for after in State
        if (before, act, after) not in allowed
    ]
    promise = a_promise()
    for before, act, after in [*allowed, *wrong[:: max(1, len(wrong) // 40)]]:
        Commitment.objects.filter(id=promise.id).update(
            state=before or after, notice_given_on=date(2026, 5, 1), ends_on=date(2027, 5, 1)
        )
        if (before, act, after) in allowed:
            an_act(promise, act, before=before or "", after=after)
        else:
            write = lambda: an_act(promise, act, before=before or "", after=after)  # noqa: B023, E731
            assert law_broken_by(write) == "act_is_a_step_of_a_promises_life"


def test_act_when_appended_then_moves_its_promise(promise):
    an_act(promise, "extend", before="running", after="extended")
    promise.refresh_from_db()
    assert promise.state == State.EXTENDED
    assert list(promise.steps.order_by("pgh_id").values_list("state", flat=True))[-1] == "extended"


def test_act_starts_from_the_state_of_its_promise(promise):
    an_act(promise, "extend", before="running", after="extended")
    write = lambda: an_act(promise, "extend", before="running", after="extended")  # noqa: E731
    assert law_broken_by(write) == "act_starts_from_the_state_of_its_promise"


def test_act_of_another_network_when_appended_then_refused(promise):
    def write():
        an_act(Commitment(id=promise.id, network=a_network()), "amend")

    assert law_broken_by(write) == "act_starts_from_the_state_of_its_promise"


@pytest.mark.parametrize("change", [{"note": "autrement"}, None])
def test_promise_acts_are_only_appended(promise, change):
    act = an_act(promise)
    rows = PromiseAct.objects.filter(id=act.id)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        rows.update(**change) if change else rows.delete()


def test_deadline_is_marked_once(promise):
    a_mark(promise)
    assert law_broken_by(lambda: a_mark(promise)) == "deadline_is_marked_once"
    a_mark(promise, due_on=date(2026, 12, 16))


def test_deadline_without_object_says_why(promise):
    assert law_broken_by(lambda: a_mark(promise, is_not_needed=True)) == "deadline_without_object_says_why"
    a_mark(promise, is_not_needed=True, proof="zone sans aide")


def test_reminder_is_sent_once(promise):
    a_reminder(promise)
    assert law_broken_by(lambda: a_reminder(promise, sent_on=date(2026, 12, 2))) == "reminder_is_sent_once"
    a_reminder(promise, step=2)
    a_reminder(promise, party="coordinator")


def test_departure_opens_one_recruitment_at_a_time(promise):
    a_recruitment(promise)
    assert law_broken_by(lambda: a_recruitment(promise)) == "departure_opens_one_recruitment_at_a_time"
    RecruitmentCall.objects.update(closed_on=date(2026, 12, 5), outcome="found")
    a_recruitment(promise)


def test_closed_recruitment_tells_its_outcome(promise):
    a_recruitment(promise)
    name = "closed_recruitment_tells_its_outcome"
    assert law_broken_by(lambda: RecruitmentCall.objects.update(closed_on=date(2026, 12, 5))) == name
    assert law_broken_by(lambda: RecruitmentCall.objects.update(outcome="found")) == name


@pytest.mark.parametrize(("early", "late"), [(10, 10), (5, 10)])
def test_first_reminder_comes_before_the_second(early, late):
    network = a_network()
    write = lambda: ReminderKnobs.objects.create(network=network, early_days=early, late_days=late)  # noqa: E731
    assert law_broken_by(write) == "first_reminder_comes_before_the_second"


def test_reminders_are_repeated_no_sooner_than_daily():
    network = a_network()
    write = lambda: ReminderKnobs.objects.create(network=network, repeat_days=0)  # noqa: E731
    assert law_broken_by(write) == "reminders_are_repeated_no_sooner_than_daily"


def test_words_of_the_new_rows_when_shown_then_tell_what_they_are(promise):
    rows = [an_act(promise), a_mark(promise), a_reminder(promise), a_recruitment(promise)]
    knobs = ReminderKnobs.objects.create(network=promise.network)
    assert all(str(row) for row in [*rows, knobs])


def test_migration_when_it_ran_over_old_rows_then_what_is_over_has_ended():
    """0002_life: what runs keeps running; a promise whose last day is past has ended."""
    from importlib import import_module

    from django.apps import apps

    office = an_office()
    gone = a_promise(office, starts_on=date(2022, 1, 3), maximum_term_months=24)
    agreed = a_promise(office, starts_on=date(2022, 1, 3), ends_on=date(2022, 6, 30))
    here = a_promise(office, starts_on=date.today(), half_days_per_week=Decimal(4))  # noqa: DTZ011
    migration = import_module("releve.pipeline.commitments.migrations.0002_life")
    with connection.schema_editor() as editor:
        migration.end_what_is_over(apps, editor)
    states = dict(Commitment.objects.values_list("id", "state"))
    assert (states[gone.id], states[agreed.id], states[here.id]) == ("ended", "ended", "running")
