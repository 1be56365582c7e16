"""When there is no rota at all: what is settled cannot stand."""

from collections.abc import Sequence

from releve.pipeline.rota.engine.problem import Assignment


class NoRota(ValueError):
    """Locked half-days, or published ones inside the notice, break a rule: unlock them, or change what forbids them."""

    def __init__(self, impossible: Sequence[Assignment], rules: Sequence[str]) -> None:
        self.impossible = tuple(impossible)  # locked, and not allowed by themselves
        self.rules = tuple(rules)  # broken by settled half-days together: names of rule classes
        what = [f"{a.worker} at {a.place}, week {a.week}, slot {a.slot}" for a in self.impossible]
        super().__init__(f"locked but not allowed: {what}; broken by what is settled: {list(self.rules)}; unlock some")
