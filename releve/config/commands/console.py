"""How the command speaks: plain French sentences, one remedy for each trouble."""

import sys


class Stopped(Exception):
    """The command cannot go on. The French text says why and what to do."""


def say(text: str = "") -> None:
    """One line to the person at the terminal, at once."""
    print(text, flush=True)


def complain(text: str) -> None:
    """One line about a trouble, apart from the ordinary output."""
    print(text, file=sys.stderr, flush=True)
