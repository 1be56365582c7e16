"""The signed address in a mail about an exchange: who has it may answer for that doctor, as long as it is open."""

from django.core import signing

ANSWER = "releve.exchange"


class BadLink(Exception):
    """This address was not made by us, or was mistyped."""


def answer_token(network_id: int, exchange_id: int, doctor_id: int) -> str:
    """Return the token that stands in a mail."""
    return signing.Signer(salt=ANSWER, sep="~").sign(f"{network_id:x}-{exchange_id:x}-{doctor_id:x}")


def read_answer_token(token: str) -> tuple[int, int, int]:
    """Return (network id, exchange id, doctor id). Raises BadLink."""
    try:
        network, exchange, doctor = signing.Signer(salt=ANSWER, sep="~").unsign(token).split("-")
        return int(network, 16), int(exchange, 16), int(doctor, 16)
    except (signing.BadSignature, ValueError) as error:
        raise BadLink from error
