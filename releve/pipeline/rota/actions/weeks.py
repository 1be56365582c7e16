"""Lays and publishes the coming weeks of an office. Each can be repeated without harm."""

from datetime import date, datetime, timedelta

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releve.pipeline.commitments.queries import promises
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.queries import calendars
from releve.pipeline.rota.actions.call_news import keep_calls_told
from releve.pipeline.rota.actions.laws import LAWS
from releve.pipeline.rota.errors import RotaRefused
from releve.pipeline.rota.handover import LaidShift, WeeksLaid, WeeksOpened
from releve.pipeline.rota.models import Shift
from releve.pipeline.rota.queries import existing_shifts
from releve.pipeline.rota.rules import find_conflicts, lay_shifts
from releve.shared.broken_law import broken_law
from releve.shared.half_days import local_day, monday_of
from releve.shared.lawful_writes import TRY_AGAIN, lawful_write
from releve.shared.people.models import User

# A year and a day of rota is more than anybody plans; a typing error must not lay a century.
MOST_WEEKS = 53
FARTHEST_DAYS = 2 * 366
# How far back the usual rooms are looked for.
MEMORY = timedelta(weeks=8)
# Two coordinators may lay two offices of one doctor at the same moment: the second looks again.
N_TRIES = 3
WORTH_ANOTHER_LOOK = frozenset({"doctor_never_in_two_places", "room_never_holds_two_doctors"})
LAWS_IN_LAYING = {name: answer for name, answer in LAWS.items() if name not in WORTH_ANOTHER_LOOK}


def lay_weeks(*, office_id: int, first: date, n_weeks: int, by: User, now: datetime) -> WeeksLaid:
    """Lay drafts over the weeks of `first` and after it, from today on; say why of each half-day that is left out."""
    for _try in range(N_TRIES):
        try:
            with lawful_write(RotaRefused, LAWS_IN_LAYING):
                return _lay_once(office_id, first, n_weeks, by, now)
        except DatabaseError as error:
            law = broken_law(error)
            if law is None or law.name not in WORTH_ANOTHER_LOOK:
                raise
    raise RotaRefused(TRY_AGAIN)


def publish_weeks(*, office_id: int, first: date, n_weeks: int, by: User, now: datetime) -> int:
    """Make the drafts of these weeks bookable and return how many.

    A draft that no longer holds (closure, absence, end of the commitment…) stays a draft: `queries.conflicts` tells it.
    """
    office = Office.objects.get(pk=office_id)
    start, last = _window(office, first, n_weeks, now)
    drafts = Shift.objects.filter(
        office_id=office_id, day__range=(start, last), status=Shift.Status.DRAFT, ends_at__gt=now
    )
    draft_ids = set(drafts.values_list("id", flat=True))
    if not draft_ids:
        return 0
    existing = existing_shifts(office_ids=[office_id], first=start, last=last)
    standing = [shift for shift in existing if shift.shift_id in draft_ids]
    held_back = find_conflicts(calendars([office_id], start, last), promises([office_id], start, last), standing)
    with lawful_write(RotaRefused, LAWS):
        # Of two clicks at once the second waits here, then finds no draft any more.
        return drafts.exclude(id__in=[conflict.shift.shift_id for conflict in held_back]).update(
            status=Shift.Status.PUBLISHED, changed_at=now, changed_by=by
        )


def open_weeks(*, office_id: int, first: date, n_weeks: int, by: User, now: datetime) -> WeeksOpened:
    """Lay and publish in one click."""
    with transaction.atomic():
        laid = lay_weeks(office_id=office_id, first=first, n_weeks=n_weeks, by=by, now=now)
        n_published = publish_weeks(office_id=office_id, first=first, n_weeks=n_weeks, by=by, now=now)
    return WeeksOpened(laid.n_laid, n_published, laid.not_laid)


def withdraw_drafts(*, office_id: int, first: date, n_weeks: int, by: User, now: datetime) -> int:
    """Take back the drafts of these weeks that nobody changed by hand, to lay them anew; return how many."""
    with lawful_write(RotaRefused, LAWS):
        office = Office.objects.select_for_update(no_key=True).get(pk=office_id)
        start, last = _window(office, first, n_weeks, now)
        drafts = Shift.objects.filter(
            office_id=office_id, day__range=(start, last), status=Shift.Status.DRAFT, is_edited=False
        )
        # Django would look for appointments first, which the estate has no right to see; PostgreSQL looks by itself.
        n = int(drafts._raw_delete(drafts.db))
        if n:
            keep_calls_told(office.network_id, start, last, now)
        return n


def _lay_once(office_id: int, first: date, n_weeks: int, by: User, now: datetime) -> WeeksLaid:
    # Two clicks lay one after the other; patients' bookings need not wait (their keys do not change).
    office = Office.objects.select_for_update(no_key=True).get(pk=office_id)
    start, last = _window(office, first, n_weeks, now)
    promised = promises([office_id], start, last)
    existing = existing_shifts(
        office_ids=[office_id],
        doctor_ids={promise.doctor_id for promise in promised},
        first=start - MEMORY,
        last=last + timedelta(weeks=1),
    )
    rota = lay_shifts(calendars([office_id], start, last), promised, existing, start, last)
    shifts = [draft_of(laid, office, by, now) for laid in rota.shifts if laid.ends_at > now]
    Shift.objects.bulk_create(shifts)
    if shifts:
        keep_calls_told(office.network_id, start, last, now)
    return WeeksLaid(len(shifts), rota.not_laid)


def draft_of(laid: LaidShift, office: Office, by: User, now: datetime) -> Shift:
    """Return a laid shift as a row to store."""
    return Shift(
        network_id=office.network_id,
        office_id=laid.office_id,
        room_id=laid.room_id,
        doctor_id=laid.doctor_id,
        commitment_id=laid.commitment_id,
        day=laid.day,
        half=laid.half,
        starts_at=laid.starts_at,
        ends_at=laid.ends_at,
        changed_at=now,
        changed_by=by,
    )


def _window(office: Office, first: date, n_weeks: int, now: datetime) -> tuple[date, date]:
    """Return the first and the last day: whole weeks, without the days that are over."""
    today = local_day(now, office.time_zone)
    if not 1 <= n_weeks <= MOST_WEEKS:
        raise RotaRefused(
            ngettext("Semaines : choisissez %(n)d semaine.", "Semaines : choisissez-en entre 1 et %(n)d.", MOST_WEEKS)
            % {"n": MOST_WEEKS}
        )
    if abs((first - today).days) > FARTHEST_DAYS:
        raise RotaRefused(_("Semaine : choisissez-en une dans les deux ans qui viennent."))
    monday = monday_of(first)
    last = monday + timedelta(days=7 * n_weeks - 1)
    if last < today:
        raise RotaRefused(_("Semaine : elle est passée. Choisissez la semaine en cours ou une semaine à venir."))
    return max(monday, today), last
