"""Candidates: noted, kept in touch with, made doctors, erased; whom to call and who fits which gap."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError

from releve.pipeline.commitments.actions.candidates import (
    become_doctor,
    change_candidate,
    erase_candidate,
    erase_silent_candidates,
    note_candidate,
    note_contact,
    note_declaration,
)
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.handover import CandidateStage, PatternHalfDay, Route
from releve.pipeline.commitments.models import Absence, Candidate, CandidateOffice, Commitment, Doctor
from releve.pipeline.commitments.queries.candidates import (
    candidates_of,
    offices_now,
    starts_of,
    to_call,
)
from releve.pipeline.commitments.queries.coverage import coverages_of
from releve.pipeline.commitments.queries.matching import coming_gaps, ranking
from releve.shared.half_days import Half
from tests.candidates import a_candidate
from tests.factories import a_network, a_promise, a_town, a_user, an_office

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TODAY = NOW.date()
TYPED = {"first_name": " Inès ", "last_name": "Roussel", "kind": "locum", "slots": [2, 0, 2]}


@pytest.fixture
def network():
    return a_network()


@pytest.fixture
def office(network):
    return an_office(network)


@pytest.fixture
def aubry(network):
    return a_user("network", network=network)


def note(network, aubry, office_ids=(), **typed):
    return note_candidate(network_id=network.id, typed=TYPED | typed, office_ids=office_ids, by=aubry, now=NOW)


def test_note_when_typed_then_stored_with_today_as_first_contact(network, office, aubry):
    candidate = note(network, aubry, [office.id])
    assert (candidate.first_name, candidate.slots, candidate.last_contact_on) == ("Inès", [0, 2], TODAY)
    assert [wish.office_id for wish in candidate.offices.all()] == [office.id]


def test_note_when_her_half_days_are_not_known_yet_then_stored(network, aubry):
    assert note(network, aubry, slots=[]).slots == []


def test_note_when_a_field_cannot_be_stored_then_refused_by_its_name(network, aubry):
    with pytest.raises(CommitmentRefused, match="Adresse e-mail"):
        note(network, aubry, email="roussel")


@pytest.mark.parametrize(
    ("typed", "law"),
    [
        ({"half_days_per_week": Decimal("0.4")}, "candidate_wants_possible_half_days"),
        ({"slots": [14]}, "candidate_names_half_days_of_the_week"),
        ({"licence_from": date(2027, 1, 1), "licence_until": date(2026, 11, 15)}, "licence_ends_after_it_starts"),
        ({"licence_until": date(2026, 11, 14)}, "candidates_licence_ends_on_15_november"),
        ({"last_replacement_on": TODAY}, "last_replacement_tells_of_a_replacement"),
    ],
)
def test_law_when_a_candidate_breaks_it_then_postgresql_refuses(network, typed, law):
    with pytest.raises(IntegrityError, match=law):
        a_candidate(network, **({"licence_from": None, "licence_until": None} | typed))


def test_law_when_an_office_is_named_twice_then_refused(office):
    candidate = a_candidate(office=office)
    with pytest.raises(IntegrityError, match="candidate_names_each_office_once"):
        CandidateOffice.objects.create(network=office.network, candidate=candidate, office=office)


def test_licence_when_it_does_not_end_on_15_november_then_the_sentence_says_so(network, aubry):
    with pytest.raises(CommitmentRefused, match="toujours jusqu’à un 15 novembre"):
        note(network, aubry, licence_until=date(2026, 12, 31))


def test_change_when_an_office_stays_then_keeps_its_declaration(network, office, aubry):
    candidate = note(network, aubry, [office.id])
    note_declaration(candidate_id=candidate.id, office_id=office.id, received_on=TODAY, by=aubry, now=NOW)
    other = an_office(network)
    change_candidate(
        candidate_id=candidate.id, typed={"motive": "projet"}, office_ids=[office.id, other.id], by=aubry, now=NOW
    )
    assert {w.office_id: w.declaration_received_on for w in candidate.offices.all()} == {
        office.id: TODAY,
        other.id: None,
    }


def test_declaration_when_received_tomorrow_then_refused(office, aubry):
    candidate = a_candidate(office=office)
    with pytest.raises(CommitmentRefused, match="date prouvée"):
        note_declaration(
            candidate_id=candidate.id, office_id=office.id, received_on=date(2026, 11, 24), by=aubry, now=NOW
        )


def contact(candidate, aubry, next_contact_on, stage=CandidateStage.INTERESTED):
    return note_contact(candidate_id=candidate.id, stage=stage, next_contact_on=next_contact_on, by=aubry, now=NOW)


def test_contact_when_noted_then_the_follow_up_list_waits_for_its_day(network, aubry):
    candidate = a_candidate(network)
    assert list(to_call(network.id, TODAY)) == [candidate]
    contact(candidate, aubry, date(2026, 12, 14))
    assert list(to_call(network.id, TODAY)) == []
    assert list(to_call(network.id, date(2026, 12, 14))) == [candidate]


def test_contact_when_the_next_day_is_past_then_refused(network, aubry):
    with pytest.raises(CommitmentRefused, match="À recontacter le"):
        contact(a_candidate(network), aubry, date(2026, 11, 22))


def test_follow_up_when_declined_or_of_another_network_then_not_listed(network, aubry):
    contact(a_candidate(network), aubry, None, CandidateStage.DECLINED)
    a_candidate()
    assert list(to_call(network.id, date(2027, 12, 31))) == []


def propose(candidate, office, aubry, **given):
    return become_doctor(
        candidate_id=candidate.id,
        office=office,
        route=given.pop("route", Route.DISTINCT_SITE),
        starts_on=date(2027, 3, 1),
        half_days_per_week=Decimal(2),
        pattern=[PatternHalfDay(0, Half.MORNING), PatternHalfDay(1, Half.MORNING)],
        by=aubry,
        now=NOW,
    )


def test_become_doctor_when_agreed_then_a_doctor_with_a_proposed_promise(office, aubry):
    candidate = a_candidate(office=office)
    promise = propose(candidate, office, aubry)
    candidate.refresh_from_db()
    assert (candidate.stage, candidate.doctor) == ("came", promise.doctor)
    assert str(promise.doctor) == "Dr Inès Roussel"
    assert promise.state == "proposed"


def test_become_doctor_when_the_promise_is_refused_then_no_doctor_either(office, aubry):
    candidate = a_candidate(office=office, supervisor_name="")
    with pytest.raises(CommitmentRefused, match="maître de stage"):
        propose(candidate, office, aubry, route=Route.JUNIOR_DOCTOR)
    assert not Doctor.objects.exists()
    candidate.refresh_from_db()
    assert candidate.stage == "met"


def test_become_doctor_when_she_is_one_already_then_no_second_doctor(office, aubry):
    candidate = a_candidate(office=office)
    propose(candidate, office, aubry)
    propose(candidate, an_office(office.network), aubry)
    assert Doctor.objects.count() == 1
    assert Commitment.objects.count() == 2


def test_erase_when_asked_then_nothing_is_left_but_the_doctor(office, aubry):
    candidate = a_candidate(office=office)
    doctor = propose(candidate, office, aubry).doctor
    for _twice in range(2):
        erase_candidate(candidate_id=candidate.id, by=aubry, now=NOW)
    assert not Candidate.objects.exists()
    assert not CandidateOffice.objects.exists()
    assert Doctor.objects.get() == doctor


def test_erase_silent_when_24_calendar_months_without_contact_then_gone(network):
    a_candidate(network, last_contact_on=date(2024, 11, 22))
    kept = a_candidate(network, last_contact_on=date(2024, 11, 23))
    assert erase_silent_candidates(now=NOW) == 1
    assert list(Candidate.objects.all()) == [kept]


def test_starts_when_an_office_is_named_then_there_only_with_the_distance(network, office):
    town = a_town("62178", "Bruay-la-Buissière", latitude=50.48, longitude=2.55)
    candidate = a_candidate(network, office=office, home_town=town, registered_department="62", licence_until=None)
    an_office(network)
    (there,) = starts_of(candidates_of(network.id).get(), offices_now(network.id, TODAY), TODAY)
    assert there.office.id == office.id
    assert 10 < there.km < 14
    assert there.starts[0].route == Route.PRINCIPAL_PRACTICE
    assert candidate.registered_department == there.office.department


def test_office_when_an_installed_doctor_is_away_then_somebody_can_be_replaced(office):
    promise = a_promise(office)
    assert offices_now(office.network_id, TODAY)[office.id].replaced_away_from is None
    Absence.objects.create(
        network=office.network, doctor=promise.doctor, first_on=date(2026, 12, 14), last_on=date(2026, 12, 18)
    )
    now = offices_now(office.network_id, TODAY)[office.id]
    assert (now.someone_installed, now.replaced_away_from) == (True, date(2026, 12, 14))


def test_coming_gaps_when_a_promise_ends_then_those_of_the_coverage_horizon_with_their_half_days(network):
    office = an_office(network, weekdays=(0,))
    a_promise(office, pattern="mon-am", ends_on=date(2027, 5, 14))
    now, later = coming_gaps(network.id, TODAY)
    assert (now.starts_on, now.slots, now.missing_a_week) == (TODAY, frozenset({1}), 1.0)
    # The office opens on Mondays; 17 May 2027 is Whit Monday, so the next one is the 24th.
    assert (later.starts_on, later.slots, later.missing_a_week) == (date(2027, 5, 24), frozenset({0, 1}), 2.0)
    told = [gap for coverage in coverages_of(network.id, TODAY) for gap in coverage.horizon().gaps]
    assert [(gap.starts_on, gap.missing_a_week) for gap in (now, later)] == [
        (gap.first_on, gap.missing_a_week) for gap in told
    ]


def test_coming_gaps_when_another_doctor_follows_then_none(network):
    office = an_office(network, weekdays=(0,))
    a_promise(office, pattern="mon-am mon-pm", ends_on=date(2027, 5, 14))
    a_promise(office, pattern="mon-am mon-pm", starts_on=date(2027, 5, 15), maximum_term_months=36)
    assert coming_gaps(network.id, TODAY) == []


def test_coming_gaps_when_the_office_closes_before_then_none(network):
    office = an_office(network, weekdays=(0,), closed_on=date(2027, 5, 1))
    a_promise(office, pattern="mon-am mon-pm", ends_on=date(2027, 5, 14))
    assert coming_gaps(network.id, TODAY) == []


def test_ranking_when_two_would_come_then_the_one_who_covers_more_is_first(network):
    office = an_office(network, weekdays=(0,))
    a_promise(office, pattern="mon-am mon-pm", ends_on=date(2027, 5, 14))
    known = {"registered_department": "62", "licence_from": None, "licence_until": None}
    a_candidate(network, first_name="Une", half_days_per_week=1, **known)
    a_candidate(network, first_name="Deux", half_days_per_week=2, **known)
    a_candidate(network, first_name="Non", stage="declined", **known)
    (found,) = ranking(network.id, TODAY)
    assert [match.name for match in found.matches] == ["Deux Roussel", "Une Roussel"]
    assert [match.n_first_year for match in found.matches] == [104, 52]
