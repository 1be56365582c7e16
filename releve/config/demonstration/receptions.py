"""The secretaries: how much each works, and the weeks of Mazingarbe's reception as they were published."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from releve.config.demonstration import logins
from releve.config.demonstration.territory import BULLY, MAZINGARBE
from releve.pipeline.offices.models import Office, ReceptionDuty, ReceptionWeek
from releve.pipeline.offices.queries import calendars
from releve.pipeline.offices.rules import half_days_between
from releve.pipeline.rota.actions.reception import agree_secretary_terms
from releve.pipeline.rota.actions.wishes import Said, say_wishes
from releve.pipeline.rota.engine.problem import Wish
from releve.pipeline.rota.handover import Respondent
from releve.pipeline.rota.queries.seasons import asked_half_days
from releve.pipeline.rota.rules.seasons import season_after, season_of
from releve.shared.half_days import monday_of
from releve.shared.people.models import User

HALF_DAYS = {
    logins.MAZINGARBE_SECRETARY.email: (MAZINGARBE, "4"),
    logins.SECOND_SECRETARY_EMAIL: (MAZINGARBE, "3"),
    logins.BULLY_SECRETARY.email: (BULLY, "9"),
}
# Mme Petit has Monday and Tuesday, Mme Wacheux the rest of the week; she would rather not work on Wednesday afternoon,
# and has said so for the coming season; the others have not answered yet.
PETIT_WEEKDAYS = (0, 1)
WEDNESDAY_AFTERNOON = 5
N_WEEKS_PUBLISHED = 4


def staff_receptions(
    offices: dict[str, Office], staff: dict[str, User], today: date, coordinator: User, now: datetime
) -> None:
    """Note the secretaries' time, and publish four weeks of Mazingarbe; Bully's weeks wait for their rota."""
    for email, (plan, half_days) in HALF_DAYS.items():
        agree_secretary_terms(
            network_id=offices[plan.slug].network_id,
            secretary_id=staff[email].pk,
            half_days_per_week=Decimal(half_days),
            starts_on=plan.opened_on,
            ends_on=None,
            by=coordinator,
            now=now,
        )
    office = offices[MAZINGARBE.slug]
    petit, wacheux = staff[logins.MAZINGARBE_SECRETARY.email], staff[logins.SECOND_SECRETARY_EMAIL]
    _answer_season(Respondent(office.network_id, secretary_id=wacheux.pk), wacheux, now)
    first = monday_of(today)
    last = first + timedelta(weeks=N_WEEKS_PUBLISHED, days=-1)
    opened, _closed = half_days_between(calendars([office.pk], first, last)[office.pk], first, last)
    ReceptionWeek.objects.bulk_create(
        ReceptionWeek(network=office.network, office=office, monday=first + timedelta(weeks=n))
        for n in range(N_WEEKS_PUBLISHED)
    )
    ReceptionDuty.objects.bulk_create(
        ReceptionDuty(
            network=office.network,
            office=office,
            secretary=petit if half_day.day.weekday() in PETIT_WEEKDAYS else wacheux,
            day=half_day.day,
            half=half_day.half,
        )
        for half_day in opened
        if half_day.has_reception
    )


def _answer_season(who: Respondent, by: User, now: datetime) -> None:
    season = season_after(season_of(now.date()))
    said = {
        asked.slot: Said(asked.wish, Wish.AVOID if asked.slot == WEDNESDAY_AFTERNOON else asked.wish)
        for asked in asked_half_days(who, season)
    }
    say_wishes(who=who, season=season, said=said, by=by, now=now)
