"""What people type: names, days, telephone numbers. Reads generously, refuses with a word that helps."""

import re
import unicodedata
from datetime import date

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# The office's own country first; a summer guest from another shore keeps her number.
PHONE_REGIONS = ("FR", "RE", "YT", "GP", "MQ", "GF", "PM", "MF", "BL", "NC", "PF", "WF")
REGION_OF_ZONE = {
    "Indian/Reunion": "RE",
    "Indian/Mayotte": "YT",
    "America/Guadeloupe": "GP",
    "America/Martinique": "MQ",
    "America/Cayenne": "GF",
    "America/Miquelon": "PM",
    "America/Marigot": "MF",
    "America/St_Barthelemy": "BL",
    "Pacific/Noumea": "NC",
    "Pacific/Tahiti": "PF",
}
# Numbers that are never given to anybody, for films and demonstrations (ARCEP, national numbering plan).
FICTITIOUS_MOBILE = "+3363998"
FICTITIOUS = (FICTITIOUS_MOBILE, "+3319900", "+3326191", "+3335301", "+3346571", "+3353649")
GETS_TEXT_MESSAGES = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
MONTHS = (
    ("janvier", "january"), ("fevrier", "february"), ("mars", "march"), ("avril", "april"), ("mai", "may"),
    ("juin", "june"), ("juillet", "july"), ("aout", "august"), ("septembre", "september"), ("octobre", "october"),
    ("novembre", "november"), ("decembre", "december"),
)  # fmt: skip
OLDEST_YEARS = 120
# Far enough for every agenda, near enough for every calendar.
FIRST_DAY, LAST_DAY = date(2000, 1, 3), date(2100, 12, 31)
NAME_MARKS = " '’ʼ`´-‐‑–.·,/()"


def plain(text: str) -> str:
    """Return `text` without what cannot be seen (direction marks, zero-width signs, control characters)."""
    seen = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join(unicodedata.normalize("NFC", seen).split())


def whole_number(text: str) -> int | None:
    """Read a key of an address; anything else is None."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def read_day(text: str, today: date) -> tuple[date, bool]:
    """Return the day that an address asks for and whether it was understood; today for anything else."""
    if not text:
        return today, True
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today, False
    return (day, True) if FIRST_DAY <= day <= LAST_DAY else (today, False)


def check_name(name: str) -> None:
    """Accept the letters of every script; refuse what is not a name."""
    odd = [c for c in name if not (c.isalpha() or unicodedata.category(c)[0] == "M" or c in NAME_MARKS)]
    if odd:
        raise ValidationError(
            _("Écrivez ce nom avec des lettres : « %(sign)s » n’en est pas une."), params={"sign": odd[0]}
        )
    if not any(c.isalpha() for c in name):
        raise ValidationError(_("Écrivez ce nom avec des lettres."))


def read_birth_date(text: str, today: date) -> date:
    """Read « 3/2/1980 », « 03.02.1980 », « 03021980 », « 1980-02-03 » or « 3 février 1980 »."""
    bare = unicodedata.normalize("NFKD", plain(text).casefold())
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    numbers = _day_month_year(bare)
    if numbers is None:
        raise ValidationError(
            _("Écrivez la date de naissance comme 24/11/1980 : jour, mois, année sur quatre chiffres.")
        )
    day, month, year = numbers
    try:
        born = date(year, month, day)
    except ValueError as error:
        raise ValidationError(_("Cette date n’existe pas. Vérifiez le jour et le mois.")) from error
    if born > today:
        raise ValidationError(_("Cette date de naissance est dans l’avenir. Vérifiez l’année."))
    if today.year - year > OLDEST_YEARS:
        raise ValidationError(_("Vérifiez l’année de naissance."))
    return born


def _day_month_year(text: str) -> tuple[int, int, int] | None:
    if match := re.fullmatch(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})", text, re.ASCII):
        return int(match[3]), int(match[2]), int(match[1])
    if match := re.fullmatch(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{4})", text, re.ASCII):
        return int(match[1]), int(match[2]), int(match[3])
    if match := re.fullmatch(r"(\d{2})(\d{2})(\d{4})", text, re.ASCII):
        return int(match[1]), int(match[2]), int(match[3])
    if match := re.fullmatch(r"(\d{1,2})(?:er)?\s+([a-z]+)\.?\s+(\d{4})", text, re.ASCII):
        month = _month(match[2])
        return (int(match[1]), month, int(match[3])) if month else None
    return None


def _month(word: str) -> int | None:
    """Return the month whose name starts with `word`, if there is only one."""
    starts = [n for n, names in enumerate(MONTHS, 1) if any(name.startswith(word) for name in names)]
    return starts[0] if len(starts) == 1 and len(word) >= 3 else None


def read_phone(text: str, zone: str) -> tuple[str, bool]:
    """Return the number in E.164 and whether it gets text messages. Overseas numbers are read as such."""
    home = REGION_OF_ZONE.get(zone, "FR")
    for region in (home, *PHONE_REGIONS):
        try:
            number = phonenumbers.parse(plain(text), region)
        except phonenumbers.NumberParseException:
            continue
        written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        if written.startswith(FICTITIOUS) and phonenumbers.is_possible_number(number):
            return written, written.startswith(FICTITIOUS_MOBILE)
        if phonenumbers.is_valid_number(number):
            return written, phonenumbers.number_type(number) in GETS_TEXT_MESSAGES
    raise ValidationError(_("Ce numéro n’existe pas. Écrivez-le comme 06 12 34 56 78, ou avec +33 ou +262 devant."))


def shown_phone(number: str) -> str:
    """Return a stored number as people read it: « 03 21 00 00 00 » in France, « +32 2 … » elsewhere."""
    try:
        parsed = phonenumbers.parse(number, "FR")
    except phonenumbers.NumberParseException:
        return number
    is_french = phonenumbers.region_code_for_number(parsed) in PHONE_REGIONS
    style = phonenumbers.PhoneNumberFormat.NATIONAL if is_french else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style)
