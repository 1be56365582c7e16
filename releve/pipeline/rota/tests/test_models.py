"""One test for each law of the shifts, and for each guard that keeps earlier tables from slipping away under them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection

from releve.pipeline.commitments.models import Commitment
from releve.pipeline.offices.models import Office, OpeningHalfDay, Room
from releve.pipeline.rota.models import Shift
from releve.shared.half_days import Half
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope
from tests.factories import a_doctor, a_promise, a_published_shift, a_shift, an_office
from tests.laws import law_broken_by

pytestmark = pytest.mark.django_db
AM, PM = Half.MORNING, Half.AFTERNOON
MONDAY = date(2026, 12, 7)
ONE_DAY = timedelta(days=1)


@pytest.fixture
def shift():
    return a_shift(day=MONDAY)


def changed(shift, **fields):
    return lambda: Shift.objects.filter(id=shift.id).update(**fields)


def room_of(office, name):
    return Room.objects.get(office=office, name=name)


class TestTheShift:
    def test_ends_after_it_starts(self, shift):
        assert law_broken_by(changed(shift, ends_at=shift.starts_at)) == "shift_ends_after_it_starts"

    @pytest.mark.parametrize("status", [Shift.Status.CANCELLED])
    def test_cancelled_has_a_reason(self, shift, status):
        assert law_broken_by(changed(shift, status=status)) == "cancelled_shift_has_a_reason"
        changed(shift, status=status, cancelled_because="Coupure d’eau")()

    def test_doctor_is_never_in_two_places(self, shift):
        elsewhere = an_office(shift.network)
        a_promise(elsewhere, shift.doctor)
        assert law_broken_by(lambda: a_shift(elsewhere, shift.doctor, MONDAY)) == "doctor_never_in_two_places"
        a_shift(elsewhere, shift.doctor, MONDAY, PM)

    def test_doctor_is_never_in_two_rooms_of_one_office_either(self, shift):
        other = room_of(shift.office, "Salle 2")
        assert (
            law_broken_by(lambda: a_shift(shift.office, shift.doctor, MONDAY, room=other))
            == "doctor_never_in_two_places"
        )

    def test_room_never_holds_two_doctors(self, shift):
        other = a_doctor(shift.network, last_name="Roy")

        def write():
            a_shift(shift.office, other, MONDAY, room=shift.room)

        assert law_broken_by(write) == "room_never_holds_two_doctors"
        a_shift(shift.office, other, MONDAY, PM, room=shift.room)

    def test_half_an_hour_in_common_is_too_much_and_none_is_enough(self, shift):
        changed(shift, ends_at=shift.starts_at + timedelta(hours=1))()
        other = a_doctor(shift.network, last_name="Roy")
        assert (
            law_broken_by(lambda: a_shift(shift.office, other, MONDAY, room=shift.room, starts=time(9)))
            == "room_never_holds_two_doctors"
        )
        a_shift(shift.office, other, MONDAY, room=shift.room, starts=time(9, 30))

    def test_cancelled_gives_doctor_and_room_back(self, shift):
        changed(shift, status=Shift.Status.CANCELLED, cancelled_because="Empêchement")()
        a_shift(shift.office, shift.doctor, MONDAY, room=shift.room)
        revived = changed(shift, status=Shift.Status.DRAFT)
        assert law_broken_by(revived) in {"doctor_never_in_two_places", "room_never_holds_two_doctors"}

    def test_each_step_is_kept_with_who_and_when_and_is_only_appended(self, shift):
        changed(shift, status=Shift.Status.PUBLISHED)()
        assert list(shift.steps.order_by("pgh_id").values_list("pgh_label", "status")) == [
            ("insert", "draft"),
            ("update", "published"),
        ]
        with pytest.raises(Exception, match="Cannot update or delete"), connection.cursor() as cursor:
            cursor.execute("UPDATE rota_shiftstep SET status = 'draft'")

    def test_is_called_by_doctor_and_day(self, shift):
        assert str(shift) == "Dr Leïla Benali · 2026-12-07 matin"


class TestInsideItsCommitment:
    @pytest.mark.parametrize(
        ("terms", "day", "is_lawful"),
        [
            ({"starts_on": MONDAY}, MONDAY, True),
            ({"starts_on": MONDAY + ONE_DAY}, MONDAY, False),
            ({"starts_on": date(2026, 1, 1), "ends_on": MONDAY}, MONDAY, True),
            ({"starts_on": date(2026, 1, 1), "ends_on": MONDAY - ONE_DAY}, MONDAY, False),
            # Six months from 31 August end on the eve of 28 February: Saturday 27 is in, nothing later.
            (
                {"starts_on": date(2026, 8, 31), "minimum_term_months": 6, "maximum_term_months": 6},
                date(2027, 2, 26),
                True,
            ),
            (
                {"starts_on": date(2026, 8, 31), "minimum_term_months": 6, "maximum_term_months": 6},
                date(2027, 3, 1),
                False,
            ),
        ],
    )
    def test_shift_lies_between_the_first_and_the_last_day(self, terms, day, is_lawful):
        promise = a_promise(**terms)

        def write():
            a_shift(promise.office, promise.doctor, day)

        if is_lawful:
            write()
        else:
            assert law_broken_by(write) == "shift_lies_inside_its_commitment"

    def test_shift_is_of_the_commitments_doctor_and_office(self, shift):
        other = a_doctor(shift.network, last_name="Roy")
        assert law_broken_by(changed(shift, doctor=other)) == "shift_lies_inside_its_commitment"
        elsewhere = a_promise(an_office(shift.network), shift.doctor)
        assert law_broken_by(changed(shift, commitment=elsewhere)) == "shift_lies_inside_its_commitment"

    def test_cancelled_shift_may_lie_outside(self, shift):
        changed(shift, status=Shift.Status.CANCELLED, cancelled_because="Départ")()
        Commitment.objects.update(ends_on=MONDAY - ONE_DAY)


class TestInsideOpeningHours:
    @pytest.mark.parametrize(
        ("day", "half", "starts", "ends"),
        [
            (MONDAY, AM, time(8, 29), time(12)),
            (MONDAY, AM, time(8, 30), time(12, 1)),
            (MONDAY, PM, time(8, 30), time(12)),
            (date(2026, 12, 10), AM, time(8, 30), time(12)),
            (date(2021, 12, 27), AM, time(8, 30), time(12)),
        ],
    )
    def test_shift_outside_them_is_refused(self, day, half, starts, ends):
        promise = a_promise(starts_on=date(2021, 1, 1), maximum_term_months=120)

        def write():
            a_shift(promise.office, promise.doctor, day, half, starts=starts, ends=ends)

        assert law_broken_by(write) == "shift_lies_inside_opening_hours"

    def test_shift_inside_them_is_stored(self):
        a_shift(day=MONDAY, starts=time(9), ends=time(9, 30))

    @pytest.mark.parametrize("facts", [{"opened_on": MONDAY + ONE_DAY}, {"closed_on": MONDAY}])
    def test_shift_of_an_office_not_open_yet_or_no_more_is_refused(self, facts):
        office = an_office(valid_from=date(2022, 1, 3), **facts)
        assert law_broken_by(lambda: a_shift(office, day=MONDAY)) == "shift_lies_inside_opening_hours"

    @pytest.mark.parametrize(
        ("day", "starts_at"),
        [
            (date(2026, 3, 28), datetime(2026, 3, 28, 7, 30, tzinfo=UTC)),
            (date(2026, 3, 29), datetime(2026, 3, 29, 6, 30, tzinfo=UTC)),
            (date(2026, 10, 25), datetime(2026, 10, 25, 7, 30, tzinfo=UTC)),
        ],
    )
    def test_hours_are_those_of_the_offices_clock_on_both_changes(self, day, starts_at):
        office = an_office(weekdays=(5, 6))
        shift = a_shift(office, day=day)
        assert shift.starts_at == starts_at
        earlier = changed(shift, starts_at=starts_at - timedelta(minutes=1))
        assert law_broken_by(earlier) == "shift_lies_inside_opening_hours"

    def test_hours_in_la_reunion_are_those_of_la_reunion(self):
        shift = a_shift(an_office(time_zone="Indian/Reunion"), day=MONDAY)
        assert shift.starts_at == datetime(2026, 12, 7, 4, 30, tzinfo=UTC)
        paris = {
            "starts_at": datetime(2026, 12, 7, 7, 30, tzinfo=UTC),
            "ends_at": datetime(2026, 12, 7, 11, tzinfo=UTC),
        }
        assert law_broken_by(changed(shift, **paris)) == "shift_lies_inside_opening_hours"


class TestTheRoom:
    def test_shift_is_held_in_a_room_of_its_office(self, shift):
        elsewhere = room_of(an_office(shift.network), "Salle 1")
        assert law_broken_by(changed(shift, room=elsewhere)) == "shift_is_held_in_a_room_of_its_office"


class TestGuards:
    """What a shift stands on cannot be pulled away, whoever writes."""

    @pytest.mark.parametrize(
        "terms",
        [
            {"ends_on": MONDAY - ONE_DAY},
            {"starts_on": MONDAY + ONE_DAY},
            {"minimum_term_months": 1, "maximum_term_months": 1},
        ],
    )
    def test_commitment_never_ends_before_its_shifts(self, shift, terms):
        def write():
            Commitment.objects.update(**terms)

        assert law_broken_by(write) == "shifts_stay_inside_their_commitment"

    def test_commitment_may_change_around_its_shifts(self, shift):
        Commitment.objects.update(starts_on=MONDAY, ends_on=MONDAY, half_days_per_week=9)

    def test_commitment_keeps_its_doctor_and_office_as_long_as_shifts_stand(self, shift):
        def write():
            Commitment.objects.update(doctor=a_doctor(shift.network))

        assert law_broken_by(write) == "shifts_stay_inside_their_commitment"

    @pytest.mark.parametrize(
        "hours",
        [
            {"opens_at": time(9)},
            {"closes_at": time(11)},
            {"weekday": 3},
            {"valid_from": MONDAY + ONE_DAY},
            {"valid_to": MONDAY - ONE_DAY},
        ],
    )
    def test_opening_hours_never_shrink_under_their_shifts(self, shift, hours):
        opening = OpeningHalfDay.objects.filter(office=shift.office, weekday=0, half=AM)
        assert law_broken_by(lambda: opening.update(**hours)) == "shifts_stay_inside_opening_hours"

    def test_opening_with_shifts_is_not_deleted_and_one_without_is(self, shift):
        openings = OpeningHalfDay.objects.filter(office=shift.office)
        assert law_broken_by(openings.filter(weekday=0, half=AM).delete) == "shifts_stay_inside_opening_hours"
        openings.filter(weekday=0, half=PM).delete()
        openings.filter(weekday=1).update(opens_at=time(7))

    @pytest.mark.parametrize(
        "facts", [{"closed_on": MONDAY}, {"opened_on": MONDAY + ONE_DAY}, {"time_zone": "Indian/Reunion"}]
    )
    def test_office_never_closes_before_its_shifts(self, shift, facts):
        assert law_broken_by(lambda: Office.objects.update(**facts)) == "shifts_stay_while_the_office_is_open"

    def test_office_may_close_on_the_day_after(self, shift):
        Office.objects.update(closed_on=MONDAY + ONE_DAY)

    def test_room_with_shifts_never_moves_to_another_office(self, shift):
        elsewhere = an_office(shift.network, n_rooms=0)

        def write():
            Room.objects.filter(id=shift.room_id).update(office=elsewhere)

        assert law_broken_by(write) == "shifts_stay_in_a_room_of_their_office"
        Room.objects.filter(office=shift.office, name="Salle 4").update(office=elsewhere)

    def test_guards_count_the_shifts_in_the_way(self, shift):
        a_shift(shift.office, shift.doctor, MONDAY + 7 * ONE_DAY)
        with pytest.raises(Exception, match="shifts stand in the way") as refused:
            Commitment.objects.update(ends_on=MONDAY)
        assert refused.value.__cause__.diag.message_detail == "1"

    def test_guards_hold_under_the_estates_role_too(self, shift):
        with world_scope(Role.ESTATE, [shift.network_id]):

            def write():
                Commitment.objects.update(ends_on=MONDAY - ONE_DAY)

            assert law_broken_by(write) == "shifts_stay_inside_their_commitment"


def test_estate_may_write_shifts_of_its_own_network_only():
    office, other = an_office(), an_office()
    doctor, stranger = a_promise(office).doctor, a_promise(other).doctor
    with world_scope(Role.ESTATE, [office.network_id]):
        a_shift(office, doctor, MONDAY)
    with world_scope(Role.ESTATE, [office.network_id]), pytest.raises(Exception, match=r"row-level security|violates"):
        a_shift(other, stranger, MONDAY)


def test_open_search_sees_published_shifts_only():
    published = a_published_shift(day=MONDAY)
    a_shift(published.office, published.doctor, MONDAY, PM)
    with world_scope(Role.PUBLIC):
        assert [shift.id for shift in Shift.objects.all()] == [published.id]
