"""The steps of a visit as buttons: what can be clicked from where it stands."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from releve.pipeline.appointments.handover import Status

LABELS: dict[Status, Promise] = {
    Status.BOOKED: _("Prévu"),
    Status.ARRIVED: _("Arrivé"),
    Status.IN_CONSULTATION: _("En consultation"),
    Status.SEEN: _("Vu"),
    Status.NO_SHOW: _("Absent"),
    Status.EXCUSED: _("Excusé"),
}
FORWARD: dict[Status, tuple[Status, ...]] = {
    Status.BOOKED: (Status.ARRIVED,),
    Status.ARRIVED: (Status.IN_CONSULTATION,),
    Status.IN_CONSULTATION: (Status.SEEN,),
    Status.NO_SHOW: (Status.ARRIVED,),
}
# Nobody is absent before her time.
ONCE_BEGUN: dict[Status, tuple[Status, ...]] = {Status.BOOKED: (Status.NO_SHOW, Status.EXCUSED)}
BACK = {
    Status.ARRIVED: Status.BOOKED,
    Status.IN_CONSULTATION: Status.ARRIVED,
    Status.SEEN: Status.IN_CONSULTATION,
    Status.NO_SHOW: Status.BOOKED,
    Status.EXCUSED: Status.BOOKED,
}


@dataclass(frozen=True, slots=True)
class Step:
    status: Status
    label: Promise
    is_main: bool


def main_steps(status: Status, *, has_begun: bool) -> tuple[Step, ...]:
    """Return the steps forward, the usual one first."""
    forward = FORWARD.get(status, ())
    others = ONCE_BEGUN.get(status, ()) if has_begun else ()
    return (
        *(Step(next_one, LABELS[next_one], is_main=True) for next_one in forward),
        *(Step(next_one, LABELS[next_one], is_main=False) for next_one in others),
    )


def step_back(status: Status) -> Status | None:
    """Return where a wrong click is taken back to."""
    return BACK.get(status)
