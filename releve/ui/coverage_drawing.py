"""What the pictures of the coverage are drawn with: a scale, marks, stepped lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from releve.pipeline.commitments.rules.coverage import CoverageWeek

# From the bottom up; each is a field of a week, in half-days.
LAYERS = ("certain", "likely", "missing")


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    label: str
    is_year: bool = False
    is_minor: bool = False  # told on wide screens only

    @property
    def label_x(self) -> float:
        return self.at + 3


@dataclass(frozen=True, slots=True)
class Scale:
    """From half-days to units of the view box."""

    most: float
    height: float
    floor: float

    def up(self, half_days: float) -> float:
        return round(self.floor - self.height * half_days / self.most, 2)


def stepped_line(values: Sequence[float], step: float, scale: Scale, left: float = 0.0) -> str:
    """Return the line that goes from value to value in steps, as a path of SVG."""
    if not values:
        return ""
    words = [f"M{written(left)} {written(scale.up(values[0]))}"]
    for rank, value in enumerate(values):
        if rank and value != values[rank - 1]:
            words.append(f"V{written(scale.up(value))}")
        if rank + 1 == len(values) or values[rank + 1] != value:
            words.append(f"H{written(left + (rank + 1) * step)}")
    return "".join(words)


def written(number: float) -> str:
    """Return a number as SVG reads it, with no more signs than it needs."""
    return f"{number:.2f}".rstrip("0").rstrip(".")


def x_of(weeks: Sequence[CoverageWeek], day: date, step: float) -> float | None:
    """Return where a day lies across the weeks, or None outside of them."""
    if not weeks or not weeks[0].monday <= day < weeks[-1].monday + timedelta(days=7):
        return None
    return round((day - weeks[0].monday).days / 7 * step, 2)
