"""What every refusal has: a sentence for the person, in her language, that says what to do next."""

from django.utils.functional import Promise


class Refused(Exception):
    """A rule, a right or a constraint says no. `message` is shown as it is."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(message)
        self.message = message
