"""Sweeps of priced answers: lawful lines, never dearer than those they begin from."""

from itertools import islice

import numpy as np
import pytest

from benchmarks.rota.curtois.opening import NoLine, first_lines
from benchmarks.rota.curtois.parts import Change, Freed, changed, open_part
from benchmarks.rota.curtois.reading import read
from benchmarks.rota.curtois.stretches import Stretches
from benchmarks.rota.curtois.sweeping import Crowd, luby, sweep
from benchmarks.rota.curtois.verifier import verify
from benchmarks.rota.curtois.writing import write
from tests.benchmarks.rota.tiny import TWO_WORKERS, least_cost, made


def opened(text, first=0, end=7):
    instance = read(text)
    stretches = Stretches(instance)
    lines = first_lines(instance, stretches, np.random.default_rng(0), lambda: False)
    return instance, lines, open_part(instance, stretches, lines, Freed((0, 1), first, end))


def test_attempts_of_each_length_take_as_much_time_as_those_half_as_long():
    lengths = list(islice(luby(), 2**6 - 1))
    assert lengths[:15] == [1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8]
    assert {length * lengths.count(length) for length in (1, 2, 4, 8, 16, 32)} == {32}


@pytest.mark.parametrize("days", [(0, 7), (2, 5)])
@pytest.mark.parametrize("seed", range(8))
def test_swept_lines_are_lawful_and_never_dearer(seed, days):
    text = made(seed)
    try:
        instance, lines, part = opened(text, *days)
    except NoLine:
        assert least_cost(text, 7, "EL", "AB") is None
        return
    prices = np.zeros(part.master.demand.need.shape)
    found = sweep(instance, part, lines[:, slice(*days)], prices, np.random.default_rng(seed), lambda: False, 80)
    rota = changed(lines, Change(part.freed, found))
    verdict = verify(text, write(instance, rota))
    assert verdict.violations == []
    assert verdict.cost == instance.cost(rota) <= instance.cost(lines)


def test_the_crowd_counts_what_its_part_costs():
    instance, lines, part = opened(TWO_WORKERS)
    crowd = Crowd(instance, part, lines.copy(), np.random.default_rng(1))
    assert crowd.cost() == part.cost
    crowd.ask(lambda missing: np.where(missing > 0, -9.0, 9.0))
    assert crowd.cost() + int(instance.wish_base.sum()) == instance.cost(crowd.lines)


def test_a_sweep_leaves_the_lines_it_begins_from_as_they_are():
    instance, lines, part = opened(TWO_WORKERS)
    before = lines.copy()
    sweep(instance, part, lines, np.zeros((7, 2)), np.random.default_rng(1), lambda: False, 80)
    assert (lines == before).all()


def test_when_it_is_over_the_sweep_ends_after_one_round_and_stays_lawful():
    instance, lines, part = opened(TWO_WORKERS)
    part.master.effort = 0.0
    found = sweep(instance, part, lines, np.zeros((7, 2)), np.random.default_rng(1), lambda: True, 80)
    once = sum(stretch.effort for stretch in part.stretches.values())
    assert part.master.effort == pytest.approx(2 * once)  # the round, and one look at what each could better
    assert verify(TWO_WORKERS, write(instance, found)).violations == []
