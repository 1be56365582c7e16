"""Reads of what doctors say of the half-days of a season."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from releve.pipeline.commitments.handover import Promise
from releve.pipeline.commitments.models import Commitment, Doctor
from releve.pipeline.commitments.queries import promises
from releve.pipeline.offices.models import OpeningHalfDay
from releve.pipeline.offices.queries import calendars
from releve.pipeline.rota.engine.problem import Cell, Wish
from releve.pipeline.rota.models import DatedWish, RotaKnobs, SeasonAnswer, WeeklyWish
from releve.pipeline.rota.rules.seasons import half_day_of, last_day_of, season_of, slot_of, wishes_over
from releve.shared.half_days import Half


@dataclass(frozen=True, slots=True)
class AskedHalfDay:
    """A half-day of the week on which one of her offices opens, and what she says of it."""

    slot: int
    offices: tuple[str, ...]
    wish: Wish

    @property
    def weekday(self) -> int:
        return half_day_of(self.slot)[0]

    @property
    def half(self) -> Half:
        return half_day_of(self.slot)[1]


@dataclass(frozen=True, slots=True)
class SeasonLine:
    """One doctor of the network in a season: has she answered, was she reminded, what did she say."""

    doctor: Doctor
    answer: SeasonAnswer | None
    wishes: Mapping[int, Wish]
    n_exceptions: int

    @property
    def has_answered(self) -> bool:
        return self.answer is not None and self.answer.answered_at is not None


def knobs_of(network_id: int) -> RotaKnobs:
    """Return what a network decided for its rotas; unsaved defaults where it decided nothing yet."""
    return RotaKnobs.objects.filter(network_id=network_id).first() or RotaKnobs(network_id=network_id)


def opening_slots(network_id: int) -> set[int]:
    """Return the half-days of the week on which an office of a network opens, or did."""
    opened = OpeningHalfDay.objects.filter(network_id=network_id).order_by("id").values_list("weekday", "half")
    return {slot_of(weekday, Half(half)) for weekday, half in opened}


def wishes_of(
    doctor_ids: Collection[int], first_monday: date, n_weeks: int
) -> dict[int, tuple[dict[int, Wish], dict[Cell, Wish]]]:
    """Return, for each doctor, her wishes of every week by slot, and by cell where a week differs: 2 queries.

    A doctor who never answered has no wishes: she can always.
    """
    ids, last = sorted(set(doctor_ids)), first_monday + timedelta(days=7 * n_weeks - 1)
    weekly = _weekly_of(ids, last)
    dated: dict[int, dict[tuple[date, Half], Wish]] = defaultdict(dict)
    for row in DatedWish.objects.filter(doctor_id__in=ids, day__range=(first_monday, last)).order_by("day", "half"):
        dated[row.doctor_id][row.day, Half(row.half)] = Wish(row.wish)
    found = {}
    for doctor_id in ids:
        every_week, cells = wishes_over(weekly[doctor_id], dated[doctor_id], first_monday, n_weeks, Wish.CAN)
        found[doctor_id] = every_week, {Cell(week, slot): wish for (week, slot), wish in cells.items()}
    return found


def asked_half_days(doctor_id: int, season: date) -> list[AskedHalfDay]:
    """Return the half-days on which her offices open in a season, with her answer or what is proposed to her.

    Proposed is what she said last, else the pattern of her commitment: its half-days are preferred.
    """
    promised = promises_of_doctor(doctor_id, season, last_day_of(season))
    offices = calendars({promise.office_id for promise in promised}, season, last_day_of(season))
    names: dict[int, set[str]] = defaultdict(set)
    for promise in promised:
        for opening in offices[promise.office_id].openings:
            names[slot_of(opening.weekday, opening.half)].add(offices[promise.office_id].name)
    said = _weekly_of([doctor_id], last_day_of(season))[doctor_id]
    proposed = said[max(said)] if said else _pattern_of(promised)
    return [AskedHalfDay(slot, tuple(sorted(names[slot])), proposed.get(slot, Wish.CAN)) for slot in sorted(names)]


def answer_of(doctor_id: int, season: date) -> SeasonAnswer | None:
    """Return whether a doctor has answered for a season, if there is anything to know."""
    return SeasonAnswer.objects.filter(doctor_id=doctor_id, season=season).first()


def has_answered_before(doctor_id: int, season: date) -> bool:
    """Say whether there are answers of an earlier season to copy."""
    return WeeklyWish.objects.filter(doctor_id=doctor_id, season__lt=season).exists()


def dated_wishes(doctor_id: int, first: date, last: date) -> list[DatedWish]:
    """Return a doctor's exceptions between two days, in order."""
    return list(DatedWish.objects.filter(doctor_id=doctor_id, day__range=(first, last)).order_by("day", "half"))


def season_lines(network_id: int, season: date) -> list[SeasonLine]:
    """Return the doctors whose promises run in a season, by name, with their answers."""
    last = last_day_of(season)
    offices = Commitment.objects.filter(network_id=network_id).values_list("office_id", flat=True)
    ids = sorted({promise.doctor_id for promise in promises(set(offices), season, last)})
    answers = {answer.doctor_id: answer for answer in SeasonAnswer.objects.filter(doctor_id__in=ids, season=season)}
    weekly = _weekly_of(ids, last)
    exceptions = Counter(
        DatedWish.objects.filter(doctor_id__in=ids, day__range=(season, last)).values_list("doctor_id", flat=True)
    )
    doctors = Doctor.objects.filter(id__in=ids).order_by("last_name", "first_name", "id")
    return [
        SeasonLine(doctor, answers.get(doctor.id), weekly[doctor.id].get(season, {}), exceptions[doctor.id])
        for doctor in doctors
    ]


def promises_of_doctor(doctor_id: int, first: date, last: date) -> list[Promise]:
    """Return a doctor's promises that run between two days, to any office."""
    offices = Commitment.objects.filter(doctor_id=doctor_id).values_list("office_id", flat=True)
    return [promise for promise in promises(set(offices), first, last) if promise.doctor_id == doctor_id]


def _weekly_of(doctor_ids: Iterable[int], last: date) -> dict[int, dict[date, dict[int, Wish]]]:
    found: dict[int, dict[date, dict[int, Wish]]] = defaultdict(lambda: defaultdict(dict))
    rows = WeeklyWish.objects.filter(doctor_id__in=doctor_ids, season__lte=season_of(last))
    for row in rows.order_by("season", "weekday", "half"):
        found[row.doctor_id][row.season][slot_of(row.weekday, Half(row.half))] = Wish(row.wish)
    return found


def _pattern_of(promised: Iterable[Promise]) -> dict[int, Wish]:
    return {slot_of(part.weekday, part.half): Wish.PREFER for promise in promised for part in promise.pattern}
