from datetime import UTC, date, datetime

import pytest

from releve.pipeline.appointments.actions.confirm import code_key, request_code
from releve.pipeline.appointments.actions.hold import hold_slot
from releve.pipeline.appointments.handover import BookedFor, Identity
from releve.pipeline.appointments.rules import one_time_code
from tests.factories import a_published_shift, a_reason

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
NINE = datetime(2026, 12, 7, 8, tzinfo=UTC)  # 9:00 in Mazingarbe
COSTA = Identity("Manuel", "Costa", date(1958, 4, 12), email="Manuel.Costa@example.org")


@pytest.fixture
def shift(db):
    return a_published_shift(day=date(2026, 12, 7))


@pytest.fixture
def reason(shift):
    return a_reason(shift.network)


class Booker:
    """Holds a time, types an identity, and knows the code that was sent."""

    def __init__(self, shift, reason):
        self.shift, self.reason = shift, reason

    def hold(self, starts_at=NINE, now=NOW):
        return hold_slot(shift_id=self.shift.id, starts_at=starts_at, reason_id=self.reason.id, now=now)

    def ask(self, held, identity=COSTA, now=NOW):
        return request_code(
            appointment_id=held.id,
            identity=identity,
            booked_for=BookedFor.ONESELF,
            booker_name="",
            is_first_visit=True,
            has_registered_doctor=False,
            now=now,
        )

    def code(self, request):
        return one_time_code(code_key(), request.id, request.n_codes_sent)


@pytest.fixture
def booker(shift, reason):
    return Booker(shift, reason)
