"""The signed, personal address in the mail of a call: it opens one call for one person, until the call is over."""

from django.core import signing

from releve.pipeline.rota.call_errors import UnknownLink

PURPOSE = "releve.call"


def call_token(network_id: int, invitation_id: int) -> str:
    """Return the token of an invitation."""
    return signing.Signer(salt=PURPOSE, sep="~").sign(f"{network_id:x}-{invitation_id:x}")


def invitation_of_link(token: str) -> tuple[int, int]:
    """Return (network id, invitation id) of a token. Raises UnknownLink."""
    try:
        network, invitation = signing.Signer(salt=PURPOSE, sep="~").unsign(token).split("-")
        return int(network, 16), int(invitation, 16)
    except (signing.BadSignature, ValueError) as error:
        raise UnknownLink from error
