from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection

from releve.pipeline.commitments.actions import (
    add_doctor,
    agree_commitment,
    agree_end,
    change_doctor,
    change_pattern,
    note_absence,
    withdraw_absence,
)
from releve.pipeline.commitments.errors import CommitmentRefused, ShiftsOutsideCommitment
from releve.pipeline.commitments.handover import PatternHalfDay, Route, Weeks
from releve.pipeline.commitments.models import Absence, Commitment, Doctor
from releve.shared.half_days import Half
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope
from tests.factories import a_doctor, a_network, a_promise, a_user, an_office

pytestmark = pytest.mark.django_db
AM, PM = Half.MORNING, Half.AFTERNOON
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
PATTERN = (PatternHalfDay(0, AM), PatternHalfDay(1, PM, Weeks.ODD))


@pytest.fixture
def by():
    return {"by": a_user("network"), "now": NOW}


def pattern_of(commitment):
    return [(row.weekday, row.half, row.weeks) for row in commitment.pattern.all()]


class TestDoctors:
    def test_doctor_is_noted_with_the_number_as_it_is_copied_from_her_card(self, by):
        doctor = add_doctor(
            network_id=a_network().id, first_name=" Leïla ", last_name="Benali", rpps="10 000 000.009", **by
        )
        doctor.refresh_from_db()
        assert (str(doctor), doctor.rpps) == ("Dr Leïla Benali", "10000000009")

    def test_wrong_key_is_no_reason_to_refuse(self, by):
        """DATA-11: a warning, never a block."""
        doctor = add_doctor(network_id=a_network().id, first_name="Leïla", last_name="Benali", rpps="10000000008", **by)
        assert Doctor.objects.get(id=doctor.id).rpps == "10000000008"

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"first_name": ""}, r"^Prénom : "),
            ({"last_name": "x" * 500}, r"^Nom : .*60"),
            ({"rpps": "1" * 12}, r"^Numéro RPPS : "),
            ({"email": "personne"}, r"^Adresse e-mail : "),
            ({"phone": "0" * 30}, r"^Téléphone : "),
        ],
    )
    def test_doctor_who_cannot_be_is_refused_with_the_field(self, by, wrong, message):
        given = {"first_name": "Leïla", "last_name": "Benali"} | wrong
        with pytest.raises(CommitmentRefused, match=message):
            add_doctor(network_id=a_network().id, **given, **by)

    @pytest.mark.parametrize("name", ["😀", "بن علي", "D’Artagnan-Æsir"])
    def test_strange_names_are_stored_as_they_are(self, by, name):
        doctor = add_doctor(network_id=a_network().id, first_name=name, last_name=name, **by)
        assert Doctor.objects.get(id=doctor.id).last_name == name

    def test_number_of_a_colleague_is_refused(self, by):
        colleague = a_doctor(rpps="10000000009")
        with pytest.raises(CommitmentRefused, match="porte déjà ce numéro RPPS"):
            add_doctor(network_id=colleague.network_id, first_name="Anne", last_name="Roy", rpps="10000000009", **by)

    def test_doctor_is_corrected(self, by):
        doctor = a_doctor()
        change_doctor(doctor_id=doctor.id, first_name="Leila", last_name="Ben Ali", email="a@example.org", **by)
        doctor.refresh_from_db()
        assert (str(doctor), doctor.email) == ("Dr Leila Ben Ali", "a@example.org")


