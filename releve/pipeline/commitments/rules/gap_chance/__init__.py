"""The chance of a gap: exact where seats allow it, else seeded futures (docs/models/coverage.md)."""

from releve.pipeline.commitments.rules.gap_chance.chances import Chance, Difference, paired_difference, wilson
from releve.pipeline.commitments.rules.gap_chance.exact import MonthChances, any_gap, month_chances
from releve.pipeline.commitments.rules.gap_chance.replications import N_FUTURES, Futures, draw_futures
from releve.pipeline.commitments.rules.gap_chance.scenarios import (
    Lever,
    LeverEffect,
    NoticeCell,
    Scenario,
    lever_effects,
    notice_table,
    with_lever,
)
from releve.pipeline.commitments.rules.gap_chance.seats import Assumptions, OfficeCase, Seat, Stay, case_of

__all__ = [
    "N_FUTURES",
    "Assumptions",
    "Chance",
    "Difference",
    "Futures",
    "Lever",
    "LeverEffect",
    "MonthChances",
    "NoticeCell",
    "OfficeCase",
    "Scenario",
    "Seat",
    "Stay",
    "any_gap",
    "case_of",
    "draw_futures",
    "lever_effects",
    "month_chances",
    "notice_table",
    "paired_difference",
    "wilson",
    "with_lever",
]
