"""Wishes, reminders and fairness on the database."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from releve.pipeline.commitments.models import Absence, Doctor
from releve.pipeline.offices.models import Membership, Network
from releve.pipeline.rota.actions.exchanges import Given, answer_exchange, propose_exchange
from releve.pipeline.rota.actions.wishes import (
    Said,
    ask_for_reminders,
    change_rota_knobs,
    copy_last_season,
    remind_of_coming_season,
    say_of_days,
    say_wishes,
)
from releve.pipeline.rota.engine.problem import Cell, Wish
from releve.pipeline.rota.errors import RotaRefused
from releve.pipeline.rota.handover import Respondent
from releve.pipeline.rota.models import (
    DatedWish,
    Exchange,
    ExchangePart,
    ExchangeVoice,
    RotaKnobs,
    SeasonAnswer,
    SecretaryTerms,
    WeeklyWish,
)
from releve.pipeline.rota.queries.fairness import fairness_of, past_unloved
from releve.pipeline.rota.queries.seasons import asked_half_days, season_lines, secretary_season_lines
from releve.pipeline.rota.queries.wishes import knobs_of, wishes_of
from releve.pipeline.rota.tasks.exchanges import tell_exchange
from releve.pipeline.rota.tasks.seasons import remind_of_season
from releve.shared.half_days import HALVES, Half
from tests.factories import a_doctor, a_network, a_promise, a_published_shift, a_shift, a_user, an_office
from tests.wishes import a_season_and_an_exchange

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 10, 9, tzinfo=UTC)
AUTUMN, WINTER, SPRING = date(2026, 10, 5), date(2027, 1, 4), date(2027, 4, 5)


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def benali(office):
    doctor = a_doctor(office.network, email="benali@example.org")
    a_promise(office, doctor)
    return doctor


def colleagues_of(office, n):
    return [a_promise(office, a_doctor(office.network, "Hugo", f"Delattre {k}")).doctor for k in range(n)]


@pytest.fixture
def petit(office):
    """A secretary of the office, who works there."""
    petit = a_user("secretary", office=office)
    SecretaryTerms.objects.create(
        network=office.network, secretary=petit, half_days_per_week=4, starts_on=AUTUMN, changed_at=NOW
    )
    return petit


def who(person):
    if isinstance(person, Doctor):
        return Respondent(person.network_id, doctor_id=person.id)
    return Respondent(Network.objects.earliest("id").id, secretary_id=person.id)


def say(person, season=WINTER, **chosen):
    asked = asked_half_days(who(person), season)
    said = {one.slot: Said(one.wish, chosen.get(f"d{one.slot}", one.wish)) for one in asked}
    return say_wishes(who=who(person), season=season, said=said, by=None, now=NOW)


def remind(network, now=NOW):
    lines = [*season_lines(network.id, WINTER), *secretary_season_lines(network.id, WINTER)]
    return ask_for_reminders(lines=lines, season=WINTER, by=None, now=now)


def test_wishes_when_said_then_the_engine_reads_them(benali, django_assert_num_queries):
    assert say(benali, d9=Wish.CANNOT) == 1
    say_of_days(
        who=who(benali),
        day=date(2027, 1, 13),
        halves=HALVES,
        whole_week=False,
        wish=Wish.AVOID,
        by=None,
        now=NOW,
    )
    with django_assert_num_queries(2):
        every_week, cells = wishes_of([who(benali)], WINTER, 26)[who(benali)]
    assert (every_week[0], every_week[1], every_week[9]) == (Wish.PREFER, Wish.CAN, Wish.CANNOT)
    assert cells == {Cell(1, 4): Wish.AVOID, Cell(1, 5): Wish.AVOID}


def test_wishes_when_a_doctor_never_answered_then_none(benali):
    nobody = Respondent(benali.network_id, doctor_id=10**9)
    assert wishes_of([who(benali), nobody], WINTER, 13) == {who(benali): ({}, {}), nobody: ({}, {})}


def test_wishes_when_an_absence_is_noted_then_it_is_no_wish(office, benali):
    Absence.objects.create(network=office.network, doctor=benali, first_on=WINTER, last_on=WINTER)
    assert wishes_of([who(benali)], WINTER, 13)[who(benali)] == ({}, {})


def test_season_when_copied_then_only_half_days_that_still_open(office, benali):
    say(benali, AUTUMN, d9=Wish.CANNOT)
    office.openings.filter(weekday=0).update(valid_to=date(2026, 12, 31))
    assert copy_last_season(who=who(benali), season=WINTER, by=None, now=NOW) == 6
    assert WeeklyWish.objects.get(season=WINTER, weekday=4, half="pm").wish == "cannot"


def test_week_when_said_otherwise_then_fourteen_half_days_and_twice_is_once(benali):
    told = {"who": who(benali), "day": date(2027, 1, 13), "halves": HALVES, "by": None, "now": NOW}
    for wish in (Wish.CANNOT, Wish.AVOID):
        assert say_of_days(**told, whole_week=True, wish=wish) == 14
    _every_week, cells = wishes_of([who(benali)], WINTER, 13)[who(benali)]
    assert cells == {Cell(1, slot): Wish.AVOID for slot in range(14)}


@pytest.mark.parametrize("n_silent", [1, 4])
def test_lines_of_a_season_when_asked_then_who_is_silent(office, benali, n_silent, django_assert_num_queries):
    silent = colleagues_of(office, n_silent)
    a_promise(office, a_doctor(office.network, "Inès", "Morel"), ends_on=date(2026, 12, 31))
    say(benali)
    with django_assert_num_queries(8):
        lines = season_lines(office.network_id, WINTER)
    expected = [(who(benali), True), *((who(one), False) for one in silent)]
    assert [(line.who, line.has_answered) for line in lines] == expected


def test_reminder_when_sent_then_by_mail_with_a_link_and_never_after_an_answer(benali, mailoutbox):
    assert remind(benali.network) == 1
    assert remind(benali.network) == 0
    answer = SeasonAnswer.objects.get()
    remind_of_season(answer.id)
    (mail,) = mailoutbox
    assert mail.subject == "Vos disponibilités, janvier – mars 2027"
    assert "/medecin/disponibilites/?saison=2027-01-04" in mail.body
    answer.refresh_from_db()
    assert answer.reminded_at
    say(benali)
    remind_of_season(answer.id)
    remind_of_season(10**9)
    assert len(mailoutbox) == 1


def test_daily_reminder_when_a_season_is_near_then_asks_the_silent_every_ten_days(office, benali):
    a_promise(office, a_doctor(office.network, "Hugo", "Delattre"))  # without any address
    assert remind_of_coming_season(now=datetime(2026, 12, 1, 9, tzinfo=UTC)) == 0
    assert remind_of_coming_season(now=NOW) == 1
    assert remind_of_coming_season(now=NOW + timedelta(days=9)) == 0
    assert remind_of_coming_season(now=NOW + timedelta(days=10)) == 1


# The secretaries answer as the doctors do


def test_secretary_when_asked_then_the_half_days_with_a_reception_of_all_her_offices(office, petit):
    office.openings.filter(weekday=0, half="pm").update(has_reception=False)
    bully = an_office(office.network, name="Bully", weekdays=(0, 3))
    Membership.objects.create(network=office.network, user=petit, desk="secretary", office=bully)
    office.openings.filter(weekday=1).update(valid_to=date(2026, 12, 31))
    asked = {one.slot: one.offices for one in asked_half_days(who(petit), WINTER)}
    assert asked[0] == tuple(sorted([bully.name, office.name]))
    assert (asked[1], asked[6]) == ((bully.name,), (bully.name,))
    assert 2 not in asked


def test_secretary_when_she_said_then_kept_apart_from_doctors_and_from_her_other_network(office, benali, petit):
    assert say(benali, d9=Wish.CANNOT) == 1
    assert say(petit, d0=Wish.AVOID) == 1
    assert say(petit, d0=Wish.AVOID) == 0
    say_of_days(who=who(petit), day=WINTER, halves=HALVES, whole_week=False, wish=Wish.CANNOT, by=None, now=NOW)
    elsewhere = Respondent(a_network("CPTS d’ailleurs").id, secretary_id=petit.id)
    people = [who(benali), who(petit), elsewhere]
    said = wishes_of(people, WINTER, 2)
    assert (said[who(benali)][0][9], said[who(benali)][1]) == (Wish.CANNOT, {})
    assert (said[who(petit)][0][0], said[who(petit)][0][9]) == (Wish.AVOID, Wish.CAN)
    assert said[who(petit)][1] == {Cell(0, 0): Wish.CANNOT, Cell(0, 1): Wish.CANNOT}
    assert said[elsewhere] == ({}, {})


def test_secretary_when_a_half_day_is_not_asked_of_her_then_refused(office, petit):
    with pytest.raises(RotaRefused, match="Jeudi matin"):
        say_wishes(who=who(petit), season=WINTER, said={6: Said(Wish.CAN, Wish.AVOID)}, by=None, now=NOW)


def test_secretary_when_silent_then_listed_and_reminded_until_she_answers(
    office, benali, petit, mailoutbox, django_assert_num_queries
):
    gone = a_user("secretary", office=office)
    SecretaryTerms.objects.create(
        network=office.network,
        secretary=gone,
        half_days_per_week=4,
        starts_on=AUTUMN,
        ends_on=date(2026, 12, 31),
        changed_at=NOW,
    )
    with django_assert_num_queries(5):
        (line,) = secretary_season_lines(office.network_id, WINTER)
    assert (line.who, line.has_answered) == (who(petit), False)
    say(benali)
    assert remind_of_coming_season(now=NOW) == 1
    answer = SeasonAnswer.objects.get(secretary=petit)
    remind_of_season(answer.id)
    (mail,) = mailoutbox
    assert mail.to == [petit.email]
    assert "/secretariat/disponibilites/?saison=2027-01-04" in mail.body
    say(petit)
    assert remind_of_coming_season(now=NOW + timedelta(days=10)) == 0
    assert secretary_season_lines(office.network_id, WINTER)[0].has_answered


def test_mail_of_an_exchange_when_its_state_changes_then_told_once_a_state(office, benali, mailoutbox):
    delattre = a_doctor(office.network, "Hugo", "Delattre", email="delattre@example.org")
    a_promise(office, delattre)
    shift = a_published_shift(office, benali, date(2026, 12, 14))
    exchange = propose_exchange(
        doctor_id=benali.id, given=[Given(shift.id, delattre.id)], note="Merci !", by=None, now=NOW
    )
    run_mails()
    (mail,) = mailoutbox
    assert (mail.to, mail.subject) == (["delattre@example.org"], "Dr Leïla Benali vous propose un échange")
    assert "lundi 14 décembre, matin" in mail.body
    assert "« Merci ! »" in mail.body
    assert "/medecin/echange/" in mail.body
    answer_exchange(exchange_id=exchange.id, doctor_id=delattre.id, is_agreed=True, by=None, now=NOW)
    for _twice in range(2):
        run_mails()
    assert [(one.to, one.subject) for one in mailoutbox[1:]] == [(["benali@example.org"], "Échange fait")] or [
        one.to for one in mailoutbox[1:]
    ] == [["delattre@example.org"], ["benali@example.org"]]


def test_mail_of_an_offer_when_somebody_else_took_it_then_nothing_to_do(office, benali, mailoutbox):
    names = (("Hugo", "Delattre"), ("Inès", "Morel"))
    colleagues = [a_doctor(office.network, *name, email=f"{name[1].lower()}@example.org") for name in names]
    for colleague in colleagues:
        a_promise(office, colleague)
    shift = a_published_shift(office, benali, date(2026, 12, 14))
    exchange = propose_exchange(doctor_id=benali.id, given=[Given(shift.id, None)], by=None, now=NOW)
    answer_exchange(exchange_id=exchange.id, doctor_id=colleagues[0].id, is_agreed=True, by=None, now=NOW)
    run_mails()
    told = {one.to[0]: one for one in mailoutbox}
    assert told["morel@example.org"].subject == "Demi-journée déjà reprise"
    assert "rien à faire" in told["morel@example.org"].body
    assert told["benali@example.org"].subject == "Échange fait"


def run_mails():
    for job in ProcrastinateJob.objects.filter(task_name="rota.tell_exchange").order_by("id"):
        tell_exchange(**job.args)


@pytest.mark.parametrize("n_others", [0, 4])
def test_fairness_when_counted_then_published_shifts_of_the_year(office, benali, n_others, django_assert_num_queries):
    for n, other in enumerate(colleagues_of(office, n_others)):
        a_published_shift(office, other, date(2026, 9, 7) + timedelta(weeks=n))
    a_published_shift(office, benali, date(2026, 11, 6), Half.AFTERNOON)
    a_shift(office, benali, date(2026, 11, 13), Half.AFTERNOON)
    a_published_shift(office, benali, date(2026, 11, 10))  # the eve of the Armistice
    with django_assert_num_queries(7):
        shares = fairness_of(office.network_id, date(2026, 1, 1), date(2026, 12, 31))
    assert len(shares) == 1 + n_others
    (share,) = (one for one in shares if one.doctor_id == benali.id)
    assert (share.n_by_slot, share.n_eves, share.n_unloved, share.n_worked) == ({9: 1, 10: 0}, 1, 2, 2)
    assert share.n_promised == pytest.approx(4 * 365 / 7)
    assert past_unloved(office.network_id, [benali.id, 10**9], date(2026, 12, 7)) == {benali.id: 2, 10**9: 0}
    assert past_unloved(office.network_id, [benali.id], date(2026, 11, 9)) == {benali.id: 1}


def test_knobs_when_changed_twice_then_one_row_and_bad_slots_refused(office):
    told = {"network_id": office.network_id, "eves_are_unloved": False, "exchanges_need_consent": True}
    assert knobs_of(office.network_id).unloved_slots == [9, 10]
    for slots in ([0], [10, 9, 9]):
        change_rota_knobs(**told, unloved_slots=slots, by=None, now=NOW)
    assert RotaKnobs.objects.get().unloved_slots == [9, 10]
    with pytest.raises(RotaRefused, match="Demi-journées peu aimées"):
        change_rota_knobs(**told, unloved_slots=[14], by=None, now=NOW)


BROKEN = {
    "doctor_answers_each_half_day_of_a_season_once": lambda x: copy_of(x, WeeklyWish),
    "doctor_answers_each_dated_half_day_once": lambda x: copy_of(x, DatedWish),
    "season_of_a_wish_starts_on_a_monday": lambda _: WeeklyWish.objects.update(season=date(2027, 1, 5)),
    "answered_season_starts_on_a_monday": lambda _: SeasonAnswer.objects.update(season=date(2027, 1, 5)),
    "doctor_answers_a_season_once": lambda x: copy_of(x, SeasonAnswer),
    "weekly_wish_is_of_one_person": lambda _: WeeklyWish.objects.update(doctor=None),
    "dated_wish_is_of_one_person": lambda _: DatedWish.objects.update(doctor=None),
    "answer_to_a_season_is_of_one_person": lambda _: SeasonAnswer.objects.update(doctor=None),
    "secretary_answers_each_half_day_of_a_season_once": lambda _: twice(WeeklyWish),
    "secretary_answers_each_dated_half_day_once": lambda _: twice(DatedWish),
    "secretary_answers_a_season_once": lambda _: twice(SeasonAnswer),
    "unloved_slots_lie_in_a_week": lambda _: RotaKnobs.objects.update(unloved_slots=[14]),
    "settled_exchange_says_when": lambda _: Exchange.objects.update(status="done"),
    "refused_exchange_has_a_reason": lambda _: Exchange.objects.update(status="refused", settled_at=NOW),
    "exchange_names_each_shift_once": lambda x: copy_of(x, ExchangePart),
    "half_day_passes_to_another_doctor": lambda x: ExchangePart.objects.update(taker=x.asked_by),
    "doctor_has_one_voice_in_an_exchange": lambda x: copy_of(x, ExchangeVoice),
    "given_answer_says_when": lambda _: ExchangeVoice.objects.update(answered_at=None),
}


def twice(model):
    """Give the one row to a secretary, and store it again."""
    model.objects.update(doctor=None, secretary=a_user("secretary", office=an_office()))
    copy_of(None, model)


def copy_of(_exchange, model):
    row = model.objects.get()
    row.pk = None
    row.save(force_insert=True)


@pytest.mark.parametrize("law", BROKEN)
def test_law_when_broken_then_the_database_refuses(office, law):
    exchange = a_season_and_an_exchange(a_published_shift(office))
    with pytest.raises(IntegrityError, match=law), transaction.atomic():
        BROKEN[law](exchange)
