"""Typed reading of environment variables. A value that is not understood is refused with its name and the remedy."""

import os
from pathlib import Path


class UnclearSetting(ValueError):
    """An environment variable holds a value that Relève does not understand."""


def text(name: str, default: str = "") -> str:
    """Return the variable's text, or the content of the file named by `NAME_FILE` (container secrets)."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default).strip()


def switch(name: str, default: bool) -> bool:
    """Return true for on/1/true/yes, false for off/0/false/no; anything else is refused."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"on", "1", "true", "yes"}:
        return True
    if value in {"off", "0", "false", "no"}:
        return False
    raise UnclearSetting(f"{name}={value!r} n'est pas compris : écrivez {name}=on ou {name}=off.")


def whole_number(name: str, default: int) -> int:
    """Return the variable as a whole number of at least 1."""
    value = text(name)
    if not value:
        return default
    if not value.isdigit() or int(value) < 1:
        raise UnclearSetting(f"{name}={value!r} n'est pas compris : écrivez un nombre entier d'au moins 1.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list, without empty entries."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
