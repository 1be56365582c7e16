"""A call for a gap: who may take which half-day, first fit first served, and what everybody is told."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from releve.pipeline.commitments.handover import Route
from releve.pipeline.commitments.models import Absence, Commitment, Doctor
from releve.pipeline.rota.actions.calls import publish_call, withdraw_call
from releve.pipeline.rota.actions.takings import take_half_days
from releve.pipeline.rota.call_errors import (
    AlreadyTaken,
    CallExpired,
    CallRefused,
    CallWithdrawn,
    DoesNotFit,
)
from releve.pipeline.rota.messages.call_links import call_token
from releve.pipeline.rota.models import Call, CallTaking, Shift
from releve.pipeline.rota.rules.calls import NotFit
from releve.pipeline.rota.tasks import calls as mails
from releve.shared.half_days import Half
from tests.candidates import a_candidate
from tests.factories import a_doctor, a_promise, a_shift, a_user, an_office

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 12, 7), date(2026, 12, 8)
MONDAY_AM, TUESDAY_AM = (MONDAY, Half.MORNING), (TUESDAY, Half.MORNING)
DAY_AFTER = NOW + timedelta(days=1)


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def aubry(office):
    return a_user("network", network=office.network)


@pytest.fixture
def benali(office):
    """Dr Benali is promised to the office, and away on Monday."""
    promise = a_promise(office, a_doctor(office.network, email="benali@example.org"))
    Absence.objects.create(network=office.network, doctor=promise.doctor, first_on=MONDAY, last_on=MONDAY)
    return promise


@pytest.fixture
def colleague(office):
    return a_promise(office, a_doctor(office.network, "Karim", "Haddad", email="haddad@example.org"), pattern="fri-am")


def publish(office, aubry, half_days=(MONDAY_AM,), **given):
    given = {"expires_at": NOW + timedelta(days=3)} | given
    return publish_call(office_id=office.id, half_days=half_days, by=aubry, now=NOW, **given)


def take(call, who, *half_days, now=DAY_AFTER):
    wanted = half_days or tuple((half.day, Half(half.half)) for half in call.half_days.all())
    ids = [call.half_days.get(day=day, half=half).id for day, half in wanted]
    return take_half_days(invitation_id=invited(call, who).id, half_day_ids=ids, now=now)


def invited(call, who):
    key = "doctor" if isinstance(who, Doctor) else "candidate"
    return call.invitations.get(**{key: who})


def jobs(name):
    return [job.args["invitation_id"] for job in ProcrastinateJob.objects.filter(task_name=f"rota.{name}")]


def test_publish_when_somebody_fits_then_invites_her_and_nobody_else(office, aubry, benali, colleague):
    a_doctor(office.network, "Sans", "Adresse")
    a_doctor(office.network, "Sans", "Engagement", email="sans@example.org")
    call = publish(office, aubry)
    # Dr Benali is away that day; a doctor without a promise replaces nobody here (ORD-06).
    assert [str(invitation) for invitation in call.invitations.all()] == ["Dr Karim Haddad"]
    assert jobs("send_call") == [invited(call, colleague.doctor).id]


def test_publish_when_somebody_is_replaced_then_known_replacements_are_invited_too(office, aubry, benali, colleague):
    known = a_candidate(office.network)
    a_candidate(office.network, last_name="Déclinée", stage="declined")
    a_candidate(office.network, last_name="Expirée", licence_until=date(2026, 11, 15))
    call = publish(office, aubry, replaced_id=benali.id)
    assert {str(invitation) for invitation in call.invitations.all()} == {"Dr Karim Haddad", str(known)}


def test_publish_when_one_is_unwanted_then_not_written_to(office, aubry, benali, colleague):
    a_candidate(office.network)
    call = publish(office, aubry, replaced_id=benali.id, unwanted_doctor_ids=[colleague.doctor_id])
    assert [invitation.doctor for invitation in call.invitations.all()] == [None]


@pytest.mark.parametrize(
    ("half_days", "given", "sentence"),
    [
        ((), {}, "choisissez-en au moins une"),
        ([MONDAY_AM, (MONDAY + timedelta(days=14), Half.MORNING)], {}, "quinze jours au plus"),
        ([(date(2026, 12, 10), Half.MORNING)], {}, "jeudi 10 décembre, matin, le cabinet n’ouvre pas"),
        ([(date(2026, 11, 30), Half.MORNING)], {}, "déjà commencée"),
        ([MONDAY_AM], {"expires_at": NOW}, "un moment à venir"),
    ],
)
def test_publish_when_it_cannot_be_called_then_refused(office, aubry, colleague, half_days, given, sentence):
    with pytest.raises(CallRefused, match=sentence):
        publish(office, aubry, half_days, **given)
    assert not Call.objects.exists()


def test_publish_when_a_doctor_works_there_then_refused(office, aubry, colleague):
    a_shift(office, colleague.doctor, MONDAY)
    with pytest.raises(CallRefused, match="un médecin y consulte désormais"):
        publish(office, aubry)


def test_publish_when_nobody_can_come_then_refused_and_says_what_to_do(office, aubry, benali):
    with pytest.raises(CallRefused, match="Choisissez un médecin à remplacer"):
        publish(office, aubry)


def test_publish_when_the_replaced_doctor_is_not_away_then_refused(office, aubry, benali, colleague):
    """ORD-08: the replaced doctor must have stopped."""
    with pytest.raises(CallRefused, match="il n’est pas absent ces jours-là"):
        publish(office, aubry, [TUESDAY_AM], replaced_id=benali.id)


def test_publish_when_a_half_day_is_called_already_then_refused_until_withdrawn(office, aubry, colleague):
    call = publish(office, aubry)
    with pytest.raises(CallRefused, match="déjà dans un appel en cours"):
        publish(office, aubry)
    withdraw_call(call_id=call.id, by=aubry, now=NOW)
    publish(office, aubry)


def test_take_when_promised_then_the_shift_stands_at_once_open_to_patients(office, aubry, colleague):
    call = publish(office, aubry)
    (taking,) = take(call, colleague.doctor)
    assert (taking.shift.status, taking.shift.day, taking.shift.half) == ("published", MONDAY, "am")
    assert taking.shift.commitment == colleague
    assert jobs("send_call_taken") == [invited(call, colleague.doctor).id]


def test_take_when_the_call_asks_for_drafts_then_a_draft(office, aubry, colleague):
    (taking,) = take(publish(office, aubry, publishes_shifts=False), colleague.doctor)
    assert taking.shift.status == "draft"


def test_take_when_a_candidate_replaces_then_a_doctor_with_a_replacement_of_the_named_one(office, aubry, benali):
    roussel = a_candidate(office.network)
    (taking,) = take(publish(office, aubry, replaced_id=benali.id), roussel)
    roussel.refresh_from_db()
    assert taking.doctor == roussel.doctor
    promise = taking.shift.commitment
    assert (promise.route, promise.replaced_doctor_name) == (Route.REPLACEMENT, "Dr Leïla Benali")
    assert (promise.starts_on, promise.ends_on) == (MONDAY, MONDAY)
    assert (promise.replaced_doctor, promise.licence_until) == (benali.doctor, date(2027, 11, 15))


def test_take_when_a_replacement_takes_twice_then_one_promise_over_the_call(office, aubry, benali):
    Absence.objects.create(network=office.network, doctor=benali.doctor, first_on=TUESDAY, last_on=TUESDAY)
    roussel = a_candidate(office.network)
    call = publish(office, aubry, [MONDAY_AM, TUESDAY_AM], replaced_id=benali.id)
    take(call, roussel, TUESDAY_AM)
    take(call, roussel, MONDAY_AM)
    assert Doctor.objects.filter(last_name="Roussel").count() == 1
    assert Commitment.objects.get(route=Route.REPLACEMENT).starts_on == MONDAY
    assert Shift.objects.count() == 2


def test_take_when_a_doctor_is_promised_later_then_replaces_for_the_day_alone(office, aubry, benali):
    Absence.objects.create(network=office.network, doctor=benali.doctor, first_on=TUESDAY, last_on=TUESDAY)
    later = a_promise(office, a_doctor(office.network, "Nina", "Faure", email="f@example.org"), starts_on=TUESDAY)
    call = publish(office, aubry, [MONDAY_AM, TUESDAY_AM], replaced_id=benali.id)
    takings = take(call, later.doctor)
    assert [taking.shift.commitment.route for taking in takings] == [Route.REPLACEMENT, Route.DISTINCT_SITE]


def test_take_when_everything_is_taken_then_the_rest_is_told_at_once(office, aubry, benali, colleague):
    roussel = a_candidate(office.network)
    call = publish(office, aubry, replaced_id=benali.id)
    take(call, colleague.doctor)
    assert jobs("send_call_nothing_left") == [invited(call, roussel).id]


def test_take_when_sent_from_two_tabs_then_harmless(office, aubry, colleague):
    call = publish(office, aubry)
    assert take(call, colleague.doctor) == take(call, colleague.doctor)
    assert Shift.objects.count() == CallTaking.objects.count() == 1
    assert len(jobs("send_call_taken")) == 1


def test_take_when_somebody_was_first_then_refused_and_nothing_of_it_stands(office, aubry, benali, colleague):
    Absence.objects.create(network=office.network, doctor=benali.doctor, first_on=TUESDAY, last_on=TUESDAY)
    roussel = a_candidate(office.network)
    call = publish(office, aubry, [MONDAY_AM, TUESDAY_AM], replaced_id=benali.id)
    take(call, colleague.doctor, MONDAY_AM)
    with pytest.raises(AlreadyTaken):
        take(call, roussel)
    # All or none: the half-day that was free is not hers, and no doctor was made of her.
    assert CallTaking.objects.count() == 1
    assert not Doctor.objects.filter(last_name="Roussel").exists()


def test_take_when_withdrawn_or_expired_then_refused(office, aubry, colleague):
    call = publish(office, aubry)
    with pytest.raises(CallExpired):
        take(call, colleague.doctor, now=NOW + timedelta(days=3))
    withdraw_call(call_id=call.id, by=aubry, now=NOW)
    with pytest.raises(CallWithdrawn):
        take(call, colleague.doctor)


def test_withdraw_when_clicked_twice_then_told_once(office, aubry, colleague):
    call = publish(office, aubry)
    for _twice in range(2):
        withdraw_call(call_id=call.id, by=aubry, now=NOW)
    assert jobs("send_call_withdrawn") == [invited(call, colleague.doctor).id]


def test_take_when_she_consults_elsewhere_by_now_then_refused(office, aubry, colleague):
    call = publish(office, aubry)
    elsewhere = an_office(office.network)
    a_shift(elsewhere, colleague.doctor, MONDAY, starts=time(9), ends=time(11))
    with pytest.raises(DoesNotFit, match="vous consultez déjà à ce moment") as refused:
        take(call, colleague.doctor)
    assert refused.value.why == NotFit.ELSEWHERE


def test_take_when_she_is_away_by_now_then_refused(office, aubry, colleague):
    call = publish(office, aubry)
    Absence.objects.create(network=office.network, doctor=colleague.doctor, first_on=MONDAY, last_on=MONDAY)
    with pytest.raises(DoesNotFit, match="absent"):
        take(call, colleague.doctor)


def test_take_when_a_doctor_was_laid_there_by_now_then_refused(office, aubry, benali, colleague):
    call = publish(office, aubry)
    Absence.objects.all().delete()
    a_shift(office, benali.doctor, MONDAY)
    with pytest.raises(DoesNotFit, match="un médecin y consulte désormais"):
        take(call, colleague.doctor)


def test_take_when_no_room_is_in_service_then_refused(office, aubry, colleague):
    call = publish(office, aubry)
    office.rooms.update(is_active=False)
    with pytest.raises(DoesNotFit, match="plus de salle libre"):
        take(call, colleague.doctor)


def test_take_when_the_replaced_came_back_then_refused(office, aubry, benali):
    roussel = a_candidate(office.network)
    call = publish(office, aubry, replaced_id=benali.id)
    Absence.objects.all().delete()
    with pytest.raises(DoesNotFit, match="n’est pas absent"):
        take(call, roussel)


def test_take_when_the_licence_ends_before_then_refused(office, aubry, benali):
    roussel = a_candidate(office.network)
    call = publish(office, aubry, replaced_id=benali.id)
    roussel.licence_until = date(2025, 11, 15)
    roussel.licence_from = None
    roussel.save()
    with pytest.raises(DoesNotFit, match="licence"):
        take(call, roussel)


def test_mail_when_called_then_tells_where_when_and_the_personal_link(office, aubry, benali, colleague):
    call = publish(office, aubry, replaced_id=benali.id, message="Patientèle habituelle.")
    invitation = invited(call, colleague.doctor)
    mails.send_call(invitation.id)
    (sent,) = mail.outbox
    assert sent.to == ["haddad@example.org"]
    assert "– lundi 7 décembre, matin" in sent.body
    assert "remplacer Dr Leïla Benali" in sent.body
    assert "Patientèle habituelle." in sent.body
    assert f"/reseau/appel/{call_token(office.network_id, invitation.id)}/" in sent.body


def test_mails_when_taken_nothing_left_or_withdrawn_then_each_says_so(office, aubry, colleague):
    call = publish(office, aubry)
    take(call, colleague.doctor)
    invitation = invited(call, colleague.doctor)
    mails.send_call_taken(invitation.id)
    mails.send_call_nothing_left(invitation.id)
    mails.send_call_withdrawn(invitation.id)
    subjects = [message.subject for message in mail.outbox]
    assert ["C’est noté" in subjects[0], "plus de demi-journée à prendre" in subjects[1], "retiré" in subjects[2]] == [
        True
    ] * 3
    assert "– lundi 7 décembre, matin" in mail.outbox[0].body


def test_mail_when_withdrawn_or_erased_before_it_left_then_not_sent(office, aubry, benali):
    roussel = a_candidate(office.network)
    call = publish(office, aubry, replaced_id=benali.id)
    invitation_id = invited(call, roussel).id
    withdraw_call(call_id=call.id, by=aubry, now=NOW)
    mails.send_call(invitation_id)
    roussel.delete()
    for send in (mails.send_call, mails.send_call_taken, mails.send_call_nothing_left, mails.send_call_withdrawn):
        send(invitation_id)
    assert mail.outbox == []
