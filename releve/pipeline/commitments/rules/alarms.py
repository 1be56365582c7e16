"""When the coordinator is told of a coming gap, told again, and told no more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from releve.pipeline.commitments.rules.coverage import Gap, Horizon, look_by
from releve.pipeline.commitments.rules.coverage_knobs import CoverageKnobs
from releve.pipeline.commitments.rules.terms import add_months


class AlarmStep(StrEnum):
    """What to do about one gap today."""

    RAISE = "raise"
    REPEAT = "repeat"
    STOP = "stop"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class OpenAlarm:
    """An alarm that was sent and has not ended."""

    alarm_id: int
    gap_on: date
    missing_a_week: float
    last_sent_on: date
    look_again_on: date | None = None  # set when somebody says that she knows


@dataclass(frozen=True, slots=True)
class FoundDoctor:
    """A candidate who agreed to come: from when the law lets her start, and for how many half-days a week."""

    starts_on: date
    half_days_per_week: float


@dataclass(frozen=True, slots=True)
class AlarmMove:
    """One step for one gap, or for an alarm whose gap is gone."""

    step: AlarmStep
    gap: Gap | None
    alarm: OpenAlarm | None


def alarm_on(gap: Gap, knobs: CoverageKnobs) -> date:
    """Return the day from which the coordinator is told: some calendar months before the last day to start looking."""
    return add_months(look_by(gap.first_on, knobs), -knobs.alarm_lead_months)


def due_gaps(horizon: Horizon, today: date, found: Sequence[FoundDoctor] = ()) -> list[Gap]:
    """Return the gaps to be told of today, less those that agreed candidates fill."""
    return [
        gap
        for gap in horizon.gaps
        if alarm_on(gap, horizon.knobs) <= today and gap.missing_a_week > _half_days_found(gap, today, found)
    ]


def alarm_moves(
    horizon: Horizon, alarms: Iterable[OpenAlarm], today: date, found: Sequence[FoundDoctor] = ()
) -> list[AlarmMove]:
    """Return what to do about every gap and every open alarm of an office. A gap is known by its depth."""
    due = due_gaps(horizon, today, found)
    open_alarms = {alarm.missing_a_week: alarm for alarm in alarms}
    moves = [_move(gap, open_alarms.pop(gap.missing_a_week, None), horizon.knobs, today) for gap in due]
    return [*moves, *(AlarmMove(AlarmStep.STOP, None, alarm) for alarm in open_alarms.values())]


def _half_days_found(gap: Gap, today: date, found: Sequence[FoundDoctor]) -> float:
    # A gap that has begun cannot be filled in time: whoever comes ends the search.
    is_begun = gap.first_on <= today + timedelta(weeks=1)
    return sum(doctor.half_days_per_week for doctor in found if is_begun or doctor.starts_on <= gap.first_on)


def _move(gap: Gap, alarm: OpenAlarm | None, knobs: CoverageKnobs, today: date) -> AlarmMove:
    if alarm is None:
        return AlarmMove(AlarmStep.RAISE, gap, None)
    # Sooner than what was told: news, even for somebody who said that she knew.
    is_sooner = gap.first_on < alarm.gap_on and gap.first_on > today
    next_on = alarm.look_again_on or alarm.last_sent_on + timedelta(weeks=knobs.alarm_repeat_weeks)
    return AlarmMove(AlarmStep.REPEAT if is_sooner or today >= next_on else AlarmStep.WAIT, gap, alarm)
