"""Lines: everything one worker does over a stretch of days, the cheapest one found exactly by dynamic programming."""

from releve.pipeline.rota.engine.lines.stretch import (
    NO_LINE,
    OFF,
    Counters,
    Scratch,
    Stretch,
    bands_of,
    cheapest_line,
    near_lines,
)

__all__ = ["NO_LINE", "OFF", "Counters", "Scratch", "Stretch", "bands_of", "cheapest_line", "near_lines"]
