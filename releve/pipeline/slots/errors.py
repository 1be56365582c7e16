"""What the reasons for a visit refuse, in the words of the person who reads it."""

from releve.shared.errors import Refused


class ReasonRefused(Refused):
    """A reason for a visit cannot be stored like this."""
