"""One act creates all that follows from a departure (ORD-22), and one takes it back."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from releve.pipeline.commitments import actions
from releve.pipeline.commitments.errors import CommitmentRefused, NoticeAlreadyGiven, ShiftsOutsideCommitment
from releve.pipeline.commitments.handover import Act, DeadlineKind, State
from releve.pipeline.commitments.models import Commitment, PromiseAct, RecruitmentCall
from releve.pipeline.commitments.queries import acts_of, open_calls, terms_of
from releve.pipeline.commitments.queries.deadlines import deadlines_of_promise
from tests.factories import a_promise, a_shift, a_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
TODAY = date(2026, 12, 1)
TOLD = date(2026, 11, 16)


@pytest.fixture
def by():
    return {"by": a_user("network"), "now": NOW}


@pytest.fixture
def promise():
    return a_promise(starts_on=date(2025, 9, 1), half_days_per_week=4)


def give(promise, by, **fields):
    return actions.give_notice(**{"commitment_id": promise.id, "happened_on": TOLD} | fields, **by)


def stored(promise):
    return Commitment.objects.select_related("doctor", "office").get(id=promise.id)


def test_notice_when_given_then_everything_follows(promise, by):
    act = give(promise, by, proof="Recommandé 1A 877")
    found = stored(promise)
    assert (found.state, found.notice_given_on, found.ends_on) == ("notice_given", TOLD, date(2027, 5, 16))
    assert act.changes == {"ends_on": [None, "2027-05-16"], "notice_given_on": [None, "2026-11-16"]}
    call = RecruitmentCall.objects.get()
    assert (call.opened_on, call.needed_from, call.half_days_per_week) == (TODAY, date(2027, 5, 17), Decimal(4))
    due = {each.kind: each.due_on for each in deadlines_of_promise(found, TODAY)}
    assert due[DeadlineKind.TELL_ARS] == due[DeadlineKind.TELL_ORDRE] == TOLD
    assert {DeadlineKind.INFORM_PATIENTS, DeadlineKind.HAND_OVER_PATIENTS, DeadlineKind.RECORDS_CUSTODY} <= set(due)
    (term,) = terms_of(promise.network_id)
    assert (term.is_leaving, term.notice_given_on, term.last_on) == (True, TOLD, date(2027, 5, 16))
    assert [each.needed_from for each in open_calls(promise.network_id)] == [date(2027, 5, 17)]


def test_notice_when_given_twice_then_refused_with_the_dates_of_the_first(promise, by):
    give(promise, by)
    words = "déjà annoncé : annonce reçue le 16 novembre 2026, dernier jour le 16 mai 2027.*retirez l’annonce"
    with pytest.raises(NoticeAlreadyGiven, match=words):
        give(promise, by)
    assert RecruitmentCall.objects.count() == 1


@pytest.mark.parametrize(
    ("starts_on", "fields", "last_on"),
    [
        (date(2025, 9, 1), {}, date(2027, 5, 16)),  # six calendar months
        (date(2026, 9, 1), {}, date(2027, 8, 31)),  # not before the minimum term
        (date(2025, 3, 1), {}, date(2027, 2, 28)),  # never after the maximum term
        (date(2026, 9, 1), {"last_on": date(2026, 12, 31), "is_agreed": True}, date(2026, 12, 31)),
        (date(2026, 9, 1), {"last_on": date(2026, 11, 30), "is_exempt": True}, date(2026, 11, 30)),
        (date(2025, 9, 1), {"last_on": date(2027, 6, 30)}, date(2027, 6, 30)),
    ],
)
def test_last_day_when_notice_is_given_then_notice_minimum_and_maximum_hold(by, starts_on, fields, last_on):
    promise = a_promise(starts_on=starts_on)
    give(promise, by, **fields)
    assert stored(promise).ends_on == last_on


def test_31_august_when_six_months_then_the_last_day_of_february(by):
    promise = a_promise(starts_on=date(2025, 6, 1))
    give(promise, by, happened_on=date(2026, 8, 31))
    found = stored(promise)
    assert found.ends_on == date(2027, 2, 28)
    due = {each.kind: each.due_on for each in deadlines_of_promise(found, TODAY)}
    assert due[DeadlineKind.TELL_ARS] == date(2026, 8, 31)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"happened_on": date(2026, 12, 2)}, "Annonce reçue le : le 2 décembre 2026 est à venir"),
        ({"happened_on": date(2025, 8, 31)}, "avant le premier jour de l’engagement, le 1er septembre 2025"),
        (
            {"last_on": date(2026, 11, 15), "is_agreed": True},
            "Dernier jour : .* vient avant l’annonce, reçue le 16 nov",
        ),
        ({"last_on": date(2027, 9, 1)}, "Dernier jour : .* après la fin de l’engagement, le 31 août 2027. Prolongez"),
        ({"last_on": date(2027, 5, 15)}, "avant la fin du préavis et de la durée minimale, le 16 mai 2027"),
    ],
)
def test_notice_when_its_dates_cannot_be_then_refused_and_nothing_created(promise, by, fields, words):
    with pytest.raises(CommitmentRefused, match=words):
        give(promise, by, **fields)
    assert not PromiseAct.objects.exists()
    assert not RecruitmentCall.objects.exists()
    assert stored(promise).state == State.RUNNING


def test_notice_when_shifts_stand_after_the_last_day_then_nothing_of_it_is_stored(promise, by):
    """One transaction: all or nothing."""
    a_shift(promise.office, promise.doctor, date(2027, 5, 17))
    with pytest.raises(ShiftsOutsideCommitment):
        give(promise, by)
    assert stored(promise).ends_on is None
    assert not PromiseAct.objects.exists()
    assert not RecruitmentCall.objects.exists()


def test_notice_when_the_law_exempts_then_no_six_months_and_no_reason_kept(promise, by):
    act = give(promise, by, last_on=date(2026, 12, 31), is_exempt=True)
    assert act.changes["is_exempt_of_cessation_notice"] == [False, True]
    due = {each.kind for each in deadlines_of_promise(stored(promise), TODAY)}
    assert DeadlineKind.TELL_ARS not in due
    assert DeadlineKind.RECORDS_CUSTODY in due


@pytest.mark.parametrize("ends_on", [None, date(2027, 8, 15), date(2027, 5, 16)])
def test_notice_when_withdrawn_then_all_is_as_before(promise, by, ends_on):
    Commitment.objects.filter(id=promise.id).update(ends_on=ends_on)
    before = deadlines_of_promise(stored(promise), TODAY)
    give(promise, by)
    assert deadlines_of_promise(stored(promise), TODAY) != before
    actions.withdraw_notice(commitment_id=promise.id, happened_on=TODAY, **by)
    found = stored(promise)
    assert (found.state, found.notice_given_on, found.ends_on) == ("running", None, ends_on)
    call = RecruitmentCall.objects.get()
    assert (call.closed_on, call.outcome) == (TODAY, "notice_withdrawn")
    assert open_calls(promise.network_id) == []
    assert deadlines_of_promise(found, TODAY) == before
    give(promise, by)  # and it can be given again
    assert RecruitmentCall.objects.count() == 2


def test_withdrawal_when_before_the_notice_then_refused(promise, by):
    give(promise, by)
    with pytest.raises(CommitmentRefused, match="Retrait reçu le : le 15 novembre 2026 vient avant l’annonce"):
        actions.withdraw_notice(commitment_id=promise.id, happened_on=date(2026, 11, 15), **by)


def test_last_day_when_amended_after_the_notice_then_the_recruitment_follows(promise, by):
    give(promise, by)
    names = ("starts_on", "half_days_per_week", "minimum_term_months", "maximum_term_months", "notice_months")
    terms = {name: getattr(stored(promise), name) for name in names}
    amend = {"commitment_id": promise.id, "happened_on": TODAY, **terms, **by}
    with pytest.raises(CommitmentRefused, match="un départ annoncé en a un"):
        actions.amend_promise(ends_on=None, **amend)
    actions.amend_promise(ends_on=date(2027, 6, 30), **amend)
    assert RecruitmentCall.objects.get().needed_from == date(2027, 7, 1)
    assert [act.kind for act in acts_of(promise.id)] == [Act.GIVE_NOTICE, Act.AMEND]


def test_recruitment_when_closed_then_once_and_the_successor_is_found(promise, by):
    give(promise, by)
    call = RecruitmentCall.objects.get()
    for _ in range(2):
        actions.close_recruitment(call_id=call.id, outcome=RecruitmentCall.Outcome.FOUND, **by)
    due = {each.kind: each for each in deadlines_of_promise(stored(promise), TODAY)}
    assert due[DeadlineKind.FIND_SUCCESSOR].done_on == TODAY
