"""A measured figure: one line of JSON, beside what it is compared with and the target it has to reach."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

__all__ = ["Figure", "in_ms", "median", "share_below"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report; docs/benchmarks.md says of each what its ratio divides by what."""

    name: str
    value: float
    unit: str
    size: float | None  # None: the peer's office
    at_most: float | None = None
    at_least: float | None = None
    compared_with: str = ""
    compared_value: float | None = None
    ratio: float | None = None
    ratio_at_most: float | None = None
    ratio_at_least: float | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_met(self) -> bool | None:
        """Whether every target is reached; None where there is none."""
        checks = [
            *(self.value <= limit for limit in [self.at_most] if limit is not None),
            *(self.value >= limit for limit in [self.at_least] if limit is not None),
            *(self.ratio is not None and self.ratio <= limit for limit in [self.ratio_at_most] if limit is not None),
            *(self.ratio is not None and self.ratio >= limit for limit in [self.ratio_at_least] if limit is not None),
        ]
        return all(checks) if checks else None

    @property
    def target(self) -> str:
        """Return « ≤ 3 ms, ratio ≤ 5 »."""
        if self.at_most is not None and self.at_most == self.at_least:
            return f"{self.at_most:g} {self.unit}"
        parts = [
            f"≤ {self.at_most:g} {self.unit}" if self.at_most is not None else "",
            f"≥ {self.at_least:g} {self.unit}" if self.at_least is not None else "",
            f"ratio ≤ {self.ratio_at_most:g}" if self.ratio_at_most is not None else "",
            f"ratio ≥ {self.ratio_at_least:g}" if self.ratio_at_least is not None else "",
        ]
        return ", ".join(part for part in parts if part)

    def line(self) -> str:
        """Return the figure as one line of JSON."""
        found = {
            "name": self.name,
            "value": _short(self.value),
            "unit": self.unit,
            "compared_with": self.compared_with or None,
            "compared_value": _short(self.compared_value),
            "ratio": _short(self.ratio),
            "target": self.target or None,
            "is_met": self.is_met,
            "size": self.size,
        } | {name: _short(value) for name, value in self.more.items()}
        return json.dumps(found, ensure_ascii=False)


def _short(value: Any) -> Any:
    """Four figures are more than a shared machine can promise."""
    return float(f"{value:.4g}") if isinstance(value, float) else value


def in_ms(seconds: float) -> float:
    return seconds * 1000


def share_below(samples: Sequence[float], share: float) -> float:
    """Return the sample below which this share of them lies: 0.99 for the p99 (nearest rank)."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
