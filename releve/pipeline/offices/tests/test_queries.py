from datetime import date

import pytest

from releve.pipeline.offices.handover import ClosedDays
from releve.pipeline.offices.models import Closure, OpeningHalfDay, ReceptionAbsence, Room
from releve.pipeline.offices.queries import (
    calendars,
    closures_of,
    find_towns,
    memberships_of,
    office_by_slug,
    offices_of,
    openings_of,
    rooms_of,
)
from releve.shared.half_days import Half
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope
from tests.factories import a_network, a_town, a_user, an_office

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 12, 7), date(2026, 12, 20)


@pytest.fixture
def towns():
    return [
        a_town(),
        a_town("62186", "Bully-les-Mines", postal_codes=["62160"], population=12146),
        a_town("62617", "Nœux-les-Mines", postal_codes=["62290"], population=11500),
        a_town("62771", "Sains-en-Gohelle", postal_codes=["62114"], population=6300),
        a_town("62510", "Liévin", postal_codes=["62800"], population=30063),
        a_town("62498", "Lens", postal_codes=["62300"], population=32920),
        a_town("62490", "Lenstrel", postal_codes=["62301"], population=99999),
        a_town("97411", "Saint-Denis", postal_codes=["97400", "97417", "97490"], population=155634),
        a_town("93066", "Saint-Denis", postal_codes=["93200", "93210"], population=149000),
        a_town("62001", "L’Isle-Ablaincourt", postal_codes=["62116"], population=180),
    ]


def names(text, **options):
    return [town.name for town in find_towns(text, **options)]


class TestFindTowns:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("mazin", ["Mazingarbe"]),
            ("  MAZINGARBE ", ["Mazingarbe"]),
            ("62670", ["Mazingarbe"]),
            ("62670 Mazingarbe", ["Mazingarbe"]),
            ("Mazingarbe (62670)", ["Mazingarbe"]),
            ("Mazingarbe 62800", []),
            ("Bully les mines", ["Bully-les-Mines"]),
            ("BULLY-LES-MINES", ["Bully-les-Mines"]),
            ("noeux", ["Nœux-les-Mines"]),
            ("nœux les", ["Nœux-les-Mines"]),
            ("lievin", ["Liévin"]),
            ("LIÉVIN", ["Liévin"]),
            ("gohelle", ["Sains-en-Gohelle"]),
            ("l'isle", ["L’Isle-Ablaincourt"]),
            ("97490", ["Saint-Denis"]),
            ("St Denis", ["Saint-Denis", "Saint-Denis"]),
            ("6280", ["Liévin"]),
            ("99999", []),
            ("bouly", []),
        ],
    )
    def test_town_is_found_as_people_write_it(self, towns, text, found):
        assert names(text) == found

    def test_exact_name_comes_first_then_the_largest(self, towns):
        assert names("lens") == ["Lens", "Lenstrel"]
        assert [town.insee for town in find_towns("saint denis")] == ["97411", "93066"]

    def test_only_as_many_as_asked_for(self, towns):
        assert names("62", limit=2) == ["Lenstrel", "Lens"]

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "   ",
            "😀",
            "مازينغارب",
            "\u202eebragnizaM",
            "x" * 500,
            "1" * 500,
            "a b " * 200,
            "\x00",
            "%",
            "_",
            "\\",
            "'; drop table offices_town; --",
            "\ud800",
            "Ⅻ²٣",
        ],
    )
    def test_strange_text_finds_nothing_and_is_no_error(self, towns, text):
        assert names(text) == []

    def test_search_takes_one_query_and_a_second_one_where_the_beginning_finds_nothing(
        self, towns, django_assert_num_queries
    ):
        with django_assert_num_queries(1):
            find_towns("mazin")
        with django_assert_num_queries(1):
            find_towns("62670")
        with django_assert_num_queries(2):
            find_towns("gohelle")
        with django_assert_num_queries(0):
            find_towns("😀")


