"""Terms in calendar months, absences, and the key of an RPPS number."""

from collections.abc import Iterable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from stdnum import luhn

from releve.pipeline.commitments.handover import AbsentDays, PatternHalfDay, RppsWarning, Weeks
from releve.shared.half_days import HALVES, Half

N_RPPS_DIGITS = 11


def add_months(day: date, n: int) -> date:
    """Return the day `n` calendar months later; a day that the month has not becomes its last (31/08 + 6: 28/02)."""
    return day + relativedelta(months=n)


def last_day(starts_on: date, ends_on: date | None, maximum_term_months: int) -> date:
    """Return the last day of a commitment: the agreed one, else the eve of the maximum term's anniversary.

    PostgreSQL's law `shift_lies_inside_its_commitment` counts in the same way.
    """
    return ends_on or add_months(starts_on, maximum_term_months) - timedelta(days=1)


def is_absent(absences: Iterable[AbsentDays], day: date, half: Half) -> bool:
    """Say whether the doctor is away on this half-day."""
    moment = (day, HALVES.index(half))
    return any(
        (absence.first_on, HALVES.index(absence.first_half))
        <= moment
        <= (absence.last_on, HALVES.index(absence.last_half))
        for absence in absences
    )


def is_worked_in_week(pattern: PatternHalfDay, day: date) -> bool:
    """Say whether this half-day is worked in the ISO week of a day (week 53 is odd, and so is week 1 after it)."""
    is_odd = day.isocalendar().week % 2 == 1
    return pattern.weeks == Weeks.EVERY or (pattern.weeks == Weeks.ODD) == is_odd


def rpps_warning(number: str) -> RppsWarning | None:
    """Return what looks wrong in an RPPS number, if anything: a warning, never a block (DATA-11)."""
    if not (number.isascii() and number.isdecimal() and len(number) == N_RPPS_DIGITS):
        return RppsWarning.NOT_11_DIGITS
    return None if luhn.is_valid(number) else RppsWarning.WRONG_KEY
