"""Stores doctors who may come, and calls for a gap."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from releve.pipeline.commitments.models import Candidate, CandidateOffice
from releve.pipeline.offices.models import Network, Office
from releve.pipeline.rota.models import Call, CallHalfDay
from releve.shared.half_days import Half
from tests.factories import NUMBERS, a_network, an_office

PUBLISHED_AT = datetime(2026, 12, 1, 8, tzinfo=UTC)


def a_candidate(network: Network | None = None, *, office: Office | None = None, **fields: Any) -> Candidate:
    """Store Dr Roussel, who replaces and holds a licence; with an office, she would come there."""
    network = network or (office.network if office else a_network())
    given = {
        "first_name": "Inès",
        "last_name": "Roussel",
        "email": f"roussel{next(NUMBERS)}@example.org",
        "kind": "locum",
        "licence_from": date(2026, 3, 1),
        "licence_until": date(2027, 11, 15),
        "last_contact_on": date(2026, 11, 2),
    } | fields
    candidate = Candidate.objects.create(network=network, **given)
    if office:
        CandidateOffice.objects.create(network=network, candidate=candidate, office=office)
    return candidate


def a_call(office: Office | None = None, *, half_days: Iterable[tuple[date, Half]] = (), **fields: Any) -> Call:
    """Store a call that was published on 1 December 2026 and is good for a week."""
    office = office or an_office()
    given = {"published_at": PUBLISHED_AT, "expires_at": PUBLISHED_AT + timedelta(days=7)} | fields
    call = Call.objects.create(network=office.network, office=office, **given)
    CallHalfDay.objects.bulk_create(
        CallHalfDay(network=office.network, call=call, day=day, half=half) for day, half in half_days
    )
    return call
