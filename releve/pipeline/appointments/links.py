"""Signed addresses: of a held time while a person types, and of an appointment that is moved without an account."""

from django.core import signing

from releve.pipeline.appointments.errors import BadLink

HOLD = "releve.hold"
LINK = "releve.appointment"


def _sign(purpose: str, network_id: int, appointment_id: int) -> str:
    return signing.Signer(salt=purpose, sep="~").sign(f"{network_id:x}-{appointment_id:x}")


def _read(purpose: str, token: str) -> tuple[int, int]:
    try:
        network, appointment = signing.Signer(salt=purpose, sep="~").unsign(token).split("-")
        return int(network, 16), int(appointment, 16)
    except (signing.BadSignature, ValueError) as error:
        raise BadLink from error


def hold_token(network_id: int, appointment_id: int) -> str:
    """Return the token of a held time."""
    return _sign(HOLD, network_id, appointment_id)


def appointment_of_hold(token: str) -> tuple[int, int]:
    """Return (network id, appointment id) of a hold token. Raises BadLink."""
    return _read(HOLD, token)


def link_token(network_id: int, appointment_id: int) -> str:
    """Return the token that stands in messages: who has it may see, move and cancel this appointment."""
    return _sign(LINK, network_id, appointment_id)


def appointment_of_link(token: str) -> tuple[int, int]:
    """Return (network id, appointment id) of a link. Raises BadLink."""
    return _read(LINK, token)
