"""Doctors and what they promise."""

from releve.pipeline.commitments.models.amendments import AmendedTerms
from releve.pipeline.commitments.models.candidates import (
    Candidate,
    CandidateKind,
    CandidateOffice,
    CandidateStage,
    RecruitmentKnobs,
    WelcomeLine,
)
from releve.pipeline.commitments.models.coverage import CoverageAlarm, CoverageKnobs
from releve.pipeline.commitments.models.life import (
    Act,
    DeadlineMark,
    PromiseAct,
    RecruitmentCall,
    ReminderKnobs,
    ReminderLine,
)
from releve.pipeline.commitments.models.promises import (
    Absence,
    Commitment,
    Doctor,
    PatternHalfDay,
    Route,
    State,
    Term,
    Weeks,
)

__all__ = [
    "Absence",
    "Act",
    "AmendedTerms",
    "Candidate",
    "CandidateKind",
    "CandidateOffice",
    "CandidateStage",
    "Commitment",
    "CoverageAlarm",
    "CoverageKnobs",
    "DeadlineMark",
    "Doctor",
    "PatternHalfDay",
    "PromiseAct",
    "RecruitmentCall",
    "RecruitmentKnobs",
    "ReminderKnobs",
    "ReminderLine",
    "Route",
    "State",
    "Term",
    "Weeks",
    "WelcomeLine",
]
