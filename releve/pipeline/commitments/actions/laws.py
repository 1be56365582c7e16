"""What each broken law means to the person who writes a promise."""

from django.utils.translation import gettext_lazy as _

from releve.pipeline.commitments.errors import ShiftsBeforeDeclaration, ShiftsOutsideCommitment
from releve.pipeline.commitments.models import (
    Absence,
    AmendedTerms,
    Commitment,
    DeadlineMark,
    Doctor,
    PatternHalfDay,
    PromiseAct,
    RecruitmentCall,
    ReminderKnobs,
)
from releve.shared.lawful_writes import Answer, laws_of

LAWS: dict[str, Answer] = {
    **laws_of(Doctor, Commitment, PatternHalfDay, AmendedTerms, Absence),
    **laws_of(PromiseAct, DeadlineMark, RecruitmentCall, ReminderKnobs),
    "act_starts_from_the_state_of_its_promise": _(
        "Quelqu’un a noté un autre acte entre-temps. Rechargez la page pour voir où en est l’engagement."
    ),
    "shifts_wait_for_the_declaration": lambda detail: ShiftsBeforeDeclaration(int(detail)),
    "shifts_stay_inside_their_commitment": lambda detail: ShiftsOutsideCommitment(int(detail)),
}
