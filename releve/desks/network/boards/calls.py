"""Calls as the coordinator reads them: what is taken, by whom, and what is left."""

from dataclasses import dataclass
from datetime import datetime

from releve.pipeline.rota.call_messages import half_day_words
from releve.pipeline.rota.models import Call
from releve.pipeline.rota.rules.calls import CallState
from releve.shared.half_days import Half, local_day


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call: its half-days with their takers."""

    call: Call
    state: CallState
    half_days: tuple[tuple[str, str], ...]  # words, who took it
    n_invited: int

    @property
    def n_taken(self) -> int:
        return sum(bool(who) for _, who in self.half_days)

    @property
    def is_open(self) -> bool:
        return self.state == CallState.OPEN


def call_line(call: Call, now: datetime) -> CallLine:
    """Read a call of `calls_of`: no more query."""
    half_days = []
    days = []
    for offered in call.half_days.all():
        taking = next(iter(offered.takings.all()), None)
        half_days.append((half_day_words(offered.day, Half(offered.half)), str(taking.doctor) if taking else ""))
        days.append(offered.day)
    is_past = max(days) < local_day(now, call.office.time_zone)
    if call.withdrawn_at:
        state = CallState.WITHDRAWN
    elif all(who for _, who in half_days):
        state = CallState.ALL_TAKEN
    else:
        state = CallState.EXPIRED if is_past or call.expires_at <= now else CallState.OPEN
    return CallLine(call, state, tuple(half_days), len(call.invitations.all()))
