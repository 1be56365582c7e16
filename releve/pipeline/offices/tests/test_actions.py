from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from releve.pipeline.offices.actions import (
    OfficeFacts,
    OfficeKnobs,
    add_opening,
    add_room,
    change_knobs,
    change_office,
    change_opening,
    change_room,
    close_days,
    close_office,
    end_opening,
    note_reception_absence,
    open_office,
    withdraw_closure,
    withdraw_reception_absence,
)
from releve.pipeline.offices.errors import OfficeRefused, ShiftsMustEnd
from releve.pipeline.offices.models import Closure, Office, OpeningHalfDay, ReceptionAbsence, Room
from releve.shared.half_days import Half
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope
from tests.factories import a_network, a_town, a_user, an_office

pytestmark = pytest.mark.django_db
AM, PM = Half.MORNING, Half.AFTERNOON
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
TODAY = date(2026, 12, 1)
ONE_DAY = timedelta(days=1)


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def by():
    return {"by": a_user("network"), "now": NOW}


def facts(**changes):
    return OfficeFacts(
        **{"name": "Cabinet", "town": a_town(), "address": "place du Docteur-Urbaniak", "postal_code": "62670"}
        | changes
    )


def opening_of(office, weekday=0, half=AM):
    return OpeningHalfDay.objects.get(office=office, weekday=weekday, half=half)


def a_guard_that_counts_shifts(table):
    """Stand in for the guard that the stage of shifts puts on this table (its own tests prove it)."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            CREATE FUNCTION pg_temp.guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                RAISE EXCEPTION 'shifts' USING ERRCODE = 'check_violation',
                    CONSTRAINT = 'shifts_stay_inside_opening_hours', DETAIL = '8';
            END $$;
            CREATE TRIGGER guard BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION pg_temp.guard();
            """
        )


