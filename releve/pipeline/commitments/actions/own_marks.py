"""What a doctor notes herself of what is hers (domain.md §1.5, §10): her deadlines, her points of the welcome."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from releve.pipeline.commitments.actions.deadlines import mark_deadline, unmark_deadline
from releve.pipeline.commitments.actions.welcome_ticks import tick_welcome
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.handover import DeadlineKind, WelcomeWho
from releve.pipeline.commitments.models import Commitment, DeadlineMark, Doctor, PromiseAct, WelcomeLine
from releve.pipeline.commitments.rules.dated_sources import is_marked_by_doctor
from releve.shared.people.models import User


def mark_own_deadline(
    *,
    doctor: Doctor,
    commitment_id: int,
    kind: DeadlineKind,
    due_on: date,
    done_on: date,
    by: User,
    now: datetime,
    proof: str = "",
) -> DeadlineMark | PromiseAct:
    """Note that a doctor met one of her own deadlines, with its proved date. Who noted it is kept with it."""
    _check_hers(doctor, commitment_id, kind)
    return mark_deadline(
        commitment_id=commitment_id, kind=kind, due_on=due_on, done_on=done_on, by=by, now=now, proof=proof
    )


def unmark_own_deadline(
    *, doctor: Doctor, commitment_id: int, kind: DeadlineKind, due_on: date, by: User, now: datetime
) -> None:
    """Take back what she noted herself; what the network noted is its own to take back."""
    _check_hers(doctor, commitment_id, kind)
    mark = DeadlineMark.objects.filter(commitment_id=commitment_id, kind=kind, due_on=due_on).first()
    if mark and mark.noted_by_id != by.pk:
        raise CommitmentRefused(_("Le réseau l’a noté : demandez-lui de le rouvrir."))
    unmark_deadline(commitment_id=commitment_id, kind=kind, due_on=due_on, by=by, now=now)


def tick_own_welcome(*, doctor: Doctor, line_id: int, done_on: date, by: User, now: datetime) -> WelcomeLine:
    """Note that a point of her arrival that is hers was done."""
    line = WelcomeLine.objects.select_related("commitment").get(pk=line_id)
    if line.who != WelcomeWho.DOCTOR or line.commitment.doctor_id != doctor.pk:
        raise CommitmentRefused(_("Ce point n’est pas à vous : le réseau le note."))
    return tick_welcome(line_id=line_id, done_on=done_on, by=by, now=now)


def _check_hers(doctor: Doctor, commitment_id: int, kind: DeadlineKind) -> None:
    is_her_promise = Commitment.objects.filter(pk=commitment_id, doctor=doctor).exists()
    if not is_her_promise or not is_marked_by_doctor(kind):
        raise CommitmentRefused(_("Cette échéance n’est pas à vous : le réseau la note."))
