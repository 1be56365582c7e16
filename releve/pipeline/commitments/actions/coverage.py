"""Writes of the coverage: turn its knobs, raise an alarm, tell it again, end it, say that one knows."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from releve.pipeline.commitments import models
from releve.pipeline.commitments.errors import CommitmentRefused
from releve.pipeline.commitments.models import CoverageAlarm
from releve.pipeline.commitments.queries.coverage import (
    coordinators_of,
    coverages_of,
    found_doctors,
    knob_rows,
    open_alarms,
)
from releve.pipeline.commitments.rules.alarms import AlarmMove, AlarmStep, FoundDoctor, alarm_moves
from releve.pipeline.commitments.rules.coverage import N_MONTHS_AHEAD, Horizon
from releve.pipeline.commitments.rules.coverage import look_by as last_day_to_look
from releve.pipeline.commitments.rules.coverage_knobs import CoverageKnobs
from releve.pipeline.commitments.rules.terms import add_months
from releve.pipeline.offices.models import Network, Office
from releve.shared.half_days import local_day
from releve.shared.jobs import defer_job
from releve.shared.lawful_writes import check_fields, lawful_write, laws_of
from releve.shared.people.models import User

LAWS = laws_of(models.CoverageKnobs, CoverageAlarm)


def set_coverage_knobs(
    *, network_id: int, office_id: int | None, knobs: CoverageKnobs, note: str, by: User, now: datetime
) -> models.CoverageKnobs:
    """Set what one office wants, or every office of the network that has no knobs of its own (`office_id` None)."""
    mine = knob_rows(network_id, office_id)
    with lawful_write(CommitmentRefused, LAWS):
        row = mine.select_for_update().first() or models.CoverageKnobs(network_id=network_id, office_id=office_id)
        for name in CoverageKnobs.__dataclass_fields__:
            setattr(row, name, _as_stored(getattr(knobs, name)))
        row.note, row.changed_on = note.strip(), now.date()
        check_fields(row, CommitmentRefused)
        row.save()
    return row


def follow_network_knobs(*, office_id: int, by: User, now: datetime) -> None:
    """Let an office follow the knobs of its network again. Done twice, it changes nothing."""
    models.CoverageKnobs.objects.filter(office_id=office_id).delete()


def acknowledge_alarm(*, alarm_id: int, look_again_on: date, by: User, now: datetime) -> CoverageAlarm:
    """Say that the alarm was seen, and when to look again: until that day it is silent."""
    alarm = CoverageAlarm.objects.select_related("office").get(pk=alarm_id)
    today = local_day(now, alarm.office.time_zone)
    if look_again_on <= today:
        raise CommitmentRefused(_("Y revenir le : choisissez un jour à venir."))
    if look_again_on > add_months(today, N_MONTHS_AHEAD):
        raise CommitmentRefused(_("Y revenir le : dans deux ans au plus. Vérifiez l’année."))
    alarm.acknowledged_at, alarm.acknowledged_by, alarm.look_again_on = now, by, look_again_on
    with lawful_write(CommitmentRefused, LAWS):
        alarm.save(update_fields=["acknowledged_at", "acknowledged_by", "look_again_on"])
    return alarm


def watch_coverage(*, network: Network, now: datetime) -> list[AlarmMove]:
    """Look at every office of a network: raise, repeat or end its alarms; their mails leave with this transaction."""
    made: list[AlarmMove] = []
    today_in_paris = local_day(now, "Europe/Paris")
    found = found_doctors(network.id, today_in_paris)
    for coverage in coverages_of(network.id, today_in_paris):
        made += _watch_office(coverage.office, coverage.horizon(), found.get(coverage.office.id, []), today_in_paris)
    return made


def _watch_office(office: Office, horizon: Horizon, found: list[FoundDoctor], today: date) -> list[AlarmMove]:
    moves = [move for move in alarm_moves(horizon, open_alarms(office.id), today, found) if move.step != AlarmStep.WAIT]
    for move in moves:
        with lawful_write(CommitmentRefused, LAWS):
            alarm = _make(office, move, horizon.knobs, today)
            if move.step != AlarmStep.STOP:
                for seat in coordinators_of(office.network_id):
                    defer_job("commitments.send_coverage_alarm", alarm_id=alarm.id, user_id=seat.user_id)
    return moves


def _make(office: Office, move: AlarmMove, knobs: CoverageKnobs, today: date) -> CoverageAlarm:
    alarm = (
        CoverageAlarm.objects.select_for_update().get(pk=move.alarm.alarm_id)
        if move.alarm
        else CoverageAlarm(network_id=office.network_id, office=office, raised_on=today, n_sent=0)
    )
    if move.gap is None:
        alarm.ended_on = today
    else:
        alarm.gap_on = move.gap.first_on
        alarm.missing_a_week = Decimal(str(move.gap.missing_a_week)).quantize(Decimal("0.1"))
        alarm.look_by = last_day_to_look(move.gap.first_on, knobs)
        alarm.last_sent_on, alarm.look_again_on = today, None
        alarm.n_sent += 1
    alarm.save()
    return alarm


def _as_stored(value: int | float) -> int | Decimal:
    return Decimal(str(round(value, 3))) if isinstance(value, float) else value
