"""One box for everything that a caller says: name, birth date, telephone, in any order."""

import re
from dataclasses import dataclass
from datetime import date

DATE = re.compile(
    r"(?<!\d)(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})(?!\d)|(?<!\d)(\d{2})(\d{2})((?:19|20)\d{2})(?!\d)"
)
PHONE = re.compile(r"\+?\d[\d\s.\-]{4,}\d")
N_PHONE_DIGITS_MIN = 6


@dataclass(frozen=True, slots=True)
class PatientSearch:
    name: str = ""
    birth_date: date | None = None
    phone: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.birth_date or self.phone)


def read_search(text: str) -> PatientSearch:
    """Return what the text tells: « costa 12/04/1958 » is a name and a birth date, « 06 12 34 56 78 » a telephone."""
    birth_date, rest = _take_date(text)
    phone, rest = _take_phone(rest)
    return PatientSearch(" ".join(rest.split()), birth_date, phone)


def _take_date(text: str) -> tuple[date | None, str]:
    for found in DATE.finditer(text):
        day, month, year = (int(part) for part in found.groups() if part)
        try:
            return date(year, month, day), text[: found.start()] + " " + text[found.end() :]
        except ValueError:
            continue
    return None, text


def _take_phone(text: str) -> tuple[str, str]:
    found = PHONE.search(text)
    if not found:
        return "", text
    digits = re.sub(r"[^\d+]", "", found.group())
    if len(digits.lstrip("+")) < N_PHONE_DIGITS_MIN:
        return "", text
    return digits, text[: found.start()] + " " + text[found.end() :]