class TestOffice:
    def test_office_opens_with_its_rooms_in_the_middle_of_its_town(self, by):
        network = a_network()
        office = open_office(network_id=network.id, facts=facts(), opened_on=TODAY, n_rooms=3, **by)
        office.refresh_from_db()
        assert (office.slug, office.latitude, office.network) == ("mazingarbe", a_town().latitude, network)
        assert [room.name for room in office.rooms.all()] == ["Salle 1", "Salle 2", "Salle 3"]

    def test_second_office_of_a_town_gets_another_address_although_the_first_is_out_of_sight(self, by):
        open_office(network_id=a_network().id, facts=facts(), opened_on=TODAY, n_rooms=1, **by)
        mine = a_network()
        with world_scope(Role.ESTATE, [mine.id]):
            slugs = [
                open_office(network_id=mine.id, facts=facts(), opened_on=TODAY, n_rooms=1, **by).slug for _ in range(2)
            ]
        assert slugs == ["mazingarbe-2", "mazingarbe-3"]

    def test_office_opens_the_half_days_of_its_week_at_the_usual_hours(self, by):
        week = [(0, AM), (3, PM)]
        office = open_office(network_id=a_network().id, facts=facts(), opened_on=TODAY, n_rooms=1, week=week, **by)
        assert list(office.openings.values_list("weekday", "half", "opens_at", "closes_at", "valid_from")) == [
            (0, "am", time(8, 30), time(12), TODAY),
            (3, "pm", time(13, 30), time(18), TODAY),
        ]

    def test_office_that_would_open_in_many_years_is_refused(self, by):
        with pytest.raises(OfficeRefused, match=r"^Ouvert à partir du : dans plus de trois ans"):
            open_office(network_id=a_network().id, facts=facts(), opened_on=date(2226, 12, 1), n_rooms=1, **by)
        assert not Office.objects.exists()

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"name": "x" * 500}, r"^Nom : .*120"),
            ({"name": "  "}, r"^Nom : "),
            ({"address": ""}, r"^Adresse : "),
            ({"postal_code": "626701"}, r"^Code postal : "),
            ({"time_zone": "Europe/Mazingarbe"}, r"^Fuseau horaire : "),
            ({"holiday_region": "Zone A"}, r"^Région des jours fériés : "),
        ],
    )
    def test_fact_that_cannot_be_is_refused_with_its_field(self, by, wrong, message):
        with pytest.raises(OfficeRefused, match=message):
            open_office(network_id=a_network().id, facts=facts(**wrong), opened_on=TODAY, n_rooms=1, **by)
        assert not Office.objects.exists()

    @pytest.mark.parametrize("n_rooms", [0, -1, 51])
    def test_number_of_rooms_that_cannot_be_is_refused(self, by, n_rooms):
        with pytest.raises(OfficeRefused, match="entre 1 et 50"):
            open_office(network_id=a_network().id, facts=facts(), opened_on=TODAY, n_rooms=n_rooms, **by)

    def test_strange_names_are_stored_as_they_are(self, by):
        name = "Cabinet 😀 مركز\u200f"
        office = open_office(network_id=a_network().id, facts=facts(name=name), opened_on=TODAY, n_rooms=1, **by)
        office.refresh_from_db()
        assert office.name == name.strip()

    def test_office_described_anew_keeps_its_address_on_the_web(self, office, by):
        slug = office.slug
        changed = change_office(
            office_id=office.id, facts=facts(name="Cabinet Urbaniak", latitude=50.1, longitude=2.1), **by
        )
        changed.refresh_from_db()
        assert (changed.name, changed.slug, changed.latitude, changed.opened_on) == (
            "Cabinet Urbaniak",
            slug,
            50.1,
            office.opened_on,
        )

    def knobs(self, **changes):
        given = {
            "kept_share": Decimal("0.30"),
            "released_day_before_share": Decimal("0.40"),
            "released_day_before_at": time(11),
            "released_same_day_at": time(8),
            "hold_min": 7,
            "n_open_appointments_max": 2,
        }
        return OfficeKnobs(**given | changes)

    def test_knobs_are_turned_together(self, office, by):
        change_knobs(office_id=office.id, knobs=self.knobs(), **by)
        office.refresh_from_db()
        assert (office.kept_share, office.released_day_before_at, office.hold_min) == (Decimal("0.30"), time(11), 7)

    @pytest.mark.parametrize("wrong", [{"kept_share": Decimal("1.5")}, {"kept_share": Decimal(-1)}, {"hold_min": -1}])
    def test_knob_out_of_range_is_refused(self, office, by, wrong):
        with pytest.raises(OfficeRefused, match=" : "):
            change_knobs(office_id=office.id, knobs=self.knobs(**wrong), **by)

    def test_office_closes_for_good_and_opens_again(self, office, by):
        assert close_office(office_id=office.id, closed_on=date(2027, 1, 1), **by).closed_on == date(2027, 1, 1)
        assert close_office(office_id=office.id, closed_on=None, **by).closed_on is None

    def test_office_never_closes_before_it_opened(self, office, by):
        with pytest.raises(OfficeRefused, match="vient après la date d’ouverture"):
            close_office(office_id=office.id, closed_on=date(2020, 1, 1), **by)

    def test_shifts_in_the_way_are_counted(self, office, by):
        a_guard_that_counts_shifts("offices_office")
        with pytest.raises(ShiftsMustEnd, match="8 vacations sont posées") as refused:
            close_office(office_id=office.id, closed_on=date(2027, 1, 1), **by)
        assert refused.value.n_shifts == 8


