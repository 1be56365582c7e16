"""Reads of the deadlines: computed from the terms and acts of each promise, with what was done about them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from releve.pipeline.commitments import handover
from releve.pipeline.commitments.models import (
    Commitment,
    DeadlineMark,
    PromiseAct,
    RecruitmentCall,
    ReminderKnobs,
    ReminderLine,
)
from releve.pipeline.commitments.queries.life import term_of
from releve.pipeline.commitments.rules.deadlines import DatedAct, Deadline, Life, Mark, deadlines_of
from releve.pipeline.commitments.rules.reminders import USUAL, Earliness
from releve.pipeline.commitments.rules.routes import RouteFacts
from releve.pipeline.commitments.rules.terms import last_day
from releve.shared.half_days import local_day

EXEMPT = "is_exempt_of_cessation_notice"
# What is left to do after the last day is over by then (ACC-02: sixty days).
AFTERMATH = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class ListedDeadline:
    """A deadline with the promise to which it belongs."""

    deadline: Deadline
    commitment: Commitment


def deadlines_of_promise(commitment: Commitment, today: date) -> tuple[Deadline, ...]:
    """Return every deadline of a promise, done or not: 3 queries."""
    return deadlines_of(lives_of([commitment])[commitment.id], today)


def deadlines_of_network(network_id: int, today: date) -> list[ListedDeadline]:
    """Return the deadlines of a network's promises, done or not, the earliest first: 4 queries, however many."""
    return _listed(_followed(today).filter(network_id=network_id), today)


def deadlines_of_doctor(doctor_id: int, today: date) -> list[ListedDeadline]:
    """Return what a doctor herself must do or know, the earliest first: 4 queries."""
    found = _listed(_followed(today).filter(doctor_id=doctor_id), today)
    return [each for each in found if handover.ActingParty.DOCTOR in each.deadline.parties]


def reminded_coordinators(network_id: int, day: date) -> list[ListedDeadline]:
    """Return the deadlines of which the coordinators are reminded on a day, but for what was done meanwhile."""
    noted = ReminderLine.objects.filter(network_id=network_id, party=handover.ActingParty.COORDINATOR, sent_on=day)
    return _still_open(deadlines_of_network(network_id, day), noted, day)


def reminded_doctor(doctor_id: int, day: date) -> list[ListedDeadline]:
    """Return the deadlines of which a doctor is reminded on a day, but for what was done meanwhile."""
    noted = ReminderLine.objects.filter(commitment__doctor_id=doctor_id, party=handover.ActingParty.DOCTOR, sent_on=day)
    return _still_open(deadlines_of_doctor(doctor_id, day), noted, day)


def _still_open(listed: list[ListedDeadline], noted: QuerySet[ReminderLine], day: date) -> list[ListedDeadline]:
    keys = set(noted.values_list("commitment_id", "kind", "due_on"))
    return [
        each
        for each in listed
        if (each.commitment.id, each.deadline.kind, each.deadline.due_on) in keys and each.deadline.is_open(day)
    ]


def earliness_of(network_id: int) -> Earliness:
    """Return how early a network wants to be reminded."""
    knobs = ReminderKnobs.objects.filter(network_id=network_id).first()
    return Earliness(knobs.early_days, knobs.late_days, knobs.repeat_days) if knobs else USUAL


def lives_of(commitments: Iterable[Commitment]) -> dict[int, Life]:
    """Return all that the deadlines of these promises depend on, by promise: 3 queries, however many."""
    rows = list(commitments)
    ids = [row.id for row in rows]
    acts: dict[int, list[PromiseAct]] = defaultdict(list)
    for act in PromiseAct.objects.filter(commitment_id__in=ids).order_by("noted_at", "id"):
        acts[act.commitment_id].append(act)
    marks: dict[int, list[DeadlineMark]] = defaultdict(list)
    for mark in DeadlineMark.objects.filter(commitment_id__in=ids).select_related("noted_by").order_by("due_on", "id"):
        marks[mark.commitment_id].append(mark)
    found = RecruitmentCall.objects.filter(commitment_id__in=ids, outcome=RecruitmentCall.Outcome.FOUND)
    found_on = dict(found.order_by("closed_on", "id").values_list("commitment_id", "closed_on"))
    return {row.id: _life_of(row, acts[row.id], marks[row.id], found_on.get(row.id)) for row in rows}


