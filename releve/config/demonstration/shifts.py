"""The shifts: the year behind by the rule of the rota, the weeks ahead by the coordinator's own clicks."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from releve.config.demonstration.storing import number_and_store
from releve.pipeline.commitments.queries import promises
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.queries import calendars
from releve.pipeline.rota.actions import lay_weeks, open_weeks
from releve.pipeline.rota.actions.weeks import draft_of
from releve.pipeline.rota.models import Shift
from releve.pipeline.rota.rules import lay_shifts
from releve.shared.half_days import instant, monday_of
from releve.shared.people.models import User

N_WEEKS_PUBLISHED = 8
N_WEEKS_DRAFTED = 2


def lay_past(offices: Sequence[Office], first: date, last: date, by: User) -> list[Shift]:
    """Lay the days behind as they would have been laid then, and publish them three weeks before."""
    ids = [office.pk for office in offices]
    zone = offices[0].time_zone
    rota = lay_shifts(calendars(ids, first, last), promises(ids, first, last), [], first, last)
    shifts = []
    for laid in rota.shifts:
        published_on = laid.day - timedelta(days=21 + laid.day.weekday())
        shift = draft_of(laid, offices[0], by, instant(published_on, time(9, 30), zone))
        shift.status = Shift.Status.PUBLISHED
        shifts.append(shift)
    number_and_store(shifts)
    return shifts


def open_ahead(offices: Sequence[Office], today: date, by: User, now: datetime) -> list[Shift]:
    """Publish the rest of this week and eight whole weeks, then lay two more as drafts; the published shifts.

    It was published before the first of its visits was booked.
    """
    then = now - timedelta(days=57)
    monday = monday_of(today)
    for office in offices:
        open_weeks(office_id=office.pk, first=monday, n_weeks=1 + N_WEEKS_PUBLISHED, by=by, now=then)
        drafted_from = monday + timedelta(weeks=1 + N_WEEKS_PUBLISHED)
        lay_weeks(office_id=office.pk, first=drafted_from, n_weeks=N_WEEKS_DRAFTED, by=by, now=now)
    return list(
        Shift.objects.filter(office__in=offices, status=Shift.Status.PUBLISHED, day__gt=today).order_by(
            "starts_at", "room__position", "id"
        )
    )
