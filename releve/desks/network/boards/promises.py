"""Commitments as the coordinator reads them: until when, and until when one must give notice."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.functional import Promise as LazyText

from releve.desks.network.forms.commitments import CONDITIONS
from releve.desks.network.words import time_left
from releve.pipeline.commitments.handover import TermsFrom
from releve.pipeline.commitments.models import Commitment, Route
from releve.pipeline.commitments.queries import doctors_of_network
from releve.pipeline.commitments.queries.amendments import (
    amended_of,
    half_days_in_force,
    terms_in_force,
    with_amendments,
)
from releve.pipeline.commitments.rules import add_months, last_day
from releve.pipeline.commitments.rules.life import OVER, UNLAID
from releve.pipeline.commitments.words.patterns import pattern_words

# A departure is looked at this long before: the notice of six months and the time to find someone.
MONTHS_AHEAD = 8


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One commitment in words and days."""

    commitment: Commitment
    today: date

    @property
    def id(self) -> int:
        return self.commitment.id

    @property
    def doctor_id(self) -> int:
        return self.commitment.doctor_id

    @property
    def doctor_name(self) -> str:
        return str(self.commitment.doctor)

    @property
    def office_name(self) -> str:
        return self.commitment.office.name

    @property
    def starts_on(self) -> date:
        return self.commitment.starts_on

    @property
    def is_end_agreed(self) -> bool:
        return self.commitment.ends_on is not None

    @property
    def route_label(self) -> str:
        return self.commitment.get_route_display()

    @property
    def conditions(self) -> str | LazyText:
        return CONDITIONS[Route(self.commitment.route)]

    @property
    def last_on(self) -> date:
        return last_day(self.commitment.starts_on, self.commitment.ends_on, self.commitment.maximum_term_months)

    @property
    def notice_on(self) -> date:
        """The last day to give notice: the last day less the calendar months of the agreement."""
        return add_months(self.last_on, -self.commitment.notice_months)

    @property
    def terms(self) -> TermsFrom:
        """What holds today; before it begins, what it begins with."""
        return terms_in_force(self.commitment, max(self.today, self.commitment.starts_on))

    @property
    def half_days_per_week(self) -> str:
        return half_days_words(half_days_in_force(self.commitment, max(self.today, self.starts_on)))

    @property
    def coming(self) -> list[tuple[date, str, str]]:
        """From which later day on an amendment makes it how many half-days, and which."""
        return [
            (terms.valid_from, half_days_words(terms.half_days_per_week), pattern_words(terms.pattern))
            for terms in amended_of(self.commitment)
            if self.today < terms.valid_from <= self.last_on
        ]

    @property
    def state_label(self) -> str:
        return self.commitment.get_state_display()

    @property
    def is_over(self) -> bool:
        return self.last_on < self.today or self.commitment.state in OVER

    @property
    def starts_later(self) -> bool:
        return self.commitment.starts_on > self.today

    @property
    def is_running(self) -> bool:
        return not self.is_over and not self.starts_later and self.commitment.state not in UNLAID

    @property
    def is_binding(self) -> bool:
        """Both sides agreed: a proposal ends nothing and continues nothing."""
        return self.commitment.state not in UNLAID

    @property
    def is_notice_over(self) -> bool:
        return self.notice_on < self.today

    @property
    def time_left(self) -> str:
        return time_left(self.last_on, self.today)

    @property
    def pattern_words(self) -> str:
        return pattern_words(self.terms.pattern)


@dataclass(frozen=True, slots=True)
class DoctorLine:
    """A doctor with the commitments that run or start later."""

    id: int
    name: str
    promises: list[PromiseLine] = field(default_factory=list)


def lines_of_network(network_id: int, today: date) -> list[PromiseLine]:
    """Return the commitments of a network that have not ended: 1 query."""
    found = (
        with_amendments(
            Commitment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today), network_id=network_id)
        )
        .select_related("doctor", "office")
        .order_by("starts_on", "id")
    )
    lines = [PromiseLine(commitment, today) for commitment in found]
    return [line for line in lines if not line.is_over]


def endings(lines: list[PromiseLine], today: date) -> list[PromiseLine]:
    """Return the commitments that end within eight months and that no later one of the same doctor continues."""
    until = add_months(today, MONTHS_AHEAD)
    return sorted(
        (line for line in lines if line.last_on <= until and line.is_binding and not _is_continued(line, lines)),
        key=lambda line: (line.last_on, line.id),
    )


def doctor_lines(network_id: int, promises: list[PromiseLine]) -> list[DoctorLine]:
    """Return every doctor of a network with her commitments: 1 query."""
    of_doctor: dict[int, list[PromiseLine]] = defaultdict(list)
    for promise in promises:
        of_doctor[promise.doctor_id].append(promise)
    return [DoctorLine(doctor.id, str(doctor), of_doctor[doctor.id]) for doctor in doctors_of_network(network_id)]


def half_days_words(half_days: Decimal | float) -> str:
    """Return « 4 » or « 4,5 »."""
    return number_format(Decimal(str(half_days)).normalize(), use_l10n=True)


def _is_continued(line: PromiseLine, lines: list[PromiseLine]) -> bool:
    mine = line.commitment
    return any(
        other.commitment.doctor_id == mine.doctor_id
        and other.commitment.office_id == mine.office_id
        and other.commitment.starts_on > mine.starts_on
        and other.is_binding
        for other in lines
    )
