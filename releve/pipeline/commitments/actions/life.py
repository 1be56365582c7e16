"""The steps of a promise from its proposal to its end, one action for each."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from releve.pipeline.commitments.actions.acts import change_terms, check_proved, check_step, locked, record
from releve.pipeline.commitments.actions.recruitments import reopen_answered
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.handover import Act, Route, State
from releve.pipeline.commitments.models import Commitment, PromiseAct
from releve.pipeline.commitments.rules.life import BEFORE_THE_START, DECLARED_ROUTES
from releve.pipeline.commitments.rules.ordre import DECLARATION_MONTHS
from releve.pipeline.commitments.rules.terms import add_months, last_day
from releve.pipeline.commitments.words.promises import DATE_LABELS
from releve.shared.half_days import local_day
from releve.shared.people.models import User
from releve.shared.words import date_words


def agree_promise(
    *, commitment_id: int, happened_on: date, by: User, now: datetime, proof: str = "", note: str = ""
) -> PromiseAct:
    """Note that both sides agree on a proposal: it can be laid from now on."""
    return _plain_step(commitment_id, Act.AGREE, happened_on, by, now, proof, note)


def declare_site(
    *, commitment_id: int, happened_on: date, by: User, now: datetime, proof: str = "", note: str = ""
) -> PromiseAct:
    """Note the proved receipt of the declaration: nothing is laid before two calendar months after it (ORD-01)."""
    with locked(commitment_id) as commitment:
        if Route(commitment.route) not in DECLARED_ROUTES:
            sentence = _("Cadre d’exercice : « %(route)s » ne se déclare pas. Seul un site distinct se déclare ainsi.")
            raise CommitmentRefused(sentence % {"route": commitment.get_route_display()})
        check_step(commitment, Act.DECLARE)
        check_proved(commitment, Act.DECLARE, happened_on, now)
        if commitment.state in BEFORE_THE_START and happened_on > commitment.starts_on:
            sentence = _(
                "%(field)s : le %(day)s vient après le premier jour convenu, le %(start)s. "
                "Déplacez d’abord le premier jour par un avenant, ou corrigez la date."
            )
            words = _dates(Act.DECLARE, happened_on, start=commitment.starts_on)
            raise CommitmentRefused(sentence % words)
        _check_after_opposition(commitment, happened_on)
        changes = change_terms(
            commitment,
            may_start_on=add_months(happened_on, DECLARATION_MONTHS),
            declaration_noted_on=local_day(now, commitment.office.time_zone),
        )
        return record(commitment, Act.DECLARE, happened_on, by=by, now=now, proof=proof, note=note, changes=changes)


def note_opposition(
    *, commitment_id: int, happened_on: date, by: User, now: datetime, proof: str = "", note: str = ""
) -> PromiseAct:
    """Note that the Ordre opposes the site (ORD-02): nothing is laid or published until it is lifted."""
    return _after_last(commitment_id, Act.OPPOSE, (Act.DECLARE,), happened_on, by, now, proof, note)


def appeal_opposition(
    *, commitment_id: int, happened_on: date, by: User, now: datetime, proof: str = "", note: str = ""
) -> PromiseAct:
    """Note the recours before the Conseil national, which comes before any court (ORD-02)."""
    return _after_last(commitment_id, Act.APPEAL, (Act.OPPOSE,), happened_on, by, now, proof, note)


def lift_opposition(
    *, commitment_id: int, happened_on: date, by: User, now: datetime, proof: str = "", note: str = ""
) -> PromiseAct:
    """Note that the opposition fell: the declaration counts again."""
    return _after_last(commitment_id, Act.ALLOW, (Act.OPPOSE, Act.APPEAL), happened_on, by, now, proof, note)


def sign_contract(
    *, commitment_id: int, happened_on: date, by: User, now: datetime, proof: str = "", note: str = ""
) -> PromiseAct:
    """Note the signature: the doctor sends the contract to the Ordre within a calendar month (ORD-16)."""
    return _plain_step(commitment_id, Act.SIGN, happened_on, by, now, proof, note)


def start_promise(
    *, commitment_id: int, happened_on: date, by: User | None, now: datetime, proof: str = "", note: str = ""
) -> PromiseAct:
    """Note that she has begun, never before the agreed day or before her declaration allows it."""
    with locked(commitment_id) as commitment:
        check_step(commitment, Act.START)
        check_proved(commitment, Act.START, happened_on, now)
        _check_start(commitment, happened_on)
        return record(commitment, Act.START, happened_on, by=by, now=now, proof=proof, note=note)


def end_promise(
    *, commitment_id: int, happened_on: date, by: User | None, now: datetime, proof: str = "", note: str = ""
) -> PromiseAct:
    """Note the last day worked. A day before the agreed one becomes the agreed one."""
    with locked(commitment_id) as commitment:
        check_step(commitment, Act.END)
        check_proved(commitment, Act.END, happened_on, now)
        agreed = last_day(commitment.starts_on, commitment.ends_on, commitment.maximum_term_months)
        if happened_on > agreed:
            sentence = _(
                "%(field)s : le %(day)s vient après le dernier jour de l’engagement, le %(last)s. Prolongez-le d’abord."
            )
            raise CommitmentRefused(sentence % _dates(Act.END, happened_on, last=agreed))
        if happened_on < commitment.starts_on:
            raise CommitmentRefused(_before_the_start(Act.END, happened_on, commitment))
        changes = change_terms(commitment, ends_on=happened_on) if happened_on != commitment.ends_on else {}
        return record(commitment, Act.END, happened_on, by=by, now=now, proof=proof, note=note, changes=changes)


def give_up_promise(
    *, commitment_id: int, happened_on: date, by: User, now: datetime, proof: str = "", note: str = ""
) -> PromiseAct:
    """Note that a promise will not begin. Its days are free again; the recruitments that it answered are open again."""
    with locked(commitment_id) as commitment:
        check_step(commitment, Act.GIVE_UP)
        check_proved(commitment, Act.GIVE_UP, happened_on, now)
        if commitment.acts.filter(kind__in=[Act.START, Act.ENTER]).exists() or not commitment.acts.exists():
            sentence = _("%(field)s : cet engagement a déjà commencé, le %(start)s. Notez sa fin plutôt.")
            raise CommitmentRefused(sentence % _dates(Act.GIVE_UP, happened_on, start=commitment.starts_on))
        act = record(commitment, Act.GIVE_UP, happened_on, by=by, now=now, proof=proof, note=note)
        reopen_answered(commitment)
        return act


def _plain_step(
    commitment_id: int, kind: Act, happened_on: date, by: User, now: datetime, proof: str, note: str
) -> PromiseAct:
    with locked(commitment_id) as commitment:
        check_step(commitment, kind)
        check_proved(commitment, kind, happened_on, now)
        return record(commitment, kind, happened_on, by=by, now=now, proof=proof, note=note)


def _after_last(
    commitment_id: int,
    kind: Act,
    earlier: tuple[Act, ...],
    happened_on: date,
    by: User,
    now: datetime,
    proof: str,
    note: str,
) -> PromiseAct:
    with locked(commitment_id) as commitment:
        check_step(commitment, kind)
        check_proved(commitment, kind, happened_on, now)
        last = PromiseAct.objects.filter(commitment=commitment, kind__in=earlier).order_by("-noted_at", "-id").first()
        if last and happened_on < last.happened_on:
            sentence = _("%(field)s : le %(day)s vient avant « %(act)s », le %(last)s. Vérifiez les deux dates.")
            words = _dates(kind, happened_on, last=last.happened_on) | {"act": last.get_kind_display()}
            raise CommitmentRefused(sentence % words)
        return record(commitment, kind, happened_on, by=by, now=now, proof=proof, note=note)


def _check_after_opposition(commitment: Commitment, received_on: date) -> None:
    """Refuse a declaration from before the opposition that stands: a form left open would wipe it out."""
    if commitment.state != State.OPPOSED:
        return
    opposed = commitment.acts.filter(kind=Act.OPPOSE).order_by("-noted_at", "-id").first()
    if opposed and received_on < opposed.happened_on:
        sentence = _(
            "%(field)s : le %(day)s vient avant l’opposition de l’Ordre, le %(opposed)s. Une nouvelle déclaration la "
            "suit ; si l’opposition est tombée, notez-la levée."
        )
        raise CommitmentRefused(sentence % _dates(Act.DECLARE, received_on, opposed=opposed.happened_on))


def _check_start(commitment: Commitment, happened_on: date) -> None:
    if happened_on < commitment.starts_on:
        raise CommitmentRefused(_before_the_start(Act.START, happened_on, commitment))
    if commitment.may_start_on and happened_on < commitment.may_start_on:
        sentence = _(
            "%(field)s : le %(day)s vient trop tôt, la déclaration ne permet d’exercer qu’à partir du %(allowed)s."
        )
        raise CommitmentRefused(sentence % _dates(Act.START, happened_on, allowed=commitment.may_start_on))
    is_licence_over = commitment.licence_until and commitment.licence_until < happened_on
    if commitment.route == Route.REPLACEMENT and is_licence_over:
        sentence = _(
            "%(field)s : le %(day)s, la licence de remplacement est échue depuis le %(licence)s. "
            "Notez d’abord son renouvellement."
        )
        raise CommitmentRefused(sentence % _dates(Act.START, happened_on, licence=commitment.licence_until))


def _before_the_start(kind: Act, happened_on: date, commitment: Commitment) -> str:
    sentence = _("%(field)s : le %(day)s vient avant le premier jour convenu, le %(start)s. Corrigez l’une des dates.")
    return sentence % _dates(kind, happened_on, start=commitment.starts_on)


def _dates(kind: Act, happened_on: date, **days: date | None) -> dict[str, str]:
    words = {name: date_words(day) for name, day in days.items() if day}
    return {"field": str(DATE_LABELS[kind]), "day": date_words(happened_on), **words}
