"""What tests of several rooms need of the reception's own rota."""

from datetime import UTC, date, datetime

from releve.pipeline.offices.models import Office, ReceptionDuty, ReceptionWeek
from releve.pipeline.rota.models import SecretaryAbsence, SecretaryTerms, ToldHalfDays
from releve.shared.people.models import User

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
MONDAY = date(2026, 12, 14)


def a_reception_rota(office: Office, secretary: User) -> ReceptionDuty:
    """Store one row in each table of the reception's rota: she is there on Monday morning and nobody else that week."""
    hers = {"network": office.network, "secretary": secretary}
    SecretaryTerms.objects.create(**hers, half_days_per_week=4, starts_on=date(2026, 1, 1), changed_at=NOW)
    ToldHalfDays.objects.create(**hers)
    SecretaryAbsence.objects.create(**hers, first_on=date(2027, 2, 1), last_on=date(2027, 2, 5))
    ReceptionWeek.objects.create(network=office.network, office=office, monday=MONDAY)
    return ReceptionDuty.objects.create(**hers, office=office, day=MONDAY, half="am")
