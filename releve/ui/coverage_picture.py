"""The coverage horizon as a picture drawn by the server: weeks across, half-days up. The table says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.utils.dates import MONTHS_AP
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from releve.pipeline.commitments.rules.coverage import CoverageWeek, Horizon
from releve.shared.words import date_words, day_in_month
from releve.ui.coverage_drawing import LAYERS, Scale, Tick, stepped_line, x_of

WEEK_WIDTH = 9
PLOT_HEIGHT = 150
LEFT, TOP, BOTTOM, RIGHT = 34, 40, 26, 8
MOST_LEVELS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """One rectangle: a layer of one week."""

    layer: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class WeekBar:
    """One week with its rectangles and what a pointer reads over them."""

    words: str
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class Marker:
    """A day that matters, drawn across the weeks."""

    x: float
    label: str
    kind: str  # gap look
    anchor: str
    label_y: float

    @property
    def y(self) -> float:
        return self.label_y + 4

    @property
    def label_x(self) -> float:
        return self.x + (-5 if self.anchor == "end" else 5)


@dataclass(frozen=True, slots=True)
class YearPicture:
    """Some of the weeks at full size."""

    key: str
    title: str
    width: float
    height: float
    bars: list[WeekBar]
    needed: str
    months: list[Tick]
    levels: list[Tick]
    markers: list[Marker]
    left: float = LEFT
    label_x: float = LEFT - 6
    floor: float = TOP + PLOT_HEIGHT
    tick_y: float = TOP + PLOT_HEIGHT + 6
    month_y: float = TOP + PLOT_HEIGHT + 19


def year_pictures(horizon: Horizon, key: str, n_weeks: int = 53) -> list[YearPicture]:
    """Return the horizon cut into years, so that each can be read on a telephone."""
    most = max([week.needed for week in horizon.weeks] or [0.0]) or 1.0
    weeks = list(horizon.weeks)
    pieces = [weeks[start : start + n_weeks] for start in range(0, len(weeks), n_weeks)]
    return [_year(horizon, f"{key}-{n}", piece, most) for n, piece in enumerate(pieces, start=1)]


def week_words(week: CoverageWeek) -> str:
    """Return « Semaine du 3 mai : besoin 8 ; sûr 6, probable 1,5, manque 0,5 »."""
    words = _("Semaine du %(day)s : besoin %(needed)s ; sûr %(certain)s, probable %(likely)s, manque %(missing)s")
    return words % {
        "day": day_in_month(week.monday),
        "needed": half_days(week.needed),
        "certain": half_days(week.certain),
        "likely": half_days(week.likely),
        "missing": half_days(week.missing),
    }


def half_days(number: float) -> str:
    """Return « 7,5 » or « 8 »: a tenth of a half-day is fine enough to read."""
    return number_format(round(number, 1) + 0.0, decimal_pos=0 if round(number, 1) % 1 == 0 else 1, use_l10n=True)


def _year(horizon: Horizon, key: str, weeks: Sequence[CoverageWeek], most: float) -> YearPicture:
    scale = Scale(most, PLOT_HEIGHT, TOP + PLOT_HEIGHT)
    return YearPicture(
        key=key,
        title=_title(weeks),
        width=LEFT + len(weeks) * WEEK_WIDTH + RIGHT,
        height=TOP + PLOT_HEIGHT + BOTTOM,
        bars=[_bar(week, LEFT + rank * WEEK_WIDTH, scale) for rank, week in enumerate(weeks)],
        needed=stepped_line([week.needed for week in weeks], WEEK_WIDTH, scale, LEFT),
        months=_months(weeks),
        levels=_levels(most, scale),
        markers=_markers(horizon, weeks),
    )


def _bar(week: CoverageWeek, x: float, scale: Scale) -> WeekBar:
    parts, below = [], 0.0
    for layer in LAYERS:
        value = getattr(week, layer)
        top, floor = scale.up(below + value), scale.up(below)
        if floor > top:
            parts.append(Part(layer, x, top, WEEK_WIDTH, round(floor - top, 2)))
        below += value
    return WeekBar(week_words(week), parts)


def _months(weeks: Sequence[CoverageWeek]) -> list[Tick]:
    ticks = []
    for rank, week in enumerate(weeks):
        sunday = week.monday + timedelta(days=6)
        if sunday.day <= 7:
            label = str(sunday.year) if sunday.month == 1 else str(MONTHS_AP[sunday.month]).rstrip(".")
            is_minor = sunday.month % 3 != 1
            ticks.append(Tick(LEFT + rank * WEEK_WIDTH, label, sunday.month == 1, is_minor))
    return ticks


def _levels(most: float, scale: Scale) -> list[Tick]:
    step = next((step for step in (1, 2, 5, 10, 20, 50) if most / step <= MOST_LEVELS), ceil(most / MOST_LEVELS))
    return [Tick(scale.up(level), str(level)) for level in range(0, int(most) + 1, step)]


def _markers(horizon: Horizon, weeks: Sequence[CoverageWeek]) -> list[Marker]:
    days = [("look", horizon.start_looking_by, _("chercher avant le %(day)s"))]
    if horizon.first_gap:
        days.append(("gap", horizon.first_gap.first_on, _("manque dès le %(day)s")))
    found = []
    for row, (kind, day, words) in enumerate(days):
        x = x_of(weeks, day, WEEK_WIDTH) if day and day >= horizon.today else None
        if x is not None and day is not None:
            anchor = "end" if x > len(weeks) * WEEK_WIDTH / 2 else "start"
            found.append(Marker(LEFT + x, words % {"day": day_in_month(day)}, kind, anchor, 12 + 18 * row))
    return found


def _title(weeks: Sequence[CoverageWeek]) -> str:
    last = weeks[-1].monday + timedelta(days=6)
    return _("Du %(first)s au %(last)s") % {"first": date_words(weeks[0].monday), "last": date_words(last)}
