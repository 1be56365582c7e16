"""May these half-days change their doctors? Every reason why not, judged on the rota as it would be afterwards."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from releve.pipeline.commitments.handover import AbsentDays
from releve.pipeline.offices.handover import ClosedDays
from releve.pipeline.rota.rules.exchanges import Ground, Limits, Move, WhyNot, exchange_refusals
from releve.pipeline.rota.rules.rings import rings_of_three
from releve.pipeline.rota.rules.seasons import season_of
from releve.pipeline.rota.tests.builders import a_calendar, a_promise, a_shift, by_office
from releve.pipeline.rota.words.exchanges import refusals_in_words
from releve.shared.half_days import HALVES, Half, monday_of

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
MONDAY = date(2026, 12, 7)
TUESDAY, NEXT_MONDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=7)
AUBERT, BENALI, CARON = 1, 2, 3
NAMES = {AUBERT: "Dr Aubert", BENALI: "Dr Benali", CARON: "Dr Caron"}


def shift(doctor_id, day=MONDAY, half=Half.MORNING, office_id=1):
    """Each doctor has a room of her own in each office."""
    number = 1000 * doctor_id + 2 * (day - MONDAY).days + (half == Half.AFTERNOON)
    room = 10 * office_id + doctor_id
    name = NAMES[doctor_id]
    return a_shift(day, half, doctor_id=doctor_id, room_id=room, office_id=office_id, doctor_name=name, shift_id=number)


def promise(doctor_id, office_id=1, **fields):
    return a_promise(doctor_id, n=4, office_id=office_id, doctor_name=NAMES[doctor_id], **fields)


def ground(*shifts, promises=None, **fields):
    """Two offices in which all three doctors promised four half-days, unless said otherwise."""
    calendars = by_office(*(a_calendar(office_id, weekdays=range(5)) for office_id in (1, 2)))
    everybody = [promise(doctor_id, office_id) for doctor_id in NAMES for office_id in (1, 2)]
    return Ground(calendars, everybody if promises is None else promises, shifts, **fields)


def whys(moves, on, now=NOW):
    return [refusal.why for refusal in exchange_refusals(moves, on, now)]


def to(taker_id, given, **fields):
    return Move(given, taker_id, NAMES[taker_id], **fields)


HERS, HIS = shift(AUBERT), shift(BENALI, TUESDAY)
SWAP = [to(BENALI, HERS), to(AUBERT, HIS)]


def test_swap_when_nothing_speaks_against_it_then_allowed():
    assert whys(SWAP, ground(HERS, HIS)) == []


@pytest.mark.parametrize(
    ("moves", "on", "why"),
    [
        ([to(BENALI, replace(HERS, is_cancelled=True))], ground(HERS), WhyNot.CANCELLED),
        ([to(BENALI, HERS, giver_id=CARON)], ground(HERS), WhyNot.CHANGED_HANDS),
        ([to(BENALI, HERS, n_booked=3)], ground(HERS), WhyNot.PATIENTS_BOOKED),
        ([to(BENALI, HERS)], ground(HERS, promises=[promise(AUBERT)]), WhyNot.NO_COMMITMENT),
        (
            [to(BENALI, HERS)],
            ground(HERS, promises=[promise(BENALI, starts_on=date(2027, 1, 1))]),
            WhyNot.BEFORE_COMMITMENT,
        ),
        (
            [to(BENALI, HERS)],
            ground(HERS, promises=[promise(BENALI, last_on=MONDAY - timedelta(days=1))]),
            WhyNot.AFTER_COMMITMENT,
        ),
        (
            [to(BENALI, HERS)],
            ground(HERS, promises=[promise(BENALI, absences=(AbsentDays(MONDAY, MONDAY),))]),
            WhyNot.DOCTOR_ABSENT,
        ),
        ([to(BENALI, HERS)], ground(HERS, shift(BENALI, office_id=2)), WhyNot.DOCTOR_ELSEWHERE),
        ([to(BENALI, replace(HERS, room_id=99))], ground(HERS), WhyNot.ROOM_OUT_OF_SERVICE),
        ([to(BENALI, HERS)], ground(HERS, balances={(BENALI, season_of(MONDAY)): 2}), WhyNot.MORE_THAN_PROMISED),
        ([to(BENALI, HERS)], ground(HERS, balances={(AUBERT, season_of(MONDAY)): -2}), WhyNot.LESS_THAN_PROMISED),
    ],
    ids=lambda value: value if isinstance(value, WhyNot) else "",
)
def test_move_when_one_rule_speaks_against_it_then_that_one_is_named(moves, on, why):
    assert whys(moves, on) == [why]


def test_move_when_the_half_day_has_begun_then_refused():
    assert whys([to(BENALI, HERS)], ground(HERS), HERS.starts_at) == [WhyNot.PAST]
    assert whys([to(BENALI, HERS)], ground(HERS), HERS.starts_at - timedelta(minutes=1)) == []


def test_move_when_the_office_is_closed_then_the_closure_is_named():
    on = ground(HERS)
    closed = replace(on.calendars[1], closures=(ClosedDays(MONDAY, MONDAY, "Travaux"),))
    (refusal,) = exchange_refusals([to(BENALI, HERS)], replace(on, calendars={1: closed, 2: on.calendars[2]}), NOW)
    assert (refusal.why, refusal.detail) == (WhyNot.OFFICE_CLOSED, "Travaux")


def test_move_when_several_rules_speak_against_it_then_all_are_told_in_words():
    away = promise(BENALI, absences=(AbsentDays(MONDAY, MONDAY),))
    on = ground(HERS, shift(BENALI, office_id=2), promises=[away])
    said = refusals_in_words(exchange_refusals([to(BENALI, HERS, n_booked=2)], on, NOW))
    elsewhere = "lundi 7 décembre, matin : Dr Benali consulte déjà à ce moment (Cabinet 2). "
    elsewhere += "Échangez plutôt contre cette demi-journée-là."
    assert said == [
        "lundi 7 décembre, matin : 2 rendez-vous y sont pris avec Dr Aubert. L’accueil doit d’abord les déplacer.",
        "lundi 7 décembre, matin : Dr Benali est en absence. Choisissez un autre jour, ou retirez l’absence.",
        elsewhere,
    ]


def test_swap_of_one_moment_when_judged_at_once_then_allowed_though_each_step_alone_is_not():
    here, there = shift(AUBERT), shift(BENALI, office_id=2)
    on = ground(here, there)
    assert whys([to(BENALI, here)], on) == [WhyNot.DOCTOR_ELSEWHERE]
    assert whys([to(BENALI, here), to(AUBERT, there)], on) == []


def test_ring_of_one_moment_when_every_step_is_legal_at_once_then_allowed():
    one, two = shift(AUBERT), shift(BENALI, office_id=2)
    three = shift(CARON, half=Half.AFTERNOON)
    on = ground(one, two, three)
    assert whys([to(BENALI, one), to(CARON, two), to(AUBERT, three)], on) == []
    without_caron = ground(one, two, three, promises=[promise(n, office) for n in (1, 2) for office in (1, 2)])
    broken = exchange_refusals([to(BENALI, one), to(CARON, two), to(AUBERT, three)], without_caron, NOW)
    assert [(refusal.why, refusal.doctor_name) for refusal in broken] == [(WhyNot.NO_COMMITMENT, "Dr Caron")]


def test_two_offices_on_one_day_when_too_far_then_refused():
    there = shift(BENALI, half=Half.AFTERNOON, office_id=2)
    far = {1: (50.47, 2.72), 2: (50.95, 1.86)}  # Mazingarbe and Calais
    near = {1: (50.47, 2.72), 2: (50.45, 2.73)}
    (refusal,) = exchange_refusals([to(BENALI, HERS)], ground(HERS, there, places=far), NOW)
    assert (refusal.why, refusal.n) == (WhyNot.TOO_FAR, 81)
    assert whys([to(BENALI, HERS)], ground(HERS, there, places=near)) == []


def test_week_when_it_would_hold_too_many_half_days_then_refused_unless_it_did_before():
    full = [shift(BENALI, NEXT_MONDAY + timedelta(days=day), half) for day in (0, 1, 2) for half in HALVES]
    wanted = shift(AUBERT, NEXT_MONDAY + timedelta(days=4))
    on = ground(wanted, *full, promises=[promise(1), promise(2)])
    (refusal,) = exchange_refusals([to(BENALI, wanted)], on, NOW)
    assert (refusal.why, refusal.n) == (WhyNot.WEEK_FULL, 6)
    assert whys([to(BENALI, wanted), to(AUBERT, full[0])], on) == []
    generous = replace(on, limits=Limits(above_promise_in_a_week=3))
    assert whys([to(BENALI, wanted)], generous) == []


def test_gift_when_the_season_is_even_then_swaps_are_free_and_gifts_counted():
    on = ground(HERS, HIS, balances={(AUBERT, season_of(MONDAY)): -2, (BENALI, season_of(MONDAY)): 2})
    assert whys(SWAP, on) == []
    assert whys([to(BENALI, HERS)], on) == [WhyNot.MORE_THAN_PROMISED, WhyNot.LESS_THAN_PROMISED] or whys(
        [to(BENALI, HERS)], on
    ) == [WhyNot.LESS_THAN_PROMISED, WhyNot.MORE_THAN_PROMISED]
    assert whys([to(AUBERT, HIS)], on) == [], "what was too much may shrink"


def test_ring_when_two_cannot_then_the_third_nearest_in_time_is_found():
    hers, wanted = shift(AUBERT), shift(BENALI, TUESDAY, office_id=2)
    thirds = [shift(CARON, TUESDAY + timedelta(days=n), office_id=2) for n in (8, 1)]
    promised = [promise(AUBERT, 1), promise(AUBERT, 2), promise(BENALI, 2), promise(CARON, 1), promise(CARON, 2)]
    on = ground(hers, wanted, *thirds, promises=promised)
    assert WhyNot.NO_COMMITMENT in whys([to(BENALI, hers), to(AUBERT, wanted)], on)
    rings = rings_of_three(hers, wanted, thirds, on, NOW, n_booked={})
    assert [ring[2].shift for ring in rings] == [thirds[1], thirds[0]]
    assert [(move.giver, move.taker_id) for move in rings[0]] == [(AUBERT, CARON), (BENALI, AUBERT), (CARON, BENALI)]
    booked = {thirds[1].shift_id: 1}
    assert [ring[2].shift for ring in rings_of_three(hers, wanted, thirds, on, NOW, n_booked=booked)] == [thirds[0]]


@st.composite
def rotas(draw):
    places = [(day, half) for day in range(10) if day % 7 < 5 for half in HALVES]
    found = []
    for doctor_id in NAMES:
        for day, half in draw(st.lists(st.sampled_from(places), max_size=5, unique=True)):
            found.append(shift(doctor_id, MONDAY + timedelta(days=day), half, draw(st.sampled_from([1, 2]))))
    return found


@settings(max_examples=60, deadline=None)
@given(rotas(), st.data())
def test_moves_when_allowed_then_nobody_is_in_two_places_and_no_week_is_too_full(shifts, data):
    if not shifts:
        return
    given_away = data.draw(st.lists(st.sampled_from(shifts), min_size=1, max_size=3, unique=True))
    moves = [to(data.draw(st.sampled_from([n for n in NAMES if n != one.doctor_id])), one) for one in given_away]
    on = ground(*shifts)
    if exchange_refusals(moves, on, NOW):
        return
    taker_of = {move.shift.shift_id: move.taker_id for move in moves}
    after = [replace(one, doctor_id=taker_of.get(one.shift_id, one.doctor_id)) for one in shifts]
    for doctor_id in NAMES:
        hers = [one for one in after if one.doctor_id == doctor_id]
        assert len({(one.day, one.half) for one in hers}) == len(hers)
        for monday in {monday_of(one.day) for one in hers}:
            assert sum(monday_of(one.day) == monday for one in hers) <= Limits().most_in_a_week


@settings(max_examples=40, deadline=None)
@given(rotas())
def test_exchange_when_undone_then_the_same_rules_allow_the_way_back(shifts):
    """A legal swap leaves a rota from which the opposite swap is legal: no trap."""
    by_doctor = {n: [one for one in shifts if one.doctor_id == n] for n in NAMES}
    if not (by_doctor[AUBERT] and by_doctor[BENALI]):
        return
    mine, other = by_doctor[AUBERT][0], by_doctor[BENALI][0]
    if exchange_refusals([to(BENALI, mine), to(AUBERT, other)], ground(*shifts), NOW):
        return
    swapped = {mine.shift_id: replace(mine, doctor_id=BENALI), other.shift_id: replace(other, doctor_id=AUBERT)}
    after = [swapped.get(one.shift_id, one) for one in shifts]
    back = [to(AUBERT, swapped[mine.shift_id]), to(BENALI, swapped[other.shift_id])]
    assert exchange_refusals(back, ground(*after), NOW) == []
