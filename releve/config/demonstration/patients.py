"""Invented patients: households of the coalfield with their ages, towns and telephones."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from math import exp
from random import Random

from releve.config.demonstration.logins import PATIENT
from releve.config.demonstration.names import Surname, a_first_name, a_surname
from releve.pipeline.offices.models import Office, Town
from releve.shared.geography import distance_km
from releve.shared.half_days import instant
from releve.shared.names import search_form

# (from age, share of the adults) in a poor and rather young region.
ADULT_AGES = ((18, 0.19), (30, 0.255), (45, 0.31), (65, 0.14), (75, 0.073), (85, 0.032))
OLDEST = 98
# Of households of the age to have children, the shares with none, one, two and three.
CHILDREN_SHARES = (0.30, 0.32, 0.27, 0.11)
# Visits a year by age, domain.md §8 (C, assumption).
VISITS_PER_YEAR = ((0, 7.0), (2, 4.5), (6, 2.2), (16, 2.8), (45, 3.8), (65, 5.0), (75, 6.5), (85, 7.5))
# People go to the doctor of their own town, less and less with the distance.
DISTANCE_FALL_KM = 2.2
FARTHEST_KM = 20.0
# Telephone numbers kept for fiction by the ARCEP: 06 39 98 xx xx and 03 53 01 xx xx.
MOBILE, LANDLINE = "+3363998", "+3335301"
KNOWN_BEFORE_SHARE = 0.72


@dataclass(slots=True)
class Person:
    """A patient before she is stored."""

    first_name: str
    last_name: str
    birth_date: date
    town: str
    phone: str
    email: str
    known_from: datetime
    guardian: str = ""  # the name of the parent who books
    is_new: bool = False  # known since the year that is replayed
    id: int = 0
    last_visit_on: date | None = None
    visits_ahead: list[date] = field(default_factory=list)

    @property
    def search_name(self) -> str:
        return search_form(f"{self.last_name} {self.first_name}")

    def age_on(self, day: date) -> int:
        return day.year - self.birth_date.year - ((day.month, day.day) < (self.birth_date.month, self.birth_date.day))


def visits_per_year(age: int) -> float:
    """Return how often a person of this age sees a doctor in a year."""
    return VISITS_PER_YEAR[bisect(VISITS_PER_YEAR, age, key=lambda band: band[0]) - 1][1]


class Households:
    """Draws households one after the other. Numbers, addresses and (name, birth date) are never given twice."""

    def __init__(self, chance: Random, since: date, today: date) -> None:
        self.chance = chance
        self.since = since
        self.today = today
        self.mobiles = iter(chance.sample(range(10_000), 10_000))
        # 03 53 01 00 xx and 01 xx are the offices'.
        self.landlines = iter(chance.sample(range(200, 10_000), 9_800))
        self.emails: set[str] = set()
        self.known: set[tuple[str, date]] = set()

    def draw(self, office: Office, towns: Sequence[Town], n: int) -> list[Person]:
        """Return `n` people who live around an office."""
        names = [town.insee for town in towns]
        weights = [*accumulate(attraction(town, office) for town in towns)]
        people: list[Person] = []
        while len(people) < n:
            (town,) = self.chance.choices(names, cum_weights=weights)
            known_from, is_new = self._known_from(office)
            for person in self._household(town, known_from):
                key = person.search_name, person.birth_date
                if key not in self.known:
                    self.known.add(key)
                    person.is_new = is_new
                    people.append(person)
        return people[:n]

    def _household(self, town: str, known_from: datetime) -> Iterator[Person]:
        chance = self.chance
        surname = a_surname(chance)
        sex = chance.choice("fm")
        head = self._adult(town, known_from, surname, sex, self._adult_age())
        yield head
        age = head.age_on(self.today)
        if age >= 24 and chance.random() < (0.6 if age < 75 else 0.35):
            has_own_name = chance.random() < 0.35
            partner_surname = a_surname(chance) if has_own_name else surname
            partner_age = max(19, min(OLDEST, age + round(chance.gauss(0, 3.5))))
            yield self._adult(town, known_from, partner_surname, "m" if sex == "f" else "f", partner_age)
        if 23 <= age <= 52:
            (n_children,) = chance.choices(range(len(CHILDREN_SHARES)), CHILDREN_SHARES)
            for _ in range(n_children):
                age_of_child = age - round(chance.triangular(20, 40, 29))
                if 0 <= age_of_child <= 17:
                    yield self._child(head, surname, age_of_child)

    def _adult_age(self) -> int:
        starts = [*(start for start, _ in ADULT_AGES), OLDEST]
        (band,) = self.chance.choices(range(len(ADULT_AGES)), [share for _, share in ADULT_AGES])
        width = starts[band + 1] - starts[band]
        # Within the last band the oldest are the fewest.
        return starts[band] + int(width * self.chance.random() ** (1.8 if band == len(ADULT_AGES) - 1 else 1.0))

    def _adult(self, town: str, known_from: datetime, surname: Surname, sex: str, age: int) -> Person:
        birth_date = self._birth_date(age)
        first_name = a_first_name(self.chance, sex, surname.origin, birth_date.year)
        has_mobile = self.chance.random() < (0.97 if age < 70 else 0.55)
        phone = f"{MOBILE}{next(self.mobiles):04d}" if has_mobile else f"{LANDLINE}{next(self.landlines):04d}"
        has_email = self.chance.random() < (0.82 if age < 60 else 0.55 if age < 75 else 0.18)
        email = self._email(first_name, surname.text, birth_date.year) if has_email else ""
        return Person(first_name, surname.text, birth_date, town, phone, email, known_from)

    def _child(self, parent: Person, surname: Surname, age: int) -> Person:
        birth_date = self._birth_date(age)
        first_name = a_first_name(self.chance, self.chance.choice("fm"), surname.origin, birth_date.year)
        guardian = f"{parent.first_name} {parent.last_name}"
        return replace(parent, first_name=first_name, birth_date=birth_date, guardian=guardian, visits_ahead=[])

    def _birth_date(self, age: int) -> date:
        return self.today - timedelta(days=int(age * 365.2425) + self.chance.randrange(1, 365))

    def _email(self, first_name: str, last_name: str, year: int) -> str:
        plain = search_form(f"{first_name} {last_name}").replace(" ", ".")
        email = f"{plain}@example.org"
        while email in self.emails:
            email = f"{plain}{year % 100:02d}@example.org"
            year += 1
        self.emails.add(email)
        return email

    def _known_from(self, office: Office) -> tuple[datetime, bool]:
        """Return when a household first came, and whether that was in the days replayed."""
        is_new = self.chance.random() >= KNOWN_BEFORE_SHARE
        first, last = (self.since, self.today) if is_new else (office.opened_on, self.since)
        day = first + timedelta(days=self.chance.randrange((last - first).days))
        at = time(self.chance.randrange(8, 20), self.chance.randrange(60), self.chance.randrange(60))
        return instant(day, at, office.time_zone), is_new


def attraction(town: Town, office: Office) -> float:
    """Return how many of an office's patients live in a town, up to a factor."""
    km = distance_km(town.latitude, town.longitude, office.latitude, office.longitude)
    return town.population * exp(-km / DISTANCE_FALL_KM) if km <= FARTHEST_KM else 0.0


def mister_costa(known_from: datetime, town: str) -> Person:
    """Return the one patient who has an account: he is in every test and every demonstration."""
    return Person("Manuel", "Costa", date(1958, 4, 12), town, f"{LANDLINE}0158", PATIENT.email, known_from)
