"""Days on which a doctor is away. Why she is away is not asked."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from releve.pipeline.commitments.actions.laws import LAWS
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.models import Absence, Doctor
from releve.shared.half_days import Half
from releve.shared.lawful_writes import check_fields, lawful_write
from releve.shared.people.models import User

LONGEST_ABSENCE = timedelta(days=3 * 366)


def note_absence(
    *,
    doctor_id: int,
    first_on: date,
    last_on: date,
    by: User,
    now: datetime,
    first_half: Half = Half.MORNING,
    last_half: Half = Half.AFTERNOON,
) -> Absence:
    """Note that a doctor is away from one half-day to another, both included. Told twice, it is stored once.

    Shifts already laid on these days stand until they are cancelled; `rota.queries.conflicts` tells them.
    """
    # The doctor is of no single office: the day that has begun last on earth decides what is past.
    if last_on < (now - timedelta(hours=12)).date():
        raise CommitmentRefused(_("Dernier jour : il est passé. Choisissez des jours à venir."))
    if last_on - first_on > LONGEST_ABSENCE:
        raise CommitmentRefused(_("Dernier jour : plus de trois ans après le premier. Vérifiez l’année."))
    doctor = Doctor.objects.get(pk=doctor_id)
    told = {"first_on": first_on, "first_half": first_half, "last_on": last_on, "last_half": last_half}
    absence = Absence(network_id=doctor.network_id, doctor_id=doctor_id, **told)
    check_fields(absence, CommitmentRefused)
    same = Absence.objects.filter(doctor_id=doctor_id, **told).first()
    if same:
        return same
    with lawful_write(CommitmentRefused, LAWS):
        absence.save()
    return absence


def withdraw_absence(*, absence_id: int, by: User, now: datetime) -> None:
    """Take an absence back. Withdrawing twice changes nothing."""
    Absence.objects.filter(pk=absence_id).delete()
