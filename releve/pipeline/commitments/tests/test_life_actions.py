"""The steps of a promise as the coordinator notes them, and what is refused in which words."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from releve.pipeline.commitments import actions
from releve.pipeline.commitments.actions.passing import follow_the_calendar
from releve.pipeline.commitments.errors import CommitmentRefused, ShiftsBeforeDeclaration, StepRefused
from releve.pipeline.commitments.handover import Act, PatternHalfDay, Route, State
from releve.pipeline.commitments.models import Commitment, PromiseAct
from releve.pipeline.commitments.queries import acts_of
from releve.shared.half_days import Half
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope
from tests.factories import a_doctor, a_promise, a_shift, a_user, an_office

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
TODAY = date(2026, 12, 1)
START = date(2027, 3, 1)


@pytest.fixture
def by():
    return {"by": a_user("network"), "now": NOW}


@pytest.fixture
def arrive(by):
    """Store a promise that is followed since it was proposed or agreed."""

    def store(first_act=Act.AGREE, **fields):
        office = fields.pop("office", None) or an_office()
        given = {
            "doctor": fields.pop("doctor", None) or a_doctor(office.network),
            "office": office,
            "route": Route.DISTINCT_SITE,
            "starts_on": START,
            "half_days_per_week": Decimal(4),
            "pattern": [PatternHalfDay(0, Half.MORNING)],
            "first_act": first_act,
            "happened_on": date(2026, 11, 2),
        } | fields
        return actions.agree_commitment(**given, **by)

    return store


def kinds(promise):
    return [(act.kind, act.before, act.after) for act in acts_of(promise.id)]


def stored(promise):
    return Commitment.objects.get(id=promise.id)


class TestBeginning:
    def test_promise_when_proposed_then_agreed_declared_signed_and_started(self, arrive, by):
        promise = arrive(Act.PROPOSE, starts_on=date(2026, 11, 30))
        step = {"commitment_id": promise.id, **by}
        actions.agree_promise(happened_on=date(2026, 11, 3), **step)
        actions.declare_site(happened_on=date(2026, 9, 15), proof="Recommandé 1A 203", **step)
        actions.sign_contract(happened_on=date(2026, 11, 20), note="À la mairie", **step)
        actions.start_promise(happened_on=date(2026, 11, 30), **step)
        assert kinds(promise) == [
            ("propose", "", "proposed"),
            ("agree", "proposed", "agreed"),
            ("declare", "agreed", "declared"),
            ("sign", "declared", "signed"),
            ("start", "signed", "running"),
        ]
        assert stored(promise).state == State.RUNNING
        acts = {act.kind: act for act in acts_of(promise.id)}
        assert acts["declare"].proof == "Recommandé 1A 203"
        assert (acts["sign"].noted_by, acts["sign"].noted_at) == (by["by"], NOW)

    @pytest.mark.parametrize(
        ("starts_on", "state"), [(date(2026, 12, 1), State.RUNNING), (date(2026, 12, 2), State.AGREED)]
    )
    def test_promise_when_entered_without_a_word_then_runs_if_its_day_has_come(self, arrive, starts_on, state):
        promise = arrive(None, happened_on=None, starts_on=starts_on)
        assert stored(promise).state == state

    def test_promise_when_proposed_on_a_day_to_come_then_refused(self, arrive):
        with pytest.raises(CommitmentRefused, match=r"^Proposé le : le 2 décembre 2026 est à venir"):
            arrive(Act.PROPOSE, happened_on=date(2026, 12, 2))

    def test_doctor_when_committed_twice_then_refused_until_the_first_is_given_up(self, arrive, by):
        first = arrive()
        with pytest.raises(CommitmentRefused, match="déjà un engagement dans ce cabinet"):
            arrive(office=first.office, doctor=first.doctor)
        actions.give_up_promise(commitment_id=first.id, happened_on=TODAY, **by)
        arrive(office=first.office, doctor=first.doctor)

    def test_promise_when_noted_under_the_role_of_the_estate_then_stored(self, arrive, by):
        promise = arrive()
        with world_scope(Role.ESTATE, [promise.network_id]):
            actions.sign_contract(commitment_id=promise.id, happened_on=TODAY, **by)
        assert stored(promise).state == State.SIGNED


class TestProvedDates:
    @pytest.mark.parametrize("act", ["agree_promise", "sign_contract", "declare_site", "end_promise"])
    def test_date_when_to_come_then_names_the_field_the_value_and_the_remedy(self, arrive, by, act):
        first = Act.PROPOSE if act == "agree_promise" else Act.AGREE
        promise = a_promise() if act == "end_promise" else arrive(first)
        with pytest.raises(CommitmentRefused, match=r"le : |travaillé : ") as refused:
            getattr(actions, act)(commitment_id=promise.id, happened_on=date(2026, 12, 2), **by)
        assert "le 2 décembre 2026 est à venir" in str(refused.value)
        assert "une fois passée" in str(refused.value)

    def test_year_when_mistyped_then_refused(self, arrive, by):
        promise = arrive()
        with pytest.raises(CommitmentRefused, match=r"Signé le : vérifiez l’année de « 01/12/1926 »"):
            actions.sign_contract(commitment_id=promise.id, happened_on=date(1926, 12, 1), **by)


class TestSteps:
    def test_step_when_it_has_no_place_then_told_which_have(self, arrive, by):
        promise = arrive()
        with pytest.raises(
            StepRefused, match=r"« convenu ».*« Fin » n’y a pas sa place. Actes possibles : Déclaration"
        ):
            actions.end_promise(commitment_id=promise.id, happened_on=TODAY, **by)
        assert stored(promise).state == State.AGREED

    def test_step_when_all_is_over_then_told_to_begin_anew(self, by):
        promise = a_promise(state="ended", ends_on=date(2026, 11, 30))
        with pytest.raises(StepRefused, match="Saisissez un nouvel engagement"):
            actions.sign_contract(commitment_id=promise.id, happened_on=TODAY, **by)

    def test_start_when_too_early_then_refused(self, arrive, by):
        promise = arrive(starts_on=date(2026, 12, 1))
        with pytest.raises(CommitmentRefused, match="vient avant le premier jour convenu, le 1er décembre 2026"):
            actions.start_promise(commitment_id=promise.id, happened_on=date(2026, 11, 30), **by)
        actions.declare_site(commitment_id=promise.id, happened_on=date(2026, 10, 15), **by)
        with pytest.raises(CommitmentRefused, match="ne permet d’exercer qu’à partir du 15 décembre 2026"):
            actions.start_promise(commitment_id=promise.id, happened_on=TODAY, **by)

    def test_start_when_the_licence_is_over_then_refused(self, arrive, by):
        """ORD-11."""
        promise = arrive(route=Route.REPLACEMENT, replaced_doctor_name="Dr Anne Roy", starts_on=date(2026, 11, 20))
        Commitment.objects.filter(id=promise.id).update(licence_until=date(2026, 11, 15))
        with pytest.raises(CommitmentRefused, match="licence de remplacement est échue depuis le 15 novembre 2026"):
            actions.start_promise(commitment_id=promise.id, happened_on=date(2026, 11, 20), **by)

    def test_end_when_before_the_agreed_day_then_becomes_it(self, by):
        promise = a_promise(starts_on=date(2026, 1, 1))
        act = actions.end_promise(commitment_id=promise.id, happened_on=date(2026, 11, 30), **by)
        assert stored(promise).ends_on == date(2026, 11, 30)
        assert act.changes == {"ends_on": [None, "2026-11-30"]}

    def test_end_when_outside_the_promise_then_refused(self, by):
        promise = a_promise(starts_on=date(2026, 1, 1), ends_on=date(2026, 10, 31))
        for day, words in ((date(2026, 11, 1), "Prolongez-le d’abord"), (date(2025, 12, 31), "avant le premier jour")):
            with pytest.raises(CommitmentRefused, match=words):
                actions.end_promise(commitment_id=promise.id, happened_on=day, **by)

    def test_promise_when_it_has_begun_then_ends_and_is_not_given_up(self, by):
        promise = a_promise(state="opposed")
        with pytest.raises(CommitmentRefused, match=r"a déjà commencé.*Notez sa fin plutôt"):
            actions.give_up_promise(commitment_id=promise.id, happened_on=TODAY, **by)


class TestDeclaration:
    def test_declaration_when_received_then_two_calendar_months_on(self, arrive, by):
        """ORD-01: 31 December + 2 months is the last day of February."""
        promise = arrive()
        later = {"by": by["by"], "now": datetime(2027, 1, 4, 9, tzinfo=UTC)}
        act = actions.declare_site(commitment_id=promise.id, happened_on=date(2026, 12, 31), **later)
        found = stored(promise)
        assert (found.may_start_on, found.declaration_noted_on) == (date(2027, 2, 28), date(2027, 1, 4))
        assert act.changes["may_start_on"] == [None, "2027-02-28"]

    def test_declaration_when_received_after_the_start_then_told_what_to_do(self, arrive, by):
        promise = arrive(starts_on=date(2026, 11, 20))
        with pytest.raises(
            CommitmentRefused, match=r"vient après le premier jour convenu, le 20 novembre 2026.*avenant"
        ):
            actions.declare_site(commitment_id=promise.id, happened_on=date(2026, 11, 25), **by)

    def test_declaration_when_the_route_asks_for_none_then_refused(self, arrive, by):
        promise = arrive(route=Route.PRINCIPAL_PRACTICE)
        with pytest.raises(CommitmentRefused, match=r"Cadre d’exercice : « Résidence professionnelle »"):
            actions.declare_site(commitment_id=promise.id, happened_on=TODAY, **by)

    def test_declaration_when_shifts_stand_too_early_then_cancelled_first(self, by):
        promise = a_promise(starts_on=date(2026, 11, 1))
        a_shift(promise.office, promise.doctor, date(2026, 12, 7))
        a_shift(promise.office, promise.doctor, date(2026, 11, 23))  # worked already
        with pytest.raises(ShiftsBeforeDeclaration, match="1 vacation est posée avant le jour") as refused:
            actions.declare_site(commitment_id=promise.id, happened_on=date(2026, 11, 2), **by)
        assert refused.value.n_shifts == 1

    def test_declaration_when_from_before_the_opposition_then_refused_and_a_new_one_counts(self, arrive, by):
        """ORD-02: a form that stood open in another tab does not wipe the opposition out."""
        promise = arrive()
        step = {"commitment_id": promise.id, **by}
        actions.declare_site(happened_on=date(2026, 11, 9), **step)
        actions.note_opposition(happened_on=date(2026, 11, 20), **step)
        with pytest.raises(
            CommitmentRefused, match=r"avant l’opposition de l’Ordre, le 20 novembre 2026.*notez-la levée"
        ):
            actions.declare_site(happened_on=date(2026, 11, 9), **step)
        assert (stored(promise).state, stored(promise).may_start_on) == (State.OPPOSED, date(2027, 1, 9))
        actions.declare_site(happened_on=date(2026, 11, 30), **step)
        assert (stored(promise).state, stored(promise).may_start_on) == (State.DECLARED, date(2027, 1, 30))

    def test_opposition_when_noted_then_appealed_and_lifted(self, arrive, by):
        """ORD-02."""
        promise = arrive()
        step = {"commitment_id": promise.id, **by}
        actions.declare_site(happened_on=date(2026, 11, 10), **step)
        with pytest.raises(CommitmentRefused, match="vient avant « Déclaration reçue par l’Ordre », le 10 novembre"):
            actions.note_opposition(happened_on=date(2026, 11, 9), **step)
        actions.note_opposition(happened_on=date(2026, 11, 20), **step)
        actions.appeal_opposition(happened_on=date(2026, 11, 25), **step)
        assert stored(promise).state == State.OPPOSED
        actions.lift_opposition(happened_on=date(2026, 12, 1), **step)
        assert stored(promise).state == State.DECLARED


class TestTerms:
    def terms(self, promise, **fields):
        names = ("starts_on", "ends_on", "half_days_per_week", "minimum_term_months", "maximum_term_months")
        return {name: getattr(stored(promise), name) for name in (*names, "notice_months")} | fields

    def amend(self, promise, by, **fields):
        terms = self.terms(promise, **fields)
        return actions.amend_promise(commitment_id=promise.id, happened_on=TODAY, **terms, **by)

    def test_amendment_when_made_then_the_old_terms_stay_in_the_act(self, by):
        promise = a_promise()
        act = self.amend(promise, by, half_days_per_week=Decimal("5.5"), notice_months=9)
        assert act.changes == {"half_days_per_week": ["4.0", "5.5"], "notice_months": [6, 9]}
        assert stored(promise).half_days_per_week == Decimal("5.5")

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({}, "aucun terme ne change"),
            ({"starts_on": date(2026, 2, 1)}, "Premier jour : l’engagement a commencé le 1er janvier 2026"),
            ({"ends_on": date(2025, 12, 1)}, "Dernier jour convenu : le 1er décembre 2025 vient avant le premier jour"),
            ({"half_days_per_week": Decimal("4.3")}, "comptez par moitié"),
            ({"half_days_per_week": Decimal(13)}, "Demi-journées par semaine : "),
            ({"maximum_term_months": 6}, "La durée maximale est au moins égale"),
            ({"ends_on": date(2190, 1, 1)}, "vérifiez l’année"),
        ],
    )
    def test_amendment_when_it_cannot_be_then_refused_and_nothing_stored(self, by, fields, words):
        promise = a_promise()
        before = self.terms(promise)
        with pytest.raises(CommitmentRefused, match=words):
            self.amend(promise, by, **fields)
        assert self.terms(promise) == before
        assert not PromiseAct.objects.exists()

    def test_start_when_not_begun_then_may_move(self, arrive, by):
        promise = arrive()
        self.amend(promise, by, starts_on=date(2027, 4, 1))
        assert stored(promise).starts_on == date(2027, 4, 1)

    def test_promise_when_extended_then_within_the_maximum_or_with_a_longer_one(self, by):
        promise = a_promise(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
        step = {"commitment_id": promise.id, "happened_on": TODAY, **by}
        with pytest.raises(CommitmentRefused, match="ne vient pas après le dernier jour actuel, le 31 décembre 2026"):
            actions.extend_promise(ends_on=date(2026, 12, 31), **step)
        with pytest.raises(
            CommitmentRefused, match="dépasse la durée maximale de 24 mois, qui s’arrête le 31 décembre"
        ):
            actions.extend_promise(ends_on=date(2028, 1, 1), **step)
        actions.extend_promise(ends_on=date(2027, 12, 31), **step)
        act = actions.extend_promise(ends_on=date(2028, 6, 30), maximum_term_months=30, **step)
        assert act.changes == {"ends_on": ["2027-12-31", "2028-06-30"], "maximum_term_months": [24, 30]}
        assert stored(promise).state == State.EXTENDED

    def test_pattern_and_last_day_when_changed_then_are_amendments(self, by):
        promise = a_promise()
        actions.change_pattern(
            commitment_id=promise.id, pattern=[PatternHalfDay(0, Half.MORNING)], half_days_per_week=Decimal(5), **by
        )
        actions.agree_end(commitment_id=promise.id, ends_on=date(2027, 6, 30), **by)
        assert [act.changes for act in acts_of(promise.id)] == [
            {"half_days_per_week": ["4.0", "5"]},
            {"ends_on": [None, "2027-06-30"]},
        ]

    def test_papers_when_noted_then_stored_and_checked(self, by):
        promise = a_promise(route="replacement", replaced_doctor_name="Dr Anne Roy")
        other = a_doctor(promise.network, "Anne", "Roy")
        papers = {
            "commitment_id": promise.id,
            "replaced_doctor_name": "Dr Anne Roy",
            "replaced_doctor_id": other.id,
            "supervisor_name": "",
            "licence_until": date(2026, 11, 15),
            "replaced_nearby_days": 0,
            "replaced_nearby_until": None,
        }
        actions.change_papers(**papers, **by)
        assert stored(promise).replaced_doctor == other
        for wrong, words in (
            ({"replaced_doctor_id": promise.doctor_id}, "personne ne se remplace soi-même"),
            ({"replaced_doctor_name": ""}, "Un remplacement suppose un médecin installé"),
            ({"licence_until": date(2026, 12, 31)}, "toujours jusqu’à un 15 novembre"),
        ):
            with pytest.raises(CommitmentRefused, match=words):
                actions.change_papers(**papers | wrong, **by)


class TestCalendar:
    def test_morning_when_the_days_have_come_then_signed_ones_begin_and_past_ones_end(self, arrive, by):
        signed, unsigned = arrive(starts_on=TODAY), arrive(starts_on=TODAY)
        waiting = arrive(starts_on=TODAY)
        for promise in (signed, waiting):
            actions.sign_contract(commitment_id=promise.id, happened_on=date(2026, 11, 20), **by)
        actions.declare_site(commitment_id=waiting.id, happened_on=date(2026, 11, 1), **by)
        ending = a_promise(starts_on=date(2026, 1, 1), ends_on=date(2026, 11, 30))
        last_day = a_promise(starts_on=date(2026, 1, 1), ends_on=TODAY)
        assert follow_the_calendar(now=NOW) == (1, 1)
        states = [stored(each).state for each in (signed, unsigned, waiting, ending, last_day)]
        assert states == ["running", "agreed", "signed", "ended", "running"]
        assert acts_of(ending.id).get().noted_by is None
        assert follow_the_calendar(now=NOW) == (0, 0)