class TestAgreeCommitment:
    def agree(self, by, office=None, doctor=None, **changes):
        office = office or an_office()
        given = {
            "route": Route.DISTINCT_SITE,
            "starts_on": date(2027, 1, 4),
            "half_days_per_week": Decimal("1.5"),
            "pattern": PATTERN,
        } | changes
        return agree_commitment(doctor=doctor or a_doctor(office.network), office=office, **given, **by)

    def test_promise_is_written_down_with_its_terms_and_pattern(self, by):
        commitment = self.agree(by, minimum_term_months=6, maximum_term_months=12, notice_months=3)
        commitment.refresh_from_db()
        assert (commitment.route, commitment.half_days_per_week, commitment.network) == (
            "distinct_site",
            Decimal("1.5"),
            commitment.office.network,
        )
        assert (commitment.minimum_term_months, commitment.maximum_term_months, commitment.notice_months) == (6, 12, 3)
        assert pattern_of(commitment) == [(0, "am", "every"), (1, "pm", "odd")]

    @pytest.mark.parametrize(
        ("route", "given"),
        [
            (Route.PRINCIPAL_PRACTICE, {}),
            (Route.DISTINCT_SITE, {}),
            (Route.REPLACEMENT, {"replaced_doctor_name": "Dr Anne Roy"}),
            (Route.LIBERAL_COLLABORATOR, {}),
            (Route.ASSISTANT, {}),
            (Route.JUNIOR_DOCTOR, {"supervisor_name": "Dr Anne Roy"}),
        ],
    )
    def test_each_legal_route_can_be_taken_with_what_it_needs(self, by, route, given):
        """ORD-06, ORD-08, ORD-12 to ORD-14."""
        assert self.agree(by, route=route, **given).route == route

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"route": Route.REPLACEMENT}, "suppose un médecin installé à remplacer"),
            ({"route": Route.REPLACEMENT, "replaced_doctor_name": "  "}, "suppose un médecin installé à remplacer"),
            ({"route": Route.JUNIOR_DOCTOR}, "maître de stage"),
            ({"route": "itinerant"}, r"^Cadre d’exercice : "),
            ({"ends_on": date(2026, 1, 1)}, "vient après le premier"),
            ({"minimum_term_months": 12, "maximum_term_months": 6}, "au moins égale"),
            ({"half_days_per_week": Decimal(0)}, r"^Demi-journées par semaine : "),
            ({"half_days_per_week": Decimal("12.5")}, r"^Demi-journées par semaine : "),
            ({"half_days_per_week": Decimal("4.3")}, "par moitié"),
            ({"starts_on": date(202, 1, 4)}, "vérifiez l’année"),
            ({"starts_on": date(9999, 12, 31)}, "vérifiez l’année"),
            ({"ends_on": date(9999, 12, 31)}, "vérifiez l’année"),
            ({"notice_months": -1}, r"^Préavis"),
            ({"maximum_term_months": 10**6}, r"^Durée maximale"),
            ({"pattern": [PatternHalfDay(9, AM)]}, r"^Jour : "),
        ],
    )
    def test_promise_that_cannot_be_is_refused_and_nothing_is_stored(self, by, wrong, message):
        with pytest.raises(CommitmentRefused, match=message):
            self.agree(by, **wrong)
        assert not Commitment.objects.exists()

    def test_half_day_named_twice_is_stored_once(self, by):
        assert len(pattern_of(self.agree(by, pattern=[*PATTERN, *PATTERN]))) == 2

    def test_second_promise_for_the_same_days_is_refused(self, by):
        first = self.agree(by)
        with pytest.raises(CommitmentRefused, match="déjà un engagement"):
            self.agree(by, first.office, first.doctor, starts_on=date(2028, 1, 3))

    def test_doctor_of_another_network_is_refused(self, by):
        with pytest.raises(CommitmentRefused, match="pas de ce réseau"):
            self.agree(by, doctor=a_doctor())

    def test_coordinator_writes_under_the_estates_role(self, by):
        office = an_office()
        doctor = a_doctor(office.network)
        with world_scope(Role.ESTATE, [office.network_id]):
            commitment = self.agree(by, office, doctor)
            change_pattern(commitment_id=commitment.id, pattern=PATTERN[:1], **by)
            note_absence(doctor_id=doctor.id, first_on=date(2027, 1, 4), last_on=date(2027, 1, 5), **by)