class TestCalendars:
    def test_calendar_holds_what_decides_over_its_days_and_nothing_else(self):
        office = an_office(n_rooms=2, holiday_region="RE", time_zone="Indian/Reunion")
        Room.objects.filter(office=office, name="Salle 2").update(is_active=False)
        OpeningHalfDay.objects.filter(office=office, weekday=0).update(valid_to=date(2026, 12, 6))
        OpeningHalfDay.objects.filter(office=office, weekday=1).update(valid_from=date(2026, 12, 21))
        for first_on, last_on, label in (
            (date(2026, 12, 1), date(2026, 12, 6), "avant"),
            (date(2026, 12, 1), date(2026, 12, 7), "début"),
            (date(2026, 12, 20), date(2026, 12, 31), "fin"),
            (date(2026, 12, 21), date(2026, 12, 31), "après"),
        ):
            Closure.objects.create(
                network=office.network, office=office, first_on=first_on, last_on=last_on, label=label
            )
        for day in (date(2026, 12, 6), date(2026, 12, 7)):
            ReceptionAbsence.objects.create(network=office.network, office=office, day=day, half=Half.MORNING)
        calendar = calendars([office.id], FIRST, LAST)[office.id]
        assert (calendar.holiday_region, calendar.time_zone, calendar.name) == ("RE", "Indian/Reunion", office.name)
        assert [room.name for room in calendar.rooms] == ["Salle 1"]
        assert {opening.weekday for opening in calendar.openings} == {2, 4}
        assert [closure.label for closure in calendar.closures] == ["début", "fin"]
        assert calendar.closures[0] == ClosedDays(date(2026, 12, 1), date(2026, 12, 7), "début")
        assert calendar.reception_absences == {(date(2026, 12, 7), Half.MORNING)}

    def test_office_that_is_not_there_has_no_calendar(self):
        assert calendars([0], FIRST, LAST) == {}

    @pytest.mark.parametrize("n_offices", [1, 3])
    def test_calendars_take_five_queries_for_any_number_of_offices(self, django_assert_num_queries, n_offices):
        network = a_network()
        ids = [an_office(network).id for _ in range(n_offices)]
        with django_assert_num_queries(5):
            assert len(calendars(ids, FIRST, LAST)) == n_offices

    def test_open_search_may_read_calendars_of_every_network(self):
        ids = [an_office().id, an_office().id]
        with world_scope(Role.PUBLIC):
            assert sorted(calendars(ids, FIRST, LAST)) == ids


class TestOffices:
    def test_offices_of_a_network_come_by_name_with_their_towns(self, django_assert_num_queries):
        network = a_network()
        for name in ("Liévin", "Bully", "Mazingarbe"):
            an_office(network, name=name)
        an_office()
        with django_assert_num_queries(1):
            assert [(office.name, office.town.name) for office in offices_of(network.id)] == [
                ("Bully", "Mazingarbe"),
                ("Liévin", "Mazingarbe"),
                ("Mazingarbe", "Mazingarbe"),
            ]

    def test_office_is_found_by_its_address_in_one_query(self, django_assert_num_queries):
        office = an_office(slug="mazingarbe")
        with django_assert_num_queries(1):
            found = office_by_slug("mazingarbe")
            assert (found, found.town, found.network) == (office, office.town, office.network)
        assert office_by_slug("ailleurs") is None
        assert office_by_slug("x" * 500) is None

    def test_rooms_come_in_their_order_with_those_out_of_service(self):
        office = an_office(n_rooms=3)
        Room.objects.filter(office=office, name="Salle 1").update(position=9, is_active=False)
        assert [room.name for room in rooms_of(office.id)] == ["Salle 2", "Salle 3", "Salle 1"]

    def test_openings_and_closures_to_come_are_listed_without_the_past(self):
        office = an_office(weekdays=(0, 1))
        OpeningHalfDay.objects.filter(office=office, weekday=1).update(valid_to=date(2026, 12, 6))
        assert {opening.weekday for opening in openings_of(office.id, FIRST)} == {0}
        for last_on in (date(2026, 12, 6), FIRST):
            Closure.objects.create(
                network=office.network, office=office, first_on=last_on, last_on=last_on, label=str(last_on)
            )
        assert [closure.label for closure in closures_of(office.id, FIRST)] == ["2026-12-07"]

    def test_seats_of_a_login_are_its_own(self):
        user = a_user("secretary")
        a_user("network")
        assert [seat.desk for seat in memberships_of(user)] == ["secretary"]
