"""Times as the pages offer them: a week of one office, or the next few after a time that was lost."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from releve.desks.patient.week import Week, days_of_times, week_asked, week_of
from releve.pipeline.appointments.queries.free_times import free_times, next_times_after
from releve.pipeline.commitments.queries import doctors_of
from releve.pipeline.offices.models import Office
from releve.pipeline.slots.handover import Slot, Visit
from releve.shared.half_days import local_day
from releve.shared.typed import shown_phone
from releve.shared.words import clock, day_words, local, moment_words, near_day_words, time_value, zone_words


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person is choosing a time for."""

    office_id: int
    zone: str
    reason: Visit
    doctor_id: int | None = None


def office_facts(office: Office) -> dict[str, Any]:
    """Return what every page says of an office."""
    return {
        "id": office.id,
        "network_id": office.network_id,
        "name": office.name,
        "address": office.address,
        "place": f"{office.postal_code} {office.town.name}",
        "phone": office.phone,
        "phone_words": shown_phone(office.phone) if office.phone else "",
        "url": reverse("patient:office", args=[office.slug]),
        "times_url": reverse("patient:office_times", args=[office.slug]),
    }


def shown_time(slot: Slot, zone: str, now: datetime) -> dict[str, str]:
    """Return a time as a button shows and sends it."""
    day = local(slot.starts_at, zone).date()
    return {
        "value": time_value(slot.shift_id, slot.starts_at),
        "clock": clock(slot.starts_at, zone),
        "day": near_day_words(day, local(now, zone).date()),
    }


def week_page(
    choice: Choice, week: Week, page: str, kept: dict[str, str], doctors: dict[int, str], now: datetime
) -> dict[str, Any]:
    """Return a week of free times with the ways to the weeks beside, and a word when there is nothing to choose."""
    this_week = week_of(now, choice.zone)
    opens_until = local_day(now + timedelta(days=choice.reason.earliest_days_ahead), choice.zone)
    slots = [] if week.is_past(now) or week.monday > opens_until else free_times(
        office_ids=[choice.office_id], reason=choice.reason, first=max(week.first, now), until=week.until, now=now,
        doctor_id=choice.doctor_id,
    )  # fmt: skip
    shown: dict[str, Any] = {
        "title": _("Semaine du %(monday)s")
        % {"monday": day_words(week.monday, with_year=week.monday.year != now.year)},
        "zone": zone_words(choice.zone),
        "days": days_of_times(slots, choice.zone, doctors),
        "is_this_week": week.monday == this_week.monday,
        "this_week_url": _link(page, kept, this_week),
        "previous_url": _link(page, kept, week.beside(-1)) if week.monday > this_week.monday else "",
        "next_url": _link(page, kept, week.beside(1)) if week.sunday < opens_until else "",
        "nothing": "",
        "next_words": "",
        "found_url": "",
        "later": "",
    }
    if week.is_past(now):
        return shown | {"nothing": _("Cette semaine est passée.")}
    if week.monday > opens_until:
        return shown | {"nothing": _opens_later(choice, week, now)}
    if week.sunday > opens_until:
        shown["later"] = _("Les jours après le %(day)s s’ouvrent au fur et à mesure.") % {"day": day_words(opens_until)}
    return shown if slots else shown | _first_after(choice, week, page, kept, now)


def asked_or_first_free(text: str | None, choice: Choice, now: datetime) -> Week:
    """Return the week asked for; without one, that of the first free time: nobody should leaf through empty weeks."""
    if text is not None:
        return week_asked(text, now, choice.zone)
    found = next_times_after(
        office_id=choice.office_id, reason=choice.reason, after=now, now=now, doctor_id=choice.doctor_id, n=1
    )
    return week_of(found[0].starts_at if found else now, choice.zone)


def doctors_of_week(choice: Choice, week: Week, now: datetime) -> dict[int, str]:
    """Return who may consult in a week: whoever is there today, and whoever will be at its end."""
    today = local_day(now, choice.zone)
    days = {today, max(today, week.sunday)}
    return {doctor.doctor_id: doctor.name for day in sorted(days) for doctor in doctors_of(choice.office_id, day)}


def _opens_later(choice: Choice, week: Week, now: datetime) -> str:
    opens_on = week.monday - timedelta(days=choice.reason.earliest_days_ahead)
    return _("Cette semaine s’ouvre à la réservation à partir du %(day)s.") % {
        "day": day_words(opens_on, with_year=opens_on.year != now.year)
    }


def _first_after(choice: Choice, week: Week, page: str, kept: dict[str, str], now: datetime) -> dict[str, str]:
    """Look after the week first; a free time that lies before it is better than none."""
    later: list[Slot] = []
    for after in (week.until, now):
        later = later or next_times_after(
            office_id=choice.office_id, reason=choice.reason, after=after, now=now, doctor_id=choice.doctor_id, n=1
        )
    if not later:
        return {"nothing": _("Aucun horaire libre cette semaine, ni les suivantes.")}
    start = later[0].starts_at
    return {
        "nothing": _("Aucun horaire libre cette semaine."),
        "next_words": _("Prochain horaire libre : %(when)s") % {"when": moment_words(start, choice.zone, now=now)},
        "found_url": _link(page, kept, week_of(start, choice.zone)),
    }


def _link(page: str, kept: dict[str, str], week: Week) -> str:
    return f"{page}?{urlencode(kept | {'semaine': week.code})}"
