"""Has the receptions' own rota drawn by the same engine, publishes it, takes it back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from releve.pipeline.offices.models import ReceptionAbsence, ReceptionDuty, ReceptionWeek
from releve.pipeline.rota.actions.drawing import LAWS_OF_PLANS, ask_plan
from releve.pipeline.rota.actions.publication import locked_plan
from releve.pipeline.rota.actions.reception import LAWS_OF_RECEPTION
from releve.pipeline.rota.actions.reception_news import tell_secretaries
from releve.pipeline.rota.actions.weeks import FARTHEST_DAYS
from releve.pipeline.rota.engine.checker import check
from releve.pipeline.rota.errors import PlanOutOfDate, PlanRefused
from releve.pipeline.rota.handover import Planned
from releve.pipeline.rota.models import RotaPlan
from releve.pipeline.rota.queries.plans import planned_in
from releve.pipeline.rota.queries.problem import roster_of
from releve.pipeline.rota.queries.reception import reception_ground, reception_offices
from releve.shared.half_days import Half, monday_of
from releve.shared.lawful_writes import lawful_write
from releve.shared.people.models import User

LAWS = {**LAWS_OF_PLANS, **LAWS_OF_RECEPTION}
# office, day, half; a duty begins with its secretary.
Place = list[Any]


def ask_reception_plan(
    *, network_id: int, first: date, n_weeks: int, seconds: int, by: User, now: datetime
) -> RotaPlan:
    """Store a plan of all the receptions of a network whose secretaries' time is known, and the job that draws it."""
    first = monday_of(first)
    _check_is_ahead(first, now)
    office_ids = reception_offices(network_id, first, first + timedelta(weeks=n_weeks, days=-1))
    if not office_ids:
        raise PlanRefused(_("Notez d’abord combien de demi-journées par semaine travaille chaque secrétaire."))
    return ask_plan(
        network_id=network_id,
        office_ids=office_ids,
        first=first,
        n_weeks=n_weeks,
        seconds=seconds,
        patients={},
        kind=RotaPlan.Kind.RECEPTION,
        by=by,
        now=now,
    )


def publish_reception_plan(*, plan_id: int, by: User, now: datetime) -> bool:
    """Make a plan the rota of the receptions, all or none; say whether there was anything to do.

    From then on a half-day of its weeks has a reception where somebody is there, and else has none. What was noted
    by hand of a half-day that is staffed now goes.
    """
    with lawful_write(PlanRefused, LAWS):
        plan = locked_plan(plan_id)
        if plan.kind == RotaPlan.Kind.RECEPTION and plan.status == RotaPlan.Status.PUBLISHED:
            return False
        if plan.kind != RotaPlan.Kind.RECEPTION or plan.status != RotaPlan.Status.READY:
            raise PlanRefused(_("Ce planning n’est pas prêt : seul un planning calculé et vérifié se publie."))
        _check_is_ahead(plan.first_monday, now)
        planned = planned_in(plan)
        _check_holds(plan, planned)
        before = _take_away(plan)
        _put(plan.network_id, [[p.doctor_id, p.office_id, p.day, p.half] for p in planned])
        tell_secretaries(plan.network_id, [*(row[0] for row in before), *(p.doctor_id for p in planned)], now)
        weeks = _publish_weeks(plan)
        noted = _withdraw_notes({(p.office_id, p.day, p.half) for p in planned})
        plan.undo = {"duties": before, "weeks": weeks, "notes": noted}
        plan.status, plan.published_at, plan.published_by = RotaPlan.Status.PUBLISHED, now, by
        plan.save(update_fields=["status", "published_at", "published_by", "undo"])
    return True


