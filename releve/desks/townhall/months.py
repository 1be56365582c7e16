"""The last thirteen months of one office: masked counts of care, coverage of the estate."""

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.utils.dates import MONTHS_AP
from django.utils.translation import gettext as _

from releve.desks.townhall.coverage import Coverage
from releve.pipeline.appointments.handover import MonthCount
from releve.pipeline.appointments.queries.desk import month_counts

N_PAST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Month:
    """One line of the table."""

    first: date
    is_current: bool
    counts: MonthCount
    coverage: Coverage

    @property
    def label(self) -> str:
        return month_label(self.first)


def months_until(today: date) -> list[date]:
    """Return the first day of the month of `today` and of the twelve before it, in order."""
    this_month = today.replace(day=1)
    return [this_month - relativedelta(months=n) for n in range(N_PAST_MONTHS, -1, -1)]


def month_label(month: date) -> str:
    """Return « nov. 2026 »."""
    return _("%(month)s %(year)d") % {"month": MONTHS_AP[month.month], "year": month.year}


def last_of(month: date) -> date:
    return month + relativedelta(months=1) - timedelta(days=1)


def counts_of(office_id: int, months: list[date]) -> dict[date, MonthCount]:
    """Return the counts of one office for each month; a month without any appointment counts 0."""
    found = month_counts(months[0], months[-1] + relativedelta(months=1))
    mine = {count.month: count for count in found if count.office_id == office_id}
    return {month: mine.get(month) or MonthCount(office_id, month, 0, 0, 0, 0) for month in months}
