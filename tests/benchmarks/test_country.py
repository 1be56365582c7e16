"""The fixture is lawful, the same each time, and every figure can be taken on it. No time is judged here."""

import os

from django.db import connection

from benchmarks import booking, country, first_times, office_week, race
from benchmarks.databases import address_of
from benchmarks.draws import Draw
from releve.pipeline.appointments.models import Appointment, BookingRequest, Patient
from releve.pipeline.offices.models import Office
from releve.pipeline.rota.models import Shift
from releve.shared.rows import rows

CONSTRAINTS = """
    SELECT count(*) FILTER (WHERE contype = 'x'), count(*) FILTER (WHERE contype = 'f'), bool_and(convalidated)
    FROM pg_constraint WHERE conrelid IN ('rota_shift'::regclass, 'appointments_appointment'::regclass)
"""
DISABLED_TRIGGERS = "SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'O' AND NOT tgisinternal"
INDEXES = "SELECT count(*) FROM pg_indexes WHERE tablename IN ('rota_shift', 'appointments_appointment')"


def laws():
    return [rows(sql, {}) for sql in (CONSTRAINTS, DISABLED_TRIGGERS, INDEXES)]


def test_country_when_built_puts_every_law_and_index_back(transactional_db, request):
    before = laws()
    request.getfixturevalue("tiny_country")
    assert laws() == before


def test_country_when_built_is_sixty_per_cent_full_ahead_and_has_a_past(tiny_country):
    assert Office.objects.count() == tiny_country.n_offices
    ahead = Shift.objects.filter(day__gte=country.FIRST_DAY)
    n_places = ahead.count() * country.N_SLOTS_A_SHIFT
    n_booked = Appointment.objects.filter(status="booked").count()
    assert 0.55 < n_booked / n_places < 0.65
    assert Appointment.objects.filter(status="seen").exists()
    assert not Appointment.objects.exclude(shift__office_id__isnull=False).exists()


def test_country_when_built_a_second_time_stays_as_it_is(tiny_country):
    n_visits = Appointment.objects.count()
    country.build(tiny_country, say=print)
    assert Appointment.objects.count() == n_visits


def test_draw_when_the_seed_is_the_same_asks_the_same(tiny_country):
    assert [Draw(7).week(), Draw(7).point()] == [Draw(7).week(), Draw(7).point()]


def test_office_week_when_sampled_gives_as_many_times_on_both_sides(tiny_country):
    samples = office_week.sample(seed=1, n=3)
    assert len(samples["ours"]) == len(samples["bare"]) == 3
    (figure,) = office_week.figures(samples, tiny_country.share)
    assert figure.ratio > 0
    assert min(samples["n_slots"]) > 0


def test_first_times_when_sampled_every_office_has_some(tiny_country):
    samples = first_times.sample(seed=1, n=2)
    assert sum(samples["n_without"]) == 0
    assert max(samples["n_offices"]) == tiny_country.n_offices
    assert [figure.name for figure in first_times.figures(samples, 0)] == ["first_times_50", "first_times_50_p99"]


def test_booking_when_sampled_leaves_the_country_as_it_was(tiny_country):
    before = Appointment.objects.count(), Patient.objects.count(), BookingRequest.objects.count()
    samples = booking.sample(seed=1, n=2)
    assert len(samples["ours"]) == len(samples["bare"]) == 2
    assert (Appointment.objects.count(), Patient.objects.count(), BookingRequest.objects.count()) == before
    assert {figure.name for figure in booking.figures(samples, 0)} == {"booking", "booking_with_code"}


def test_bare_insert_when_written_is_the_row_of_a_confirmed_booking(tiny_country):
    """A field that only one of the two sides fills would make the comparison unfair."""
    ours, theirs = booking.free_times_wanted(Draw(3), 2)
    booking.book(ours, booking.a_person(1, 1))
    insert, values = booking.bare_insert(theirs)
    with connection.cursor() as cursor:
        cursor.execute(insert, values)
    first, second = Appointment.objects.order_by("-id")[:2]
    same = ("status", "held_until", "booked_for", "changed_as", "double_booked_because")
    assert [getattr(first, name) for name in same] == [getattr(second, name) for name in same]


def test_race_when_run_over_http_books_each_slot_once(tiny_country):
    url = address_of(os.environ["DATABASE_URL"], connection.settings_dict["NAME"])
    booked, faults = race.figures(url, seed=1, size=0, n_clients=5, n_slots=2)
    assert booked.value == 2
    assert faults.value == 0, faults.more
