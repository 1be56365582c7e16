"""The tables of the offices, by subject."""

from releve.pipeline.offices.models.offices import (
    Closure,
    DateRange,
    HalfDay,
    Membership,
    Network,
    Office,
    OpeningHalfDay,
    ReceptionAbsence,
    Room,
    Town,
    Weekday,
)
from releve.pipeline.offices.models.reception import ReceptionDuty, ReceptionWeek

__all__ = [
    "Closure",
    "DateRange",
    "HalfDay",
    "Membership",
    "Network",
    "Office",
    "OpeningHalfDay",
    "ReceptionAbsence",
    "ReceptionDuty",
    "ReceptionWeek",
    "Room",
    "Town",
    "Weekday",
]
