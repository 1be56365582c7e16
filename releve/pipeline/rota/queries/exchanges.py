"""Reads of the exchanges, and of all that decides whether half-days may change their doctors."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from releve.pipeline.commitments.models import Commitment
from releve.pipeline.commitments.queries import promises
from releve.pipeline.offices.models import Office
from releve.pipeline.offices.queries import calendars
from releve.pipeline.rota.models import Exchange, ExchangePart, ExchangeVoice
from releve.pipeline.rota.queries.shifts import existing_shifts
from releve.pipeline.rota.rules.exchanges import Ground
from releve.pipeline.rota.rules.seasons import last_day_of, season_of
from releve.shared.half_days import monday_of

UNDER_DISCUSSION = (Exchange.Status.OPEN, Exchange.Status.AGREED)


def ground_of(network_id: int, doctor_ids: Collection[int], first: date, last: date) -> Ground:
    """Return what decides over exchanges between these doctors in the weeks of two days: 13 queries."""
    monday, sunday = monday_of(first), monday_of(last) + timedelta(days=6)
    offices = {office.id: office for office in Office.objects.filter(network_id=network_id).order_by("id")}
    ids = set(doctor_ids)
    return Ground(
        calendars=calendars(offices, monday, sunday),
        promises=[promise for promise in promises(offices, monday, sunday) if promise.doctor_id in ids],
        shifts=existing_shifts(office_ids=(), doctor_ids=ids, first=monday, last=sunday),
        places={office.id: (office.latitude, office.longitude) for office in offices.values()},
        balances=_balances(network_id, ids, season_of(monday), last_day_of(season_of(sunday))),
    )


def colleagues_of(network_id: int, first: date, last: date) -> set[int]:
    """Return the doctors whose promises run between two days, in any office of a network."""
    offices = Commitment.objects.filter(network_id=network_id).values_list("office_id", flat=True)
    return {promise.doctor_id for promise in promises(set(offices), first, last)}


def exchanges_of_doctor(doctor_id: int, since: date) -> list[Exchange]:
    """Return the exchanges in which a doctor has a voice and that concern a day from `since` on, the latest first."""
    mine = ExchangeVoice.objects.filter(doctor_id=doctor_id).values("exchange_id")
    found = Exchange.objects.filter(id__in=mine, parts__day__gte=since).distinct()
    return list(_whole(found).order_by("-created_at", "-id"))


def exchanges_of_network(network_id: int, since: date) -> list[Exchange]:
    """Return the exchanges of a network that concern a day from `since` on: those to decide first, then the latest."""
    found = list(
        _whole(Exchange.objects.filter(network_id=network_id, parts__day__gte=since).distinct()).order_by(
            "-created_at", "-id"
        )
    )
    order = {Exchange.Status.AGREED: 0, Exchange.Status.OPEN: 1}
    return sorted(found, key=lambda exchange: order.get(Exchange.Status(exchange.status), 2))


def whole_exchange(exchange_id: int) -> Exchange | None:
    """Return an exchange with its parts, voices and doctors, or None."""
    return _whole(Exchange.objects.filter(pk=exchange_id)).first()


def offered_shift_ids(doctor_id: int) -> set[int]:
    """Return the shifts of a doctor that are under discussion already."""
    parts = ExchangePart.objects.filter(giver_id=doctor_id, exchange__status__in=UNDER_DISCUSSION)
    return {shift_id for shift_id in parts.values_list("shift_id", flat=True) if shift_id}


def n_awaiting_consent(network_id: int) -> int:
    """Return how many exchanges the doctors have agreed and the network has not decided yet."""
    return Exchange.objects.filter(network_id=network_id, status=Exchange.Status.AGREED).count()


def _whole(exchanges: QuerySet[Exchange]) -> QuerySet[Exchange]:
    return exchanges.select_related("asked_by").prefetch_related(
        "parts__giver", "parts__taker", "parts__office", "parts__shift__room", "voices__doctor"
    )


def _balances(network_id: int, doctor_ids: Collection[int], first: date, last: date) -> Mapping[tuple[int, date], int]:
    found: Counter[tuple[int, date]] = Counter()
    done = ExchangePart.objects.filter(
        Q(giver_id__in=sorted(doctor_ids)) | Q(taker_id__in=sorted(doctor_ids)),
        network_id=network_id,
        exchange__status=Exchange.Status.DONE,
        day__range=(first, last),
    )
    for giver_id, taker_id, day in done.order_by("id").values_list("giver_id", "taker_id", "day"):
        found[giver_id, season_of(day)] -= 1
        if taker_id:
            found[taker_id, season_of(day)] += 1
    return dict(found)
