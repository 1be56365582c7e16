"""Opening half-days. What was true on past days stays written: a change holds from a day on."""

from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from releve.pipeline.offices.actions.laws import LAWS
from releve.pipeline.offices.errors import OfficeRefused
from releve.pipeline.offices.models import Office, OpeningHalfDay
from releve.shared.half_days import Half, local_day
from releve.shared.lawful_writes import check_fields, lawful_write
from releve.shared.people.models import User

ONE_DAY = timedelta(days=1)


def add_opening(
    *,
    office_id: int,
    weekday: int,
    half: Half,
    opens_at: time,
    closes_at: time,
    valid_from: date,
    by: User,
    now: datetime,
    valid_to: date | None = None,
    has_reception: bool = True,
) -> OpeningHalfDay:
    """Open the office on one more half-day of the week, between two dates (both included; None: for ever)."""
    office = Office.objects.get(pk=office_id)
    opening = OpeningHalfDay(
        network_id=office.network_id,
        office_id=office_id,
        weekday=weekday,
        half=half,
        opens_at=opens_at,
        closes_at=closes_at,
        has_reception=has_reception,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    _check(opening)
    with lawful_write(OfficeRefused, LAWS):
        opening.save()
    return opening


def change_opening(
    *,
    opening_id: int,
    from_on: date,
    opens_at: time,
    closes_at: time,
    has_reception: bool,
    by: User,
    now: datetime,
) -> OpeningHalfDay:
    """Change the hours or the reception of a half-day from a day on; return the half-day that holds from then.

    Raises ShiftsMustEnd when shifts stand outside the new hours.
    """
    opening = OpeningHalfDay.objects.select_related("office").get(pk=opening_id)
    _check_not_past(opening, from_on, now)
    if opening.valid_to is not None and from_on > opening.valid_to:
        raise OfficeRefused(_("À partir du : cet horaire ne vaut déjà plus ce jour-là."))
    following = opening
    if from_on > opening.valid_from:
        following = OpeningHalfDay.objects.get(pk=opening_id)
        following.pk, following.valid_from = None, from_on
        opening.valid_to = from_on - ONE_DAY
    following.opens_at, following.closes_at, following.has_reception = opens_at, closes_at, has_reception
    _check(following)
    with lawful_write(OfficeRefused, LAWS), connection.cursor() as cursor:
        # Between the two writes some shifts have no opening; both together are judged at the end.
        cursor.execute("SET CONSTRAINTS shifts_stay_inside_opening_hours DEFERRED")
        opening.save()
        following.save()
        cursor.execute("SET CONSTRAINTS shifts_stay_inside_opening_hours IMMEDIATE")
    return following


def end_opening(*, opening_id: int, last_on: date, by: User, now: datetime) -> OpeningHalfDay:
    """Open on this half-day until `last_on`, and no longer. Raises ShiftsMustEnd when shifts stand after it."""
    opening = OpeningHalfDay.objects.select_related("office").get(pk=opening_id)
    _check_not_past(opening, last_on + ONE_DAY, now)
    opening.valid_to = last_on
    _check(opening)
    with lawful_write(OfficeRefused, LAWS):
        opening.save()
    return opening


def _check_not_past(opening: OpeningHalfDay, day: date, now: datetime) -> None:
    if day < local_day(now, opening.office.time_zone):
        raise OfficeRefused(_("Date : elle est passée. Choisissez une date à venir."))


def _check(opening: OpeningHalfDay) -> None:
    check_fields(opening, OfficeRefused)
    # A doctor who works both halves of the day cannot be in both at once.
    others = OpeningHalfDay.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=opening.valid_from),
        office_id=opening.office_id,
        weekday=opening.weekday,
        opens_at__lt=opening.closes_at,
        closes_at__gt=opening.opens_at,
        valid_from__lte=opening.valid_to or date.max,
    ).exclude(half=opening.half)
    if others.exists():
        raise OfficeRefused(_("Heures : le matin et l’après-midi de ce jour se chevauchent. Changez l’un des deux."))
