"""Exchanges on the database: proposed, answered, applied at once or not at all."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from releve.pipeline.commitments.models import Absence
from releve.pipeline.rota.actions import cancel_shift, lay_weeks
from releve.pipeline.rota.actions.exchange_moves import ExchangeImpossible
from releve.pipeline.rota.actions.exchanges import (
    ExchangeSettled,
    Given,
    allow_exchange,
    answer_exchange,
    lapse_past_exchanges,
    propose_exchange,
    refuse_exchange,
    withdraw_exchange,
)
from releve.pipeline.rota.actions.wishes import change_rota_knobs
from releve.pipeline.rota.errors import PatientsMustMove, RotaRefused
from releve.pipeline.rota.models import ExchangeVoice, Shift
from releve.pipeline.rota.queries.exchanges import exchanges_of_doctor, exchanges_of_network, offered_shift_ids
from releve.shared.half_days import Half
from tests.factories import a_doctor, a_promise, a_published_shift, a_shift, a_user, a_visit, an_office

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
MONDAY = date(2026, 12, 7)
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def benali(office):
    return a_doctor(office.network)


@pytest.fixture
def delattre(office):
    return a_doctor(office.network, "Hugo", "Delattre")


@pytest.fixture
def hers(office, benali):
    return a_published_shift(office, benali, MONDAY)


@pytest.fixture
def his(office, delattre):
    return a_published_shift(office, delattre, TUESDAY)


@pytest.fixture
def aubry(office):
    return a_user("network", network=office.network)


def swap(hers, his, **fields):
    given = [Given(hers.id, his.doctor_id), Given(his.id, hers.doctor_id)]
    return propose_exchange(doctor_id=hers.doctor_id, given=given, by=None, now=NOW, **fields)


def offer_to_all(shift, **fields):
    return propose_exchange(doctor_id=shift.doctor_id, given=[Given(shift.id, None)], by=None, now=NOW, **fields)


def says(doctor, exchange, is_agreed=True):
    return answer_exchange(exchange_id=exchange.id, doctor_id=doctor.id, is_agreed=is_agreed, by=None, now=NOW)


def who_works(day):
    standing = Shift.objects.filter(day=day).exclude(status="cancelled")
    return sorted((shift.doctor_id, shift.half, shift.status) for shift in standing)


def test_swap_when_accepted_then_both_half_days_change_doctors_and_the_history_stays(hers, his, benali, delattre):
    exchange = swap(hers, his)
    assert who_works(MONDAY) == [(benali.id, "am", "published")]
    assert says(delattre, exchange).status == "done"
    assert who_works(MONDAY) == [(delattre.id, "am", "published")]
    assert who_works(TUESDAY) == [(benali.id, "am", "published")]
    hers.refresh_from_db()
    assert (hers.status, hers.cancelled_because) == ("cancelled", "Échangée : Dr Hugo Delattre la reprend.")
    assert [step.status for step in hers.steps.order_by("pgh_id")] == ["published", "cancelled"]
    part = exchange.parts.get(giver=benali)
    assert (part.new_shift.doctor_id, part.new_shift.room_id) == (delattre.id, hers.room_id)


def test_swap_of_one_moment_when_accepted_then_no_law_is_broken_on_the_way(office, benali, delattre):
    """Two rooms, two offices, one half-day: neither doctor is ever in two places."""
    bully = an_office(office.network, name="Bully")
    for doctor in (benali, delattre):
        a_promise(office, doctor)
        a_promise(bully, doctor)
    hers, his = a_published_shift(office, benali, MONDAY), a_published_shift(bully, delattre, MONDAY)
    assert says(delattre, swap(hers, his)).status == "done"
    assert set(Shift.objects.exclude(status="cancelled").values_list("office", "doctor")) == {
        (office.id, delattre.id),
        (bully.id, benali.id),
    }


def test_ring_when_the_last_of_three_agrees_then_all_move_at_once(office, hers, his, benali, delattre):
    morel = a_doctor(office.network, "Inès", "Morel")
    third = a_published_shift(office, morel, MONDAY + timedelta(days=2))
    given = [Given(hers.id, morel.id), Given(his.id, benali.id), Given(third.id, delattre.id)]
    exchange = propose_exchange(doctor_id=benali.id, given=given, by=None, now=NOW)
    assert says(delattre, exchange).status == "open"
    assert who_works(MONDAY) == [(benali.id, "am", "published")]
    assert says(morel, exchange).status == "done"
    assert [who_works(day)[0][0] for day in (MONDAY, TUESDAY, third.day)] == [morel.id, benali.id, delattre.id]


def test_offer_to_all_when_the_first_takes_it_then_the_others_hear_that_it_is_settled(office, hers, delattre):
    a_promise(office, delattre)
    morel = a_promise(office, a_doctor(office.network, "Inès", "Morel")).doctor
    exchange = offer_to_all(hers)
    assert says(morel, exchange).status == "done"
    assert who_works(MONDAY) == [(morel.id, "am", "published")]
    with pytest.raises(ExchangeSettled, match="déjà réglé"):
        says(delattre, exchange)


def test_offer_to_all_when_nobody_may_take_it_then_said_at_once(office, hers, delattre):
    with pytest.raises(RotaRefused, match="Prévenez le réseau"):
        offer_to_all(hers)
    Absence.objects.create(network=office.network, doctor=delattre, first_on=MONDAY, last_on=MONDAY)
    a_promise(office, delattre)
    with pytest.raises(ExchangeImpossible, match="Dr Hugo Delattre est en absence"):
        offer_to_all(hers)


def test_offer_to_all_when_the_last_declines_then_declined(office, hers, delattre):
    a_promise(office, delattre)
    morel = a_promise(office, a_doctor(office.network, "Inès", "Morel")).doctor
    exchange = offer_to_all(hers)
    assert says(delattre, exchange, is_agreed=False).status == "open"
    assert says(morel, exchange, is_agreed=False).status == "declined"


def test_answer_when_given_twice_then_once(hers, his, delattre):
    exchange = swap(hers, his)
    says(delattre, exchange)
    assert says(delattre, exchange).status == "done"
    assert Shift.objects.count() == 4


def test_answer_when_the_doctor_has_no_voice_then_refused(office, hers, his):
    with pytest.raises(RotaRefused, match="ne vous concerne pas"):
        says(a_doctor(office.network, "Inès", "Morel"), swap(hers, his))


def test_swap_when_patients_are_booked_then_nothing_moves_and_their_number_is_told(hers, his, delattre):
    exchange = swap(hers, his)
    a_visit(his, time(9))
    with pytest.raises(PatientsMustMove, match="1 rendez-vous"):
        says(delattre, exchange)
    assert Shift.objects.exclude(status="cancelled").count() == 2
    assert ExchangeVoice.objects.get(exchange=exchange, doctor=delattre).answer == "awaited"
    exchange.refresh_from_db()
    assert exchange.status == "open"


def test_swap_when_the_desk_knows_of_patients_then_refused_before_it_is_proposed(hers, his):
    with pytest.raises(ExchangeImpossible, match="2 rendez-vous y sont pris avec Dr Leïla Benali"):
        swap(hers, his, n_booked={hers.id: 2})


def test_swap_when_a_shift_is_cancelled_meanwhile_then_it_lapses_and_says_why(hers, his, delattre, aubry):
    exchange = swap(hers, his)
    cancel_shift(shift_id=hers.id, because="Travaux", by=aubry, now=NOW)
    lapsed = says(delattre, exchange)
    assert lapsed.status == "lapsed"
    assert lapsed.settled_because == ("lundi 7 décembre, matin : la demi-journée est annulée. Choisissez-en une autre.")
    assert who_works(TUESDAY) == [(delattre.id, "am", "published")]


def test_swap_when_a_draft_was_withdrawn_meanwhile_then_it_lapses(office, benali, his, delattre):
    draft = a_shift(office, benali, MONDAY)
    exchange = swap(draft, his)
    Shift.objects.filter(id=draft.id)._raw_delete("default")
    assert says(delattre, exchange).status == "lapsed"


def test_swap_when_another_exchange_took_the_shift_then_the_first_is_settled_and_the_second_lapses(
    office, hers, his, delattre
):
    morel = a_doctor(office.network, "Inès", "Morel")
    third = a_published_shift(office, morel, TUESDAY)
    first, second = swap(hers, his), swap(hers, third)
    assert says(delattre, first).status == "done"
    second.refresh_from_db()
    assert (second.status, second.settled_because) == ("lapsed", "Une des demi-journées a été échangée autrement.")


def test_swap_when_somebody_became_absent_meanwhile_then_still_open_with_the_remedy(office, hers, his, delattre):
    exchange = swap(hers, his)
    Absence.objects.create(network=office.network, doctor=delattre, first_on=MONDAY, last_on=MONDAY)
    with pytest.raises(ExchangeImpossible, match="Choisissez un autre jour, ou retirez l’absence"):
        says(delattre, exchange)
    exchange.refresh_from_db()
    assert exchange.status == "open"


def test_proposal_when_the_shift_is_not_hers_or_gone_then_refused(hers, his, benali, delattre):
    with pytest.raises(RotaRefused, match="pas à vous"):
        propose_exchange(doctor_id=delattre.id, given=[Given(hers.id, None)], by=None, now=NOW)
    with pytest.raises(RotaRefused, match="plus au planning"):
        propose_exchange(doctor_id=benali.id, given=[Given(10**9, None)], by=None, now=NOW)
    with pytest.raises(RotaRefused, match="pas de ce réseau"):
        propose_exchange(doctor_id=benali.id, given=[Given(hers.id, 10**9)], by=None, now=NOW)


def test_network_that_gives_its_consent_when_all_agree_then_decides(office, hers, his, delattre, aubry):
    change_rota_knobs(
        network_id=office.network_id,
        unloved_slots=[9],
        eves_are_unloved=True,
        exchanges_need_consent=True,
        by=aubry,
        now=NOW,
    )
    exchange = swap(hers, his)
    assert says(delattre, exchange).status == "agreed"
    assert who_works(TUESDAY) == [(delattre.id, "am", "published")]
    assert allow_exchange(exchange_id=exchange.id, by=aubry, now=NOW).status == "done"
    assert allow_exchange(exchange_id=exchange.id, by=aubry, now=NOW).status == "done"
    with pytest.raises(ExchangeSettled):
        refuse_exchange(exchange_id=exchange.id, because="Trop tard", by=aubry, now=NOW)


def test_network_when_it_refuses_then_says_why(hers, his, delattre, aubry):
    exchange = swap(hers, his)
    with pytest.raises(RotaRefused, match="Motif"):
        refuse_exchange(exchange_id=exchange.id, because=" ", by=aubry, now=NOW)
    refused = refuse_exchange(exchange_id=exchange.id, because="Dr Delattre forme l’interne", by=aubry, now=NOW)
    assert refused.status == "refused"
    assert refuse_exchange(exchange_id=exchange.id, because="Encore", by=aubry, now=NOW).status == "refused"
    with pytest.raises(ExchangeSettled, match="refusé par le réseau"):
        says(delattre, exchange)


def test_proposal_when_withdrawn_then_nobody_can_answer_and_only_she_may(hers, his, benali, delattre):
    exchange = swap(hers, his)
    with pytest.raises(RotaRefused, match="qui a proposé"):
        withdraw_exchange(exchange_id=exchange.id, doctor_id=delattre.id, by=None, now=NOW)
    for _twice in range(2):
        assert withdraw_exchange(exchange_id=exchange.id, doctor_id=benali.id, by=None, now=NOW).status == "withdrawn"
    with pytest.raises(ExchangeSettled):
        says(delattre, exchange)


def test_weeks_when_laid_again_after_an_exchange_then_the_given_half_day_is_not_laid_anew(
    office, benali, delattre, aubry
):
    """She gave a half-day of her pattern for one in another week."""
    a_promise(office, benali, pattern="mon-am")
    a_promise(office, delattre, pattern="tue-am")
    weeks = {"office_id": office.id, "first": MONDAY, "n_weeks": 2, "by": aubry, "now": NOW}
    lay_weeks(**weeks)
    hers = Shift.objects.get(doctor=benali, day=MONDAY)
    his = Shift.objects.get(doctor=delattre, day=TUESDAY + timedelta(days=7))
    assert says(delattre, swap(hers, his)).status == "done"
    assert lay_weeks(**weeks).n_laid == 0
    assert who_works(MONDAY) == [(delattre.id, "am", "draft")]


def test_gifts_of_a_season_when_too_many_then_the_promise_is_named(office, benali, delattre):
    a_promise(office, delattre)
    days = [MONDAY, TUESDAY, MONDAY + timedelta(days=7)]
    shifts = [a_published_shift(office, benali, day) for day in days]
    for shift in shifts[:2]:
        gift = propose_exchange(doctor_id=benali.id, given=[Given(shift.id, delattre.id)], by=None, now=NOW)
        assert says(delattre, gift).status == "done"
    with pytest.raises(ExchangeImpossible, match="plus de 2 demi-journées de ce trimestre sans retour"):
        propose_exchange(doctor_id=benali.id, given=[Given(shifts[2].id, delattre.id)], by=None, now=NOW)


def test_offer_when_its_half_day_has_begun_then_it_lapses_by_itself(hers, his):
    exchange = swap(hers, his)
    assert lapse_past_exchanges(now=hers.starts_at - timedelta(minutes=1)) == 0
    assert lapse_past_exchanges(now=hers.starts_at) == 1
    exchange.refresh_from_db()
    assert (exchange.status, exchange.settled_because) == ("lapsed", "Personne n’a répondu à temps.")
    assert lapse_past_exchanges(now=hers.starts_at) == 0


def test_lists_when_asked_then_each_sees_hers_and_the_network_all(office, hers, his, benali, delattre):
    exchange = swap(hers, his)
    assert exchanges_of_doctor(benali.id, MONDAY) == exchanges_of_doctor(delattre.id, MONDAY) == [exchange]
    assert exchanges_of_doctor(benali.id, TUESDAY + timedelta(days=1)) == []
    assert exchanges_of_network(office.network_id, MONDAY) == [exchange]
    assert offered_shift_ids(benali.id) == {hers.id}
    assert Half(exchange.parts.first().half) == Half.MORNING


def test_lists_when_many_exchanges_then_as_many_queries(office, hers, his, benali, django_assert_num_queries):
    for _n in range(3):
        swap(hers, his)
    with django_assert_num_queries(9):
        found = exchanges_of_doctor(benali.id, MONDAY)
        assert [len(exchange.parts.all()) for exchange in found] == [2, 2, 2]
