"""The checker and the solver, which share no code, count the same cost and know the same rules."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releve.pipeline.rota.engine.checker import Rule, check
from releve.pipeline.rota.engine.problem import Roster
from releve.pipeline.rota.engine.solver.rota import Ground
from releve.pipeline.rota.engine.tests.drawn import problems

PATIENTLY = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


@given(problems(), st.data())
@PATIENTLY
def test_rota_when_judged_twice_costs_the_same_and_keeps_the_same_rules(problem, data):
    ground = Ground(problem)
    n = ground.table.n
    chosen = data.draw(st.sets(st.integers(0, n - 1), max_size=12)) if n else set()
    rows = ground.rows([ground.table.assignment(row) for row in sorted(chosen)])
    roster = Roster(tuple(sorted(ground.table.assignment(row) for row in rows.tolist())))
    report = check(problem, roster)
    # Who is in two places at once has no count of places in a day on which two could agree.
    if Rule.ONE_PLACE_A_CELL not in {violation.rule for violation in report.violations}:
        assert ground.cost(rows) == report.total
    assert ground.keeps_rules(rows) == report.is_valid
