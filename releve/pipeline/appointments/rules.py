"""The rules of booking: steps, codes, limits. Pure: they get `now` and the key, and read neither clock nor chance."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from releve.pipeline.appointments.handover import Status

CODE_DIGITS = 6
CODE_VALID_MIN = 10
WRONG_CODES_MAX = 5
CODES_SENT_MAX = 3
# A parent books for several children: one contact may hold this many times what one patient may.
PATIENTS_PER_CONTACT = 2

# From each status, where it may go. A step back repairs a wrong click at the desk; what is cancelled stays so.
STEPS: dict[Status, tuple[Status, ...]] = {
    Status.HELD: (Status.BOOKED, Status.CANCELLED),
    Status.BOOKED: (Status.ARRIVED, Status.EXCUSED, Status.NO_SHOW, Status.CANCELLED),
    Status.ARRIVED: (Status.IN_CONSULTATION, Status.BOOKED, Status.EXCUSED),
    Status.IN_CONSULTATION: (Status.SEEN, Status.ARRIVED),
    Status.SEEN: (Status.IN_CONSULTATION,),
    Status.NO_SHOW: (Status.BOOKED, Status.ARRIVED),
    Status.EXCUSED: (Status.BOOKED,),
    Status.CANCELLED: (),
}


def may_become(status: Status, next_status: Status) -> bool:
    """Tell whether an appointment may go from one status to another."""
    return next_status in STEPS[status]


def one_time_code(key: bytes, request_id: int, n_codes_sent: int) -> str:
    """Return the digits that confirm a request: RFC 4226's truncation of an HMAC, so that no code is ever stored."""
    digest = hmac.new(key, f"booking-code:{request_id}:{n_codes_sent}".encode(), sha256).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**CODE_DIGITS).zfill(CODE_DIGITS)


def is_right_code(typed: str, code: str) -> bool:
    """Compare what a person typed (spaces allowed) with the code, in constant time."""
    digits = "".join(typed.split())
    return hmac.compare_digest(digits.encode(), code.encode())


def code_expires_at(now: datetime) -> datetime:
    return now + timedelta(minutes=CODE_VALID_MIN)


def is_hoarding(n_of_patient: int, n_of_contact: int, n_max: int) -> bool:
    """Tell whether one more appointment to come is too many, for the patient or for who books for several."""
    return n_of_patient >= n_max or n_of_contact >= n_max * PATIENTS_PER_CONTACT
