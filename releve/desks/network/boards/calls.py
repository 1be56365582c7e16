"""Calls as the coordinator reads them: what is taken, by whom, and what is left."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from releve.pipeline.commitments.models import Doctor
from releve.pipeline.rota.messages.calls import half_day_words
from releve.pipeline.rota.models import Call, CallInvitation, Shift
from releve.pipeline.rota.queries.calls import doctor_id_of
from releve.pipeline.rota.rules.calls import CallState
from releve.shared.half_days import Half, local_day


class Answer(StrEnum):
    """What an invited person has answered so far."""

    TAKEN = "taken"
    DECLINED = "declined"
    GONE = "gone"
    AWAITED = "awaited"


ANSWERS: dict[Answer, str | Promise] = {
    Answer.TAKEN: _("vient"),
    Answer.DECLINED: _("ne peut pas"),
    Answer.GONE: _("plus rien à prendre, prévenu"),
    Answer.AWAITED: _("n’a pas répondu"),
}


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call: its half-days, each with who works there, be it by the call or otherwise."""

    call: Call
    state: CallState
    half_days: tuple[tuple[str, str], ...]  # words, who works there
    n_invited: int
    n_thinking: int  # who may still answer

    @property
    def n_taken(self) -> int:
        return sum(bool(who) for _words, who in self.half_days)

    @property
    def nobody_is_left(self) -> bool:
        """Say whether half-days are still free although everybody has answered, or can take none of them."""
        return self.is_open and not self.n_thinking

    @property
    def is_open(self) -> bool:
        return self.state == CallState.OPEN


def call_line(call: Call, works: Mapping[tuple[int, date, Half], Doctor], now: datetime) -> CallLine:
    """Read a call of `calls_of`, with `who_works_at` its half-days: no more query."""
    half_days = []
    days = []
    for offered in call.half_days.all():
        doctor = works.get((call.office_id, offered.day, Half(offered.half)))
        half_days.append((half_day_words(offered.day, Half(offered.half)), str(doctor or "")))
        days.append(offered.day)
    takers = _takers(call)
    is_past = max(days) < local_day(now, call.office.time_zone)
    if call.withdrawn_at:
        state = CallState.WITHDRAWN
    elif all(who for _words, who in half_days):
        state = CallState.ALL_TAKEN
    else:
        state = CallState.EXPIRED if is_past or call.expires_at <= now else CallState.OPEN
    invitations = call.invitations.all()
    n_thinking = sum(answer_of(invitation, takers) == Answer.AWAITED for invitation in invitations)
    return CallLine(call, state, tuple(half_days), len(invitations), n_thinking)


def answer_of(invitation: CallInvitation, taker_ids: Collection[int]) -> Answer:
    """Return what an invited person has answered so far; `taker_ids` are the doctors who took something of the call."""
    doctor_id = doctor_id_of(invitation)
    if doctor_id is not None and doctor_id in taker_ids:
        return Answer.TAKEN
    if invitation.declined_at:
        return Answer.DECLINED
    return Answer.GONE if invitation.told_gone_at else Answer.AWAITED


def invited_lines(call: Call) -> list[tuple[str, str]]:
    """Return who got the call, and her answer in words."""
    takers = _takers(call)
    invitations = call.invitations.select_related("doctor", "candidate").order_by("id")
    return [(str(invitation), str(ANSWERS[answer_of(invitation, takers)])) for invitation in invitations]


def _takers(call: Call) -> set[int]:
    return {
        taking.doctor_id
        for offered in call.half_days.all()
        for taking in offered.takings.all()
        if taking.shift.status != Shift.Status.CANCELLED
    }
