"""A plan before the coordinator's eyes: in the list, in figures, and as the weeks of an office."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from releve.desks.network.boards.outlook import Doubt, Plan
from releve.desks.network.boards.week_grid import GridOf, View, WeekGrid, week_grids
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.queries import rooms_of
from releve.pipeline.rota.actions.drawing import ground_of
from releve.pipeline.rota.engine.format import promises_beyond_rooms
from releve.pipeline.rota.engine.problem import Weights
from releve.pipeline.rota.errors import reason_in_words
from releve.pipeline.rota.handover import DoctorFigures, ExistingShift, PlanChanges, Planned, Rota
from releve.pipeline.rota.models import RotaPlan
from releve.pipeline.rota.queries import table_of
from releve.pipeline.rota.queries.plans import planned_in, still_ahead
from releve.pipeline.rota.queries.problem import Ground, is_avoided
from releve.pipeline.rota.rules.plan_rooms import lay_planned
from releve.pipeline.rota.rules.plans import doctors_figures, find_changes
from releve.pipeline.rota.words.problems import promises_sentence
from releve.shared.words import date_words, day_in_month

WEEKS_AT_ONCE = 4
UNDER_MINIMUM = "under_minimum"


@dataclass(frozen=True)
class PlanLine:
    """A plan in words: its weeks, its offices, how good it is."""

    plan: RotaPlan
    office_names: dict[int, str]

    @property
    def last(self) -> date:
        return self.plan.first_monday + timedelta(weeks=self.plan.n_weeks, days=-1)

    @property
    def period(self) -> str:
        return _("du %(first)s au %(last)s") % {
            "first": day_in_month(self.plan.first_monday),
            "last": date_words(self.last),
        }

    @property
    def offices(self) -> str:
        return ", ".join(self.office_names[n] for n in self.plan.office_ids if n in self.office_names)

    @property
    def title(self) -> str:
        if self.plan.doctor:
            return _("Remplacement de %(doctor)s") % {"doctor": self.plan.doctor}
        if self.plan.kind == RotaPlan.Kind.RECEPTION:
            return _("Planning de l’accueil %(number)d") % {"number": self.plan.id}
        return _("Planning %(number)d") % {"number": self.plan.id}

    @property
    def n_empty(self) -> int:
        """Open half-days on which nobody works."""
        return int(self.plan.costs.get(UNDER_MINIMUM, 0)) // Weights().under_minimum

    @property
    def cost_words(self) -> str:
        """Return « 11 501 »."""
        return f"{self.plan.cost or 0:,}".replace(",", "\u202f")

    @property
    def quality(self) -> str:
        """Say how far from the best possible rota it can be at most."""
        plan = self.plan
        if plan.kind == RotaPlan.Kind.REPLANNED:
            return _("prouvé le plus proche") if plan.cost == plan.bound else _("proche, sans preuve")
        if plan.cost is None or plan.bound is None:
            return _("pas encore de borne")
        if plan.cost <= plan.bound:
            return _("prouvé le meilleur possible")
        if plan.bound <= 0:
            return _("pas encore de borne")
        gap = 100 * (plan.cost - plan.bound) / plan.bound
        share = f"{gap:.1f}".replace(".", ",") if gap < 10 else f"{gap:.0f}"
        return _("à %(share)s %% au plus du meilleur possible") % {"share": share}

    @property
    def share_done(self) -> int:
        """Percents of the time asked."""
        return min(100, round(100 * self.plan.cpu_seconds / self.plan.seconds))


@dataclass(frozen=True)
class PlanView:
    """A plan laid over what stands now."""

    plan: RotaPlan
    ground: Ground
    planned: list[Planned]
    changes: PlanChanges
    rota: Rota  # what it adds, with rooms

    @property
    def is_out_of_date(self) -> bool:
        return self.plan.status == RotaPlan.Status.READY and self.plan.stood != self.ground.stood

    @property
    def doubts(self) -> list[Doubt]:
        """What stands although a rule speaks against it: no rota can keep it."""
        return [Doubt(conflict.shift, reason_in_words(conflict)) for conflict in self.ground.conflicts]

    @property
    def beyond_rooms(self) -> list[str]:
        """Promises that add up to more than the rooms hold, and what to do: somebody will not get her half-days."""
        problem = self.ground.problem
        return [promises_sentence(found, problem) for found in promises_beyond_rooms(problem)]


def view_of(plan: RotaPlan, now: datetime) -> PlanView:
    """Lay a plan over what stands now, as publishing it would."""
    ground = ground_of(plan, now)
    planned = planned_in(plan)
    changes = find_changes(ground.standing, still_ahead(ground, planned, now))
    gone = {shift.shift_id for shift in changes.removed}
    staying = [shift for shift in ground.existing if shift.shift_id not in gone]
    return PlanView(
        plan, ground, planned, changes, lay_planned(ground.calendars, ground.promises, staying, changes.added)
    )


def weeks_of_plan(
    seen: PlanView, office: Office, first: date, view: View, today: date, now: datetime
) -> list[WeekGrid]:
    """Return some weeks of a plan in one office: what it keeps, what it adds, what stays empty."""
    n_weeks = min(WEEKS_AT_ONCE, (seen.ground.last - first).days // 7 + 1)
    past = [shift for shift in seen.ground.kept if shift.ends_at <= now]
    kept = [seen.ground.rows[shift.shift_id] for shift in _of_office(office, [*past, *seen.changes.kept])]
    source = GridOf(
        office,
        list(rooms_of(office.id)),
        Plan(
            dict(seen.ground.calendars),
            seen.ground.existing,
            Rota(tuple(shift for shift in seen.rota.shifts if shift.office_id == office.id), ()),
            [],
            dict(seen.ground.doctor_names),
        ),
        view,
        today,
        now,
        of_plan=seen.plan.id,
    )
    return week_grids(source, table_of(seen.ground.calendars.get(office.id), kept, first, n_weeks))


def figures_of(ground: Ground, planned: Iterable[Planned]) -> list[tuple[str, DoctorFigures]]:
    """Return what a rota asks of each doctor, by name."""
    rota = list(planned)
    figures = doctors_figures(
        rota,
        ground.promises,
        ground.first,
        ground.last,
        unloved_slots=ground.said.unloved_slots,
        avoided={(p.doctor_id, p.day, p.half) for p in rota if is_avoided(ground, p)},
    )
    named = [(ground.doctor_names.get(doctor_id, ""), found) for doctor_id, found in figures.items()]
    return sorted(named, key=lambda pair: (pair[0], pair[1].doctor_id))


def _of_office(office: Office, shifts: Sequence[ExistingShift]) -> list[ExistingShift]:
    return [shift for shift in shifts if shift.office_id == office.id]
