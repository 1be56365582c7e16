"""What was done about a deadline, and how early a network wants to be reminded."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils.translation import gettext as _

from releve.pipeline.commitments.actions.acts import YEARS, change_terms, locked
from releve.pipeline.commitments.actions.laws import LAWS
from releve.pipeline.commitments.actions.life import appeal_opposition, declare_site, sign_contract
from releve.pipeline.commitments.actions.welcome import tick_line
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.handover import Act, DeadlineKind
from releve.pipeline.commitments.models import DeadlineMark, PromiseAct, RecruitmentCall, ReminderKnobs
from releve.pipeline.commitments.queries.deadlines import deadlines_of_promise
from releve.pipeline.commitments.rules.ordre import next_licence_end
from releve.pipeline.commitments.rules.shared_facts import ACT_OF_DEADLINE, TASK_OF_DEADLINE
from releve.shared.half_days import local_day
from releve.shared.lawful_writes import check_fields, lawful_write
from releve.shared.people.models import User
from releve.shared.words import date_words

_ACTS: dict[Act, Callable[..., PromiseAct]] = {
    Act.DECLARE: declare_site,
    Act.SIGN: sign_contract,
    Act.APPEAL: appeal_opposition,
}


def mark_deadline(
    *,
    commitment_id: int,
    kind: DeadlineKind,
    due_on: date,
    done_on: date,
    by: User,
    now: datetime,
    proof: str = "",
    is_not_needed: bool = False,
) -> DeadlineMark | PromiseAct:
    """Note that a deadline was met, with its proved date, or that it has no object here. Noted twice, it stays once.

    A licence that was renewed is valid until the next 15 November (ORD-11); a successor who was found closes the
    recruitment. What an act meets (declaration, signature, recours) is noted as that act, with all that follows; the
    same fact is ticked on the welcome list.
    """
    with locked(commitment_id) as commitment:
        today = local_day(now, commitment.office.time_zone)
        if done_on > today or done_on.year not in YEARS:
            sentence = _(
                "Fait le : le %(day)s est à venir ou n’est pas plausible. Notez la date prouvée, une fois passée."
            )
            raise CommitmentRefused(sentence % {"day": date_words(done_on)})
        known = {(found.kind, found.due_on): found for found in deadlines_of_promise(commitment, today)}
        if (kind, due_on) not in known:
            raise CommitmentRefused(_("Cette échéance n’existe plus : une date a changé. Rechargez la page."))
        if not is_not_needed:
            if kind == DeadlineKind.GIVE_NOTICE:
                raise CommitmentRefused(_("Préavis : annoncez le départ par son acte, il crée tout ce qui suit."))
            if kind in ACT_OF_DEADLINE:
                write = _ACTS[ACT_OF_DEADLINE[kind]]
                return write(commitment_id=commitment_id, happened_on=done_on, by=by, now=now, proof=proof)
        mark = DeadlineMark(
            network_id=commitment.network_id,
            commitment=commitment,
            kind=kind,
            due_on=due_on,
            done_on=done_on,
            proof=proof.strip(),
            is_not_needed=is_not_needed,
            noted_at=now,
            noted_by=by,
        )
        check_fields(mark, CommitmentRefused)
        same = DeadlineMark.objects.filter(commitment=commitment, kind=kind, due_on=due_on).first()
        if same:
            return same
        mark.save()
        if kind in TASK_OF_DEADLINE:
            tick_line(commitment, TASK_OF_DEADLINE[kind], done_on, by)
        if kind == DeadlineKind.RENEW_LICENCE and not is_not_needed:
            change_terms(commitment, licence_until=next_licence_end(date(due_on.year, 11, 16)))
        if kind == DeadlineKind.FIND_SUCCESSOR and not is_not_needed:
            RecruitmentCall.objects.filter(commitment=commitment, closed_on__isnull=True).update(
                closed_on=done_on, outcome=RecruitmentCall.Outcome.FOUND
            )
        return mark


def unmark_deadline(*, commitment_id: int, kind: DeadlineKind, due_on: date, by: User, now: datetime) -> None:
    """Take a mark back that was made by mistake. Taking it back twice changes nothing."""
    with locked(commitment_id) as commitment:
        n_marks, _marks = DeadlineMark.objects.filter(commitment=commitment, kind=kind, due_on=due_on).delete()
        if n_marks and kind in TASK_OF_DEADLINE:
            tick_line(commitment, TASK_OF_DEADLINE[kind], None, by)


def change_reminders(
    *, network_id: int, early_days: int, late_days: int, repeat_days: int, by: User, now: datetime
) -> ReminderKnobs:
    """Change how early and how often a network is reminded."""
    if early_days <= late_days:
        sentence = _(
            "Premier rappel (jours avant) : %(early)d jours ne viennent pas avant le deuxième, à %(late)d jours. "
            "Donnez un nombre plus grand."
        )
        raise CommitmentRefused(sentence % {"early": early_days, "late": late_days})
    knobs = ReminderKnobs.objects.filter(network_id=network_id).first() or ReminderKnobs(network_id=network_id)
    knobs.early_days, knobs.late_days, knobs.repeat_days = early_days, late_days, repeat_days
    check_fields(knobs, CommitmentRefused)
    with lawful_write(CommitmentRefused, LAWS):
        knobs.save()
    return knobs