class TestRooms:
    def test_room_comes_after_the_others(self, office, by):
        room = add_room(office_id=office.id, name=" Salle des fêtes ", **by)
        assert (room.name, room.position, room.network) == ("Salle des fêtes", 5, office.network)
        assert add_room(office_id=an_office(n_rooms=0).id, name="Salle 1", **by).position == 1

    def test_name_that_is_taken_is_refused(self, office, by):
        with pytest.raises(OfficeRefused, match="porte déjà ce nom"):
            add_room(office_id=office.id, name="Salle 1", **by)

    def test_name_of_500_characters_is_refused(self, office, by):
        with pytest.raises(OfficeRefused, match=r"^Nom : .*60"):
            add_room(office_id=office.id, name="x" * 500, **by)

    def test_room_is_renamed_moved_and_put_out_of_service_one_by_one(self, office, by):
        room = Room.objects.get(office=office, name="Salle 2")
        change_room(room_id=room.id, name="Salle bleue", **by)
        change_room(room_id=room.id, position=9, **by)
        change_room(room_id=room.id, is_active=False, **by)
        room.refresh_from_db()
        assert (room.name, room.position, room.is_active) == ("Salle bleue", 9, False)

    def test_rank_that_cannot_be_is_refused(self, office, by):
        with pytest.raises(OfficeRefused, match=r"^Rang : "):
            change_room(room_id=Room.objects.first().id, position=-1, **by)


class TestOpenings:
    def add(self, office, by, **changes):
        given = {"weekday": 3, "half": AM, "opens_at": time(9), "closes_at": time(12), "valid_from": TODAY} | changes
        return add_opening(office_id=office.id, **given, **by)

    def test_half_day_is_added(self, office, by):
        opening = self.add(office, by, has_reception=False, valid_to=date(2027, 6, 30))
        opening.refresh_from_db()
        assert (opening.weekday, opening.half, opening.has_reception, opening.valid_to) == (
            3,
            "am",
            False,
            date(2027, 6, 30),
        )

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"closes_at": time(9)}, "vient après l’heure d’ouverture"),
            ({"weekday": 7}, r"^Jour : "),
            ({"valid_to": TODAY - ONE_DAY}, "vient après son premier jour"),
            ({"weekday": 0}, "a déjà un horaire"),
        ],
    )
    def test_half_day_that_cannot_be_is_refused(self, office, by, wrong, message):
        with pytest.raises(OfficeRefused, match=message):
            self.add(office, by, **wrong)

    def test_morning_and_afternoon_of_a_day_never_overlap(self, office, by):
        self.add(office, by)
        with pytest.raises(OfficeRefused, match="se chevauchent"):
            self.add(office, by, half=PM, opens_at=time(11), closes_at=time(15))
        self.add(office, by, half=PM, opens_at=time(12), closes_at=time(15))

    def test_change_holds_from_a_day_on_and_the_past_stays_written(self, office, by):
        before = opening_of(office)
        after = change_opening(
            opening_id=before.id,
            from_on=date(2027, 1, 1),
            opens_at=time(9),
            closes_at=time(12),
            has_reception=False,
            **by,
        )
        before.refresh_from_db()
        assert (before.opens_at, before.valid_to) == (time(8, 30), date(2026, 12, 31))
        assert (after.opens_at, after.has_reception, after.valid_from, after.valid_to) == (
            time(9),
            False,
            date(2027, 1, 1),
            None,
        )

    def test_change_before_the_first_day_changes_the_half_day_itself(self, office, by):
        opening = self.add(office, by, valid_from=date(2027, 1, 1))
        changed = change_opening(
            opening_id=opening.id, from_on=TODAY, opens_at=time(10), closes_at=time(12), has_reception=True, **by
        )
        assert (changed.id, changed.valid_from, changed.opens_at) == (opening.id, date(2027, 1, 1), time(10))

    def test_change_after_the_last_day_is_refused(self, office, by):
        opening = self.add(office, by, valid_to=date(2026, 12, 31))
        with pytest.raises(OfficeRefused, match="ne vaut déjà plus"):
            change_opening(
                opening_id=opening.id,
                from_on=date(2027, 1, 1),
                opens_at=time(10),
                closes_at=time(12),
                has_reception=True,
                **by,
            )

    def test_change_of_the_past_is_refused(self, office, by):
        times = {"opens_at": time(10), "closes_at": time(12), "has_reception": True}
        with pytest.raises(OfficeRefused, match="passée"):
            change_opening(opening_id=opening_of(office).id, from_on=TODAY - ONE_DAY, **times, **by)

    def test_half_day_ends(self, office, by):
        opening = end_opening(opening_id=opening_of(office).id, last_on=date(2026, 12, 31), **by)
        opening.refresh_from_db()
        assert opening.valid_to == date(2026, 12, 31)
        with pytest.raises(OfficeRefused, match="passée"):
            end_opening(opening_id=opening.id, last_on=date(2026, 11, 1), **by)

    def test_shifts_in_the_way_are_counted(self, office, by):
        a_guard_that_counts_shifts("offices_openinghalfday")
        with pytest.raises(ShiftsMustEnd, match="8 vacations"):
            end_opening(opening_id=opening_of(office).id, last_on=date(2026, 12, 31), **by)


