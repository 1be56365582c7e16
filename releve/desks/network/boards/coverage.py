"""The coverage of offices in words and pictures: what is missing from when, and until when to start looking."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releve.desks.network.words import time_left
from releve.pipeline.commitments.queries.coverage import OfficeCoverage, coverages_of
from releve.pipeline.commitments.rules.coverage import CoverageWeek, Gap, Horizon
from releve.pipeline.commitments.rules.terms import add_months
from releve.pipeline.offices.models import Office
from releve.shared.words import date_words
from releve.ui.coverage_picture import YearPicture, half_days, year_pictures
from releve.ui.coverage_thumbnail import SmallPicture, small_picture

ONE_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Sayings:
    """What the horizon of an office says, in sentences."""

    gap: str
    leaving: str
    look: str
    next: str
    short: str
    state: str  # good warn bad: the chip's colour; its words tell the same
    state_words: str


@dataclass(frozen=True, slots=True)
class Quarter:
    """What is expected to be missing in three months."""

    label: str
    missing: str


@dataclass(frozen=True, slots=True)
class CoverageCard:
    """One office on the home."""

    slug: str
    name: str
    town_name: str
    picture: SmallPicture
    sayings: Sayings
    look_by: date | None
    quarters: list[Quarter]


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One line of the table, with the numbers that are drawn."""

    monday: date
    n_open: int
    needed: str
    certain: str
    likely: str
    missing: str
    is_short: bool


@dataclass(frozen=True, slots=True)
class OfficeHorizon:
    """One office on its own page."""

    horizon: Horizon
    pictures: list[YearPicture]
    sayings: Sayings
    weeks: list[WeekLine]


def coverage_cards(network_id: int, today: date) -> list[CoverageCard]:
    """Return every office of a network, the most urgent first."""
    cards = [_card(coverage) for coverage in coverages_of(network_id, today)]
    return sorted(cards, key=lambda card: (card.look_by is None, card.look_by or today, card.name))


def office_horizon(coverage: OfficeCoverage) -> OfficeHorizon:
    """Return the big picture of one office, with its table."""
    horizon = coverage.horizon()
    pictures = year_pictures(horizon, f"annee-{coverage.office.id}")
    return OfficeHorizon(horizon, pictures, sayings_of(horizon), [_line(week) for week in horizon.weeks if week.n_open])


def coverage_of_office(office: Office, today: date) -> OfficeCoverage:
    """Return what one office's pages are drawn from."""
    return coverages_of(office.network_id, today, office)[0]


def sayings_of(horizon: Horizon) -> Sayings:
    """Return the sentences of a horizon: the gap, who leaves, when to start, what comes next."""
    gap, today = horizon.first_gap, horizon.today
    if gap is None:
        until = date_words(horizon.weeks[-1].monday + timedelta(days=6))
        exposed = ""
        if horizon.exposed_from:
            exposed = _("Un départ annoncé aujourd’hui manquerait à partir du %(day)s.") % {
                "day": date_words(horizon.exposed_from)
            }
        covered = _("Chaque demi-journée est promise jusqu’au %(day)s.") % {"day": until}
        return Sayings(covered, "", exposed, "", _short(horizon), "good", _("couvert"))
    state, state_words = _state(horizon)
    return Sayings(
        _gap_words(gap, today), _leaving(gap), _look(horizon), _next(horizon), _short(horizon), state, state_words
    )


def missing_words(missing: float) -> str:
    """Return « 4 demi-journées par semaine »."""
    words = ngettext("%(n)s demi-journée par semaine", "%(n)s demi-journées par semaine", 1 if missing < 2 else 2)
    return words % {"n": half_days(missing)}


def _card(coverage: OfficeCoverage) -> CoverageCard:
    horizon, office = coverage.horizon(), coverage.office
    sayings = sayings_of(horizon)
    title = _("Horizon de couverture : %(office)s") % {"office": office.name}
    text = " ".join(part for part in (sayings.gap, sayings.leaving, sayings.look) if part)
    return CoverageCard(
        slug=office.slug,
        name=office.name,
        town_name=office.town.name,
        picture=small_picture(horizon, f"horizon-{slugify(office.slug)}", title, text),
        sayings=sayings,
        look_by=horizon.start_looking_by,
        quarters=_quarters(horizon.weeks),
    )


def _quarters(weeks: Sequence[CoverageWeek]) -> list[Quarter]:
    """Return what is missing by quarter of the calendar; a week belongs to the quarter of its Monday."""
    totals: dict[tuple[int, int], float] = defaultdict(float)
    for week in weeks:
        totals[week.monday.year, (week.monday.month + 2) // 3] += week.missing
    words = _("T%(quarter)d %(year)d")
    return [Quarter(words % {"quarter": q, "year": year}, half_days(n)) for (year, q), n in sorted(totals.items())]


def _line(week: CoverageWeek) -> WeekLine:
    return WeekLine(
        week.monday,
        week.n_open,
        half_days(week.needed),
        half_days(week.certain),
        half_days(week.likely),
        half_days(week.missing),
        week.missing >= 0.05,
    )


def _state(horizon: Horizon) -> tuple[str, str]:
    look_by = horizon.start_looking_by
    if look_by is None or look_by > add_months(horizon.today, horizon.knobs.alarm_lead_months):
        return "info", _("à prévoir")
    if look_by >= horizon.today:
        return "warn", _("à chercher bientôt")
    return "bad", _("recherche en retard")


def _gap_words(gap: Gap, today: date) -> str:
    missing = missing_words(gap.missing_a_week)
    if gap.first_on <= today + ONE_WEEK:
        return _("Il manque déjà %(missing)s.") % {"missing": missing}
    return _("Premier manque le %(day)s, %(left)s : %(missing)s.") % {
        "day": date_words(gap.first_on),
        "left": time_left(gap.first_on, today),
        "missing": missing,
    }


def _leaving(gap: Gap) -> str:
    said = []
    if gap.leaving:
        words = ngettext("Fin de l’engagement : %(names)s.", "Fin des engagements : %(names)s.", len(gap.leaving))
        said.append(words % {"names": ", ".join(gap.leaving)})
    if gap.amended:
        said.append(_("Moins de demi-journées par avenant : %(names)s.") % {"names": ", ".join(gap.amended)})
    return " ".join(said)


def _look(horizon: Horizon) -> str:
    look_by = horizon.start_looking_by
    if look_by is None:
        return ""
    told = {"day": date_words(look_by), "left": time_left(look_by, horizon.today)}
    if look_by < horizon.today:
        return _("Il fallait commencer à chercher le %(day)s : n’attendez plus.") % told
    return _("Commencer à chercher au plus tard le %(day)s, %(left)s.") % told


def _next(horizon: Horizon) -> str:
    gap = horizon.next_gap
    if gap is None or gap is horizon.first_gap:
        return ""
    return _("Puis %(missing)s à partir du %(day)s.") % {
        "missing": missing_words(gap.missing_a_week),
        "day": date_words(gap.first_on),
    }


def _short(horizon: Horizon) -> str:
    """Say that a shorter gap comes before the lasting one: leave, which a call fills."""
    day, gap = horizon.first_short_on, horizon.first_gap
    if day is None or (gap and day >= gap.first_on):
        return ""
    return _("Avant cela, une absence laisse un manque passager le %(day)s.") % {"day": date_words(day)}
