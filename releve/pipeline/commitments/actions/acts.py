"""Writes one act into the life of a promise: its state, its proved date, and what it changes in the terms."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from releve.pipeline.commitments.actions.laws import LAWS
from releve.pipeline.commitments.actions.welcome import welcome_follows
from releve.pipeline.commitments.errors import CommitmentRefused, NoticeAlreadyGiven, StepRefused
from releve.pipeline.commitments.handover import Act, Route, State
from releve.pipeline.commitments.models import Act as ActWord
from releve.pipeline.commitments.models import Commitment, PromiseAct
from releve.pipeline.commitments.rules.deadlines import minimum_last_day
from releve.pipeline.commitments.rules.life import FIRST_ACTS, next_acts, next_state
from releve.pipeline.commitments.rules.terms import last_day
from releve.pipeline.commitments.words.promises import DATE_LABELS
from releve.shared.half_days import local_day
from releve.shared.lawful_writes import check_fields, lawful_write
from releve.shared.people.models import User
from releve.shared.words import date_words

# Nobody promises outside these years; a typing error does.
YEARS = range(2000, 2101)


@contextmanager
def locked(commitment_id: int) -> Iterator[Commitment]:
    """Open a lawful write on one promise: of two acts at once the second sees what the first left."""
    with lawful_write(CommitmentRefused, LAWS):
        found = Commitment.objects.select_for_update(of=("self",), no_key=True).select_related("office", "doctor")
        yield found.get(pk=commitment_id)


def check_step(commitment: Commitment, kind: Act) -> State:
    """Return where an act leads, or refuse it with the acts that may follow."""
    after = next_state(State(commitment.state), kind)
    if after is None or kind not in next_acts(State(commitment.state), Route(commitment.route)):
        raise _refusal(commitment, kind)
    return after


def _refusal(commitment: Commitment, kind: Act) -> StepRefused:
    told, last = commitment.notice_given_on, commitment.ends_on
    if kind == Act.GIVE_NOTICE and commitment.state == State.NOTICE_GIVEN and told and last:
        sentence = _(
            "Le départ est déjà annoncé : annonce reçue le %(told)s, dernier jour le %(last)s. "
            "Pour changer la date, notez un avenant ; pour annuler, retirez l’annonce."
        )
        return NoticeAlreadyGiven(sentence % {"told": date_words(told), "last": date_words(last)})
    may_follow = next_acts(State(commitment.state), Route(commitment.route))
    if not may_follow:
        sentence = _("Engagement « %(state)s » : « %(act)s » n’y a plus sa place. Saisissez un nouvel engagement.")
        return StepRefused(sentence % _step_words(commitment, kind))
    sentence = _("Engagement « %(state)s » : « %(act)s » n’y a pas sa place. Actes possibles : %(acts)s.")
    acts = ", ".join(str(ActWord(act).label) for act in may_follow)
    return StepRefused(sentence % (_step_words(commitment, kind) | {"acts": acts}))


def _step_words(commitment: Commitment, kind: Act) -> dict[str, str]:
    return {"state": commitment.get_state_display(), "act": str(ActWord(kind).label)}


def check_proved(commitment: Commitment, kind: Act, happened_on: date, now: datetime) -> None:
    """Refuse a proved date that has not come yet, or that nobody can mean."""
    label = DATE_LABELS[kind]
    if happened_on.year not in YEARS:
        sentence = _("%(field)s : vérifiez l’année de « %(day)s ».")
        raise CommitmentRefused(sentence % {"field": label, "day": f"{happened_on:%d/%m/%Y}"})
    today = local_day(now, commitment.office.time_zone)
    if happened_on > today:
        sentence = _(
            "%(field)s : le %(day)s est à venir. Notez la date prouvée une fois passée (nous sommes le %(today)s)."
        )
        words = {"field": label, "day": date_words(happened_on), "today": date_words(today)}
        raise CommitmentRefused(sentence % words)


def record_first(commitment: Commitment, kind: Act, happened_on: date, *, by: User | None, now: datetime) -> PromiseAct:
    """Append the act that begins a promise's life; the promise is stored in its state already."""
    return _append(commitment, kind, "", FIRST_ACTS[kind], happened_on, by=by, now=now)


