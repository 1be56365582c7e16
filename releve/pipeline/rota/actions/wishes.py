"""Stores what somebody says of the half-days of a season. Two tabs, or two taps at once, lose nothing."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from releve.pipeline.offices.models import HalfDay, Network
from releve.pipeline.rota.actions.laws import LAWS
from releve.pipeline.rota.engine.problem import Wish
from releve.pipeline.rota.errors import RotaRefused
from releve.pipeline.rota.handover import Respondent
from releve.pipeline.rota.models import DatedWish, RotaKnobs, SeasonAnswer, WeeklyWish
from releve.pipeline.rota.queries.seasons import SeasonLine, asked_half_days, season_lines, secretary_season_lines
from releve.pipeline.rota.queries.wishes import knobs_of, said_by
from releve.pipeline.rota.rules.seasons import half_day_of, last_day_of, season_after, season_of, slot_of
from releve.shared.half_days import Half, monday_of
from releve.shared.jobs import defer_job
from releve.shared.lawful_writes import check_fields, lawful_write, laws_of
from releve.shared.people.models import User

WISH_LAWS = LAWS | laws_of(WeeklyWish, DatedWish, SeasonAnswer, RotaKnobs)
# Nobody knows her half-days farther ahead; a typing error in a year does.
FARTHEST = timedelta(days=2 * 366)
# The daily job reminds from four weeks before a season on, every ten days: the coordinator needs two to draw the rota.
REMIND_BEFORE, REMIND_EVERY = timedelta(weeks=4), timedelta(days=10)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Said:
    """What a page showed of a half-day, and what she chose on it."""

    shown: Wish
    chosen: Wish


def say_wishes(*, who: Respondent, season: date, said: Mapping[int, Said], by: User, now: datetime) -> int:
    """Store her answers for a season and return how many changed.

    An answer that she did not touch is stored only where none is: what another tab changed meanwhile stays.
    """
    _check_season(season, now)
    asked = {half_day.slot for half_day in asked_half_days(who, season)}
    unknown = sorted(set(said) - asked)
    if unknown:
        raise RotaRefused(
            _("%(half_day)s : aucun cabinet n’attend de réponse pour cette demi-journée. Rechargez la page.")
            % {"half_day": _words_of(unknown[0])}
        )
    touched = [_weekly(who, season, slot, one.chosen, now) for slot, one in said.items() if one.chosen != one.shown]
    untouched = [_weekly(who, season, slot, one.chosen, now) for slot, one in said.items() if one.chosen == one.shown]
    with lawful_write(RotaRefused, WISH_LAWS):
        WeeklyWish.objects.bulk_create(untouched, ignore_conflicts=True)
        _put(who, touched)
        _note_answered(who, season, now)
    return len(touched)


def copy_last_season(*, who: Respondent, season: date, by: User, now: datetime) -> int:
    """Say for a season what was said for the last one that has answers; return how many half-days."""
    _check_season(season, now)
    before = WeeklyWish.objects.filter(said_by([who]), season__lt=season).order_by("-season", "weekday", "half")
    last = before.values_list("season", flat=True).first()
    if last is None:
        raise RotaRefused(_("Saison précédente : aucune réponse n’y est notée. Répondez ci-dessous."))
    asked = {half_day.slot for half_day in asked_half_days(who, season)}
    said = {slot_of(row.weekday, Half(row.half)): Wish(row.wish) for row in before.filter(season=last)}
    rows = [_weekly(who, season, slot, wish, now) for slot, wish in said.items() if slot in asked]
    with lawful_write(RotaRefused, WISH_LAWS):
        _put(who, rows)
        _note_answered(who, season, now)
    return len(rows)


def say_of_days(
    *, who: Respondent, day: date, halves: Collection[Half], whole_week: bool, wish: Wish, by: User, now: datetime
) -> int:
    """Say something else of one day, or of all seven days of its week; return how many half-days."""
    days = [monday_of(day) + timedelta(days=n) for n in range(7)] if whole_week else [day]
    if days[-1] < now.date():
        raise RotaRefused(_("Jour : il est passé. Choisissez un jour à venir."))
    if days[-1] - now.date() > FARTHEST:
        raise RotaRefused(_("Jour : il est à plus de deux ans. Vérifiez l’année."))
    rows = [
        DatedWish(**_columns(who), day=one, half=half, wish=wish, changed_at=now) for one in days for half in halves
    ]
    with lawful_write(RotaRefused, WISH_LAWS):
        DatedWish.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=[*_key(who), "day", "half"],
            update_fields=["wish", "changed_at"],
        )
    return len(rows)


def forget_days(*, who: Respondent, first: date, last: date, by: User, now: datetime) -> None:
    """Take back what was said of single half-days. Twice changes nothing."""
    DatedWish.objects.filter(said_by([who]), day__range=(first, last)).delete()


def ask_for_reminders(*, lines: Iterable[SeasonLine], season: date, by: User | None, now: datetime) -> int:
    """Have those who have not answered for a season reminded by mail; return how many. Twice a day is once."""
    silent = [line.who for line in lines if line.has_address and not line.has_answered]
    with lawful_write(RotaRefused, WISH_LAWS):
        SeasonAnswer.objects.bulk_create(
            [SeasonAnswer(**_columns(who), season=season) for who in silent], ignore_conflicts=True
        )
        awaited = SeasonAnswer.objects.select_for_update(no_key=True).filter(
            Q(reminder_asked_at__isnull=True) | Q(reminder_asked_at__lte=now - ONE_DAY),
            said_by(silent),
            season=season,
            answered_at__isnull=True,
        )
        answers = list(awaited.order_by("id"))
        for answer in answers:
            answer.reminder_asked_at = now
            answer.save(update_fields=["reminder_asked_at"])
            defer_job("rota.remind_of_season", answer_id=answer.id)
    return len(answers)


def remind_of_coming_season(*, now: datetime) -> int:
    """Remind every network's doctors and secretaries of the season that begins soon, until they answer."""
    season = season_after(season_of(now.date()))
    if season - now.date() > REMIND_BEFORE:
        return 0
    n = 0
    for network in Network.objects.order_by("id"):
        lines = [*season_lines(network.id, season), *secretary_season_lines(network.id, season)]
        due = [line for line in lines if not _was_reminded_lately(line.answer, now)]
        n += ask_for_reminders(lines=due, season=season, by=None, now=now)
    return n


