"""Notes which reminders leave today, each step once, and asks for their mails."""

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from releve.pipeline.commitments.handover import ActingParty
from releve.pipeline.commitments.models import ReminderLine
from releve.pipeline.commitments.queries.deadlines import ListedDeadline, deadlines_of_network, earliness_of
from releve.pipeline.commitments.rules.reminders import DUE, reminder_step
from releve.shared.half_days import local_day
from releve.shared.jobs import defer_job

# Who is to be reminded: a deadline's key, and to whom.
_Key = tuple[int, str, date, str]


def remind_of_deadlines(*, network_id: int, now: datetime) -> int:
    """Write down the reminders that are due in a network and defer their mails; return how many deadlines they tell.

    One mail a person and a day, whatever it tells. Run twice on a day, the second finds nothing to do.
    """
    today = local_day(now, "Europe/Paris")
    with transaction.atomic():
        lines = _due(network_id, today)
        stored = ReminderLine.objects.bulk_create(lines, ignore_conflicts=True)
        doctors = {line.commitment.doctor_id for line in stored if line.party == ActingParty.DOCTOR}
        for doctor_id in sorted(doctors):
            defer_job("commitments.send_doctor_reminders", doctor_id=doctor_id, day=str(today))
        if any(line.party == ActingParty.COORDINATOR for line in stored):
            defer_job("commitments.send_network_reminders", network_id=network_id, day=str(today))
    return len({(line.commitment_id, line.kind, line.due_on) for line in stored})


def _due(network_id: int, today: date) -> list[ReminderLine]:
    early = earliness_of(network_id)
    reached = _steps_reached(network_id)
    lines: list[ReminderLine] = []
    for listed in deadlines_of_network(network_id, today):
        deadline = listed.deadline
        step = reminder_step(deadline, today, early)
        key = deadline.commitment_id, deadline.kind, deadline.due_on
        parties = _parties(listed, step) if step else set()
        lines += [_line(listed, party, step, today) for party in sorted(parties) if step > reached[*key, party]]
    return lines


def _parties(listed: ListedDeadline, step: int) -> set[ActingParty]:
    """Return whom to write to: who must act; the coordinator too once the day has come, or where nobody has a mail."""
    parties = set(listed.deadline.parties)
    has_address = bool(listed.commitment.doctor.email)
    if ActingParty.DOCTOR in parties and not has_address:
        parties = (parties - {ActingParty.DOCTOR}) | {ActingParty.COORDINATOR}
    if step >= DUE:
        parties.add(ActingParty.COORDINATOR)
    return parties


def _steps_reached(network_id: int) -> dict[_Key, int]:
    found = ReminderLine.objects.filter(network_id=network_id).values_list("commitment_id", "kind", "due_on", "party")
    reached: dict[_Key, int] = defaultdict(int)
    for commitment_id, kind, due_on, party, step in found.annotate(last=Max("step")).order_by():
        reached[commitment_id, kind, due_on, party] = step
    return reached


def _line(listed: ListedDeadline, party: ActingParty, step: int, today: date) -> ReminderLine:
    return ReminderLine(
        network_id=listed.commitment.network_id,
        commitment=listed.commitment,
        kind=listed.deadline.kind,
        due_on=listed.deadline.due_on,
        party=party,
        step=step,
        sent_on=today,
    )