def record(
    commitment: Commitment,
    kind: Act,
    happened_on: date,
    *,
    by: User | None,
    now: datetime,
    proof: str = "",
    note: str = "",
    changes: Mapping[str, list[Any]] | None = None,
) -> PromiseAct:
    """Append an act, which moves the promise. Call it inside `locked`."""
    after = check_step(commitment, kind)
    before = commitment.state
    act = _append(commitment, kind, before, after, happened_on, by=by, now=now, proof=proof, note=note, changes=changes)
    commitment.state = after
    return act


def change_terms(commitment: Commitment, **terms: Any) -> dict[str, list[Any]]:
    """Store new terms and return {field: [before, after]} of those that really change."""
    changes = {}
    for field, after in terms.items():
        before = getattr(commitment, field)
        if before != after:
            changes[field] = [_plain(before), _plain(after)]
            setattr(commitment, field, after)
    check_fields(commitment, CommitmentRefused)
    if changes:
        commitment.save(update_fields=list(changes))
    return changes


def check_terms(commitment: Commitment) -> None:
    """Refuse terms that nobody can mean."""
    check_fields(commitment, CommitmentRefused)
    if any(day.year not in YEARS for day in (commitment.starts_on, commitment.ends_on) if day):
        raise CommitmentRefused(_("Dates de l’engagement : vérifiez l’année."))
    check_half_days(commitment.half_days_per_week)


def check_end(commitment: Commitment, *, is_new: bool = False) -> None:
    """Refuse an agreed last day beyond the maximum term, and one before the minimum term in a new promise.

    In a promise that stands, an earlier last day is what the two agreed on.
    """
    ends_on, starts_on = commitment.ends_on, commitment.starts_on
    if ends_on is None:
        return
    limit = last_day(starts_on, None, commitment.maximum_term_months)
    least = minimum_last_day(starts_on, commitment.minimum_term_months)
    if ends_on > limit:
        sentence = _(
            "Dernier jour convenu : le %(day)s dépasse la durée maximale de %(n)d mois, qui s’arrête le %(limit)s. "
            "Choisissez un jour d’ici là, ou relevez la durée maximale."
        )
        words = {"day": date_words(ends_on), "n": commitment.maximum_term_months, "limit": date_words(limit)}
        raise CommitmentRefused(sentence % words)
    if is_new and starts_on <= ends_on < least:
        sentence = _(
            "Dernier jour convenu : le %(day)s vient avant la fin de la durée minimale de %(n)d mois, le %(least)s. "
            "Choisissez un jour plus tardif, ou baissez la durée minimale."
        )
        words = {"day": date_words(ends_on), "n": commitment.minimum_term_months, "least": date_words(least)}
        raise CommitmentRefused(sentence % words)


def check_half_days(half_days_per_week: Decimal) -> None:
    """Refuse what is neither a whole number nor a half."""
    if Decimal(str(half_days_per_week)) * 2 % 1:
        raise CommitmentRefused(_("Demi-journées par semaine : comptez par moitié, comme 4 ou 4,5."))


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)


def _append(
    commitment: Commitment,
    kind: Act,
    before: str,
    after: State,
    happened_on: date,
    *,
    by: User | None,
    now: datetime,
    proof: str = "",
    note: str = "",
    changes: Mapping[str, list[Any]] | None = None,
) -> PromiseAct:
    act = PromiseAct(
        network_id=commitment.network_id,
        commitment=commitment,
        kind=kind,
        before=before,
        after=after,
        happened_on=happened_on,
        proof=proof.strip(),
        note=note.strip(),
        changes=dict(changes or {}),
        noted_at=now,
        noted_by=by,
    )
    check_fields(act, CommitmentRefused)
    act.save()
    welcome_follows(commitment, kind, happened_on, by=by, now=now)
    return act
