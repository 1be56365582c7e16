"""What tests of several rooms need of availability and exchanges."""

from datetime import UTC, date, datetime

from releve.pipeline.rota.models import (
    DatedWish,
    Exchange,
    ExchangePart,
    ExchangeVoice,
    RotaKnobs,
    SeasonAnswer,
    Shift,
    WeeklyWish,
)

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
WINTER = date(2027, 1, 4)


def a_season_and_an_exchange(shift: Shift) -> Exchange:
    """Store one row in each table of wishes and exchanges, for the doctor of a shift."""
    hers = {"network": shift.network, "doctor": shift.doctor}
    WeeklyWish.objects.create(**hers, season=WINTER, weekday=0, half="am", wish="prefer", changed_at=NOW)
    DatedWish.objects.create(**hers, day=date(2027, 2, 1), half="am", wish="cannot", changed_at=NOW)
    SeasonAnswer.objects.create(**hers, season=WINTER, answered_at=NOW)
    RotaKnobs.objects.create(network=shift.network)
    exchange = Exchange.objects.create(network=shift.network, asked_by=shift.doctor, created_at=NOW)
    ExchangePart.objects.create(
        network=shift.network,
        exchange=exchange,
        shift=shift,
        office=shift.office,
        day=shift.day,
        half=shift.half,
        giver=shift.doctor,
    )
    ExchangeVoice.objects.create(**hers, exchange=exchange, answer="yes", answered_at=NOW)
    return exchange
