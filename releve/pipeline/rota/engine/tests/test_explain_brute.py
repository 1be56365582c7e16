"""Explanations of tiny problems against every rota there is."""

from collections.abc import Iterable

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from releve.pipeline.rota.engine.area.facts import Fact, FactKind
from releve.pipeline.rota.engine.checker import check
from releve.pipeline.rota.engine.explain import Explainer, Kind
from releve.pipeline.rota.engine.explain.missed import missed, repair_missed
from releve.pipeline.rota.engine.problem import Cell, Roster
from releve.pipeline.rota.engine.tests.brute import all_rotas, key_of, present, tiny_problems

PATIENTLY = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
PLAIN = {FactKind.NOT_OPEN, FactKind.CLOSED, FactKind.NOBODY_HERE, FactKind.ALL_HERE, FactKind.NOT_HER_PLACE}


def key(fact: Fact):
    match fact.kind:
        case FactKind.OUTSIDE_WINDOW | FactKind.SATURDAYS | FactKind.CONSECUTIVE_DAYS:
            about = (fact.worker,)
        case FactKind.ON_LEAVE | FactKind.HALF_DAYS_A_WEEK | FactKind.DAYS_A_WEEK:
            about = (fact.worker, fact.week)
        case FactKind.ABSENT | FactKind.CANNOT:
            about = (fact.worker, fact.cell)
        case FactKind.ROOMS:
            about = (fact.place, fact.cell)
        case FactKind.TRAVEL:
            about = (fact.worker, fact.place, fact.other_place, fact.cell)
        case _:
            about = (fact.worker, fact.place, fact.cell)
    return (str(fact.kind), *about)


def is_allowed(rotas, wanted, facts: Iterable[Fact]):
    """Whether some rota does what is wanted while only these facts hold."""
    rules = {key(fact) for fact in facts if fact.kind is not FactKind.NEEDED}
    needs = {(fact.place, fact.cell): fact.limit for fact in facts if fact.kind is FactKind.NEEDED}
    for chosen, report in rotas:
        there = present(chosen)
        if (
            wanted(chosen, there)
            and all(there.get(cell, 0) >= need for cell, need in needs.items())
            and not rules & {key_of(violation) for violation in report.violations}
        ):
            return True
    return False


def all_facts_hold(problem, rotas, before, but, wanted):
    """Whether some valid rota does it and leaves no other cell shorter than it was."""
    demand = {place.id: place.demand.minimum for place in problem.places}
    for chosen, report in rotas:
        there = present(chosen)
        if report.is_valid and wanted(chosen, there):
            cells = {*before} - {but}
            if all(there.get(cell, 0) >= min(before[cell], demand[cell[0]]) for cell in cells):
                return True
    return False


@st.composite
def situations(draw):
    problem = draw(tiny_problems(n_weeks=draw(st.sampled_from([1, 1, 2]))))
    rotas = all_rotas(problem)
    assume(len(rotas) <= 700)
    valid = [chosen for chosen, report in rotas if report.is_valid]
    return problem, rotas, draw(st.sampled_from(valid))


@given(situations(), st.data())
@PATIENTLY
def test_cell_when_explained_says_what_every_rota_says(situation, data):
    problem, rotas, chosen = situation
    place = data.draw(st.sampled_from(problem.places))
    cell = Cell(data.draw(st.integers(0, problem.n_weeks - 1)), data.draw(st.sampled_from(place.open_slots)))
    before = present(chosen)
    roster = Roster(tuple(sorted(chosen)))
    explanation = Explainer(problem, roster).explain(place.id, cell)
    at = (place.id, cell)

    def one_more(_, there):
        return there.get(at, 0) > before.get(at, 0)

    if explanation.kind is Kind.COVERED:
        assert before.get(at, 0) >= place.demand.wanted
    elif explanation.kind is Kind.IMPOSSIBLE:
        assert not all_facts_hold(problem, rotas, before, at, one_more)
        if explanation.facts[0].kind not in PLAIN:
            assert_is_minimal(rotas, one_more, explanation.facts)
            for opening in explanation.openings:
                assert opening.facts
    else:
        after = (chosen - set(explanation.repair.taken)) | set(explanation.repair.added)
        report = check(problem, Roster(tuple(sorted(after))))
        assert report.is_valid
        assert one_more(after, present(after))
        assert explanation.extra_cost == report.total - check(problem, roster).total
        assert (explanation.kind is Kind.MISSED) == (explanation.extra_cost < 0)


def assert_is_minimal(rotas, wanted, facts):
    assert not is_allowed(rotas, wanted, facts)
    for spared in facts:
        assert is_allowed(rotas, wanted, [fact for fact in facts if fact != spared])


@given(situations(), st.data())
@PATIENTLY
def test_worker_when_explained_says_what_every_rota_says(situation, data):
    problem, rotas, chosen = situation
    worker = data.draw(st.sampled_from(problem.workers))
    place = next(place for place in problem.places if place.id in worker.places)
    cell = Cell(data.draw(st.integers(0, problem.n_weeks - 1)), data.draw(st.sampled_from(place.open_slots)))
    explanation = Explainer(problem, Roster(tuple(sorted(chosen)))).explain(place.id, cell, worker.id)

    def she_is_there(found, _):
        return any((one.worker, one.place, one.cell) == (worker.id, place.id, cell) for one in found)

    if explanation.kind is Kind.COVERED:
        assert she_is_there(chosen, None)
    elif explanation.kind is Kind.IMPOSSIBLE:
        assert not all_facts_hold(problem, rotas, present(chosen), None, she_is_there)
        if explanation.facts[0].kind not in PLAIN:
            assert_is_minimal(rotas, she_is_there, explanation.facts)
    else:
        after = (chosen - set(explanation.repair.taken)) | set(explanation.repair.added)
        assert check(problem, Roster(tuple(sorted(after)))).is_valid
        assert she_is_there(after, None)


@given(situations())
@PATIENTLY
def test_rota_when_repaired_misses_nothing_and_leaves_no_cell_shorter(situation):
    problem, _, chosen = situation
    roster = Roster(tuple(sorted(chosen)))
    repaired = repair_missed(problem, roster)
    report = check(problem, repaired)
    assert report.is_valid
    assert report.total <= check(problem, roster).total
    assert missed(problem, repaired) == []
    for (place, cell), n in present(chosen).items():
        minimum = next(found.demand.minimum for found in problem.places if found.id == place)
        assert present(frozenset(repaired.assignments)).get((place, cell), 0) >= min(n, minimum)
