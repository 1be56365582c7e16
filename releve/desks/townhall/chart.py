"""A bar chart drawn by the server: one bar a month, its number beside it. The table on the page says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 380
ROW_HEIGHT = 26
BAR_HEIGHT = 16
LABEL_WIDTH = 86
NUMBER_WIDTH = 64
# A masked month (1 to 10) is drawn as a mark, not as a length: no number can be read from it (DATA-03).
MASKED_WIDTH = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """Where the template draws one month, in the units of the view box."""

    label: str
    n: int | None
    y: int
    width: int
    number_x: int

    @property
    def is_masked(self) -> bool:
        return self.n is None

    @property
    def text_y(self) -> int:
        return self.y + BAR_HEIGHT - 3


@dataclass(frozen=True, slots=True)
class Chart:
    bars: list[Bar]
    width: int
    height: int
    bar_x: int = LABEL_WIDTH
    bar_height: int = BAR_HEIGHT


def bar_chart(months: Sequence[tuple[str, int | None]]) -> Chart:
    """Return the bars of (label, number) pairs, the longest one filling the room between label and number."""
    room = WIDTH - LABEL_WIDTH - NUMBER_WIDTH
    largest = max((n for _, n in months if n), default=0)
    bars = []
    for rank, (label, n) in enumerate(months):
        width = MASKED_WIDTH if n is None else round(room * n / largest) if largest else 0
        bars.append(Bar(label, n, rank * ROW_HEIGHT + 4, width, LABEL_WIDTH + width + 6))
    return Chart(bars, WIDTH, len(months) * ROW_HEIGHT + 4)
