"""Writes of the offices, one for each intention."""

from releve.pipeline.offices.actions.closures import (
    close_days,
    note_reception_absence,
    withdraw_closure,
    withdraw_reception_absence,
)
from releve.pipeline.offices.actions.networks import found_network
from releve.pipeline.offices.actions.office import (
    OfficeFacts,
    OfficeKnobs,
    change_knobs,
    change_office,
    close_office,
    open_office,
)
from releve.pipeline.offices.actions.openings import add_opening, change_opening, end_opening
from releve.pipeline.offices.actions.rooms import add_room, change_room
from releve.pipeline.offices.actions.towns import load_towns

__all__ = [
    "OfficeFacts",
    "OfficeKnobs",
    "add_opening",
    "add_room",
    "change_knobs",
    "change_office",
    "change_opening",
    "change_room",
    "close_days",
    "close_office",
    "end_opening",
    "found_network",
    "load_towns",
    "note_reception_absence",
    "open_office",
    "withdraw_closure",
    "withdraw_reception_absence",
]
