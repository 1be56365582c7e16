"""Draws plans in the background: one at a time, however many workers there are."""

from collections.abc import Callable
from time import process_time

from django.utils import timezone
from procrastinate.contrib.django import app

from releve.pipeline.rota.actions.drawing import Drawn, draw_plan
from releve.pipeline.rota.engine.checker import check
from releve.pipeline.rota.engine.format import ProblemRefused
from releve.pipeline.rota.engine.problem import Problem
from releve.pipeline.rota.engine.search import Progress, Stop
from releve.pipeline.rota.errors import NoPlan
from releve.pipeline.rota.models import RotaPlan
from releve.pipeline.rota.words.settled import no_rota_sentence


@app.task(name="rota.draw_plan", lock="rota.draw_plan")
def draw(plan_id: int) -> None:
    draw_plan(plan_id=plan_id, now=timezone.now(), draw=by_the_engine)


def by_the_engine(plan: RotaPlan, problem: Problem, stop: Stop, tell: Callable[[Progress], None]) -> Drawn:
    """Draw anew, or find the nearest rota to what stands. Raises NoPlan where what must be kept leaves none."""
    # The solver's libraries take a second to load: only a worker that draws pays for them.
    if plan.kind == RotaPlan.Kind.REPLANNED:
        return _nearest(problem)
    from releve.pipeline.rota.engine.solver import NoRota, solve

    try:
        found = solve(problem, stop, seed=plan.seed, on_progress=tell)
    except NoRota as error:
        raise NoPlan(no_rota_sentence(problem)) from error
    return Drawn(found.roster, found.bound, found.cpu_seconds)


def _nearest(problem: Problem) -> Drawn:
    from releve.pipeline.rota.engine.replan import replan

    started = process_time()
    try:
        found = replan(problem)
    except ProblemRefused as error:
        raise NoPlan(no_rota_sentence(problem)) from error
    bound = check(problem, found.roster).total if found.is_proven else None
    return Drawn(found.roster, bound, process_time() - started)
