"""Reads of the promises."""

from releve.pipeline.commitments.queries.promises import (
    absences_of,
    commitments_of_doctor,
    commitments_of_office,
    doctor_of,
    doctors_of,
    doctors_of_network,
    promises,
)

__all__ = [
    "absences_of",
    "commitments_of_doctor",
    "commitments_of_office",
    "doctor_of",
    "doctors_of",
    "doctors_of_network",
    "promises",
]
