"""What the coordinator has in hand: a departure announced, a successor on her way, and people who may come."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from releve.config.demonstration.doctors import an_rpps
from releve.config.demonstration.territory import BULLY, MAZINGARBE
from releve.pipeline.commitments.actions import agree_promise, give_notice
from releve.pipeline.commitments.actions.candidates import become_doctor, note_candidate, note_contact
from releve.pipeline.commitments.actions.passing import follow_the_calendar
from releve.pipeline.commitments.handover import CandidateKind, CandidateStage, PatternHalfDay, Route
from releve.pipeline.commitments.models import Commitment, Doctor
from releve.pipeline.commitments.rules import add_months
from releve.pipeline.offices.models import Office
from releve.shared.half_days import HALVES, Half
from releve.shared.people.models import User


@dataclass(frozen=True, slots=True)
class Hope:
    """Somebody invented who may come."""

    first_name: str
    last_name: str
    kind: CandidateKind
    stage: CandidateStage
    motive: str
    half_days: str
    slots: tuple[int, ...]  # 2 x weekday + 0 (morning) or 1 (afternoon)
    in_months: int
    offices: tuple[str, ...]
    call_again_in_days: int | None = None
    more: dict[str, object] = field(default_factory=dict)


HOPES = (
    Hope(
        "Inès", "Wibaux", CandidateKind.YOUNG_DOCTOR, CandidateStage.AGREED,
        "A grandi à Liévin, veut essayer l’exercice à plusieurs", "4", (0, 1, 2, 3, 8), 4, (MAZINGARBE.slug,), 5,
        {"registered_department": "62", "may_settle_nearby": False, "has_replaced_nearby": False},
    ),
    Hope(
        "Arthur", "Deleplanque", CandidateKind.LOCUM, CandidateStage.VISITING,
        "Remplace depuis trois ans, cherche un lieu fixe", "3", (4, 5, 6, 7), 3, (BULLY.slug, MAZINGARBE.slug), 12,
        {"present_notice_months": 1, "has_replaced_nearby": False},
    ),
    Hope(
        "Salomé", "Verbeke", CandidateKind.RESIDENT, CandidateStage.INTERESTED,
        "Stage chez un médecin de Bully", "5", (0, 1, 4, 5, 8, 9), 11, (BULLY.slug,), 30,
    ),
    Hope(
        "Malik", "Haddadi", CandidateKind.JUNIOR_DOCTOR, CandidateStage.MET,
        "Rencontré au forum des internes de Lille", "8", (0, 1, 2, 3, 4, 5, 8, 9), 12, (MAZINGARBE.slug,), 45,
    ),
    Hope(
        "Bernard", "Quaghebeur", CandidateKind.RETIRED_DOCTOR, CandidateStage.INTERESTED,
        "Retraité, accepte deux matinées par semaine", "2", (2, 8), 2, (BULLY.slug,),
    ),
)  # fmt: skip
SUCCESSOR = ("Camille", "Lesage")
SUCCESSOR_NUMBER = 1900
SUCCESSOR_SLOTS = ((0, Half.MORNING), (1, Half.MORNING), (1, Half.AFTERNOON), (4, Half.MORNING))


def announce_departure(coordinator: User, now: datetime) -> Commitment:
    """Have the one doctor whose last day is agreed give her notice, six months before it: it opens a search."""
    follow_the_calendar(now=now)
    leaving = Commitment.objects.filter(ends_on__gte=now.date()).select_related("office").order_by("ends_on").first()
    if leaving is None or leaving.ends_on is None:
        raise RuntimeError("The demonstration has no doctor who leaves.")
    told_on = min(now.date() - timedelta(days=3), add_months(leaving.ends_on, -leaving.notice_months))
    give_notice(
        commitment_id=leaving.pk, happened_on=told_on, last_on=leaving.ends_on, is_agreed=True, by=coordinator, now=now,
        proof="Lettre recommandée", note="Rejoint une maison de santé à Arras.",
    )  # fmt: skip
    return leaving


def note_hopes(network_id: int, offices: dict[str, Office], coordinator: User, now: datetime) -> None:
    """Note the people who may come, each with a next call."""
    today = now.date()
    for hope in HOPES:
        typed = {
            "first_name": hope.first_name,
            "last_name": hope.last_name,
            "email": f"{hope.last_name.lower()}@candidats.releve.example",
            "kind": hope.kind,
            "motive": hope.motive,
            "half_days_per_week": Decimal(hope.half_days),
            "slots": list(hope.slots),
            "available_from": add_months(today, hope.in_months),
            "followed_up_by_id": coordinator.pk,
            "farthest_km": 25,
            **hope.more,
        }
        chosen = [offices[slug].pk for slug in hope.offices]
        candidate = note_candidate(network_id=network_id, typed=typed, office_ids=chosen, by=coordinator, now=now)
        again = today + timedelta(days=hope.call_again_in_days) if hope.call_again_in_days else None
        note_contact(candidate_id=candidate.pk, stage=hope.stage, next_contact_on=again, by=coordinator, now=now)


def bring_successor(leaving: Commitment, coordinator: User, now: datetime) -> Doctor:
    """Have a successor agree to four of the half-days that become free: her welcome begins, part of the gap stays."""
    first_name, last_name = SUCCESSOR
    typed = {
        "first_name": first_name,
        "last_name": last_name,
        "email": "lesage@candidats.releve.example",
        "kind": CandidateKind.YOUNG_DOCTOR,
        "motive": "Succède au Dr Benali",
        "half_days_per_week": Decimal(len(SUCCESSOR_SLOTS)),
        "slots": [2 * weekday + HALVES.index(half) for weekday, half in SUCCESSOR_SLOTS],
        "available_from": leaving.ends_on,
        "followed_up_by_id": coordinator.pk,
        "registered_department": "59",
    }
    candidate = note_candidate(
        network_id=leaving.network_id, typed=typed, office_ids=[leaving.office_id], by=coordinator, now=now
    )
    commitment = become_doctor(
        candidate_id=candidate.pk,
        office=leaving.office,
        route=Route.DISTINCT_SITE,
        starts_on=_day_after(leaving),
        half_days_per_week=Decimal(len(SUCCESSOR_SLOTS)),
        pattern=[PatternHalfDay(weekday, half) for weekday, half in SUCCESSOR_SLOTS],
        by=coordinator,
        now=now,
    )
    agree_promise(commitment_id=commitment.pk, happened_on=now.date(), by=coordinator, now=now)
    Doctor.objects.filter(pk=commitment.doctor_id).update(rpps=an_rpps(SUCCESSOR_NUMBER))
    return commitment.doctor


def _day_after(leaving: Commitment) -> date:
    if leaving.ends_on is None:
        raise RuntimeError("Who leaves has a last day.")
    return leaving.ends_on + timedelta(days=1)
