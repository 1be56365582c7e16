"""Laying and publishing weeks."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from releve.pipeline.commitments.models import Absence, Commitment
from releve.pipeline.offices.models import Closure, Office, Room
from releve.pipeline.rota.actions import lay_weeks, open_weeks, publish_weeks, withdraw_drafts
from releve.pipeline.rota.errors import RotaRefused, reason_in_words
from releve.pipeline.rota.handover import NotLaid, Refusal
from releve.pipeline.rota.models import Shift
from releve.shared.half_days import Half
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope
from tests.factories import a_doctor, a_promise, a_shift, a_user, an_office

pytestmark = pytest.mark.django_db
AM, PM = Half.MORNING, Half.AFTERNOON
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
MONDAY = date(2026, 12, 7)
ONE_DAY = timedelta(days=1)


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def aubry(office):
    return a_user("network", network=office.network)


@pytest.fixture
def weeks(office, aubry):
    """What every call of these tests has in common."""
    return {"office_id": office.id, "first": MONDAY, "n_weeks": 1, "by": aubry, "now": NOW}


def days_of(**filters):
    return list(Shift.objects.filter(**filters).order_by("starts_at").values_list("day", flat=True))


class TestLayWeeks:
    def test_patterns_become_drafts_and_what_is_left_out_is_told(self, office, aubry, weeks):
        promise = a_promise(office, pattern="mon-am thu-am fri-pm")
        laid = lay_weeks(**weeks)
        assert laid.n_laid == 2
        assert laid.not_laid == (
            NotLaid(office.id, promise.doctor_id, "Dr Leïla Benali", date(2026, 12, 10), AM, Refusal.OFFICE_CLOSED),
        )
        first = Shift.objects.order_by("starts_at").first()
        assert (first.status, first.is_edited, first.commitment, first.network) == (
            "draft",
            False,
            promise,
            office.network,
        )
        assert (first.starts_at, first.ends_at) == (
            datetime(2026, 12, 7, 7, 30, tzinfo=UTC),
            datetime(2026, 12, 7, 11, tzinfo=UTC),
        )
        assert (first.changed_at, first.changed_by, first.room.name) == (NOW, aubry, "Salle 1")

    def test_laying_again_adds_nothing(self, office, weeks):
        a_promise(office)
        assert lay_weeks(**weeks).n_laid == 4
        assert lay_weeks(**weeks).n_laid == 0
        assert Shift.objects.count() == 4

    def test_weeks_are_whole_whatever_day_is_given(self, office, weeks):
        a_promise(office)
        lay_weeks(**weeks | {"first": date(2026, 12, 9), "n_weeks": 2})
        assert days_of() == [date(2026, 12, n) for n in (7, 8, 9, 11, 14, 15, 16, 18)]

    def test_days_that_are_over_are_not_laid(self, office, weeks):
        a_promise(office, pattern="mon-am tue-am tue-pm wed-am")
        # Tuesday 12:30 in Mazingarbe.
        lay_weeks(**weeks | {"now": datetime(2026, 12, 8, 11, 30, tzinfo=UTC)})
        assert [(shift.day.day, shift.half) for shift in Shift.objects.order_by("starts_at")] == [(8, "pm"), (9, "am")]

    def test_today_is_told_by_the_offices_own_clock(self, weeks):
        office = an_office(time_zone="Indian/Reunion")
        a_promise(office, pattern="mon-am tue-am")
        # Monday 22:00 in Paris, Tuesday 1:00 in La Réunion.
        lay_weeks(**weeks | {"office_id": office.id, "now": datetime(2026, 12, 7, 21, tzinfo=UTC)})
        assert days_of() == [date(2026, 12, 8)]

    def test_doctor_keeps_the_room_of_the_last_weeks(self, office, weeks):
        promise = a_promise(office)
        room = Room.objects.get(office=office, name="Salle 3")
        a_shift(office, promise.doctor, MONDAY - 14 * ONE_DAY, room=room)
        lay_weeks(**weeks)
        assert set(Shift.objects.filter(day__gte=MONDAY).values_list("room__name", flat=True)) == {"Salle 3"}

    def test_doctor_who_works_elsewhere_is_not_laid_and_the_other_office_is_named(self, office, weeks):
        doctor = a_promise(office, pattern="mon-am tue-am").doctor
        elsewhere = an_office(office.network, name="Cabinet de Bully")
        a_promise(elsewhere, doctor)
        a_shift(elsewhere, doctor, MONDAY)
        laid = lay_weeks(**weeks)
        assert laid.n_laid == 1
        assert [(n.refusal, n.detail) for n in laid.not_laid] == [(Refusal.DOCTOR_ELSEWHERE, "Cabinet de Bully")]

    def test_half_day_cancelled_by_hand_is_not_laid_again(self, office, weeks):
        a_promise(office, pattern="mon-am")
        lay_weeks(**weeks)
        Shift.objects.update(status=Shift.Status.CANCELLED, cancelled_because="Empêchement")
        assert lay_weeks(**weeks).n_laid == 0

    @pytest.mark.parametrize("n_weeks", [1, 8])
    def test_laying_takes_the_same_few_statements_for_any_number_of_weeks(
        self, office, weeks, django_assert_num_queries, n_weeks
    ):
        for _ in range(3):
            a_promise(office, a_doctor(office.network))
        # Savepoint, office, 3 for promises, 1 for shifts, 5 for the calendar, insert, release.
        with django_assert_num_queries(14):
            assert lay_weeks(**weeks | {"n_weeks": n_weeks}).n_laid > 0

    def test_coordinator_lays_under_the_estates_role(self, office, weeks):
        a_promise(office)
        with world_scope(Role.ESTATE, [office.network_id]):
            assert lay_weeks(**weeks).n_laid == 4
            assert publish_weeks(**weeks) == 4

    def test_office_of_another_network_is_not_there(self, office, weeks):
        with world_scope(Role.ESTATE, [office.network_id + 1]), pytest.raises(Office.DoesNotExist):
            lay_weeks(**weeks)


@pytest.mark.parametrize("action", [lay_weeks, publish_weeks, open_weeks, withdraw_drafts])
class TestBadInput:
    @pytest.mark.parametrize("n_weeks", [0, -1, 54, 10**9])
    def test_number_of_weeks_nobody_plans_is_refused(self, weeks, action, n_weeks):
        with pytest.raises(RotaRefused, match="entre 1 et 53"):
            action(**weeks | {"n_weeks": n_weeks})

    def test_week_that_is_over_is_refused(self, weeks, action):
        with pytest.raises(RotaRefused, match="passée"):
            action(**weeks | {"first": date(2026, 11, 29)})

    def test_week_that_ends_today_is_not_over(self, weeks, action):
        action(**weeks | {"first": date(2026, 11, 23), "now": datetime(2026, 11, 29, 12, tzinfo=UTC)})

    @pytest.mark.parametrize("first", [date.min, date.max, date(2062, 12, 7)])
    def test_year_typed_wrong_is_refused(self, weeks, action, first):
        with pytest.raises(RotaRefused, match="deux ans"):
            action(**weeks | {"first": first})


class TestPublishWeeks:
    def test_drafts_of_the_weeks_become_bookable(self, office, aubry, weeks):
        a_promise(office)
        lay_weeks(**weeks | {"n_weeks": 2})
        later = NOW + timedelta(hours=1)
        assert publish_weeks(**weeks | {"now": later}) == 4
        assert days_of(status="published") == [date(2026, 12, n) for n in (7, 8, 9, 11)]
        published = Shift.objects.filter(status="published").first()
        assert (published.changed_at, published.changed_by, published.is_edited) == (later, aubry, False)

    def test_publishing_again_publishes_nothing_and_harms_nothing(self, office, weeks):
        a_promise(office)
        lay_weeks(**weeks)
        assert [publish_weeks(**weeks), publish_weeks(**weeks)] == [4, 0]
        assert Shift.objects.filter(status="published").count() == 4

    def test_cancelled_shifts_and_other_offices_stay_as_they_are(self, office, weeks):
        other = a_shift(day=MONDAY)
        a_promise(office, pattern="mon-am")
        lay_weeks(**weeks)
        Shift.objects.filter(office=office).update(status="cancelled", cancelled_because="Travaux")
        assert publish_weeks(**weeks) == 0
        other.refresh_from_db()
        assert other.status == "draft"

    def test_draft_that_no_longer_holds_stays_a_draft(self, office, weeks):
        promise = a_promise(office)
        lay_weeks(**weeks)
        Absence.objects.create(network=office.network, doctor=promise.doctor, first_on=MONDAY, last_on=MONDAY + ONE_DAY)
        Closure.objects.create(
            network=office.network, office=office, first_on=date(2026, 12, 11), last_on=date(2026, 12, 11), label="x"
        )
        assert publish_weeks(**weeks) == 1
        assert days_of(status="published") == [date(2026, 12, 9)]

    def test_shift_that_is_over_is_not_published_any_more(self, office, weeks):
        a_promise(office, pattern="mon-am mon-pm")
        lay_weeks(**weeks)
        assert publish_weeks(**weeks | {"now": datetime(2026, 12, 7, 12, tzinfo=UTC)}) == 1

    def test_publishing_takes_few_statements_for_any_number_of_weeks(self, office, weeks, django_assert_num_queries):
        a_promise(office)
        lay_weeks(**weeks | {"n_weeks": 12})
        with django_assert_num_queries(14):
            assert publish_weeks(**weeks | {"n_weeks": 12}) > 30
        with django_assert_num_queries(2):
            assert publish_weeks(**weeks | {"n_weeks": 12}) == 0


class TestOpenWeeks:
    def test_one_click_lays_and_publishes_and_tells_both(self, office, weeks):
        a_promise(office, pattern="mon-am thu-am")
        opened = open_weeks(**weeks)
        assert (opened.n_laid, opened.n_published, len(opened.not_laid)) == (1, 1, 1)
        again = open_weeks(**weeks)
        assert (again.n_laid, again.n_published) == (0, 0)
        assert days_of(status="published") == [MONDAY]

    def test_drafts_that_stood_are_published_too(self, office, weeks):
        a_shift(office, day=MONDAY)
        Commitment.objects.get().pattern.all().delete()
        assert open_weeks(**weeks).n_published == 1


class TestWithdrawDrafts:
    def test_drafts_that_nobody_touched_are_taken_back_and_laid_anew(self, office, weeks):
        promise = a_promise(office, pattern="mon-am")
        lay_weeks(**weeks | {"n_weeks": 2})
        promise.pattern.update(weekday=1)
        with world_scope(Role.ESTATE, [office.network_id]):
            assert withdraw_drafts(**weeks) == 1
            assert lay_weeks(**weeks).n_laid == 1
        assert days_of() == [MONDAY + ONE_DAY, MONDAY + 7 * ONE_DAY]

    def test_published_edited_and_cancelled_shifts_stay(self, office, weeks):
        a_promise(office, pattern="mon-am tue-am wed-am fri-am")
        lay_weeks(**weeks)
        shifts = Shift.objects.order_by("starts_at")
        for shift, fields in zip(
            shifts,
            ({"status": "published"}, {"is_edited": True}, {"status": "cancelled", "cancelled_because": "x"}),
            strict=False,
        ):
            Shift.objects.filter(id=shift.id).update(**fields)
        assert withdraw_drafts(**weeks) == 1
        assert withdraw_drafts(**weeks) == 0
        assert Shift.objects.count() == 3


def test_every_refusal_has_words():
    for refusal in Refusal:
        found = NotLaid(1, 1, "Dr Leïla Benali", MONDAY, AM, refusal, "ici")
        assert reason_in_words(found).endswith(" : ici")
    assert reason_in_words(NotLaid(1, 1, "", MONDAY, AM, Refusal.PUBLIC_HOLIDAY, "Noël")) == "jour férié : Noël"
    assert reason_in_words(NotLaid(1, 1, "", MONDAY, AM, Refusal.DOCTOR_ABSENT)) == "médecin absent"


def test_weeks_around_both_changes_of_clock_are_laid_at_the_same_local_times(weeks):
    office = an_office(weekdays=(5, 6))
    a_promise(office, pattern="sat-am sun-am")
    for first, utc_hours in ((date(2027, 3, 22), [7, 6]), (date(2027, 10, 25), [6, 7])):
        now = datetime.combine(first, time(1), UTC)
        lay_weeks(**weeks | {"office_id": office.id, "first": first, "now": now})
        laid = Shift.objects.filter(day__range=(first, first + 6 * ONE_DAY)).order_by("starts_at")
        assert [shift.starts_at.hour for shift in laid] == utc_hours
