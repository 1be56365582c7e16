"""The secret of a feed's address. It names its network: row-level security opens that network's rows only."""

import re

# Fifteen hexadecimal digits always fit a key of the database.
SECRET = re.compile(r"(?P<network>[0-9a-f]{1,15})~(?P<secret>[\w-]{1,100})", re.ASCII)


def feed_secret(network_id: int, secret: str) -> str:
    """Return what stands in the address."""
    return f"{network_id:x}~{secret}"


def read_feed_secret(text: str) -> tuple[int, str] | None:
    """Return (network id, secret), or None for anything else."""
    found = SECRET.fullmatch(text)
    return (int(found["network"], 16), found["secret"]) if found else None
