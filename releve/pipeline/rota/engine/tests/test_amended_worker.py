"""A promise that changes within the horizon: each week by its own number, for the checker and for the solver alike."""

from hypothesis import given, settings

from releve.pipeline.rota.engine.checker.costs import promised_half_days
from releve.pipeline.rota.engine.checker.limits import beyond_limits
from releve.pipeline.rota.engine.checker.report import Rule
from releve.pipeline.rota.engine.problem import WEEKS_PER_BLOCK
from releve.pipeline.rota.engine.solver.rules.promises import Deviation
from releve.pipeline.rota.engine.tests.drawn import problems
from releve.pipeline.rota.engine.tests.small import a_problem, a_roster, a_worker, at

AMENDED = a_worker(half_days_in={2: 2, 3: 2}, max_half_days_in={2: 2, 3: 2})


def test_limit_when_a_week_has_its_own_then_forbidden_there_and_allowed_elsewhere():
    problem = a_problem(AMENDED)
    three = [at(1, 0), at(1, 2), at(1, 4)]
    assert not list(beyond_limits(problem, a_roster(*three)))
    (found,) = beyond_limits(problem, a_roster(at(2, 0), at(2, 2), at(2, 4)))
    assert (found.rule, found.limit) == (Rule.HALF_DAYS_A_WEEK, 2)


def test_promise_when_amended_then_the_block_owes_both_numbers():
    assert promised_half_days(AMENDED, 0, 4) == 2 * 4 + 2 * 2
    assert Deviation.promised(AMENDED, 4) == [12.0]


@settings(max_examples=60, deadline=None)
@given(problems())
def test_promise_when_any_problem_is_drawn_then_checker_and_solver_count_the_same(problem):
    for worker in problem.workers:
        blocks = range(0, problem.n_weeks, WEEKS_PER_BLOCK)
        by_checker = [
            float(promised_half_days(worker, first, min(first + WEEKS_PER_BLOCK, problem.n_weeks))) for first in blocks
        ]
        by_checker[0] += worker.owed_half_days
        assert Deviation.promised(worker, problem.n_weeks) == by_checker