def route_facts(commitment: Commitment) -> RouteFacts:
    """Return what is known of a promise's legal route: 2 queries."""
    acts = list(PromiseAct.objects.filter(commitment=commitment).order_by("noted_at", "id"))
    dated = {act.kind: act.happened_on for act in acts}
    last_on = last_day(commitment.starts_on, commitment.ends_on, commitment.maximum_term_months)
    return RouteFacts(
        starts_on=commitment.starts_on,
        last_on=last_on,
        replaced_doctor_name=commitment.replaced_doctor_name,
        supervisor_name=commitment.supervisor_name,
        licence_until=commitment.licence_until,
        declaration_received_on=dated.get(handover.Act.DECLARE),
        is_opposed=commitment.state == handover.State.OPPOSED,
        signed_on=dated.get(handover.Act.SIGN),
        is_someone_installed=_is_someone_installed(commitment),
        replaced_nearby_days=commitment.replaced_nearby_days,
        replaced_nearby_until=commitment.replaced_nearby_until,
        is_followed_since_arrival=bool(acts) and acts[0].kind in (handover.Act.PROPOSE, handover.Act.AGREE),
    )


def _is_someone_installed(commitment: Commitment) -> bool:
    """Say whether a doctor of the roll, in her own name, is at this office when this promise begins."""
    installed = [handover.Route.PRINCIPAL_PRACTICE, handover.Route.DISTINCT_SITE]
    others = Commitment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=commitment.starts_on),
        office_id=commitment.office_id,
        route__in=installed,
        starts_on__lte=commitment.starts_on,
    ).exclude(state__in=[handover.State.PROPOSED, handover.State.OPPOSED, handover.State.GIVEN_UP])
    return any(
        last_day(other.starts_on, other.ends_on, other.maximum_term_months) >= commitment.starts_on
        for other in others.exclude(doctor_id=commitment.doctor_id)
    )


def _followed(today: date) -> QuerySet[Commitment]:
    is_alive = ~Q(state__in=[handover.State.ENDED, handover.State.GIVEN_UP])
    has_just_left = Q(state=handover.State.ENDED, ends_on__gte=today - AFTERMATH)
    return Commitment.objects.filter(is_alive | has_just_left)


def _listed(commitments: QuerySet[Commitment], today: date) -> list[ListedDeadline]:
    rows = list(commitments.select_related("doctor", "office").order_by("starts_on", "id"))
    lives = lives_of(rows)
    found = [ListedDeadline(deadline, row) for row in rows for deadline in deadlines_of(lives[row.id], today)]
    return sorted(found, key=lambda each: (each.deadline.due_on, each.commitment.id, each.deadline.kind))


def _life_of(
    commitment: Commitment, acts: list[PromiseAct], marks: list[DeadlineMark], successor_found_on: date | None
) -> Life:
    notice = next((act for act in reversed(acts) if act.kind == handover.Act.GIVE_NOTICE), None)
    return Life(
        term=term_of(commitment),
        acts=tuple(
            DatedAct(handover.Act(act.kind), act.happened_on, handover.State(act.before) if act.before else None)
            for act in acts
        ),
        marks=tuple(
            Mark(
                handover.DeadlineKind(mark.kind),
                mark.due_on,
                mark.done_on,
                str(mark.noted_by or ""),
                local_day(mark.noted_at, commitment.office.time_zone),
            )
            for mark in marks
        ),
        licence_until=commitment.licence_until,
        replaced_nearby_days=commitment.replaced_nearby_days,
        replaced_nearby_until=commitment.replaced_nearby_until,
        is_exempt_of_cessation_notice=bool(notice and EXEMPT in notice.changes),
        successor_found_on=successor_found_on,
    )
