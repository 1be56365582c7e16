"""Writes of the commitments, one for each intention."""

from releve.pipeline.commitments.actions.absences import note_absence, withdraw_absence
from releve.pipeline.commitments.actions.doctors import add_doctor, change_doctor
from releve.pipeline.commitments.actions.promises import agree_commitment, agree_end, change_pattern

__all__ = [
    "add_doctor",
    "agree_commitment",
    "agree_end",
    "change_doctor",
    "change_pattern",
    "note_absence",
    "withdraw_absence",
]
