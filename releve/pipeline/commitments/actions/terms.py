"""New terms: an amendment, or a longer promise. The old terms stay in the act."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from releve.pipeline.commitments.actions.acts import (
    change_terms,
    check_end,
    check_half_days,
    check_proved,
    check_step,
    check_terms,
    locked,
    record,
)
from releve.pipeline.commitments.actions.amendments import amend_from, row_in_force
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.handover import Act, State
from releve.pipeline.commitments.models import Commitment, PromiseAct, RecruitmentCall
from releve.pipeline.commitments.queries.amendments import terms_in_force
from releve.pipeline.commitments.rules.life import BEFORE_THE_START
from releve.pipeline.commitments.rules.terms import last_day
from releve.shared.half_days import local_day
from releve.shared.lawful_writes import check_fields
from releve.shared.people.models import User
from releve.shared.words import date_words


def amend_promise(
    *,
    commitment_id: int,
    happened_on: date,
    starts_on: date,
    ends_on: date | None,
    half_days_per_week: Decimal,
    minimum_term_months: int,
    maximum_term_months: int,
    notice_months: int,
    by: User,
    now: datetime,
    valid_from: date | None = None,
    seen_act: int | None = None,
    proof: str = "",
    note: str = "",
) -> PromiseAct:
    """Change terms by an amendment, which is sent to the Ordre within a month too (ORD-16). Give every term.

    With `valid_from` the number of half-days changes on that day only; the other terms change at once.
    `seen_act` is the last act that whoever gives the terms has seen: a later one is not undone unread.
    """
    with locked(commitment_id) as commitment:
        check_step(commitment, Act.AMEND)
        if seen_act is not None and seen_act != last_act(commitment):
            raise CommitmentRefused(
                _("Un autre acte vient d’être noté, et les termes ont pu changer. Rechargez la page, puis reprenez.")
            )
        check_proved(commitment, Act.AMEND, happened_on, now)
        _check_days(commitment, starts_on, ends_on)
        today = local_day(now, commitment.office.time_zone)
        changes = change_terms(
            commitment,
            starts_on=starts_on,
            ends_on=ends_on,
            minimum_term_months=minimum_term_months,
            maximum_term_months=maximum_term_months,
            notice_months=notice_months,
        )
        if valid_from:
            changes |= amend_from(commitment, valid_from, half_days_per_week, today)
        else:
            changes |= change_half_days(commitment, half_days_per_week, today)
        if not changes:
            raise CommitmentRefused(_("Avenant : aucun terme ne change. Modifiez-en un, ou notez un autre acte."))
        check_terms(commitment)
        check_end(commitment)
        if commitment.state == State.NOTICE_GIVEN:
            open_call_follows(commitment)
        return record(commitment, Act.AMEND, happened_on, by=by, now=now, proof=proof, note=note, changes=changes)


def extend_promise(
    *,
    commitment_id: int,
    happened_on: date,
    ends_on: date,
    by: User,
    now: datetime,
    maximum_term_months: int | None = None,
    proof: str = "",
    note: str = "",
) -> PromiseAct:
    """Agree on a later last day, within the maximum term or with a longer one."""
    with locked(commitment_id) as commitment:
        check_step(commitment, Act.EXTEND)
        check_proved(commitment, Act.EXTEND, happened_on, now)
        longest = maximum_term_months or commitment.maximum_term_months
        before = last_day(commitment.starts_on, commitment.ends_on, commitment.maximum_term_months)
        if ends_on <= before:
            sentence = _(
                "Nouveau dernier jour : le %(day)s ne vient pas après le dernier jour actuel, le %(last)s. "
                "Pour raccourcir, notez un avenant."
            )
            raise CommitmentRefused(sentence % {"day": date_words(ends_on), "last": date_words(before)})
        limit = last_day(commitment.starts_on, None, longest)
        if ends_on > limit:
            sentence = _(
                "Nouveau dernier jour : le %(day)s dépasse la durée maximale de %(n)d mois, qui s’arrête le %(limit)s. "
                "Choisissez un jour d’ici là, ou relevez la durée maximale."
            )
            words = {"day": date_words(ends_on), "n": longest, "limit": date_words(limit)}
            raise CommitmentRefused(sentence % words)
        changes = change_terms(commitment, ends_on=ends_on, maximum_term_months=longest)
        check_terms(commitment)
        return record(commitment, Act.EXTEND, happened_on, by=by, now=now, proof=proof, note=note, changes=changes)


def change_papers(
    *,
    commitment_id: int,
    by: User | None,
    now: datetime,
    replaced_doctor_name: str,
    replaced_doctor_id: int | None,
    supervisor_name: str,
    licence_until: date | None,
    replaced_nearby_days: int | None,
    replaced_nearby_until: date | None,
) -> Commitment:
    """Note what the route asks for: whom she replaces, who supervises, her licence, her replacements nearby."""
    with locked(commitment_id) as commitment:
        if replaced_doctor_id == commitment.doctor_id:
            raise CommitmentRefused(_("Médecin remplacé : personne ne se remplace soi-même. Choisissez un autre nom."))
        change_terms(
            commitment,
            replaced_doctor_name=replaced_doctor_name.strip(),
            replaced_doctor_id=replaced_doctor_id,
            supervisor_name=supervisor_name.strip(),
            licence_until=licence_until,
            replaced_nearby_days=replaced_nearby_days,
            replaced_nearby_until=replaced_nearby_until,
        )
        return commitment


def last_act(commitment: Commitment) -> int:
    """Return the number of the last act noted, 0 before the first."""
    return commitment.acts.order_by("-id").values_list("id", flat=True).first() or 0


def open_call_follows(commitment: Commitment) -> None:
    """Keep the recruitment of a departure on the terms of the promise."""
    RecruitmentCall.objects.filter(commitment=commitment, closed_on__isnull=True).update(
        needed_from=needed_from(commitment), half_days_per_week=half_days_missed(commitment)
    )


def half_days_missed(commitment: Commitment) -> Decimal:
    """Return the half-days a week that nobody works once she has left: those of her last day."""
    last = last_day(commitment.starts_on, commitment.ends_on, commitment.maximum_term_months)
    return Decimal(str(terms_in_force(commitment, last).half_days_per_week))


def needed_from(commitment: Commitment) -> date:
    """Return the first day on which she is missed."""
    last = last_day(commitment.starts_on, commitment.ends_on, commitment.maximum_term_months)
    return date.fromordinal(last.toordinal() + 1)


def change_half_days(commitment: Commitment, half_days_per_week: Decimal, today: date) -> dict[str, Any]:
    """Change the number of half-days of the terms that hold today, and return {field: [before, after]}."""
    row = row_in_force(commitment, today)
    if row is None:
        return change_terms(commitment, half_days_per_week=half_days_per_week)
    before = row.half_days_per_week
    if before == half_days_per_week:
        return {}
    check_half_days(half_days_per_week)
    row.half_days_per_week = half_days_per_week
    check_fields(row, CommitmentRefused)
    row.save()
    return {"half_days_per_week": [str(before), str(half_days_per_week)]}


def _check_days(commitment: Commitment, starts_on: date, ends_on: date | None) -> None:
    first_amended = commitment.amended_terms.order_by("valid_from").first()
    if first_amended and starts_on >= first_amended.valid_from:
        sentence = _("Premier jour : des demi-journées changent le %(day)s. Choisissez un jour avant, ou retirez-les.")
        raise CommitmentRefused(sentence % {"day": date_words(first_amended.valid_from)})
    if starts_on != commitment.starts_on and commitment.state not in BEFORE_THE_START:
        sentence = _("Premier jour : l’engagement a commencé le %(start)s, ce jour ne change plus. Remettez-le.")
        raise CommitmentRefused(sentence % {"start": date_words(commitment.starts_on)})
    if ends_on and ends_on < starts_on:
        sentence = _(
            "Dernier jour convenu : le %(last)s vient avant le premier jour, le %(start)s. Corrigez l’un des deux."
        )
        raise CommitmentRefused(sentence % {"last": date_words(ends_on), "start": date_words(starts_on)})
    if ends_on is None and commitment.state == State.NOTICE_GIVEN:
        raise CommitmentRefused(
            _("Dernier jour convenu : un départ annoncé en a un. Indiquez-le, ou retirez d’abord l’annonce.")
        )
