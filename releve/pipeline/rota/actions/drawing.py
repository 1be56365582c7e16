"""Asks for a plan, and draws it: the engine works, the independent checker judges, the row tells how far it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from importlib.metadata import version
from time import monotonic

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releve.pipeline.offices.models import Office
from releve.pipeline.rota.actions.weeks import FARTHEST_DAYS, MOST_WEEKS
from releve.pipeline.rota.engine.checker import check
from releve.pipeline.rota.engine.problem import FIRST_CELL, VERSION, Problem, Roster
from releve.pipeline.rota.engine.search import CpuSeconds, FirstOf, Progress, ProvenWithin, Stop, Stopped, WallSeconds
from releve.pipeline.rota.errors import NoPlan, PlanRefused
from releve.pipeline.rota.models import RotaPlan
from releve.pipeline.rota.queries.problem import Ground, planned_of, planning_ground
from releve.pipeline.rota.queries.reception import ReceptionGround, reception_ground
from releve.pipeline.rota.words.settled import no_rota_sentence
from releve.shared.half_days import monday_of
from releve.shared.jobs import defer_job
from releve.shared.lawful_writes import lawful_write, laws_of
from releve.shared.people.models import User
from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import world_scope

LAWS_OF_PLANS = laws_of(RotaPlan)
LEAST_SECONDS, MOST_SECONDS = 1, 600
# A job that is run again finds its plan as it left it; one that never ran leaves room for another after this time.
FORGOTTEN_MIN = 30
# How often the row is written while the engine works.
SECONDS_BETWEEN_NEWS = 1.0
# A machine that is busy with other work gives up waiting after this many times the seconds asked.
WALL_PER_CPU = 4


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the engine gives back, however it worked."""

    roster: Roster
    bound: int | None
    cpu_seconds: float


Drawing = Callable[[RotaPlan, Problem, Stop, Callable[[Progress], None]], Drawn]


def ask_plan(
    *,
    network_id: int,
    office_ids: list[int],
    first: date,
    n_weeks: int,
    seconds: int,
    patients: Mapping[int, int | None],
    by: User,
    now: datetime,
    seed: int = 0,
    kind: RotaPlan.Kind = RotaPlan.Kind.DRAWN,
    doctor_id: int | None = None,
    frozen_until: date | None = None,
) -> RotaPlan:
    """Store a plan to be drawn, and the job that draws it. `patients` holds masked numbers by shift."""
    _check_asked(network_id, office_ids, first, n_weeks, seconds, now)
    plan = RotaPlan(
        network_id=network_id,
        kind=kind,
        office_ids=sorted(set(office_ids)),
        first_monday=monday_of(first),
        n_weeks=n_weeks,
        doctor_id=doctor_id,
        frozen_until=frozen_until,
        seconds=seconds,
        seed=seed,
        patients={str(shift_id): n for shift_id, n in patients.items()},
        asked_at=now,
        asked_by=by,
    )
    with lawful_write(PlanRefused, LAWS_OF_PLANS):
        plan.save()
        defer_job("rota.draw_plan", plan_id=plan.id)
    return plan


def stop_drawing(*, plan_id: int, by: User, now: datetime) -> bool:
    """Ask the engine to stop and keep its best; say whether there was anything to stop."""
    with lawful_write(PlanRefused, LAWS_OF_PLANS):
        return bool(RotaPlan.objects.filter(id=plan_id, status=RotaPlan.Status.DRAWING).update(is_stop_asked=True))


def drop_plan(*, plan_id: int, by: User, now: datetime) -> None:
    """Put a plan aside that nobody wants. A published one is withdrawn first."""
    with lawful_write(PlanRefused, LAWS_OF_PLANS):
        plan = RotaPlan.objects.select_for_update().get(id=plan_id)
        if plan.status == RotaPlan.Status.PUBLISHED:
            raise PlanRefused(_("Ce planning est publié : revenez d’abord en arrière."))
        plan.status, plan.is_stop_asked = RotaPlan.Status.WITHDRAWN, True
        plan.save(update_fields=["status", "is_stop_asked"])


def draw_plan(*, plan_id: int, now: datetime, draw: Drawing) -> None:
    """Draw a plan with `draw` and store it, if the checker finds no fault. Drawn twice, it changes nothing."""
    plan = RotaPlan.objects.filter(id=plan_id, status=RotaPlan.Status.DRAWING).first()
    if plan is None:
        return
    try:
        with world_scope(Role.ESTATE, [plan.network_id]):
            task = _task_of(plan, now)
        if against := _against_what_is_settled(task.problem):
            _fail(plan, against)
            return
        news = _News(plan.id)
        drawn = draw(plan, task.problem, _stop_of(plan, news), news.tell)
    except NoPlan as refusal:
        _fail(plan, str(refusal.message))
        return
    except Exception as error:
        _fail(plan, _("Le calcul s’est arrêté sur une erreur. Réessayez ; si elle revient, prévenez l’exploitant."))
        raise error
    _store(plan, task, drawn, now)