def _was_reminded_lately(answer: SeasonAnswer | None, now: datetime) -> bool:
    return bool(answer and answer.reminder_asked_at and now - answer.reminder_asked_at < REMIND_EVERY)


def change_rota_knobs(
    *,
    network_id: int,
    unloved_slots: Collection[int],
    eves_are_unloved: bool,
    exchanges_need_consent: bool,
    by: User,
    now: datetime,
) -> RotaKnobs:
    """Decide which half-days nobody likes, and whether the network has a word in each exchange."""
    knobs = knobs_of(network_id)
    knobs.unloved_slots = sorted(set(unloved_slots))
    knobs.eves_are_unloved, knobs.exchanges_need_consent = eves_are_unloved, exchanges_need_consent
    check_fields(knobs, RotaRefused)
    with lawful_write(RotaRefused, WISH_LAWS):
        RotaKnobs.objects.bulk_create(
            [knobs],
            update_conflicts=True,
            unique_fields=["network"],
            update_fields=["unloved_slots", "eves_are_unloved", "exchanges_need_consent"],
        )
    return knobs_of(network_id)


def _check_season(season: date, now: datetime) -> None:
    if season_of(season) != season:
        raise RotaRefused(_("Saison : elle n’existe pas. Choisissez-en une dans la liste."))
    if last_day_of(season) < now.date():
        raise RotaRefused(_("Saison : elle est passée. Choisissez la saison en cours ou une saison à venir."))
    if season - now.date() > FARTHEST:
        raise RotaRefused(_("Saison : elle est à plus de deux ans. Choisissez-en une plus proche."))


def _columns(who: Respondent) -> dict[str, int | None]:
    return {"network_id": who.network_id, "doctor_id": who.doctor_id, "secretary_id": who.secretary_id}


def _key(who: Respondent) -> tuple[str, ...]:
    """Return the columns by which the laws know her: a doctor is of one network, a login may work for several."""
    return ("doctor",) if who.doctor_id else ("secretary", "network")


def _weekly(who: Respondent, season: date, slot: int, wish: Wish, now: datetime) -> WeeklyWish:
    weekday, half = half_day_of(slot)
    return WeeklyWish(**_columns(who), season=season, weekday=weekday, half=half, wish=wish, changed_at=now)


def _put(who: Respondent, rows: list[WeeklyWish]) -> None:
    # In one order, so that two tabs wait for each other and never block each other.
    WeeklyWish.objects.bulk_create(
        sorted(rows, key=lambda row: (row.weekday, row.half)),
        update_conflicts=True,
        unique_fields=[*_key(who), "season", "weekday", "half"],
        update_fields=["wish", "changed_at"],
    )


def _note_answered(who: Respondent, season: date, now: datetime) -> None:
    SeasonAnswer.objects.bulk_create(
        [SeasonAnswer(**_columns(who), season=season, answered_at=now)],
        update_conflicts=True,
        unique_fields=[*_key(who), "season"],
        update_fields=["answered_at"],
    )


def _words_of(slot: int) -> str:
    weekday, half = half_day_of(slot)
    words = f"{WeeklyWish(weekday=weekday).get_weekday_display()} {HalfDay(half).label}"
    return words[:1].upper() + words[1:]
