"""Reads of what doctors and secretaries said of the half-days of the seasons."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from django.db.models import Q

from releve.pipeline.offices.models import OpeningHalfDay
from releve.pipeline.rota.engine.problem import Cell, Wish
from releve.pipeline.rota.handover import Respondent
from releve.pipeline.rota.models import DatedWish, RotaKnobs, SeasonAnswer, WeeklyWish
from releve.pipeline.rota.rules.seasons import season_of, slot_of, wishes_over
from releve.shared.half_days import Half

# What she says of every week, by slot, and what differs from it in a week.
Spoken = tuple[dict[int, Wish], dict[Cell, Wish]]


def knobs_of(network_id: int) -> RotaKnobs:
    """Return what a network decided for its rotas; unsaved defaults where it decided nothing yet."""
    return RotaKnobs.objects.filter(network_id=network_id).first() or RotaKnobs(network_id=network_id)


def opening_slots(network_id: int) -> set[int]:
    """Return the half-days of the week on which an office of a network opens, or did."""
    opened = OpeningHalfDay.objects.filter(network_id=network_id).order_by("id").values_list("weekday", "half")
    return {slot_of(weekday, Half(half)) for weekday, half in opened}


def who_said(row: WeeklyWish | DatedWish | SeasonAnswer) -> Respondent:
    """Return for whom a row speaks."""
    return Respondent(row.network_id, row.doctor_id, row.secretary_id)


def said_by(who: Iterable[Respondent]) -> Q:
    """Return what finds the rows of these people."""
    people = list(who)
    return Q(network_id__in={one.network_id for one in people}) & (
        Q(doctor_id__in=[one.doctor_id for one in people if one.doctor_id])
        | Q(secretary_id__in=[one.secretary_id for one in people if one.secretary_id])
    )


def wishes_of(who: Collection[Respondent], first_monday: date, n_weeks: int) -> dict[Respondent, Spoken]:
    """Return the wishes of each over some weeks, by slot and by cell where a week differs: 2 queries.

    Who never answered has no wishes: she can always.
    """
    last = first_monday + timedelta(days=7 * n_weeks - 1)
    weekly = weekly_wishes(who, last)
    dated: dict[Respondent, dict[tuple[date, Half], Wish]] = defaultdict(dict)
    for row in DatedWish.objects.filter(said_by(who), day__range=(first_monday, last)).order_by("day", "half", "id"):
        dated[who_said(row)][row.day, Half(row.half)] = Wish(row.wish)
    found = {}
    for one in who:
        every_week, cells = wishes_over(weekly[one], dated[one], first_monday, n_weeks, Wish.CAN)
        found[one] = every_week, {Cell(week, slot): wish for (week, slot), wish in cells.items()}
    return found


def weekly_wishes(who: Iterable[Respondent], last: date) -> Mapping[Respondent, Mapping[date, Mapping[int, Wish]]]:
    """Return what each said of every week, season by season, of the seasons that begin by a day: 1 query."""
    found: dict[Respondent, dict[date, dict[int, Wish]]] = defaultdict(lambda: defaultdict(dict))
    rows = WeeklyWish.objects.filter(said_by(who), season__lte=season_of(last))
    for row in rows.order_by("season", "weekday", "half", "id"):
        found[who_said(row)][row.season][slot_of(row.weekday, Half(row.half))] = Wish(row.wish)
    return found


def answer_of(who: Respondent, season: date) -> SeasonAnswer | None:
    """Return whether somebody has answered for a season, if there is anything to know."""
    return SeasonAnswer.objects.filter(said_by([who]), season=season).first()


def has_answered_before(who: Respondent, season: date) -> bool:
    """Say whether there are answers of an earlier season to copy."""
    return WeeklyWish.objects.filter(said_by([who]), season__lt=season).exists()


def dated_wishes(who: Respondent, first: date, last: date) -> list[DatedWish]:
    """Return somebody's exceptions between two days, in order."""
    return list(DatedWish.objects.filter(said_by([who]), day__range=(first, last)).order_by("day", "half"))