def _task_of(plan: RotaPlan, now: datetime) -> Ground | ReceptionGround:
    if plan.kind == RotaPlan.Kind.RECEPTION:
        return reception_ground(plan.network_id, plan.office_ids, plan.first_monday, plan.n_weeks)
    return ground_of(plan, now)


def ground_of(plan: RotaPlan, now: datetime) -> Ground:
    """Return the ground on which a plan is drawn, as it is now."""
    return planning_ground(
        plan.network_id,
        plan.office_ids,
        plan.first_monday,
        plan.n_weeks,
        now=now,
        patients=patients_of_plan(plan),
        is_replanning=plan.kind == RotaPlan.Kind.REPLANNED,
        frozen_until=plan.frozen_until,
    )


def patients_of_plan(plan: RotaPlan) -> dict[int, int | None]:
    """Return the masked numbers by shift with which a plan was asked."""
    return {int(shift_id): n for shift_id, n in plan.patients.items()}


@dataclass
class _News:
    """Writes how far the engine is, and reads whether somebody wants it to stop: at most once a second."""

    plan_id: int
    is_stop_asked: bool = False
    told_at: float = field(default_factory=monotonic)

    def tell(self, progress: Progress) -> None:
        if monotonic() - self.told_at < SECONDS_BETWEEN_NEWS:
            return
        self.told_at = monotonic()
        RotaPlan.objects.filter(id=self.plan_id, status=RotaPlan.Status.DRAWING).update(
            cost=progress.cost, bound=progress.bound, cpu_seconds=progress.cpu_seconds, n_moves=progress.n_moves
        )
        asked = RotaPlan.objects.filter(id=self.plan_id).values_list("is_stop_asked", flat=True).first()
        # A plan that is no longer there has nobody to wait for it.
        self.is_stop_asked = asked is None or asked


def _against_what_is_settled(problem: Problem) -> str:
    """Say which rule is broken by what must be kept: no rota could mend that."""
    alone = replace(problem, standing=(), frozen_before=FIRST_CELL)
    violations = check(alone, Roster(tuple(sorted(problem.locked)))).violations
    if not violations:
        return ""
    return no_rota_sentence(problem, violations[0])


def _stop_of(plan: RotaPlan, news: _News) -> Stop:
    return FirstOf(
        CpuSeconds(plan.seconds),
        WallSeconds(WALL_PER_CPU * plan.seconds),
        ProvenWithin(0.0),
        Stopped(lambda: news.is_stop_asked),
    )


def _store(plan: RotaPlan, task: Ground | ReceptionGround, drawn: Drawn, now: datetime) -> None:
    report = check(task.problem, drawn.roster)
    if not report.is_valid:
        _fail(
            plan,
            _("Le vérificateur a trouvé une faute dans ce planning : il n’est pas proposé."),
            violations=[str(violation) for violation in report.violations],
        )
        return
    planned = planned_of(task.problem, drawn.roster)
    RotaPlan.objects.filter(id=plan.id, status=RotaPlan.Status.DRAWING).update(
        status=RotaPlan.Status.READY,
        is_valid=True,
        half_days=[[p.doctor_id, p.office_id, p.day.isoformat(), p.half] for p in planned],
        cost=report.total,
        costs={str(term): cost for term, cost in report.costs.items() if cost},
        bound=drawn.bound,
        cpu_seconds=drawn.cpu_seconds,
        engine=f"ortools {version('ortools')}, problème {VERSION}",
        stood=task.stood,
        drawn_at=now,
    )


def _fail(plan: RotaPlan, why: str, violations: list[str] | None = None) -> None:
    RotaPlan.objects.filter(id=plan.id, status=RotaPlan.Status.DRAWING).update(
        status=RotaPlan.Status.FAILED, failure=why, violations=violations or []
    )


def _check_asked(
    network_id: int, office_ids: list[int], first: date, n_weeks: int, seconds: int, now: datetime
) -> None:
    if not 1 <= n_weeks <= MOST_WEEKS:
        raise PlanRefused(
            ngettext("Semaines : choisissez %(n)d semaine.", "Semaines : choisissez-en entre 1 et %(n)d.", MOST_WEEKS)
            % {"n": MOST_WEEKS}
        )
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise PlanRefused(
            _("Durée du calcul : choisissez entre %(least)d et %(most)d secondes.")
            % {"least": LEAST_SECONDS, "most": MOST_SECONDS}
        )
    if abs((first - now.date()).days) > FARTHEST_DAYS:
        raise PlanRefused(_("Premier jour : choisissez-en un dans les deux ans qui viennent."))
    n_known = Office.objects.filter(id__in=office_ids, network_id=network_id).count()
    if not office_ids or n_known != len(set(office_ids)):
        raise PlanRefused(_("Cabinets : choisissez au moins un cabinet de votre réseau."))
    running = RotaPlan.objects.filter(network_id=network_id, status=RotaPlan.Status.DRAWING).order_by("-id").first()
    if running and (now - running.asked_at).total_seconds() < FORGOTTEN_MIN * 60:
        raise PlanRefused(_("Un planning est déjà en cours de calcul : attendez-le, ou arrêtez-le."))
