"""The patients of one office, from whom each day's visitors are drawn by their ages."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random

from releve.config.demonstration.patients import Person, visits_per_year
from releve.config.demonstration.territory import Reasons
from releve.config.demonstration.visits import Visit, Wanted
from releve.pipeline.slots.models import VisitReason

DAYS_BETWEEN_VISITS_MIN = 4
VISITS_AHEAD_MAX = 2
# A small demonstration runs out of people before it runs out of places.
N_TRIES = 50


class Waiting:
    """Draws visitors; whoever is drawn does not come again in the next days."""

    def __init__(self, chance: Random, people: Sequence[Person], reasons: Reasons, today: date) -> None:
        self.chance = chance
        self.people = people
        self.reasons = reasons
        self.weights = [*accumulate(visits_per_year(person.age_on(today)) for person in people)]
        self.newcomers = sorted((person for person in people if person.is_new), key=lambda person: person.known_from)
        self.expected: dict[date, Person] = {}

    def visitors(self, day: date, opens_at: datetime, n: int) -> list[Wanted]:
        """Return about `n` people who come on a day of the past, or today; first visits come first."""
        wanted = [*self.first_visits(day, opens_at), *self._expected_on(day)]
        for _ in range(n - len(wanted)):
            person = self._draw(lambda person: self._may_come(person, day))
            if person:
                person.last_visit_on = day
                wanted.append(Wanted(person, self.reason_for(person, day), is_first=False))
        return wanted

    def first_visits(self, day: date, opens_at: datetime) -> Iterator[Wanted]:
        """Yield those who called before the office opened and have not been seen yet."""
        while self.newcomers and self.newcomers[0].known_from < opens_at - timedelta(hours=2):
            person = self.newcomers.pop(0)
            person.last_visit_on = day
            yield Wanted(person, self.reasons.first, is_first=True)

    def booked_ahead(self, day: date, today: date, budget_min: float) -> Iterator[Wanted]:
        """Yield people who have booked a day to come, until their minutes are used up."""
        for wanted in self._expected_on(day):
            wanted.person.visits_ahead.append(day)
            budget_min -= wanted.reason.minutes
            yield wanted
        while person := self._draw(lambda person: self._may_book(person, day)):
            reason = self.reason_for(person, day)
            if (day - today).days >= min(reason.earliest_days_ahead, 2 if reason.is_unscheduled else 56):
                reason = self.reasons.usual
            budget_min -= reason.minutes
            if budget_min < 0:
                return
            person.visits_ahead.append(day)
            yield Wanted(person, reason, is_first=False)

    def someone_else(self, visit: Visit) -> Person | None:
        """Return a person who had this time and gave it back."""
        return self._draw(lambda person: not person.is_new and person is not visit.person)

    def reason_for(self, person: Person, day: date) -> VisitReason:
        """Return why a person of this age comes (shares of domain.md §8)."""
        age, chance = person.age_on(day), self.chance.random
        if chance() < 0.19:
            return self.reasons.unscheduled
        if age < 6 and chance() < 0.45:
            return self.reasons.child
        if age >= 81 and chance() < 0.15:
            return self.reasons.over_80
        if age >= 50 and chance() < (0.15 if age < 65 else 0.30):
            return self.reasons.long_term
        if 6 <= age < 45 and chance() < (0.25 if day.month == 9 else 0.08):
            return self.reasons.certificate
        return self.reasons.usual

    def _expected_on(self, day: date) -> Iterator[Wanted]:
        if person := self.expected.pop(day, None):
            person.last_visit_on = day
            yield Wanted(person, self.reasons.usual, is_first=False)

    def _draw(self, may_come: Callable[[Person], bool]) -> Person | None:
        for _ in range(N_TRIES):
            (person,) = self.chance.choices(self.people, cum_weights=self.weights)
            if may_come(person):
                return person
        return None

    def _may_come(self, person: Person, day: date) -> bool:
        last = person.last_visit_on
        if last is None:
            return not person.is_new
        return (day - last).days >= DAYS_BETWEEN_VISITS_MIN

    def _may_book(self, person: Person, day: date) -> bool:
        if not self._may_come(person, day):
            return False
        is_near = any(abs((day - other).days) < DAYS_BETWEEN_VISITS_MIN for other in person.visits_ahead)
        return not is_near and len(person.visits_ahead) < VISITS_AHEAD_MAX