class TestChangePattern:
    def test_pattern_is_replaced_and_the_number_too_if_given(self, by):
        commitment = a_promise()
        change_pattern(commitment_id=commitment.id, pattern=PATTERN, half_days_per_week=Decimal("1.5"), **by)
        commitment.refresh_from_db()
        assert (pattern_of(commitment), commitment.half_days_per_week) == (
            [(0, "am", "every"), (1, "pm", "odd")],
            Decimal("1.5"),
        )
        change_pattern(commitment_id=commitment.id, pattern=(), **by)
        commitment.refresh_from_db()
        assert (pattern_of(commitment), commitment.half_days_per_week) == ([], Decimal("1.5"))

    def test_pattern_that_cannot_be_leaves_the_old_one(self, by):
        commitment = a_promise(pattern="mon-am")
        with pytest.raises(CommitmentRefused):
            change_pattern(commitment_id=commitment.id, pattern=[PatternHalfDay(0, PM), PatternHalfDay(8, AM)], **by)
        with pytest.raises(CommitmentRefused, match="par moitié"):
            change_pattern(commitment_id=commitment.id, pattern=PATTERN, half_days_per_week=Decimal("4.3"), **by)
        assert pattern_of(commitment) == [(0, "am", "every")]


class TestAgreeEnd:
    def test_last_day_is_agreed_and_taken_back(self, by):
        commitment = a_promise()
        assert agree_end(commitment_id=commitment.id, ends_on=date(2027, 6, 30), **by).ends_on == date(2027, 6, 30)
        assert agree_end(commitment_id=commitment.id, ends_on=None, **by).ends_on is None

    def test_last_day_before_the_first_is_refused(self, by):
        with pytest.raises(CommitmentRefused, match="vient après le premier"):
            agree_end(commitment_id=a_promise().id, ends_on=date(2025, 12, 31), **by)

    def test_shifts_in_the_way_are_counted(self, by):
        commitment = a_promise()
        # Stands in for the guard of the stage of shifts, whose own tests prove it.
        with connection.cursor() as cursor:
            cursor.execute(
                """
                CREATE FUNCTION pg_temp.guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    RAISE EXCEPTION 'shifts' USING ERRCODE = 'check_violation',
                        CONSTRAINT = 'shifts_stay_inside_their_commitment', DETAIL = '1';
                END $$;
                CREATE TRIGGER guard BEFORE UPDATE ON commitments_commitment
                    FOR EACH ROW EXECUTE FUNCTION pg_temp.guard();
                """
            )
        with pytest.raises(ShiftsOutsideCommitment, match="1 vacation est posée hors") as refused:
            agree_end(commitment_id=commitment.id, ends_on=date(2027, 6, 30), **by)
        assert refused.value.n_shifts == 1


class TestAbsences:
    def note(self, by, doctor=None, **changes):
        given = {"first_on": date(2026, 12, 24), "last_on": date(2027, 1, 3)} | changes
        return note_absence(doctor_id=(doctor or a_doctor()).id, **given, **by)

    def test_absence_is_noted_to_the_half_day_and_taken_back(self, by):
        absence = self.note(by, first_half=PM, last_half=AM)
        absence.refresh_from_db()
        assert (absence.first_half, absence.last_half, absence.network) == ("pm", "am", absence.doctor.network)
        withdraw_absence(absence_id=absence.id, **by)
        withdraw_absence(absence_id=absence.id, **by)
        assert not Absence.objects.exists()

    def test_absence_told_twice_is_stored_once(self, by):
        doctor = a_doctor()
        assert self.note(by, doctor) == self.note(by, doctor)

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"last_on": date(2026, 12, 23)}, "vient après son début"),
            ({"last_on": date(2026, 12, 24), "first_half": PM, "last_half": AM}, "vient après son début"),
            ({"first_on": date(2026, 11, 1), "last_on": date(2026, 11, 29)}, "passé"),
            ({"last_on": date(2207, 1, 3)}, "trois ans"),
            ({"first_half": "xx"}, r"^À partir de : "),
        ],
    )
    def test_absence_that_cannot_be_is_refused(self, by, wrong, message):
        with pytest.raises(CommitmentRefused, match=message):
            self.note(by, **wrong)
        assert not Absence.objects.exists()

    def test_absence_of_today_can_be_noted(self, by):
        self.note(by, first_on=NOW.date(), last_on=NOW.date())
