"""The welcome list of an arrival (domain.md §1.5): what, who, in which order, by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from releve.pipeline.commitments.handover import Route, WelcomeWho
from releve.pipeline.commitments.rules.terms import add_months


class WelcomeTask(StrEnum):
    REGISTRATION = "registration"
    INSURANCE = "insurance"
    SITE_DECLARATION = "site_declaration"
    AGREEMENT_DRAFT = "agreement_draft"
    COUNCIL_RESOLUTION = "council_resolution"
    SIGNATURE = "signature"
    CONTRACT_TO_ORDER = "contract_to_order"
    HEALTH_INSURANCE = "health_insurance"
    CONVENTION = "convention"
    BUSINESS_DESK = "business_desk"
    SOFTWARE = "software"
    URGENT_CARE = "urgent_care"
    PUBLIC_PAGE = "public_page"
    PLATE = "plate"


@dataclass(frozen=True, slots=True)
class Due:
    """Calendar months and days after the first day (negative: before it)."""

    months: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        return add_months(day, self.months) + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class ListedTask:
    """One point of somebody's list."""

    task: WelcomeTask
    who: WelcomeWho
    due_on: date
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    task: WelcomeTask
    who: WelcomeWho
    due: Due
    sources: tuple[str, ...]
    routes: frozenset[Route]


EVERY_ROUTE = frozenset(Route)
# A replacement works under the contract, the number and the site of whom she replaces (AM-03); an adjoint and a
# docteur junior under those of the doctor who answers for them (ORD-13, ORD-14).
OWN_PLACE = frozenset({Route.PRINCIPAL_PRACTICE, Route.DISTINCT_SITE, Route.LIBERAL_COLLABORATOR})
# Where the rules give no date, ours ([C]): months or days before the first day.
ENTRIES = (
    _Entry(
        WelcomeTask.REGISTRATION,
        WelcomeWho.DOCTOR,
        Due(months=-3),
        ("§1.5-1", "ORD-06"),
        frozenset({Route.PRINCIPAL_PRACTICE, Route.LIBERAL_COLLABORATOR}),
    ),
    _Entry(WelcomeTask.AGREEMENT_DRAFT, WelcomeWho.NETWORK, Due(months=-3), ("§1.5-4", "C"), OWN_PLACE),
    _Entry(
        WelcomeTask.SITE_DECLARATION,
        WelcomeWho.DOCTOR,
        Due(months=-2),
        ("ORD-01", "ORD-02"),
        frozenset({Route.DISTINCT_SITE}),
    ),
    _Entry(WelcomeTask.COUNCIL_RESOLUTION, WelcomeWho.TOWN_HALL, Due(months=-2), ("§1.5-4", "C"), OWN_PLACE),
    _Entry(WelcomeTask.SIGNATURE, WelcomeWho.TOWN_HALL, Due(months=-1), ("§1.5-5", "C"), OWN_PLACE),
    _Entry(WelcomeTask.HEALTH_INSURANCE, WelcomeWho.DOCTOR, Due(months=-1), ("AM-01", "AM-02", "C"), OWN_PLACE),
    _Entry(WelcomeTask.INSURANCE, WelcomeWho.DOCTOR, Due(days=-15), ("§1.5-2", "C"), EVERY_ROUTE),
    _Entry(WelcomeTask.SOFTWARE, WelcomeWho.NETWORK, Due(days=-15), ("§1.5-8", "C"), EVERY_ROUTE),
    # A month after the signature, which is a month before the first day unless it is known (ORD-16).
    _Entry(WelcomeTask.CONTRACT_TO_ORDER, WelcomeWho.DOCTOR, Due(), ("ORD-16",), OWN_PLACE),
    _Entry(WelcomeTask.PUBLIC_PAGE, WelcomeWho.NETWORK, Due(), ("§1.5-10", "ORD-20"), EVERY_ROUTE),
    _Entry(WelcomeTask.PLATE, WelcomeWho.TOWN_HALL, Due(), ("ORD-20",), OWN_PLACE),
    _Entry(WelcomeTask.BUSINESS_DESK, WelcomeWho.DOCTOR, Due(days=8), ("§1.5-7", "C"), OWN_PLACE),
    _Entry(WelcomeTask.URGENT_CARE, WelcomeWho.NETWORK, Due(months=1), ("§1.5-9", "ARS-11", "C"), EVERY_ROUTE),
    _Entry(WelcomeTask.CONVENTION, WelcomeWho.DOCTOR, Due(months=2), ("AM-01",), OWN_PLACE),
)
SOURCES: Mapping[WelcomeTask, tuple[str, ...]] = {entry.task: entry.sources for entry in ENTRIES}


def welcome_list(route: Route, starts_on: date, signed_on: date | None = None) -> tuple[ListedTask, ...]:
    """Return what is to be done for an arrival by this route, in the order of its due dates.

    Sent to the Ordre within a calendar month of the signature (ORD-16): the real one as soon as it is known.
    """
    listed = [
        ListedTask(entry.task, entry.who, _due_on(entry, starts_on, signed_on), entry.sources)
        for entry in ENTRIES
        if route in entry.routes
    ]
    return tuple(sorted(listed, key=lambda item: item.due_on))


def _due_on(entry: _Entry, starts_on: date, signed_on: date | None) -> date:
    if entry.task == WelcomeTask.CONTRACT_TO_ORDER:
        return add_months(signed_on or add_months(starts_on, -1), 1)
    return entry.due.after(starts_on)
