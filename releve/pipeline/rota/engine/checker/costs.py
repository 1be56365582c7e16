"""What a rota costs, term by term."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from math import floor

from releve.pipeline.rota.engine.checker.report import Term
from releve.pipeline.rota.engine.problem import WEEKS_PER_BLOCK, Cell, Demand, Place, Problem, Roster, Wish, Worker

ROUNDING = 1e-6


def costs_of(problem: Problem, roster: Roster) -> dict[Term, int]:
    """Return the cost of every term, zero where there is none."""
    costs = dict.fromkeys(Term, 0)
    costs |= _coverage(problem, roster)
    costs[Term.DEVIATION] = _deviation(problem, roster)
    costs |= _regularity(problem, roster)
    costs |= _likings(problem, roster)
    costs[Term.NEWCOMER_ALONE] = _newcomers(problem, roster)
    costs[Term.OVERLAP_MISSING] = _overlaps(problem, roster)
    costs[Term.UNLOVED_UNFAIR] = _unloved(problem, roster)
    costs[Term.CHANGE] = _changes(problem, roster)
    return costs


def open_cells(problem: Problem, place: Place) -> Iterator[tuple[Cell, Demand]]:
    """Give each cell in which the place is open, with the workers wanted there."""
    for week in range(problem.n_weeks):
        for slot in place.open_slots:
            cell = Cell(week, slot)
            if cell not in place.closed:
                yield cell, place.demand_at(cell)


def active_weeks(worker: Worker, first: int, end: int) -> int:
    """Return how many weeks of [first, end) lie inside her promise and are no leave."""
    first, end = max(first, worker.first_week), min(end, worker.end_week)
    return sum(week not in worker.leave_weeks for week in range(first, end))


def promised_half_days(worker: Worker, first: int, end: int) -> Fraction:
    """Return what she promised in the active weeks of [first, end); weeks of an amendment count by their own number."""
    amended = [
        Fraction(half_days)
        for week, half_days in worker.half_days_in.items()
        if first <= week < end and worker.first_week <= week < worker.end_week and week not in worker.leave_weeks
    ]
    n_usual = active_weeks(worker, first, end) - len(amended)
    return Fraction(worker.half_days_per_week) * n_usual + sum(amended)


def _coverage(problem: Problem, roster: Roster) -> dict[Term, int]:
    present = Counter((found.place, found.week, found.slot) for found in roster.assignments)
    below_minimum = below_wanted = 0
    for place in problem.places:
        for cell, demand in open_cells(problem, place):
            n = present[place.id, cell.week, cell.slot]
            below_minimum += max(0, demand.minimum - n)
            below_wanted += max(0, demand.wanted - n)
    return {
        Term.UNDER_MINIMUM: problem.weights.under_minimum * below_minimum,
        Term.UNDER_WANTED: problem.weights.under_wanted * below_wanted,
    }


def _deviation(problem: Problem, roster: Roster) -> int:
    worked = Counter((found.worker, found.week // WEEKS_PER_BLOCK) for found in roster.assignments)
    total = 0
    for worker in problem.workers:
        for first in range(0, problem.n_weeks, WEEKS_PER_BLOCK):
            end = min(first + WEEKS_PER_BLOCK, problem.n_weeks)
            promised = float(promised_half_days(worker, first, end))
            promised += worker.owed_half_days if first == 0 else 0
            away = abs(worked[worker.id, first // WEEKS_PER_BLOCK] - promised)
            total += floor(problem.weights.deviation * away + ROUNDING)
    return total


def _regularity(problem: Problem, roster: Roster) -> dict[Term, int]:
    period = problem.weeks_per_regularity_period
    pairs = {(found.worker, found.place) for found in roster.assignments}
    habits = {(found.worker, found.place, found.slot, found.week // period) for found in roster.assignments}
    days: dict[tuple[str, int, int], set[str]] = defaultdict(set)
    for found in roster.assignments:
        days[found.worker, found.week, found.slot // 2].add(found.place)
    n_moves = sum(len(places) - 1 for places in days.values())
    return {
        Term.WORKER_PLACE: problem.weights.worker_place * len(pairs),
        Term.WORKER_PLACE_SLOT: problem.weights.worker_place_slot * len(habits),
        Term.TWO_PLACES_A_DAY: problem.weights.two_places_a_day * n_moves,
    }


def _likings(problem: Problem, roster: Roster) -> dict[Term, int]:
    workers = {worker.id: worker for worker in problem.workers}
    alone = {place.id: place.without_reception for place in problem.places}
    weights = problem.weights
    cost_of = {Wish.PREFER: weights.prefer, Wish.CAN: weights.can, Wish.AVOID: weights.avoid, Wish.CANNOT: 0}
    wishes = dislikes = n_alone = 0
    for found in roster.assignments:
        worker, cell = workers[found.worker], found.cell
        wishes += cost_of[worker.wish_at(cell)]
        dislikes += worker.slot_cost.get(found.slot, 0) + worker.place_cost.get(found.place, 0)
        n_alone += cell in alone[found.place]
    return {
        Term.WISHES: wishes,
        Term.DISLIKES: dislikes,
        Term.WITHOUT_RECEPTION: weights.without_reception * n_alone,
    }


def _newcomers(problem: Problem, roster: Roster) -> int:
    workers = {worker.id: worker for worker in problem.workers}
    together: dict[tuple[str, int, int], list[Worker]] = defaultdict(list)
    for found in roster.assignments:
        together[found.place, found.week, found.slot].append(workers[found.worker])
    n_alone = 0
    for (_, week, _), present in together.items():
        n_seniors = sum(one.is_senior and week >= one.newcomer_until_week for one in present)
        n_alone += 0 if n_seniors else sum(week < one.newcomer_until_week for one in present)
    return problem.weights.newcomer_alone * n_alone


def _overlaps(problem: Problem, roster: Roster) -> int:
    wanted = [worker for worker in problem.workers if worker.follows and worker.overlap_half_days]
    followed = {name for worker in wanted for name in (worker.id, worker.follows)}
    at: dict[str, set[tuple[str, int, int]]] = defaultdict(set)
    for found in roster.assignments:
        if found.worker in followed:
            at[found.worker].add((found.place, found.week, found.slot))
    n_missing = sum(
        max(0, worker.overlap_half_days - len(at[worker.id] & at[worker.follows or ""])) for worker in wanted
    )
    return problem.weights.overlap_missing * n_missing


def fair_shares(problem: Problem) -> dict[str, int]:
    """Return each worker's fair part of the unloved half-days, last year's included, in proportion to her promise."""
    promise = {worker.id: promised_half_days(worker, 0, problem.n_weeks) for worker in problem.workers}
    unloved = sum(worker.past_unloved for worker in problem.workers) + sum(
        demand.wanted
        for place in problem.places
        for cell, demand in open_cells(problem, place)
        if cell.slot in problem.unloved_slots
    )
    whole = sum(promise.values())
    return {name: floor(unloved * hers / whole + Fraction(1, 2)) if whole else 0 for name, hers in promise.items()}


def _unloved(problem: Problem, roster: Roster) -> int:
    if not problem.unloved_slots:
        return 0
    worked = Counter(found.worker for found in roster.assignments if found.slot in problem.unloved_slots)
    shares = fair_shares(problem)
    n_unfair = 0
    for worker in problem.workers:
        beyond = worker.past_unloved + worked[worker.id] - shares[worker.id]
        n_unfair += max(0, beyond - 1) + max(0, beyond - 3)
    return problem.weights.unloved_unfair * n_unfair


def _changes(problem: Problem, roster: Roster) -> int:
    if not problem.standing:
        return 0
    weights, chosen = problem.weights, set(roster.assignments)
    cost = 0
    for one in problem.standing:
        if one.assignment not in chosen:
            cost += weights.change_published if one.is_published else weights.change
            cost += weights.change_patient * one.n_patients
    return cost + weights.change * len(chosen - {one.assignment for one in problem.standing})
