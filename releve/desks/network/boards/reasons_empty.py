"""The engine's explanation of an empty half-day, in words."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from releve.pipeline.offices.models import Office
from releve.pipeline.rota.actions.drawing import ground_of
from releve.pipeline.rota.engine.area.facts import Fact
from releve.pipeline.rota.engine.checker import check
from releve.pipeline.rota.engine.explain import explain_cell
from releve.pipeline.rota.engine.problem import Cell, Problem
from releve.pipeline.rota.handover import Planned
from releve.pipeline.rota.models import RotaPlan
from releve.pipeline.rota.queries.plans import planned_in
from releve.pipeline.rota.queries.problem import planning_ground, roster_of, standing_planned
from releve.pipeline.rota.queries.reception import reception_ground
from releve.pipeline.rota.rules.plans import week_and_slot
from releve.pipeline.rota.words.explanations import change_lines
from releve.pipeline.rota.words.facts import fact_sentence, reception_fact_sentence
from releve.shared.half_days import Half, monday_of


@dataclass(frozen=True, slots=True)
class WayOut:
    """Facts that would have to give way, and who would then come."""

    facts: list[str]
    changes: list[str]


@dataclass(frozen=True, slots=True)
class WhyEmpty:
    """What forbids the half-day, doctor by doctor, and what would open it."""

    kind: str  # covered impossible missed dearer
    facts: list[str] = field(default_factory=list)
    for_each: list[str] = field(default_factory=list)
    ways_out: list[WayOut] = field(default_factory=list)
    repair: list[str] = field(default_factory=list)


def why_in_what_stands(
    network_id: int,
    office_ids: Collection[int],
    office: Office,
    day: date,
    half: Half,
    *,
    now: datetime,
    patients: Mapping[int, int | None],
) -> WhyEmpty:
    """Explain a half-day of the rota that stands, drafts too, with every office of the network around it."""
    ground = planning_ground(network_id, office_ids, monday_of(day), 1, now=now, patients=patients)
    return _why(ground.problem, standing_planned(ground), office, day, half, fact_sentence)


def why_in_plan(plan: RotaPlan, office: Office, day: date, half: Half, now: datetime) -> WhyEmpty:
    """Explain a half-day of a plan."""
    return _why(ground_of(plan, now).problem, planned_in(plan), office, day, half, fact_sentence)


def why_at_reception(plan: RotaPlan, office: Office, day: date, half: Half) -> WhyEmpty | None:
    """Explain a half-day of a plan of the receptions; None: something changed since, and the plan holds no more."""
    ground = reception_ground(plan.network_id, plan.office_ids, plan.first_monday, plan.n_weeks)
    facts, planned = replace(ground.problem, standing=()), planned_in(plan)
    if not check(facts, roster_of(facts, planned)).is_valid:
        return None
    return _why(facts, planned, office, day, half, reception_fact_sentence)


def _why(
    problem: Problem, planned: list[Planned], office: Office, day: date, half: Half, tell: Callable[[Fact], str]
) -> WhyEmpty:
    cell = Cell(*week_and_slot(day, half, problem.first_monday))
    found = explain_cell(problem, roster_of(problem, planned), str(office.id), cell)
    return WhyEmpty(
        found.kind,
        facts=[tell(fact) for fact in found.facts],
        for_each=[tell(fact) for fact in found.for_each if fact not in found.facts],
        ways_out=[
            WayOut([tell(fact) for fact in way.facts], list(change_lines(problem, way.change)))
            for way in found.openings
        ],
        repair=list(change_lines(problem, found.repair)) if found.repair else [],
    )
