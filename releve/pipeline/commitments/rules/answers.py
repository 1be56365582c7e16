"""Which open recruitments of an office a newcomer answers: the most urgent first, as far as her half-days go."""

from collections.abc import Iterable

from releve.pipeline.commitments.handover import OpenCall


def answered_calls(calls: Iterable[OpenCall], half_days_per_week: float) -> tuple[OpenCall, ...]:
    """Return the recruitments that she fills wholly; one for more half-days than she has left stays open."""
    answered: list[OpenCall] = []
    left = half_days_per_week
    for call in sorted(calls, key=lambda call: (call.needed_from, call.call_id)):
        if call.half_days_per_week <= left:
            answered.append(call)
            left -= call.half_days_per_week
    return tuple(answered)
