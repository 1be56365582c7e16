"""What each broken law means to the person who writes a promise."""

from releve.pipeline.commitments.errors import ShiftsOutsideCommitment
from releve.pipeline.commitments.models import Absence, Commitment, Doctor, PatternHalfDay
from releve.shared.lawful_writes import Answer, laws_of

LAWS: dict[str, Answer] = {
    **laws_of(Doctor, Commitment, PatternHalfDay, Absence),
    "shifts_stay_inside_their_commitment": lambda detail: ShiftsOutsideCommitment(int(detail)),
}
