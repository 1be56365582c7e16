"""Reads of the promises."""

from releve.pipeline.commitments.queries.life import acts_of, open_calls, term_of, terms_of
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
    "acts_of",
    "commitments_of_doctor",
    "commitments_of_office",
    "doctor_of",
    "doctors_of",
    "doctors_of_network",
    "open_calls",
    "promises",
    "term_of",
    "terms_of",
]
