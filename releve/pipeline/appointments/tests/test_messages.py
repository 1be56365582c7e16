"""What is said to patients: when, where, with whom; never why."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from releve.pipeline.appointments import tasks
from releve.pipeline.appointments.actions.changes import cancel_appointment, move_appointment
from releve.pipeline.appointments.actions.confirm import confirm_booking
from releve.pipeline.appointments.errors import BadLink
from releve.pipeline.appointments.handover import By
from releve.pipeline.appointments.links import (
    appointment_of_hold,
    appointment_of_link,
    hold_token,
    link_token,
)
from releve.pipeline.appointments.messages import (
    cancelled_message,
    confirmation_message,
    moved_message,
    spoken_time,
)
from releve.pipeline.appointments.rules import one_time_code
from releve.pipeline.appointments.tests.conftest import NINE, NOW
from tests.factories import a_reason

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret_reason(booker):
    booker.reason = a_reason(booker.shift.network, name="Dépistage VIH confidentiel")
    return booker.reason


@pytest.fixture
def booked(booker, secret_reason):
    held = booker.hold()
    request = booker.ask(held)
    return confirm_booking(appointment_id=held.id, code=booker.code(request), now=NOW)


@pytest.mark.parametrize("message", [confirmation_message, moved_message, cancelled_message])
def test_message_when_sent_tells_when_and_where_and_never_why(booked, message):
    said = message(booked)
    for text in (said.text, said.short):
        assert "lundi 7 décembre 2026 à 9 h 00" in text
        assert "/rendez-vous/" in text
    for text in (said.subject, said.text, said.short):
        assert "VIH" not in text
        assert "Dépistage" not in text
        assert "Costa" not in text
        assert "%(" not in text


def test_message_when_the_office_is_in_la_reunion_tells_its_own_time():
    assert spoken_time(datetime(2026, 12, 7, 4, 30, tzinfo=UTC), "Indian/Reunion") == "lundi 7 décembre 2026 à 8 h 30"


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-03-29T00:59:00+00:00", "dimanche 29 mars 2026 à 1 h 59"),
        ("2026-03-29T01:00:00+00:00", "dimanche 29 mars 2026 à 3 h 00"),
        ("2026-10-25T00:30:00+00:00", "dimanche 25 octobre 2026 à 2 h 30"),
        ("2026-10-25T01:30:00+00:00", "dimanche 25 octobre 2026 à 2 h 30"),
    ],
)
def test_message_when_the_clock_changes_tells_the_hour_on_the_wall(moment, said):
    assert spoken_time(datetime.fromisoformat(moment), "Europe/Paris") == said


def test_code_when_asked_is_mailed_and_stored_nowhere(booker):
    request = booker.ask(booker.hold())
    tasks.send_code(request_id=request.id)
    (sent,) = mail.outbox
    code = "".join(re.search(r"(\d{3}) (\d{3})", sent.body).groups())
    assert code == booker.code(request)
    assert sent.to == ["manuel.costa@example.org"]
    jobs = ProcrastinateJob.objects.filter(task_name="appointments.send_code")
    assert [job.args for job in jobs] == [{"request_id": request.id}]


def test_code_when_the_request_is_gone_is_not_sent(booker):
    tasks.send_code(request_id=10**9)
    assert mail.outbox == []


def test_codes_when_derived_differ_by_request_and_by_sending():
    codes = {one_time_code(b"key", request, n) for request in range(30) for n in range(1, 4)}
    assert len(codes) == 90
    assert all(re.fullmatch(r"\d{6}", code) for code in codes)
    assert one_time_code(b"key", 1, 1) != one_time_code(b"another", 1, 1)


def test_confirmation_when_sent_gives_a_login_and_reaches_the_contact(booked):
    tasks.send_confirmation(appointment_id=booked.id)
    assert mail.outbox[0].to == ["manuel.costa@example.org"]
    booked.patient.refresh_from_db()
    assert booked.patient.user.email == "manuel.costa@example.org"


def test_message_when_there_is_only_a_telephone_goes_by_sms(booked, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.sms, "send", lambda *, to, text: sent.append((to, text)))
    type(booked).objects.filter(id=booked.id).update(contact_email="", contact_phone="+33600000001")
    tasks.send_moved(appointment_id=booked.id)
    tasks.send_cancelled(appointment_id=booked.id)
    assert [to for to, _ in sent] == ["+33600000001"] * 2
    assert mail.outbox == []


def test_jobs_when_an_appointment_is_moved_and_cancelled_are_stored_with_it(booked, shift):
    move_appointment(
        appointment_id=booked.id,
        shift_id=shift.id,
        starts_at=NINE + timedelta(hours=1),
        by_kind=By.PATIENT,
        by=None,
        now=NOW,
    )
    cancel_appointment(appointment_id=booked.id, by_kind=By.PATIENT, by=None, now=NOW)
    names = list(ProcrastinateJob.objects.order_by("id").values_list("task_name", flat=True))
    assert names == [
        "appointments.send_code",
        "appointments.send_confirmation",
        "appointments.send_moved",
        "appointments.send_cancelled",
    ]


@pytest.mark.parametrize("read", [appointment_of_hold, appointment_of_link])
@pytest.mark.parametrize("token", ["", "1-1", "1-1~", "1-1~AAAA", "🙂", "x" * 500, "../../etc"])
def test_link_when_it_was_not_signed_here_is_refused(read, token):
    with pytest.raises(BadLink):
        read(token)


def test_link_when_signed_for_one_purpose_is_no_good_for_the_other():
    assert appointment_of_hold(hold_token(3, 1500)) == (3, 1500)
    assert appointment_of_link(link_token(3, 1500)) == (3, 1500)
    with pytest.raises(BadLink):
        appointment_of_link(hold_token(3, 1500))
    with pytest.raises(BadLink):
        appointment_of_hold(link_token(3, 1500))
