"""What a test needs of the coverage: knobs and an alarm."""

from datetime import date

from releve.pipeline.commitments.models import CoverageAlarm, CoverageKnobs
from releve.pipeline.offices.models import Office


def knobs_and_an_alarm(office: Office) -> CoverageAlarm:
    """Store the knobs of an office and an open alarm."""
    CoverageKnobs.objects.create(network=office.network, office=office, changed_on=date(2026, 12, 1))
    return CoverageAlarm.objects.create(
        network=office.network,
        office=office,
        gap_on=date(2027, 9, 1),
        missing_a_week=4,
        look_by=date(2026, 12, 1),
        raised_on=date(2026, 12, 1),
        last_sent_on=date(2026, 12, 1),
    )