def withdraw_reception_plan(*, plan_id: int, by: User, now: datetime) -> bool:
    """Give back what stood at the receptions before a plan was published; say whether there was anything to undo.

    Refused once its weeks have begun, or when somebody changed them since.
    """
    with lawful_write(PlanRefused, LAWS):
        plan = locked_plan(plan_id)
        if plan.kind != RotaPlan.Kind.RECEPTION or plan.status != RotaPlan.Status.PUBLISHED:
            return False
        _check_is_ahead(plan.first_monday, now)
        planned = planned_in(plan)
        if _as_places(planned) != sorted(_take_away(plan)):
            raise PlanOutOfDate(_("L’accueil de ces semaines a changé depuis : dessinez un autre planning."))
        before = plan.undo["duties"]
        _put(plan.network_id, before)
        tell_secretaries(plan.network_id, [*(row[0] for row in before), *(p.doctor_id for p in planned)], now)
        ReceptionWeek.objects.filter(id__in=plan.undo["weeks"]).delete()
        ReceptionAbsence.objects.bulk_create(
            (
                ReceptionAbsence(network_id=plan.network_id, office_id=office_id, day=day, half=half)
                for office_id, day, half in plan.undo["notes"]
            ),
            ignore_conflicts=True,
        )
        plan.status, plan.published_at, plan.published_by, plan.undo = RotaPlan.Status.READY, None, None, {}
        plan.save(update_fields=["status", "published_at", "published_by", "undo"])
    return True


def _check_is_ahead(first: date, now: datetime) -> None:
    if first <= now.date():
        raise PlanRefused(_("À partir de la semaine du : choisissez une semaine qui n’a pas commencé."))
    if (first - now.date()).days > FARTHEST_DAYS:
        raise PlanRefused(_("Premier jour : choisissez-en un dans les deux ans qui viennent."))


def _check_holds(plan: RotaPlan, planned: list[Planned]) -> None:
    """Refuse a plan that was drawn upon something else, or against which a rule has come to speak."""
    ground = reception_ground(plan.network_id, plan.office_ids, plan.first_monday, plan.n_weeks)
    if ground.stood != plan.stood:
        raise PlanOutOfDate(_("L’accueil de ces semaines a changé depuis le calcul : dessinez de nouveau le planning."))
    facts = replace(ground.problem, standing=())
    if not check(facts, roster_of(facts, planned)).is_valid:
        raise PlanOutOfDate(
            _("Une absence, un horaire ou un temps de travail a changé depuis : dessinez de nouveau le planning.")
        )


def _take_away(plan: RotaPlan) -> list[Place]:
    last = plan.first_monday + timedelta(weeks=plan.n_weeks, days=-1)
    found = ReceptionDuty.objects.filter(office_id__in=plan.office_ids, day__range=(plan.first_monday, last))
    rows = [[d.secretary_id, d.office_id, d.day.isoformat(), d.half] for d in found.order_by("day", "half", "id")]
    found.delete()
    return rows


def _put(network_id: int, duties: Iterable[Place]) -> None:
    ReceptionDuty.objects.bulk_create(
        ReceptionDuty(network_id=network_id, secretary_id=secretary_id, office_id=office_id, day=day, half=half)
        for secretary_id, office_id, day, half in duties
    )


def _as_places(planned: Iterable[Planned]) -> list[Place]:
    return sorted([p.doctor_id, p.office_id, p.day.isoformat(), str(p.half)] for p in planned)


def _publish_weeks(plan: RotaPlan) -> list[int]:
    """Say that these weeks are published; return those that were not."""
    mondays = [plan.first_monday + timedelta(weeks=n) for n in range(plan.n_weeks)]
    known = set(
        ReceptionWeek.objects.filter(office_id__in=plan.office_ids, monday__in=mondays)
        .order_by("id")
        .values_list("office_id", "monday")
    )
    made = ReceptionWeek.objects.bulk_create(
        ReceptionWeek(network_id=plan.network_id, office_id=office_id, monday=monday)
        for office_id in plan.office_ids
        for monday in mondays
        if (office_id, monday) not in known
    )
    return [week.id for week in made]


def _withdraw_notes(staffed: set[tuple[int, date, Half]]) -> list[Place]:
    offices, days = {office_id for office_id, _day, _half in staffed}, {day for _office, day, _half in staffed}
    noted = [
        note
        for note in ReceptionAbsence.objects.filter(office_id__in=offices, day__in=days).order_by("id")
        if (note.office_id, note.day, Half(note.half)) in staffed
    ]
    ReceptionAbsence.objects.filter(id__in=[note.id for note in noted]).delete()
    return [[note.office_id, note.day.isoformat(), note.half] for note in noted]
