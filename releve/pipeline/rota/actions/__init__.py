"""Writes of the rota, one for each intention."""

from releve.pipeline.rota.actions.shifts import add_shift, cancel_shift, change_times, move_to_room
from releve.pipeline.rota.actions.weeks import lay_weeks, open_weeks, publish_weeks, withdraw_drafts

__all__ = [
    "add_shift",
    "cancel_shift",
    "change_times",
    "lay_weeks",
    "move_to_room",
    "open_weeks",
    "publish_weeks",
    "withdraw_drafts",
]
