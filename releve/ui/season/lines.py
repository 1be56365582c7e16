"""What the page of a season shows: each half-day with her answer, the exceptions week by week."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dates import WEEKDAYS

from releve.pipeline.offices.models import HalfDay
from releve.pipeline.rota.models import DatedWish, Wish
from releve.pipeline.rota.queries.seasons import AskedHalfDay
from releve.pipeline.rota.rules.seasons import season_after, season_before, season_of
from releve.shared.half_days import monday_of
from releve.shared.typed import read_day

# She may still change the season that runs, and answer for the three after it.
N_SEASONS_AHEAD = 3
# From this many weeks before it begins, the page opens on the next season.
LOOKS_AHEAD = timedelta(weeks=9)


@dataclass(frozen=True, slots=True)
class HalfDayLine:
    asked: AskedHalfDay
    weekday: str
    half: str

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        return [(value, str(label), value == self.asked.wish) for value, label in Wish.choices]


@dataclass(frozen=True, slots=True)
class WeekOfExceptions:
    monday: date
    rows: tuple[DatedWish, ...]

    @property
    def last(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def whole(self) -> str:
        """What she says of the whole week, where she says the same of all fourteen half-days."""
        said = {str(row.get_wish_display()) for row in self.rows}
        return next(iter(said)) if len(self.rows) == 2 * len(WEEKDAYS) and len(said) == 1 else ""


def read_season(text: str, today: date) -> date:
    """Return the season that an address asks for, else the one to answer now."""
    running = season_of(today)
    following = season_after(running)
    usual = following if following - today <= LOOKS_AHEAD else running
    asked, is_understood = read_day(text, today)
    season = season_of(asked)
    last = running
    for _n in range(N_SEASONS_AHEAD):
        last = season_after(last)
    return season if text and is_understood and running <= season <= last else usual


def around(season: date, today: date) -> dict[str, date | None]:
    """Return the seasons before and after, where the page has them."""
    before, after = season_before(season), season_after(season)
    return {
        "previous": before if before >= season_of(today) else None,
        "next": after if read_season(str(after), today) == after else None,
    }


def lines_of(asked: Iterable[AskedHalfDay]) -> list[tuple[str, list[HalfDayLine]]]:
    """Return the half-days day by day."""
    days: dict[int, list[HalfDayLine]] = defaultdict(list)
    for half_day in asked:
        weekday = str(WEEKDAYS[half_day.weekday])
        days[half_day.weekday].append(HalfDayLine(half_day, weekday, str(HalfDay(half_day.half).label)))
    return [(str(WEEKDAYS[weekday]), lines) for weekday, lines in sorted(days.items())]


def weeks_of_exceptions(rows: Iterable[DatedWish]) -> list[WeekOfExceptions]:
    """Return the exceptions by week."""
    weeks: dict[date, list[DatedWish]] = defaultdict(list)
    for row in rows:
        weeks[monday_of(row.day)].append(row)
    return [WeekOfExceptions(monday, tuple(found)) for monday, found in sorted(weeks.items())]
