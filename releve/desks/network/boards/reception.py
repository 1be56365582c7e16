"""Who sits at a reception, week by week, as it is published or as a plan proposes it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from releve.pipeline.offices.handover import OfficeCalendar
from releve.pipeline.offices.models import Membership
from releve.pipeline.offices.rules import half_days_between
from releve.pipeline.rota.handover import Planned
from releve.pipeline.rota.models import SecretaryTerms
from releve.shared.half_days import HALVES, Half

Names = Mapping[tuple[date, Half], str]


@dataclass(frozen=True, slots=True)
class ReceptionHalf:
    """One half-day in words; `kind` is `closed`, `there`, `missing` or `unknown`."""

    kind: str
    words: str
    url: str = ""  # where to change it, or to read why nobody is there


@dataclass(frozen=True, slots=True)
class ReceptionDay:
    day: date
    morning: ReceptionHalf
    afternoon: ReceptionHalf


@dataclass(frozen=True, slots=True)
class ReceptionWeekTable:
    monday: date
    days: tuple[ReceptionDay, ...]  # those on which the office opens


@dataclass(frozen=True, slots=True)
class SecretaryLine:
    """A secretary with all her receptions."""

    user_id: int
    name: str
    offices: str
    terms: SecretaryTerms | None


def secretary_lines(found: Iterable[tuple[Membership, SecretaryTerms | None]]) -> list[SecretaryLine]:
    """Gather the seats of each secretary on one line, in the order given."""
    offices: dict[int, list[str]] = {}
    lines: dict[int, tuple[str, SecretaryTerms | None]] = {}
    for seat, terms in found:
        offices.setdefault(seat.user_id, []).append(seat.office.name if seat.office else "")
        lines[seat.user_id] = str(seat.user), terms
    return [SecretaryLine(n, name, ", ".join(offices[n]), terms) for n, (name, terms) in lines.items()]


def reception_weeks(
    calendar: OfficeCalendar,
    names: Names,
    first: date,
    n_weeks: int,
    published: Collection[date] | None = None,
    *,
    change_url: str = "",
    why_url: str = "",
    today: date = date.max,
) -> list[ReceptionWeekTable]:
    """Return weeks of one reception from a Monday on; `published` holds the Mondays that are, None of a plan.

    Published half-days lead to `change_url` from `today` on, those without anybody to `why_url` in a plan.
    """
    last = first + timedelta(weeks=n_weeks, days=-1)
    opened = {(found.day, found.half): found.has_reception for found in half_days_between(calendar, first, last)[0]}
    weeks = []
    for monday in (first + timedelta(weeks=n) for n in range(n_weeks)):
        is_told = published is None or monday in published
        days = []
        for day in (monday + timedelta(days=n) for n in range(7)):
            if any((day, half) in opened for half in HALVES):
                url = change_url if is_told and day >= today else ""
                halves = (
                    _half(
                        opened.get((day, half)),
                        names.get((day, half), ""),
                        is_told,
                        _address(url if (day, half) in names else url or why_url, day, half),
                    )
                    for half in HALVES
                )
                days.append(ReceptionDay(day, *halves))
        weeks.append(ReceptionWeekTable(monday, tuple(days)))
    return weeks


def names_of(planned: Iterable[Planned], office_id: int, names: Mapping[int, str]) -> Names:
    """Return who is at a reception by half-day, as a plan proposes it."""
    return {(p.day, p.half): names.get(p.doctor_id, "?") for p in planned if p.office_id == office_id}


def n_half_days(planned: Iterable[Planned], names: Mapping[int, str]) -> list[tuple[str, int]]:
    """Return how many half-days a plan asks of each secretary, by name."""
    counted = Counter(p.doctor_id for p in planned)
    return sorted((name, counted[secretary_id]) for secretary_id, name in names.items())


def _address(page: str, day: date, half: Half) -> str:
    return f"{page}?jour={day}&demi={half}" if page else ""


def _half(has_reception: bool | None, name: str, is_told: bool, url: str) -> ReceptionHalf:
    if has_reception is None:
        return ReceptionHalf("closed", "–")
    if not has_reception or (is_told and not name):
        return ReceptionHalf("missing", _("Sans accueil"), url)
    return ReceptionHalf("there", name, url) if name else ReceptionHalf("unknown", _("Selon les horaires"))
