"""The coverage horizon as the town hall sees it: numbers of half-days, no name."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from releve.pipeline.commitments.queries.coverage import coverages_of
from releve.pipeline.commitments.rules.coverage import Horizon
from releve.pipeline.offices.models import Office
from releve.shared.words import date_words
from releve.ui.coverage_picture import YearPicture, half_days, year_pictures

ONE_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class TownHorizon:
    gap: str
    look: str
    pictures: list[YearPicture]
    half_years: list[tuple[str, str, str]]  # since when, needed, missing


def town_horizon(office: Office, today: date) -> TownHorizon:
    """Return what is missing at an office in the 24 months to come: 11 queries."""
    horizon = coverages_of(office.network_id, today, office)[0].horizon()
    return TownHorizon(_gap(horizon), _look(horizon), year_pictures(horizon, "horizon"), _half_years(horizon))


def _gap(horizon: Horizon) -> str:
    gap = horizon.first_gap
    if gap is None:
        return _("Chaque demi-journée d’ouverture est promise par un médecin.")
    missing = half_days(gap.missing_a_week)
    if gap.first_on <= horizon.today + ONE_WEEK:
        return _("Demi-journées qui manquent déjà chaque semaine : %(n)s.") % {"n": missing}
    return _("À partir du %(day)s, demi-journées qui manqueront chaque semaine : %(n)s.") % {
        "day": date_words(gap.first_on),
        "n": missing,
    }


def _look(horizon: Horizon) -> str:
    if horizon.start_looking_by is None:
        return ""
    return _("Dernier jour pour commencer à chercher un médecin : %(day)s.") % {
        "day": date_words(horizon.start_looking_by)
    }


def _half_years(horizon: Horizon, n_weeks: int = 26) -> list[tuple[str, str, str]]:
    pieces = [horizon.weeks[start : start + n_weeks] for start in range(0, len(horizon.weeks) - 1, n_weeks)]
    return [
        (
            date_words(weeks[0].monday),
            half_days(round(sum(week.needed for week in weeks))),
            half_days(round(sum(week.missing for week in weeks))),
        )
        for weeks in pieces
    ]
