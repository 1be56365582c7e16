"""Builds the demonstration, all or nothing: one transaction."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from releve.config.demonstration import logins
from releve.config.demonstration.bookings import Agenda
from releve.config.demonstration.doctors import add_absences, add_doctors
from releve.config.demonstration.lives import note_lives
from releve.config.demonstration.mark import leave_mark, refuse_other_data
from releve.config.demonstration.patients import Households, Person, mister_costa
from releve.config.demonstration.planning import answer_season, draw_rota, propose_to
from releve.config.demonstration.receptions import staff_receptions
from releve.config.demonstration.recruiting import announce_departure, bring_successor, note_hopes
from releve.config.demonstration.shifts import lay_past, open_ahead
from releve.config.demonstration.storing import name_no_trigger_to_ignore, number_and_store
from releve.config.demonstration.territory import (
    BULLY,
    MAZINGARBE,
    TOWNS_FILE,
    add_network,
    add_office,
    add_reasons,
    add_reception_absence,
    add_seats,
)
from releve.config.demonstration.visits import Desk, Visit, store_visits
from releve.config.demonstration.waiting import Waiting
from releve.pipeline.appointments.models import Patient
from releve.pipeline.commitments.models import Doctor
from releve.pipeline.offices.actions import load_towns
from releve.pipeline.offices.models import Office, Town
from releve.pipeline.offices.town_file import read_towns
from releve.pipeline.rota.models import Shift
from releve.shared.half_days import monday_of
from releve.shared.people.models import User
from releve.shared.worlds.roles import places

ZONE = "Europe/Paris"
FIRST_NOW = date(2025, 12, 1)
# Mazingarbe: 7 600 consultations in a year. Bully is smaller: 1 200 patients (domain.md §0).
N_PATIENTS = {MAZINGARBE.slug: 2600, BULLY.slug: 1250}
N_SEEN = {MAZINGARBE.slug: 7600, BULLY.slug: 4300}
SECRETARIES = {MAZINGARBE.slug: logins.MAZINGARBE_SECRETARY, BULLY.slug: logins.BULLY_SECRETARY}
COSTA_DAYS_AGO, COSTA_DAYS_AHEAD = 20, 3
Progress = Callable[[str, float], None]


def build(*, seed: int, now: datetime, progress: Progress, scale: float = 1.0) -> None:
    """Build the demonstration as it is at `now`; `scale` makes it smaller for tests. Raises DemonstrationRefused."""
    today = now.astimezone(ZoneInfo(ZONE)).date()
    if today < FIRST_NOW:
        raise ValueError(f"now={now} is before {FIRST_NOW}: some doctors had not been there for a whole year.")
    with transaction.atomic():
        refuse_other_data()
        name_no_trigger_to_ignore()
        _Building(seed, now, today, scale).build(progress)
        leave_mark(seed, now)
        analyze()


def analyze() -> None:
    """Count the rows: without it triggers and first pages are planned as if the tables were empty.

    Ours only: the catalogues of the server are locked by whoever else analyses them.
    """
    tables = ", ".join(f'{place.world}."{place.table}"' for place in places())
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")


def send_nothing() -> None:
    """Take back the mails that the building asked for: nobody made up reads them, and the logins stay the last line."""
    ProcrastinateJob.objects.filter(status="todo").delete()


class _Building:
    """The steps, in the order of the pipeline. Each draws from a chance of its own, so that one can change alone."""

    def __init__(self, seed: int, now: datetime, today: date, scale: float) -> None:
        self.seed = seed
        self.now = now
        self.today = today
        self.scale = scale
        self.monday = monday_of(today)
        self.a_year_ago = today - timedelta(days=365)
        # A whole month first: a part of one would look like a fall.
        self.first_day = self.a_year_ago.replace(day=1)

    def build(self, progress: Progress) -> None:
        progress("Communes et cabinets", 0.0)
        self.open_offices()
        progress("Médecins et engagements", 0.04)
        self.find_doctors()
        progress("Planning d’une année et des semaines à venir", 0.08)
        self.lay_shifts()
        progress("Souhaits, échange et planning à comparer", 0.12)
        self.plan_ahead()
        progress("Patients", 0.20)
        self.know_patients()
        progress("Une année de consultations", 0.30)
        visits = self.book()
        progress("Enregistrement des rendez-vous", 0.50)
        analyze()
        store_visits(self.chance("store"), visits)
        send_nothing()
        progress("Vérifications", 0.95)

    def chance(self, step: str) -> Random:
        return Random(f"{self.seed}:{self.today}:{step}")  # noqa: S311 — a play, not a secret

    def open_offices(self) -> None:
        with TOWNS_FILE.open(encoding="utf-8", newline="") as file:
            load_towns(read_towns(file))
        self.staff = logins.add_staff()
        self.network = add_network()
        self.reasons = add_reasons(self.network)
        self.offices = {plan.slug: add_office(self.network, plan, self.today) for plan in (MAZINGARBE, BULLY)}
        add_seats(self.network, self.offices[MAZINGARBE.slug], self.offices[BULLY.slug], self.staff)
        add_reception_absence(self.offices[BULLY.slug], self.monday + timedelta(weeks=1))

    def find_doctors(self) -> None:
        chance = self.chance("doctors")
        commitments = add_doctors(chance, self.network, self.offices, self.staff, self.today)
        add_absences(commitments, self.first_day, self.today)
        coordinator = self.staff[logins.COORDINATOR.email]
        note_lives([commitment for _, commitment in commitments], self.today, coordinator, self.now)
        leaving = announce_departure(coordinator, self.now)
        bring_successor(leaving, coordinator, self.now)
        note_hopes(self.network.pk, self.offices, coordinator, self.now)

    def lay_shifts(self) -> None:
        offices = [*self.offices.values()]
        coordinator = self.staff[logins.COORDINATOR.email]
        self.past = lay_past(offices, self.first_day, self.today, coordinator)
        self.to_come = open_ahead(offices, self.today, coordinator, self.now)
        staff_receptions(self.offices, self.staff, self.today, coordinator, self.now)

    def plan_ahead(self) -> None:
        coordinator, asked = self.staff[logins.COORDINATOR.email], logins.MAZINGARBE_DOCTOR.email
        office_ids = [office.pk for office in self.offices.values()]
        answer_season(self.chance("season"), self.network.pk, asked, coordinator, self.now)
        propose_to(asked, self.today, self.now)
        draw_rota(self.seed, self.network.pk, office_ids, self.today, coordinator, self.now)

    def know_patients(self) -> None:
        households = Households(self.chance("patients"), self.first_day, self.today)
        towns = list(Town.objects.filter(department__in=["59", "62"]).order_by("insee"))
        self.people = {
            slug: households.draw(office, towns, max(40, round(N_PATIENTS[slug] * self.scale)))
            for slug, office in self.offices.items()
        }
        self.costa = mister_costa(self.now - timedelta(days=700), MAZINGARBE.insee)
        self.people[MAZINGARBE.slug].append(self.costa)
        everybody = [person for people in self.people.values() for person in people]
        user = logins.add_patient_login("Manuel Costa")
        stored = [self.as_patient(person, user if person is self.costa else None) for person in everybody]
        number_and_store(stored)
        for person, patient in zip(everybody, stored, strict=True):
            person.id = patient.pk

    def as_patient(self, person: Person, user: User | None) -> Patient:
        return Patient(
            network=self.network,
            user=user,
            first_name=person.first_name,
            last_name=person.last_name,
            search_name=person.search_name,
            birth_date=person.birth_date,
            email=person.email,
            phone=person.phone,
            town_id=person.town,
            created_at=person.known_from,
        )

    def book(self) -> list[Visit]:
        return [visit for slug, office in self.offices.items() for visit in self.book_office(slug, office)]

    def book_office(self, slug: str, office: Office) -> list[Visit]:
        chance = self.chance(slug)
        doctor_users = dict(Doctor.objects.filter(network=self.network).order_by("id").values_list("id", "user_id"))
        secretary = self.staff[SECRETARIES[slug].email]
        desk = Desk(chance, office.time_zone, secretary.pk, doctor_users)
        waiting = Waiting(chance, self.people[slug], self.reasons, self.today)
        agenda = Agenda(office, waiting, desk, self.now, self.scale)
        mine = [shift for shift in [*self.past, *self.to_come] if shift.office_id == office.pk]
        past = [shift for shift in mine if shift.day < self.today]
        ahead = [shift for shift in mine if shift.day > self.today]
        if slug == MAZINGARBE.slug:
            self.expect_costa(waiting, past, ahead)
        visits = agenda.replay(past, round(N_SEEN[slug] * self.scale), self.a_year_ago)
        visits += agenda.today([shift for shift in mine if shift.day == self.today])
        return visits + agenda.ahead(ahead, self.today)

    def expect_costa(self, waiting: Waiting, past: list[Shift], ahead: list[Shift]) -> None:
        """Give the patient with an account a visit behind him and one to come."""
        latest, earliest = self.today - timedelta(days=COSTA_DAYS_AGO), self.today + timedelta(days=COSTA_DAYS_AHEAD)
        waiting.expected[max(shift.day for shift in past if shift.day <= latest)] = self.costa
        waiting.expected[min(shift.day for shift in ahead if shift.day >= earliest)] = self.costa
