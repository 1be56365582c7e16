"""The page of a season: the half-days that are asked of somebody, and who has answered."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from releve.pipeline.commitments.handover import Promise
from releve.pipeline.commitments.models import Commitment, Doctor
from releve.pipeline.commitments.queries import promises
from releve.pipeline.offices.queries import calendars
from releve.pipeline.rota.engine.problem import Wish
from releve.pipeline.rota.handover import Respondent
from releve.pipeline.rota.models import DatedWish, SeasonAnswer
from releve.pipeline.rota.queries.reception import receptions_of, secretaries_at_work
from releve.pipeline.rota.queries.wishes import said_by, weekly_wishes, who_said
from releve.pipeline.rota.rules.seasons import half_day_of, last_day_of, slot_of
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
    """One person of the network in a season: has she answered, was she reminded, what did she say."""

    who: Respondent
    name: str
    has_address: bool
    answer: SeasonAnswer | None
    wishes: Mapping[int, Wish]
    n_exceptions: int

    @property
    def has_answered(self) -> bool:
        return self.answer is not None and self.answer.answered_at is not None


def asked_half_days(who: Respondent, season: date) -> list[AskedHalfDay]:
    """Return the half-days on which her offices open in a season, with her answer or what is proposed to her.

    A doctor is asked where a promise of hers runs, a secretary where the hours have a reception. Proposed is what she
    said last, else the pattern of a doctor's commitment: its half-days are preferred.
    """
    last = last_day_of(season)
    promised = promises_of_doctor(who.doctor_id, season, last) if who.doctor_id else []
    if who.secretary_id:
        offices = calendars(receptions_of(who.network_id, who.secretary_id), season, last)
    else:
        offices = calendars({promise.office_id for promise in promised}, season, last)
    names: dict[int, set[str]] = defaultdict(set)
    for office in offices.values():
        for opening in office.openings:
            if opening.has_reception or who.doctor_id:
                names[slot_of(opening.weekday, opening.half)].add(office.name)
    said = weekly_wishes([who], last)[who]
    proposed = said[max(said)] if said else _pattern_of(promised)
    return [AskedHalfDay(slot, tuple(sorted(names[slot])), proposed.get(slot, Wish.CAN)) for slot in sorted(names)]


def season_lines(network_id: int, season: date) -> list[SeasonLine]:
    """Return the doctors whose promises run in a season, by name, with their answers."""
    offices = Commitment.objects.filter(network_id=network_id).values_list("office_id", flat=True)
    ids = {promise.doctor_id for promise in promises(set(offices), season, last_day_of(season))}
    doctors = Doctor.objects.filter(id__in=ids).order_by("last_name", "first_name", "id")
    return _lines(
        [
            (Respondent(network_id, doctor_id=doctor.id), str(doctor), bool(doctor.email or doctor.user_id))
            for doctor in doctors
        ],
        season,
    )


def secretary_season_lines(network_id: int, season: date) -> list[SeasonLine]:
    """Return the secretaries who work at a reception in a season, by name, with their answers."""
    found = sorted((str(one), one) for one in secretaries_at_work(network_id, season, last_day_of(season)))
    return _lines(
        [(Respondent(network_id, secretary_id=one.pk), name, bool(one.email)) for name, one in found],
        season,
    )


def promises_of_doctor(doctor_id: int, first: date, last: date) -> list[Promise]:
    """Return a doctor's promises that run between two days, to any office."""
    offices = Commitment.objects.filter(doctor_id=doctor_id).values_list("office_id", flat=True)
    return [promise for promise in promises(set(offices), first, last) if promise.doctor_id == doctor_id]


def _lines(people: list[tuple[Respondent, str, bool]], season: date) -> list[SeasonLine]:
    last = last_day_of(season)
    hers = said_by(who for who, _name, _has_address in people)
    answers = {who_said(answer): answer for answer in SeasonAnswer.objects.filter(hers, season=season)}
    weekly = weekly_wishes([who for who, _name, _has_address in people], last)
    exceptions = Counter(who_said(row) for row in DatedWish.objects.filter(hers, day__range=(season, last)))
    return [
        SeasonLine(who, name, has_address, answers.get(who), weekly[who].get(season, {}), exceptions[who])
        for who, name, has_address in people
    ]


def _pattern_of(promised: Iterable[Promise]) -> dict[int, Wish]:
    return {slot_of(part.weekday, part.half): Wish.PREFER for promise in promised for part in promise.pattern}
