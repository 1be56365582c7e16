"""Reads of the coverage: the horizon of every office of a network, its knobs, its alarms, its chance of a gap."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from releve.pipeline.commitments import models
from releve.pipeline.commitments.handover import AbsentDays, CandidateStage, PatternHalfDay, PromiseTerm, State
from releve.pipeline.commitments.models import CoverageAlarm
from releve.pipeline.commitments.queries.candidates import candidates_of, offices_now, starts_of
from releve.pipeline.commitments.queries.life import open_calls, terms_of
from releve.pipeline.commitments.queries.promises import absences_by_doctor, patterns_of
from releve.pipeline.commitments.rules.alarms import FoundDoctor, OpenAlarm
from releve.pipeline.commitments.rules.coverage import N_MONTHS_AHEAD, Horizon, StandingPromise, horizon_of
from releve.pipeline.commitments.rules.coverage_knobs import CoverageKnobs
from releve.pipeline.commitments.rules.gap_chance import OfficeCase, case_of
from releve.pipeline.commitments.rules.terms import add_months
from releve.pipeline.offices.handover import OfficeCalendar
from releve.pipeline.offices.models import Membership, Office
from releve.pipeline.offices.queries import calendars, offices_of

# A proposal binds nobody; nothing is laid while the Ordre opposes (ORD-02).
BINDING = frozenset({State.AGREED, State.DECLARED, State.SIGNED, State.RUNNING, State.NOTICE_GIVEN, State.EXTENDED})
ONE_DAY = timedelta(days=1)
KNOB_NAMES = tuple(CoverageKnobs.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class OfficeCoverage:
    """An office with all that its coverage is computed from."""

    office: Office
    calendar: OfficeCalendar
    promises: tuple[StandingPromise, ...]
    knobs: CoverageKnobs
    today: date

    def horizon(self) -> Horizon:
        return horizon_of(self.calendar, self.promises, self.knobs, self.today)

    def case(self, months_searched: int = 0) -> OfficeCase:
        return case_of(self.calendar, self.promises, self.knobs, self.today, months_searched=months_searched)


def coverages_of(network_id: int, today: date, office: Office | None = None) -> list[OfficeCoverage]:
    """Return the coverage of every open office of a network, or of one: 11 queries, however many."""
    offices = [office] if office else list(offices_of(network_id))
    offices = [found for found in offices if office or found.closed_on is None or found.closed_on > today]
    ids = [found.id for found in offices]
    # The chance of a gap looks one month further than the horizon.
    last = add_months(today, N_MONTHS_AHEAD + 2)
    opened = calendars(ids, today - timedelta(weeks=5), last)
    promises = _standing(network_id, ids, today, last)
    knobs = knobs_of(network_id, ids)
    return [
        OfficeCoverage(found, opened[found.id], tuple(promises[found.id]), knobs[found.id], today) for found in offices
    ]


def knobs_of(network_id: int, office_ids: Sequence[int]) -> dict[int, CoverageKnobs]:
    """Return what holds for each office: its own knobs, else those of the network, else the defaults: 1 query."""
    mine = Q(network_id=network_id) & (Q(office__isnull=True) | Q(office_id__in=office_ids))
    rows = {row.office_id: row for row in models.CoverageKnobs.objects.filter(mine)}
    return {office_id: rules_of(rows.get(office_id) or rows.get(None)) for office_id in office_ids}


def knob_rows(network_id: int, office_id: int | None) -> QuerySet[models.CoverageKnobs]:
    """Return the one row of an office, or of its network (None), if there is one."""
    whose = Q(office__isnull=True) if office_id is None else Q(office_id=office_id)
    # Unordered: the usual order joins the office, which may be missing and cannot be locked.
    return models.CoverageKnobs.objects.filter(whose, network_id=network_id).order_by("id")


def rules_of(row: models.CoverageKnobs | None) -> CoverageKnobs:
    """Return a stored row as the rules need it; the defaults where there is none."""
    if row is None:
        return CoverageKnobs()
    given = {name: getattr(row, name) for name in KNOB_NAMES}
    chances = {name: float(given[name]) for name in ("notice_chance", "extension_chance")}
    return CoverageKnobs(**(given | chances))


def months_searched(network_id: int, office_id: int, today: date) -> int:
    """Return for how many whole months the network has been looking for a doctor of this office."""
    opened = [call.opened_on for call in open_calls(network_id) if call.office_id == office_id]
    if not opened:
        return 0
    first = min(opened)
    return max(0, (today.year - first.year) * 12 + today.month - first.month - (today.day < first.day))


def alarms_of(network_id: int) -> QuerySet[CoverageAlarm]:
    """Return the alarms of a network that have not ended, the most urgent first."""
    return (
        CoverageAlarm.objects.filter(network_id=network_id, ended_on__isnull=True)
        .select_related("office", "acknowledged_by")
        .order_by("look_by", "id")
    )


def alarms_to_show(network_id: int, today: date) -> list[CoverageAlarm]:
    """Return the alarms that nobody has seen, or that are to be looked at again: 1 query."""
    return list(alarms_of(network_id).filter(Q(look_again_on__isnull=True) | Q(look_again_on__lte=today)))


def open_alarms(office_id: int) -> list[OpenAlarm]:
    """Return the open alarms of an office as the rules need them."""
    found = CoverageAlarm.objects.filter(office_id=office_id, ended_on__isnull=True).order_by("gap_on", "id")
    return [
        OpenAlarm(row.id, row.gap_on, float(row.missing_a_week), row.last_sent_on, row.look_again_on) for row in found
    ]


def found_doctors(network_id: int, today: date) -> dict[int, list[FoundDoctor]]:
    """Return, for each office, the candidates who agreed to come, with the day from which the law lets them."""
    offices = offices_now(network_id, today)
    found: dict[int, list[FoundDoctor]] = defaultdict(list)
    for candidate in candidates_of(network_id).filter(stage=CandidateStage.AGREED):
        # Who names no office, or several, fills the gap of none of them yet.
        if len(candidate.offices.all()) != 1:
            continue
        for there in starts_of(candidate, offices, today):
            starts = [start.on for start in there.starts if start.on]
            if starts and candidate.half_days_per_week:
                found[there.office.id].append(FoundDoctor(min(starts), float(candidate.half_days_per_week)))
    return found


def coordinators_of(network_id: int) -> list[Membership]:
    """Return the seats of those who coordinate a network and have an address."""
    seats = Membership.objects.filter(network_id=network_id, desk=Membership.Desk.COORDINATOR, user__is_active=True)
    return [seat for seat in seats.select_related("user").order_by("id") if seat.user.email]


def _standing(network_id: int, office_ids: list[int], first: date, last: date) -> Mapping[int, list[StandingPromise]]:
    terms = [term for term in terms_of(network_id, office_ids) if term.state in BINDING and term.last_on >= first]
    patterns = patterns_of([term.commitment_id for term in terms])
    absences = absences_by_doctor({term.doctor_id for term in terms}, first, last)
    found: dict[int, list[StandingPromise]] = defaultdict(list)
    for term in terms:
        found[term.office_id].append(
            standing_promise(term, tuple(patterns[term.commitment_id]), tuple(absences[term.doctor_id]))
        )
    return found


def standing_promise(
    term: PromiseTerm, pattern: tuple[PatternHalfDay, ...] = (), absences: tuple[AbsentDays, ...] = ()
) -> StandingPromise:
    """Return a promise's terms as the coverage counts them: from the day the law lets her start (ORD-01)."""
    maximum_on = add_months(term.starts_on, term.maximum_term_months) - ONE_DAY
    minimum_on = add_months(term.starts_on, term.minimum_term_months) - ONE_DAY
    return StandingPromise(
        commitment_id=term.commitment_id,
        doctor_id=term.doctor_id,
        doctor_name=term.doctor_name,
        starts_on=term.first_on,
        last_on=term.last_on,
        maximum_on=max(maximum_on, term.last_on),
        minimum_on=min(minimum_on, term.last_on),
        notice_months=term.notice_months,
        half_days_per_week=term.half_days_per_week,
        pattern=pattern,
        absences=absences,
        has_notice=term.is_leaving,
        amended=term.amended,
    )
