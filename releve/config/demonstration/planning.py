"""What doctors and coordinator have under way: a season's answers, an exchange that waits, a rota ready to compare."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import product
from random import Random
from typing import Any

from releve.config.demonstration.shifts import N_WEEKS_DRAFTED, N_WEEKS_PUBLISHED
from releve.pipeline.commitments.models import Doctor
from releve.pipeline.rota.actions.drawing import Drawn, ask_plan, draw_plan
from releve.pipeline.rota.actions.exchange_moves import ExchangeImpossible
from releve.pipeline.rota.actions.exchanges import Given, propose_exchange
from releve.pipeline.rota.actions.wishes import Said, say_of_days, say_wishes
from releve.pipeline.rota.engine.problem import Problem, Wish
from releve.pipeline.rota.engine.search import FirstOf, Iterations, Progress, ProvenWithin, Stop, search
from releve.pipeline.rota.models import Exchange, RotaPlan, Shift
from releve.pipeline.rota.queries.seasons import asked_half_days, season_lines
from releve.pipeline.rota.rules.seasons import season_after, season_of
from releve.shared.half_days import HALVES, monday_of
from releve.shared.people.models import User

N_WEEKS_DRAWN = 4
SECONDS = 10
# Counted, not timed: the same rota on every machine.
MOVES = 200
# What a doctor says of the half-days that are not hers already.
ELSEWHERE = (Wish.CAN, Wish.CAN, Wish.CAN, Wish.AVOID, Wish.CANNOT)
AWAY_AFTER = timedelta(weeks=6)
WHY = "Réunion de service à Lens ce jour-là, merci !"


def answer_season(chance: Random, network_id: int, silent_email: str, by: User, now: datetime) -> None:
    """Have every doctor but one say when she can work in the coming season; one of them has a week like no other."""
    season = season_after(season_of(now.date()))
    silent = Doctor.objects.get(email=silent_email).pk
    answering = [line.who for line in season_lines(network_id, season) if line.who.doctor_id != silent]
    for doctor in answering:
        said = {}
        for asked in asked_half_days(doctor, season):
            chosen = asked.wish if asked.wish == Wish.PREFER else chance.choice(ELSEWHERE)
            said[asked.slot] = Said(asked.wish, chosen)
        say_wishes(who=doctor, season=season, said=said, by=by, now=now)
    for doctor in answering[:1]:
        say_of_days(
            who=doctor,
            day=season + AWAY_AFTER,
            halves=HALVES,
            whole_week=True,
            wish=Wish.AVOID,
            by=by,
            now=now,
        )


def propose_to(email: str, today: date, now: datetime) -> Exchange | None:
    """Have a colleague propose an exchange to a doctor, in the weeks that no patient can book yet; None: nobody can."""
    first, last = drafted_weeks(today)
    drafts = Shift.objects.filter(day__range=(first, last), status=Shift.Status.DRAFT).select_related("doctor")
    shifts = list(drafts.order_by("starts_at", "room__position"))
    asked = Doctor.objects.get(email=email)
    theirs = [shift for shift in shifts if shift.doctor_id != asked.pk]
    for given, wanted in product(theirs, [shift for shift in shifts if shift.doctor_id == asked.pk]):
        pair = [Given(given.pk, asked.pk), Given(wanted.pk, given.doctor_id)]
        if given.office_id == wanted.office_id and given.day != wanted.day:
            try:
                return propose_exchange(doctor_id=given.doctor_id, given=pair, by=None, now=now, note=WHY)
            except ExchangeImpossible:
                continue
    return None


def draw_rota(seed: int, network_id: int, office_ids: Iterable[int], today: date, by: User, now: datetime) -> RotaPlan:
    """Draw the weeks that stand as drafts and some more: ready to compare with what stands."""
    plan = ask_plan(
        network_id=network_id,
        office_ids=sorted(office_ids),
        first=drafted_weeks(today)[0],
        n_weeks=N_WEEKS_DRAWN,
        seconds=SECONDS,
        patients={},
        seed=seed,
        by=by,
        now=now,
    )
    draw_plan(plan_id=plan.pk, now=now, draw=_by_so_many_moves)
    plan.refresh_from_db()
    return plan


def drafted_weeks(today: date) -> tuple[date, date]:
    """Return the first and last day of the weeks that stand as drafts."""
    first = monday_of(today) + timedelta(weeks=1 + N_WEEKS_PUBLISHED)
    return first, first + timedelta(weeks=N_WEEKS_DRAFTED, days=-1)


def _by_so_many_moves(plan: RotaPlan, problem: Problem, _stop: Stop, tell: Callable[[Progress], None]) -> Drawn:
    # The solver's libraries take a second to load: only who builds a demonstration pays for them.
    from releve.pipeline.rota.engine.solver.rota import Ground, Rota
    from releve.pipeline.rota.engine.solver.task import Freed, RotaTask

    class ExactTask(RotaTask):
        """Without the walk, which a machine that never drew a rota compiles for half a minute."""

        def start(self, seed: int) -> Rota:
            return self.ground.rota(self.ground.settled)

        def opening(self, solution: Any) -> Sequence[Freed]:
            return [Freed("relax")]

    ground = Ground(problem)
    ground.check_settled()
    found = search(ExactTask(ground), FirstOf(ProvenWithin(0.0), Iterations(MOVES)), seed=plan.seed)
    # How long it took is no part of the demonstration: it would differ from machine to machine.
    return Drawn(ground.roster(found.solution), found.progress.bound, 0.0)
