"""What a problem file can be refused for. The sentences are elsewhere: rota/words/problems.py."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

SHOWN_CHARACTERS = 60


class Fault(StrEnum):
    """What is wrong with a value of the file."""

    NOT_JSON = "not_json"
    WRONG_TYPE = "wrong_type"
    UNKNOWN_KEY = "unknown_key"
    MISSING_KEY = "missing_key"
    KEY_TWICE = "key_twice"
    OUT_OF_RANGE = "out_of_range"
    NO_CHOICE = "no_choice"  # not one of the values allowed
    EMPTY_TEXT = "empty_text"
    OTHER_FORMAT = "other_format"
    NEWER_VERSION = "newer_version"
    UNKNOWN_VERSION = "unknown_version"
    NO_DATE = "no_date"
    NO_MONDAY = "no_monday"
    NOT_HALF = "not_half"  # promises are whole or half numbers of half-days
    UNKNOWN_WORKER = "unknown_worker"
    UNKNOWN_PLACE = "unknown_place"
    TWICE = "twice"  # an identifier or an entry given twice
    OUTSIDE_HORIZON = "outside_horizon"
    WEEKS_MIXED_UP = "weeks_mixed_up"  # the end before the beginning
    ABOVE_WANTED = "above_wanted"  # minimum above wanted
    ABOVE_MAXIMUM = "above_maximum"  # promise above her own maximum
    FOLLOWS_HERSELF = "follows_herself"
    LOCKED_BREAKS = "locked_breaks"  # half-days locked against a rule
    LOCKED_FORBIDDEN = "locked_forbidden"
    FROZEN_BREAKS = "frozen_breaks"  # published half-days that no longer go together
    NOT_EXPRESSIBLE = "not_expressible"  # the other format has no word for it


class ProblemRefused(Exception):
    """The file is no problem we can solve. `path` is where, as in `$.workers[3].absences[0].week`."""

    def __init__(self, fault: Fault, path: str, value: object = None, **values: Any) -> None:
        self.fault = fault
        self.path = path
        self.value = value
        self.values: Mapping[str, Any] = values
        said = ", ".join(f"{name}={found}" for name, found in values.items())
        super().__init__(f"{path}: {fault}: {shown(value)}" + (f" ({said})" if said else ""))


def shown(value: object) -> str:
    """Return a value short enough for a sentence."""
    text = str(value)
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"
