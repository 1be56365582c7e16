"""Days, times and distances as people say them, in an office's own time zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.dates import MONTHS, MONTHS_AP, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

PARIS = "Europe/Paris"
MINUTES_AN_HOUR = 60


def local(moment: datetime, zone: str) -> datetime:
    """Return an instant on the clocks of the office."""
    return moment.astimezone(ZoneInfo(zone))


def clock(moment: datetime, zone: str) -> str:
    """Return « 9 h 10 »; in the night that lives an hour twice, which of the two is meant."""
    here = local(moment, zone)
    minutes = f"{here:%M}"
    words = _("%(hour)d h %(minutes)s") if here.minute else _("%(hour)d h")
    said = words % {"hour": here.hour, "minutes": minutes}
    twin = here.replace(fold=1 - here.fold)
    # Of a skipped time the two readings differ as well, but no instant is ever shown as a skipped time.
    if twin.utcoffset() == here.utcoffset():
        return said
    season = _("heure d’été") if here.dst() else _("heure d’hiver")
    return f"{said} ({season})"


def day_number(day: date) -> str:
    return pgettext("premier du mois", "1er") if day.day == 1 else str(day.day)


def day_words(day: date, *, with_year: bool = False) -> str:
    """Return « mardi 24 novembre »."""
    parts = {"weekday": WEEKDAYS[day.weekday()], "day": day_number(day), "month": MONTHS[day.month], "year": day.year}
    if with_year:
        return _("%(weekday)s %(day)s %(month)s %(year)d") % parts
    return _("%(weekday)s %(day)s %(month)s") % parts


def date_words(day: date) -> str:
    """Return « 24 novembre 2026 »."""
    return _("%(day)s %(month)s %(year)d") % {"day": day_number(day), "month": MONTHS[day.month], "year": day.year}


def day_in_month(day: date) -> str:
    """Return « 24 novembre »."""
    return _("%(day)s %(month)s") % {"day": day_number(day), "month": MONTHS[day.month]}


def hour_words(hour: time) -> str:
    """Return « 8 h 30 » for an hour on the office's clocks."""
    words = _("%(hour)d h %(minutes)s") if hour.minute else _("%(hour)d h")
    return words % {"hour": hour.hour, "minutes": f"{hour:%M}"}


def near_day_words(day: date, today: date) -> str:
    """Return « aujourd’hui », « demain », else « mar. 24 nov. »: it stands under a time, in a button."""
    if day == today:
        return _("aujourd’hui")
    if day == today + timedelta(days=1):
        return _("demain")
    return _("%(weekday)s. %(day)s %(month)s") % {
        "weekday": str(WEEKDAYS_ABBR[day.weekday()]).rstrip("."),
        "day": day_number(day),
        "month": MONTHS_AP[day.month],
    }


def moment_words(moment: datetime, zone: str, *, now: datetime | None = None) -> str:
    """Return « mardi 24 novembre à 9 h 10 », with the year unless it is this one, and « (heure de La Réunion) »."""
    here = local(moment, zone)
    this_year = local(now, zone).year if now else here.year
    said = _("%(day)s à %(time)s") % {
        "day": day_words(here.date(), with_year=here.year != this_year),
        "time": clock(moment, zone),
    }
    note = zone_words(zone)
    return f"{said} ({note})" if note else said


def zone_words(zone: str) -> str:
    """Return whose clocks are meant, or nothing for those of Paris."""
    if zone == PARIS:
        return ""
    named = {
        "Indian/Reunion": _("heure de La Réunion"),
        "Indian/Mayotte": _("heure de Mayotte"),
        "America/Guadeloupe": _("heure de la Guadeloupe"),
        "America/Martinique": _("heure de la Martinique"),
        "America/Cayenne": _("heure de la Guyane"),
        "America/Marigot": _("heure de Saint-Martin"),
        "America/St_Barthelemy": _("heure de Saint-Barthélemy"),
        "America/Miquelon": _("heure de Saint-Pierre-et-Miquelon"),
        "Pacific/Tahiti": _("heure de Tahiti"),
        "Pacific/Noumea": _("heure de Nouméa"),
    }
    return named.get(zone) or _("heure locale : %(zone)s") % {"zone": zone.rpartition("/")[2].replace("_", " ")}


def month_words(day: date) -> str:
    """Return « mars 2027 »."""
    return _("%(month)s %(year)d") % {"month": MONTHS[day.month], "year": day.year}


def travel_words(minutes: float) -> str:
    """Return « 7 min en voiture », « 1 h 05 en voiture »."""
    whole = round(minutes)
    if whole < MINUTES_AN_HOUR:
        return _("%(minutes)d min en voiture") % {"minutes": whole}
    hours, rest = divmod(whole, MINUTES_AN_HOUR)
    return _("%(hours)d h %(minutes)02d en voiture") % {"hours": hours, "minutes": rest}


def time_value(shift_id: int, starts_at: datetime) -> str:
    """Return what a time's button sends: « 812-1796112600 »."""
    return f"{shift_id}-{int(starts_at.timestamp())}"


def read_time_value(value: str) -> tuple[int, datetime] | None:
    """Return the shift and the start that a button sent, or None for anything else."""
    shift, _dash, seconds = value.partition("-")
    if not (shift.isascii() and shift.isdigit() and seconds.isascii() and seconds.isdigit()):
        return None
    if len(shift) > 18 or len(seconds) > 11:
        return None
    return int(shift), datetime.fromtimestamp(int(seconds), UTC)
