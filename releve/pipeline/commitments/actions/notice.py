"""The departure: one act creates all that follows from it, in one transaction (ORD-22).

The last day, and with it every deadline of the departure (they are computed from the act); the recruitment that
candidates and coverage read. Withdrawing it takes all of it back.
"""

from datetime import date, datetime

from django.utils.translation import gettext as _

from releve.pipeline.commitments.actions.acts import change_terms, check_proved, check_step, locked, record
from releve.pipeline.commitments.actions.terms import half_days_missed, needed_from
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.handover import Act
from releve.pipeline.commitments.models import Commitment, PromiseAct, RecruitmentCall
from releve.pipeline.commitments.queries.deadlines import EXEMPT
from releve.pipeline.commitments.rules.deadlines import notice_last_day
from releve.pipeline.commitments.rules.terms import last_day
from releve.pipeline.commitments.words.promises import DATE_LABELS
from releve.shared.half_days import local_day
from releve.shared.people.models import User
from releve.shared.words import date_words


def give_notice(
    *,
    commitment_id: int,
    happened_on: date,
    by: User,
    now: datetime,
    last_on: date | None = None,
    is_agreed: bool = False,
    is_exempt: bool = False,
    proof: str = "",
    note: str = "",
) -> PromiseAct:
    """Note a departure by the proved receipt of its notice; without a last day, the notice and the terms tell it.

    A last day before the end of the notice or of the minimum term is agreed between the two (`is_agreed`), or the law
    exempts her of the six months (`is_exempt`, ORD-22); why is nobody's business here.
    """
    with locked(commitment_id) as commitment:
        check_step(commitment, Act.GIVE_NOTICE)
        check_proved(commitment, Act.GIVE_NOTICE, happened_on, now)
        before = last_day(commitment.starts_on, commitment.ends_on, commitment.maximum_term_months)
        computed = min(_computed_last_day(commitment, happened_on), before)
        chosen = last_on or computed
        _check_notice(commitment, happened_on, chosen, computed, before, is_free=is_agreed or is_exempt)
        changes = change_terms(commitment, ends_on=chosen, notice_given_on=happened_on)
        if is_exempt:
            changes[EXEMPT] = [False, True]
        act = record(commitment, Act.GIVE_NOTICE, happened_on, by=by, now=now, proof=proof, note=note, changes=changes)
        RecruitmentCall.objects.create(
            network_id=commitment.network_id,
            office_id=commitment.office_id,
            commitment=commitment,
            opened_on=local_day(now, commitment.office.time_zone),
            needed_from=needed_from(commitment),
            half_days_per_week=half_days_missed(commitment),
        )
        return act


def withdraw_notice(
    *, commitment_id: int, happened_on: date, by: User, now: datetime, proof: str = "", note: str = ""
) -> PromiseAct:
    """Take a departure back: the last day of before holds again, and nobody is looked for any more."""
    with locked(commitment_id) as commitment:
        check_step(commitment, Act.WITHDRAW_NOTICE)
        check_proved(commitment, Act.WITHDRAW_NOTICE, happened_on, now)
        told_on = commitment.notice_given_on
        if told_on and happened_on < told_on:
            sentence = _("%(field)s : le %(day)s vient avant l’annonce, reçue le %(told)s. Corrigez la date.")
            words = {"day": date_words(happened_on), "told": date_words(told_on)}
            raise CommitmentRefused(sentence % ({"field": DATE_LABELS[Act.WITHDRAW_NOTICE]} | words))
        notice = commitment.acts.filter(kind=Act.GIVE_NOTICE).order_by("-noted_at", "-id").first()
        ends_before = notice.changes.get("ends_on", [None])[0] if notice else None
        ends_on = date.fromisoformat(ends_before) if ends_before else None
        if notice and "ends_on" not in notice.changes:
            ends_on = commitment.ends_on  # the last day was agreed before, and the notice left it
        back = {"ends_on": [commitment.ends_on and str(commitment.ends_on), ends_on and str(ends_on)]}
        act = record(commitment, Act.WITHDRAW_NOTICE, happened_on, by=by, now=now, proof=proof, note=note, changes=back)
        change_terms(commitment, ends_on=ends_on, notice_given_on=None)
        close_recruitment_of(commitment, RecruitmentCall.Outcome.NOTICE_WITHDRAWN, now)
        return act


def close_recruitment(*, call_id: int, outcome: RecruitmentCall.Outcome, by: User, now: datetime) -> RecruitmentCall:
    """Note how a recruitment ended. Closing it twice changes nothing."""
    call = RecruitmentCall.objects.select_related("office").get(pk=call_id)
    if call.closed_on is None:
        call.closed_on, call.outcome = local_day(now, call.office.time_zone), outcome
        call.save(update_fields=["closed_on", "outcome"])
    return call


def close_recruitment_of(commitment: Commitment, outcome: RecruitmentCall.Outcome, now: datetime) -> None:
    RecruitmentCall.objects.filter(commitment=commitment, closed_on__isnull=True).update(
        closed_on=local_day(now, commitment.office.time_zone), outcome=outcome
    )


def _computed_last_day(commitment: Commitment, told_on: date) -> date:
    return notice_last_day(told_on, commitment.notice_months, commitment.starts_on, commitment.minimum_term_months)


def _check_notice(
    commitment: Commitment, told_on: date, chosen: date, computed: date, before: date, *, is_free: bool
) -> None:
    if told_on < commitment.starts_on:
        sentence = _(
            "%(field)s : le %(day)s vient avant le premier jour de l’engagement, le %(start)s. "
            "Corrigez la date, ou abandonnez l’engagement s’il n’a pas commencé."
        )
        words = {"day": date_words(told_on), "start": date_words(commitment.starts_on)}
        raise CommitmentRefused(sentence % ({"field": DATE_LABELS[Act.GIVE_NOTICE]} | words))
    words = {"day": date_words(chosen)}
    if chosen < told_on:
        sentence = _("Dernier jour : le %(day)s vient avant l’annonce, reçue le %(told)s. Corrigez l’une des deux.")
        raise CommitmentRefused(sentence % (words | {"told": date_words(told_on)}))
    if chosen > before:
        sentence = _("Dernier jour : le %(day)s vient après la fin de l’engagement, le %(last)s. Prolongez-le d’abord.")
        raise CommitmentRefused(sentence % (words | {"last": date_words(before)}))
    if chosen < computed and not is_free:
        sentence = _(
            "Dernier jour : le %(day)s vient avant la fin du préavis et de la durée minimale, le %(computed)s. "
            "Choisissez ce jour ou un jour plus tardif, ou cochez que ce départ est convenu ou dispensé."
        )
        raise CommitmentRefused(sentence % (words | {"computed": date_words(computed)}))
