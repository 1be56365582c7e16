"""Every week of one office at once, small enough for a list of offices. The table says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from releve.pipeline.commitments.rules.coverage import Horizon
from releve.ui.coverage_drawing import LAYERS, Scale, Tick, stepped_line, written, x_of

SMALL_WIDTH, SMALL_HEIGHT, SMALL_FOOT = 360, 64, 16


@dataclass(frozen=True, slots=True)
class SmallPicture:
    """Every week at once, without words: four paths, however many weeks."""

    key: str
    title: str
    text: str
    paths: dict[str, str]
    needed: str
    years: list[Tick]
    marker: str  # a triangle over the first gap, or nothing
    width: int = SMALL_WIDTH
    height: int = SMALL_HEIGHT + SMALL_FOOT
    floor: int = SMALL_HEIGHT


def small_picture(horizon: Horizon, key: str, title: str, text: str) -> SmallPicture:
    """Return every week of one office as stacked steps."""
    weeks = horizon.weeks
    most = max([week.needed for week in weeks] or [0.0]) or 1.0
    scale = Scale(most * 1.08, SMALL_HEIGHT, SMALL_HEIGHT)
    step = SMALL_WIDTH / max(len(weeks), 1)
    tops = [[0.0] * len(weeks)]
    for layer in LAYERS:
        tops.append([below + getattr(week, layer) for below, week in zip(tops[-1], weeks, strict=True)])
    paths = {layer: _band(tops[n], tops[n + 1], step, scale) for n, layer in enumerate(LAYERS)}
    gap = horizon.first_gap
    gap_x = x_of(weeks, gap.first_on, step) if gap else None
    return SmallPicture(
        key=key,
        title=title,
        text=text,
        paths=paths,
        needed=stepped_line([week.needed for week in weeks], step, scale),
        years=[
            Tick(round(rank * step, 2), str((week.monday + timedelta(days=6)).year), is_year=True)
            for rank, week in enumerate(weeks)
            if rank and (week.monday + timedelta(days=6)).year != (week.monday - timedelta(days=1)).year
        ],
        marker="" if gap_x is None else f"M{written(gap_x - 5)} 0h10l-5 8z",
    )


def _band(below: Sequence[float], above: Sequence[float], step: float, scale: Scale) -> str:
    """Return the outline between two stepped lines; pieces of no height are left out."""
    words: list[str] = []
    rank = 0
    while rank < len(above):
        if above[rank] - below[rank] < 1e-6:
            rank += 1
            continue
        stop = rank
        while stop < len(above) and above[stop] - below[stop] >= 1e-6:
            stop += 1
        words.append(stepped_line(above[rank:stop], step, scale, rank * step))
        words.extend(
            f"V{written(scale.up(below[week]))}H{written(week * step)}"
            for week in range(stop - 1, rank - 1, -1)
            if week == rank or below[week - 1] != below[week]
        )
        words.append("Z")
        rank = stop
    return "".join(words)
