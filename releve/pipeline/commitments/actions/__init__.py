"""Writes of the commitments, one for each intention."""

from releve.pipeline.commitments.actions.absences import note_absence, withdraw_absence
from releve.pipeline.commitments.actions.amendments import change_amended_pattern, withdraw_amended_terms
from releve.pipeline.commitments.actions.deadlines import change_reminders, mark_deadline, unmark_deadline
from releve.pipeline.commitments.actions.doctors import add_doctor, change_doctor
from releve.pipeline.commitments.actions.life import (
    agree_promise,
    appeal_opposition,
    declare_site,
    end_promise,
    give_up_promise,
    lift_opposition,
    note_opposition,
    sign_contract,
    start_promise,
)
from releve.pipeline.commitments.actions.notice import close_recruitment, give_notice, withdraw_notice
from releve.pipeline.commitments.actions.promises import agree_commitment, agree_end, change_pattern
from releve.pipeline.commitments.actions.terms import amend_promise, change_papers, extend_promise

__all__ = [
    "add_doctor",
    "agree_commitment",
    "agree_end",
    "agree_promise",
    "amend_promise",
    "appeal_opposition",
    "change_amended_pattern",
    "change_doctor",
    "change_papers",
    "change_pattern",
    "change_reminders",
    "close_recruitment",
    "declare_site",
    "end_promise",
    "extend_promise",
    "give_notice",
    "give_up_promise",
    "lift_opposition",
    "mark_deadline",
    "note_absence",
    "note_opposition",
    "sign_contract",
    "start_promise",
    "unmark_deadline",
    "withdraw_absence",
    "withdraw_amended_terms",
    "withdraw_notice",
]
