"""Candidates as the coordinator reads them: whom to call, who could start when, who fits which gap."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releve.desks.network.boards.coverage import missing_words
from releve.pipeline.commitments.models import Candidate, Route
from releve.pipeline.commitments.queries.candidates import StartsThere
from releve.pipeline.commitments.queries.matching import GapWithMatches
from releve.pipeline.commitments.rules.candidates import EarliestStart, Why
from releve.pipeline.commitments.rules.matching import Match
from releve.pipeline.commitments.words.candidates import reason_words, rules_words
from releve.pipeline.commitments.words.patterns import habit_words
from releve.shared.geography import travel_min
from releve.shared.half_days import HALVES
from releve.shared.words import date_words, travel_words
from releve.ui.coverage_picture import half_days

# A gap that begins within a week is there already, as on the coverage horizon.
SOON = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class RouteLine:
    """One legal route: the first day, or what is lacking, and why."""

    label: str
    on: date | None
    until: date | None
    reasons: tuple[tuple[str, str], ...]  # words, rules


@dataclass(frozen=True, slots=True)
class OfficeStarts:
    name: str
    travel: str
    routes: tuple[RouteLine, ...]

    @property
    def soonest(self) -> RouteLine | None:
        return next((line for line in self.routes if line.on), None)


@dataclass(frozen=True, slots=True)
class MatchLine:
    candidate_id: int
    name: str
    half_days: str
    start: str
    lateness: str
    first_year: str
    travel: str


@dataclass(frozen=True, slots=True)
class GapBlock:
    office_name: str
    starts_on: date
    is_now: bool
    missing: str
    half_days: str
    matches: tuple[MatchLine, ...]
    n_more: int


def office_starts(found: Iterable[StartsThere]) -> list[OfficeStarts]:
    """Return the offices of a candidate, the soonest start first."""
    offices = [
        OfficeStarts(there.office.name, _travel(there.km), tuple(route_line(start) for start in there.starts))
        for there in found
    ]
    return sorted(offices, key=lambda office: (office.soonest is None, office.soonest and office.soonest.on))


def route_line(start: EarliestStart) -> RouteLine:
    shown = [reason for reason in start.reasons if reason.why != Why.TODAY] or list(start.reasons)
    if start.on is None:
        shown = [reason for reason in shown if reason.not_before is None]
    return RouteLine(
        str(Route(start.route).label),
        start.on,
        start.until,
        tuple((reason_words(reason), rules_words(reason)) for reason in shown),
    )


def gap_blocks(found: Iterable[GapWithMatches], today: date) -> list[GapBlock]:
    """Return each coming gap in words, with its candidates."""
    return [
        GapBlock(
            entry.gap.office_name,
            entry.gap.starts_on,
            entry.gap.starts_on <= today + SOON,
            missing_words(entry.gap.missing_a_week),
            slots_words(entry.gap.slots),
            tuple(_match_line(match) for match in entry.matches),
            entry.n_more,
        )
        for entry in found
    ]


def slots_words(slots: Iterable[int]) -> str:
    """Return « lundi matin, mardi après-midi »."""
    return ", ".join(habit_words(slot // 2, HALVES[slot % 2]) for slot in sorted(slots))


def wish_words(candidate: Candidate) -> str:
    """Return « 4 demi-journées par semaine, lundi matin, mardi matin » or « à préciser »."""
    parts = []
    if candidate.half_days_per_week:
        n = number_format(Decimal(candidate.half_days_per_week).normalize(), use_l10n=True)
        parts.append(_("%(n)s demi-journées par semaine") % {"n": n})
    if candidate.slots:
        parts.append(slots_words(candidate.slots))
    return ", ".join(parts) or _("à préciser")


def _match_line(match: Match) -> MatchLine:
    n = number_format(Decimal(str(match.n_half_days)).normalize(), use_l10n=True)
    return MatchLine(
        match.candidate_id,
        match.name,
        _("%(n)s sur %(total)s") % {"n": n, "total": half_days(match.gap.missing_a_week)},
        _("%(day)s (%(route)s)")
        % {
            "day": date_words(match.start.on) if match.start.on else "",
            "route": str(Route(match.start.route).label).lower(),
        },
        _lateness(match.n_late_days),
        number_format(match.n_first_year, use_l10n=True),
        _travel(match.km),
    )


def _lateness(n_days: int) -> str:
    if not n_days:
        return _("à temps")
    n_weeks = -(-n_days // 7)
    return ngettext("%(n)d semaine trop tard", "%(n)d semaines trop tard", n_weeks) % {"n": n_weeks}


def _travel(km: float | None) -> str:
    return travel_words(travel_min(km)) if km is not None else ""