class TestClosures:
    def close(self, office, by, **changes):
        given = {"first_on": date(2026, 12, 24), "last_on": date(2026, 12, 31), "label": " Congés de Noël "} | changes
        return close_days(office_id=office.id, **given, **by)

    def test_days_are_closed_and_opened_again(self, office, by):
        closure = self.close(office, by)
        assert (closure.label, closure.network) == ("Congés de Noël", office.network)
        withdraw_closure(closure_id=closure.id, **by)
        withdraw_closure(closure_id=closure.id, **by)
        assert not Closure.objects.exists()

    def test_closure_told_twice_is_stored_once(self, office, by):
        assert self.close(office, by) == self.close(office, by)

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"first_on": date(2027, 1, 1)}, "vient après le premier"),
            ({"first_on": date(2026, 11, 1), "last_on": date(2026, 11, 30)}, "passé"),
            ({"label": ""}, r"^Motif affiché : "),
            ({"label": "x" * 500}, r"^Motif affiché : .*120"),
            ({"last_on": date(2206, 12, 31)}, "trois ans"),
        ],
    )
    def test_closure_that_cannot_be_is_refused(self, office, by, wrong, message):
        with pytest.raises(OfficeRefused, match=message):
            self.close(office, by, **wrong)

    def test_today_is_told_by_the_offices_own_clock(self, by):
        # 1 December, 22:00 in Paris is 2 December in La Réunion.
        late = by | {"now": datetime(2026, 12, 1, 21, tzinfo=UTC)}
        self.close(an_office(), late, first_on=TODAY, last_on=TODAY)
        with pytest.raises(OfficeRefused, match="passé"):
            self.close(an_office(time_zone="Indian/Reunion"), late, first_on=TODAY, last_on=TODAY)

    def test_absence_of_the_reception_is_noted_once_and_taken_back(self, office, by):
        told = {"office_id": office.id, "day": date(2026, 12, 7), "half": PM} | by
        absence = note_reception_absence(**told)
        assert note_reception_absence(**told) == absence
        withdraw_reception_absence(absence_id=absence.id, **by)
        withdraw_reception_absence(absence_id=absence.id, **by)
        assert not ReceptionAbsence.objects.exists()

    @pytest.mark.parametrize(
        ("wrong", "message"), [({"day": TODAY - ONE_DAY}, "passé"), ({"half": "xx"}, "Demi-journée")]
    )
    def test_absence_of_the_reception_that_cannot_be_is_refused(self, office, by, wrong, message):
        with pytest.raises(OfficeRefused, match=message):
            note_reception_absence(**{"office_id": office.id, "day": TODAY, "half": AM} | wrong, **by)


def test_office_of_another_network_is_not_there(office, by):
    with world_scope(Role.ESTATE, [office.network_id + 1]), pytest.raises(Office.DoesNotExist):
        add_room(office_id=office.id, name="Salle 9", **by)


def test_writes_of_the_estate_work_under_its_role(office, by):
    with world_scope(Role.ESTATE, [office.network_id]):
        add_room(office_id=office.id, name="Salle 9", **by)
        change_opening(
            opening_id=opening_of(office).id,
            from_on=date(2027, 1, 1),
            opens_at=time(9),
            closes_at=time(12),
            has_reception=True,
            **by,
        )
        close_days(office_id=office.id, first_on=TODAY, last_on=TODAY, label="Travaux", **by)
