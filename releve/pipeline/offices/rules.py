"""When an office opens, and why it does not."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from holidays import country_holidays
from holidays.countries import France

from releve.pipeline.offices.handover import ClosedHalfDay, OfficeCalendar, OpenHalfDay, Opening
from releve.shared.half_days import HALVES

# The library knows the two départements apart, with the same days; people say both at once.
SPOKEN_REGIONS = {"Alsace-Moselle": "57"}
REGIONS = frozenset(
    {"", *SPOKEN_REGIONS, *France.subdivisions, *France.subdivisions_aliases} - {"Zone A", "Zone B", "Zone C"}
)
# No sentence of a screen looks further; a typing error in a year must not take the machine's memory.
LONGEST_WINDOW_DAYS = 3 * 366
# The clocks and the public holidays of each département or collectivity that keeps others than Paris.
OVERSEAS = {
    "971": ("America/Guadeloupe", "GP"),
    "972": ("America/Martinique", "MQ"),
    "973": ("America/Cayenne", "GY"),
    "974": ("Indian/Reunion", "RE"),
    "975": ("America/Miquelon", "PM"),
    "976": ("Indian/Mayotte", "YT"),
    "977": ("America/St_Barthelemy", "BL"),
    "978": ("America/Marigot", "MF"),
    "986": ("Pacific/Wallis", "WF"),
    "987": ("Pacific/Tahiti", "PF"),
    "988": ("Pacific/Noumea", "NC"),
}
# Good Friday and 26 December: code du travail, article L. 3134-13.
ALSACE_MOSELLE = frozenset({"57", "67", "68"})


def zone_and_region(department: str) -> tuple[str, str]:
    """Return the time zone and the region of public holidays of a département."""
    if department in ALSACE_MOSELLE:
        return "Europe/Paris", "Alsace-Moselle"
    return OVERSEAS.get(department, ("Europe/Paris", ""))


def half_days_between(
    calendar: OfficeCalendar, first: date, last: date
) -> tuple[list[OpenHalfDay], list[ClosedHalfDay]]:
    """Return the half-days on which the office opens and those on which it would open but stays closed, both in order.

    A half-day has one reason to be closed: a public holiday comes before a closure, since it stays when the
    closure is taken back.
    """
    opened: list[OpenHalfDay] = []
    closed: list[ClosedHalfDay] = []
    names = public_holidays(calendar.holiday_region, first, last)
    for day in days_between(first, last):
        for opening in openings_on(calendar, day):
            label = names.get(day) or _closure_label(calendar, day)
            if label is not None:
                closed.append(ClosedHalfDay(day, opening.half, label, is_public_holiday=day in names))
                continue
            has_reception = opening.has_reception and (day, opening.half) not in calendar.reception_absences
            opened.append(OpenHalfDay(day, opening.half, opening.opens_at, opening.closes_at, has_reception))
    return opened, closed


def openings_on(calendar: OfficeCalendar, day: date) -> list[Opening]:
    """Return the opening half-days of this day of the week, morning first, whatever holiday or closure there is."""
    if day < calendar.opened_on or (calendar.closed_on is not None and day >= calendar.closed_on):
        return []
    valid = [
        opening
        for opening in calendar.openings
        if opening.weekday == day.weekday()
        and opening.valid_from <= day
        and (opening.valid_to is None or day <= opening.valid_to)
    ]
    return sorted(valid, key=lambda opening: HALVES.index(opening.half))


def public_holidays(region: str, first: date, last: date) -> dict[date, str]:
    """Return the public holidays of a region, both ends included, by their French names."""
    return {
        day: name
        for year in range(first.year, last.year + 1)
        for day, name in _holidays_of(region, year).items()
        if first <= day <= last
    }


def days_between(first: date, last: date) -> Iterator[date]:
    """Go through the days, both ends included."""
    n_days = (last - first).days + 1
    if n_days > LONGEST_WINDOW_DAYS:
        raise ValueError(f"{first} to {last} is {n_days} days; ask for at most {LONGEST_WINDOW_DAYS}.")
    return (first + timedelta(days=n) for n in range(n_days))


def _closure_label(calendar: OfficeCalendar, day: date) -> str | None:
    return next((c.label for c in calendar.closures if c.first_on <= day <= c.last_on), None)


@lru_cache(maxsize=256)
def _holidays_of(region: str, year: int) -> MappingProxyType[date, str]:
    if region not in REGIONS:
        raise ValueError(f"holiday_region={region!r} is unknown to the holidays library; give one of REGIONS.")
    subdivision = SPOKEN_REGIONS.get(region, region) or None
    found = country_holidays("FR", subdiv=subdivision, years=year, language="fr")
    return MappingProxyType({day: name.replace("'", "’") for day, name in sorted(found.items())})
