"""Invented instances can be read, are the same again, and long ones are solved lawfully with a bound."""

import numpy as np
import pytest

from benchmarks.rota.curtois.inventing import Sizes, invent
from benchmarks.rota.curtois.opening import LONG_WEEKS, first_lines
from benchmarks.rota.curtois.reading import read
from benchmarks.rota.curtois.solving import solve
from benchmarks.rota.curtois.stretches import Stretches
from benchmarks.rota.curtois.verifier import verify
from benchmarks.rota.curtois.writing import write

CPU_SECONDS = 8.0


@pytest.mark.parametrize("sizes", [Sizes(3, 4, 1), Sizes(9, 8, 5), Sizes(30, 52, 32)])
def test_an_invented_instance_has_the_sizes_asked_for(sizes):
    instance = read(invent(sizes, 3))
    assert (instance.n_employees, instance.n_weeks, instance.n_shifts) == (
        sizes.n_employees,
        sizes.n_weeks,
        sizes.n_shifts,
    )
    assert all(any(limit > 0 for limit in employee.most_of_shift) for employee in instance.employees)


def test_the_same_seed_invents_the_same_instance():
    assert invent(Sizes(9, 8, 5), 3) == invent(Sizes(9, 8, 5), 3) != invent(Sizes(9, 8, 5), 4)


def test_a_long_horizon_is_solved_lawfully_with_a_bound_and_better_than_it_began():
    text = invent(Sizes(5, LONG_WEEKS + 4, 2), 1)
    instance = read(text)
    solve(instance, 0.1, 1)  # compiles what is not compiled yet
    found = solve(instance, CPU_SECONDS, 1)
    first = first_lines(instance, Stretches(instance), np.random.default_rng(1), lambda: False)
    verdict = verify(text, write(instance, found.lines))
    assert verdict.violations == []
    assert found.bound is not None
    assert found.bound <= verdict.cost == found.cost < instance.cost(first)
