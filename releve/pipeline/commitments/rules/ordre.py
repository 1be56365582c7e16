"""Delays of the Ordre with which several rules count."""

from datetime import date

DECLARATION_MONTHS = 2  # ORD-01, ORD-02: R.4127-85 CSP, calendar months from the proved receipt, since 26 May 2019
NO_COMPETITION_DAYS, NO_COMPETITION_MONTHS = 90, 24  # ORD-15


def next_licence_end(day: date) -> date:
    """Return the 15 November until which a licence delivered on a day is valid (ORD-11)."""
    this_year = date(day.year, 11, 15)
    return this_year if day <= this_year else date(day.year + 1, 11, 15)
