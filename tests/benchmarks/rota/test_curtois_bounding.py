"""The bound of long horizons: never above the optimum, and worth more than no prices at all."""

from itertools import count

import numpy as np
import pytest

from benchmarks.rota.curtois.bounding import Relaxed, bound_loosely
from benchmarks.rota.curtois.instance import OFF
from benchmarks.rota.curtois.reading import read
from benchmarks.rota.curtois.stretches import Stretches
from releve.pipeline.rota.engine.lines import cheapest_line
from tests.benchmarks.rota.tiny import TWO_WORKERS, least_cost, made

N_STEPS = 150


def climbed(text):
    steps = count()
    instance = read(text)
    return bound_loosely(instance, Stretches(instance), lambda: next(steps) / N_STEPS)


@pytest.mark.parametrize("seed", range(12))
def test_the_bound_is_never_above_the_best_of_all_rotas(seed):
    text = made(seed)
    best = least_cost(text, 7, "EL", "AB")
    if best is not None:
        assert climbed(text).bound <= best + 1e-6


def test_the_bound_climbs_above_that_of_no_prices():
    instance = read(TWO_WORKERS)
    relaxed = Relaxed(instance, Stretches(instance))
    without = relaxed.judged(*relaxed.even(0.0))
    best = least_cost(TWO_WORKERS, 7, "EL", "AB")
    assert without.bound < climbed(TWO_WORKERS).bound <= best + 1e-6
    assert best - climbed(TWO_WORKERS).bound < 0.5 * (best - without.bound)


@pytest.mark.parametrize("seed", range(8))
def test_a_line_without_amounts_is_never_dearer_than_a_lawful_one(seed):
    instance = read(made(seed))
    stretches = Stretches(instance)
    prices = np.random.default_rng(seed).integers(-9, 9, (7, 2)).astype(np.float64)
    for employee in range(instance.n_employees):
        lawful, _, _ = cheapest_line(stretches.open(employee, np.full(7, OFF), 0, 7), prices)
        loose, _, _ = cheapest_line(stretches.open_loose(employee), prices)
        assert loose <= lawful
