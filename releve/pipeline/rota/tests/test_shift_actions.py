"""Changing one shift by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import OperationalError, connection

from releve.pipeline.commitments.models import Absence
from releve.pipeline.offices.models import Closure, Room
from releve.pipeline.rota.actions import add_shift, cancel_shift, change_times, lay_weeks, move_to_room
from releve.pipeline.rota.errors import PatientsMustMove, RotaRefused
from releve.pipeline.rota.models import Shift
from releve.shared.half_days import Half
from tests.factories import a_doctor, a_promise, a_published_shift, a_shift, a_user, an_office

pytestmark = pytest.mark.django_db
AM, PM = Half.MORNING, Half.AFTERNOON
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
MONDAY = date(2026, 12, 7)
OPENS = datetime(2026, 12, 7, 7, 30, tzinfo=UTC)
CLOSES = datetime(2026, 12, 7, 11, tzinfo=UTC)
ONE_HOUR = timedelta(hours=1)


@pytest.fixture
def shift():
    return a_published_shift(day=MONDAY)


@pytest.fixture
def by(shift):
    return {"by": a_user("network", network=shift.network), "now": NOW}


def room_of(office, name):
    return Room.objects.get(office=office, name=name)


def is_untouched(shift):
    before = (shift.status, shift.room_id, shift.starts_at, shift.ends_at, shift.is_edited)
    shift.refresh_from_db()
    return before == (shift.status, shift.room_id, shift.starts_at, shift.ends_at, shift.is_edited)


@pytest.fixture
def patients_in_it():
    """Stand in for the guard that the stage of appointments puts on shifts (its own tests prove it)."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            CREATE FUNCTION pg_temp.patients() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                RAISE EXCEPTION 'patients' USING ERRCODE = 'check_violation',
                    CONSTRAINT = 'booked_patients_keep_their_shift', DETAIL = '3';
            END $$;
            CREATE TRIGGER patients BEFORE UPDATE ON rota_shift FOR EACH ROW EXECUTE FUNCTION pg_temp.patients();
            """
        )


class TestMoveToRoom:
    def test_shift_moves_and_is_marked_as_edited_with_who_and_when(self, shift, by):
        moved = move_to_room(shift_id=shift.id, room_id=room_of(shift.office, "Salle 2").id, **by)
        moved.refresh_from_db()
        assert (moved.room.name, moved.is_edited, moved.changed_by, moved.changed_at, moved.status) == (
            "Salle 2",
            True,
            by["by"],
            NOW,
            "published",
        )

    def test_room_that_is_taken_is_refused_with_the_field_and_the_remedy(self, shift, by):
        other = a_shift(shift.office, a_doctor(shift.network, last_name="Roy"), MONDAY)
        with pytest.raises(RotaRefused, match=r"^Salle : elle est déjà prise.*Choisissez une autre salle"):
            move_to_room(shift_id=shift.id, room_id=other.room_id, **by)
        assert is_untouched(shift)

    def test_room_of_another_office_is_refused(self, shift, by):
        room = room_of(an_office(shift.network), "Salle 1")
        with pytest.raises(RotaRefused, match=r"^Salle : elle n’est pas dans ce cabinet"):
            move_to_room(shift_id=shift.id, room_id=room.id, **by)
        assert is_untouched(shift)

    def test_room_that_does_not_exist_is_refused_as_one_of_no_office(self, shift, by):
        with pytest.raises(RotaRefused, match="pas dans ce cabinet"):
            move_to_room(shift_id=shift.id, room_id=0, **by)

    def test_moved_shift_stays_where_it_is_when_the_week_is_laid_again(self, shift, by):
        move_to_room(shift_id=shift.id, room_id=room_of(shift.office, "Salle 4").id, **by)
        lay_weeks(office_id=shift.office_id, first=MONDAY, n_weeks=1, **by)
        shift.refresh_from_db()
        assert shift.room.name == "Salle 4"
        assert Shift.objects.filter(day=MONDAY, half=AM).count() == 1


class TestChangeTimes:
    def test_shift_is_shortened_inside_its_half_day(self, shift, by):
        changed = change_times(shift_id=shift.id, starts_at=OPENS + ONE_HOUR, ends_at=CLOSES, **by)
        changed.refresh_from_db()
        assert (changed.starts_at, changed.ends_at, changed.is_edited) == (OPENS + ONE_HOUR, CLOSES, True)

    @pytest.mark.parametrize(
        ("starts_at", "ends_at"),
        [
            (OPENS - ONE_HOUR, CLOSES),
            (OPENS, CLOSES + ONE_HOUR),
            (OPENS + timedelta(days=1), CLOSES + timedelta(days=1)),
        ],
    )
    def test_times_outside_the_half_day_are_refused(self, shift, by, starts_at, ends_at):
        with pytest.raises(RotaRefused, match=r"^Début et fin : la vacation sort des heures d’ouverture"):
            change_times(shift_id=shift.id, starts_at=starts_at, ends_at=ends_at, **by)
        assert is_untouched(shift)

    def test_end_before_the_start_is_refused(self, shift, by):
        with pytest.raises(RotaRefused, match=r"^Fin : elle vient après le début"):
            change_times(shift_id=shift.id, starts_at=CLOSES, ends_at=OPENS, **by)

    def test_time_at_which_the_doctor_is_elsewhere_is_refused(self, shift, by):
        change_times(shift_id=shift.id, starts_at=OPENS, ends_at=OPENS + ONE_HOUR, **by)
        elsewhere = an_office(shift.network)
        a_promise(elsewhere, shift.doctor)
        a_shift(elsewhere, shift.doctor, MONDAY, starts=(OPENS + 3 * ONE_HOUR).time())
        with pytest.raises(RotaRefused, match=r"^Médecin : il consulte déjà ailleurs"):
            change_times(shift_id=shift.id, starts_at=OPENS, ends_at=CLOSES, **by)

    def test_patients_in_the_way_are_counted_and_not_named(self, shift, by, patients_in_it):
        with pytest.raises(PatientsMustMove, match="3 rendez-vous sont pris") as refused:
            change_times(shift_id=shift.id, starts_at=OPENS + ONE_HOUR, ends_at=CLOSES, **by)
        assert refused.value.n_patients == 3
        assert is_untouched(shift)


class TestCancelShift:
    def test_shift_is_cancelled_with_its_reason(self, shift, by):
        cancelled = cancel_shift(shift_id=shift.id, because="  Coupure d’eau ", **by)
        cancelled.refresh_from_db()
        assert (cancelled.status, cancelled.cancelled_because, cancelled.is_edited) == (
            "cancelled",
            "Coupure d’eau",
            True,
        )

    @pytest.mark.parametrize("because", ["", "   "])
    def test_reason_is_asked_for(self, shift, by, because):
        with pytest.raises(RotaRefused, match=r"^Motif : indiquez pourquoi"):
            cancel_shift(shift_id=shift.id, because=because, **by)
        assert is_untouched(shift)

    def test_reason_of_500_characters_is_refused_with_its_field(self, shift, by):
        with pytest.raises(RotaRefused, match=r"^Motif d’annulation : .*200"):
            cancel_shift(shift_id=shift.id, because="x" * 500, **by)

    def test_cancelling_twice_changes_nothing(self, shift, by):
        first = cancel_shift(shift_id=shift.id, because="Coupure d’eau", **by)
        again = cancel_shift(shift_id=shift.id, because="Autre", **by | {"now": NOW + ONE_HOUR})
        assert (again.cancelled_because, again.changed_at) == ("Coupure d’eau", first.changed_at)

    def test_cancelled_shift_is_not_changed_any_more(self, shift, by):
        cancel_shift(shift_id=shift.id, because="Coupure d’eau", **by)
        with pytest.raises(RotaRefused, match="annulée"):
            change_times(shift_id=shift.id, starts_at=OPENS, ends_at=CLOSES, **by)

    def test_patients_in_the_way_are_counted(self, shift, by, patients_in_it):
        with pytest.raises(PatientsMustMove):
            cancel_shift(shift_id=shift.id, because="Coupure d’eau", **by)


class TestAddShift:
    def test_draft_is_added_over_the_whole_half_day(self, shift, by):
        room = room_of(shift.office, "Salle 2")
        added = add_shift(
            office_id=shift.office_id, doctor_id=shift.doctor_id, room_id=room.id, day=MONDAY, half=PM, **by
        )
        added.refresh_from_db()
        assert (added.status, added.is_edited, added.room, added.commitment) == ("draft", True, room, shift.commitment)
        assert (added.starts_at, added.ends_at) == (
            datetime(2026, 12, 7, 12, 30, tzinfo=UTC),
            datetime(2026, 12, 7, 17, tzinfo=UTC),
        )

    def add(self, shift, by, **changes):
        given = {
            "office_id": shift.office_id,
            "doctor_id": shift.doctor_id,
            "room_id": shift.room_id,
            "day": MONDAY,
            "half": PM,
        }
        return add_shift(**given | changes, **by)

    def test_times_can_be_given(self, shift, by):
        starts_at = datetime(2026, 12, 7, 14, tzinfo=UTC)
        added = self.add(shift, by, starts_at=starts_at, ends_at=starts_at + ONE_HOUR)
        assert added.ends_at - added.starts_at == ONE_HOUR

    def test_half_day_taken_by_the_doctor_herself_is_refused(self, shift, by):
        with pytest.raises(RotaRefused, match=r"^(Médecin|Salle) : "):
            self.add(shift, by, half=AM)

    def test_closed_day_is_refused_with_its_reason(self, shift, by):
        Closure.objects.create(
            network=shift.network, office=shift.office, first_on=MONDAY, last_on=MONDAY, label="Travaux"
        )
        with pytest.raises(RotaRefused, match=r"fermé \(Travaux\)"):
            self.add(shift, by)

    def test_public_holiday_is_refused_with_its_name(self, shift, by):
        with pytest.raises(RotaRefused, match=r"fermé \(Noël\)"):
            self.add(shift, by, day=date(2026, 12, 25))

    def test_half_day_that_the_office_does_not_open_is_refused(self, shift, by):
        with pytest.raises(RotaRefused, match="n’ouvre pas"):
            self.add(shift, by, day=date(2026, 12, 10))

    def test_doctor_without_commitment_on_that_day_is_refused(self, shift, by):
        with pytest.raises(RotaRefused, match=r"^Jour : il est hors de l’engagement"):
            self.add(shift, by, doctor_id=a_doctor(shift.network).id)
        with pytest.raises(RotaRefused, match="hors de l’engagement"):
            self.add(shift, by, day=date(2028, 1, 3))

    def test_absent_doctor_is_refused_on_the_half_day_of_her_absence_only(self, shift, by):
        Absence.objects.create(
            network=shift.network, doctor=shift.doctor, first_on=MONDAY, last_on=MONDAY, first_half=PM
        )
        with pytest.raises(RotaRefused, match="absent"):
            self.add(shift, by)
        Shift.objects.filter(id=shift.id).delete()
        self.add(shift, by, half=AM)

    def test_day_in_the_past_is_refused(self, shift, by):
        with pytest.raises(RotaRefused, match="passée"):
            self.add(shift, by, day=date(2026, 11, 30))

    def test_half_day_cancelled_by_hand_can_be_added_again_by_hand(self, shift, by):
        cancel_shift(shift_id=shift.id, because="Erreur", **by)
        assert self.add(shift, by, half=AM).status == "draft"


@pytest.mark.parametrize(
    "change",
    [
        lambda shift, by: move_to_room(shift_id=shift.id, room_id=shift.room_id, **by),
        lambda shift, by: change_times(shift_id=shift.id, starts_at=OPENS, ends_at=CLOSES - ONE_HOUR, **by),
        lambda shift, by: cancel_shift(shift_id=shift.id, because="Coupure d’eau", **by),
    ],
)
class TestAnyChange:
    def test_shift_that_is_over_is_not_changed_any_more(self, shift, by, change):
        with pytest.raises(RotaRefused, match="passée"):
            change(shift, by | {"now": CLOSES})
        assert is_untouched(shift)

    @pytest.mark.parametrize("sqlstate", ["40P01", "40001", "55P03"])
    def test_deadlock_or_lock_timeout_says_try_again(self, shift, by, change, sqlstate):
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                CREATE FUNCTION pg_temp.trouble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    RAISE EXCEPTION 'trouble' USING ERRCODE = '{sqlstate}';
                END $$;
                CREATE TRIGGER trouble BEFORE UPDATE ON rota_shift FOR EACH ROW EXECUTE FUNCTION pg_temp.trouble();
                """
            )
        with pytest.raises(RotaRefused, match="Réessayez"):
            change(shift, by)
        assert is_untouched(shift)

    def test_trouble_of_another_kind_is_not_hidden(self, shift, by, change):
        with connection.cursor() as cursor:
            cursor.execute(
                """
                CREATE FUNCTION pg_temp.trouble() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    RAISE EXCEPTION 'disk full' USING ERRCODE = '53100';
                END $$;
                CREATE TRIGGER trouble BEFORE UPDATE ON rota_shift FOR EACH ROW EXECUTE FUNCTION pg_temp.trouble();
                """
            )
        with pytest.raises(OperationalError):
            change(shift, by)

    def test_transaction_around_a_refusal_still_works(self, shift, by, change):
        with pytest.raises(RotaRefused):
            change(shift, by | {"now": CLOSES})
        assert Shift.objects.count() == 1


def test_shift_that_does_not_exist_is_not_found(by):
    with pytest.raises(Shift.DoesNotExist):
        cancel_shift(shift_id=0, because="x", **by)
