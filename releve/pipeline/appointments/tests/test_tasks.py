"""The background jobs, run as the worker runs them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from releve.pipeline.appointments import tasks
from releve.pipeline.appointments.handover import Status
from releve.pipeline.appointments.models import Appointment
from releve.shared.jobs import defer_job

# A worker has connections of its own: it sees what is committed.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_jobs_before(transactional_db):
    """Django empties its own tables after a test that commits; those of the jobs are not its own."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture(scope="module", autouse=True)
def _no_sessions_after(django_db_setup, django_db_blocker):
    """The worker's own sessions would stand in the way when the test database is dropped."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )


def work_off():
    app.with_connector(app.connector.get_worker_connector()).run_worker(
        wait=False, install_signal_handlers=False, listen_notify=False
    )


def test_worker_when_a_code_was_asked_sends_it_and_is_done(booker):
    booker.ask(booker.hold())
    work_off()
    assert len(mail.outbox) == 1
    assert [job.status for job in ProcrastinateJob.objects.filter(task_name="appointments.send_code")] == ["succeeded"]


def test_worker_when_the_booking_was_rolled_back_has_nothing_to_do(booker):
    held = booker.hold()
    with pytest.raises(ZeroDivisionError):
        _ask_then_fail(booker, held)
    work_off()
    assert mail.outbox == []


def _ask_then_fail(booker, held):
    with transaction.atomic():
        booker.ask(held)
        raise ZeroDivisionError


def test_job_when_a_hold_ran_out_releases_it(booker):
    held = booker.hold()
    Appointment.objects.filter(id=held.id).update(held_until=timezone.now() - timedelta(minutes=1))
    tasks.forget_unfinished(timestamp=0)
    held.refresh_from_db()
    assert held.status == Status.CANCELLED


def test_retries_when_the_mail_server_is_down_last_a_little_over_two_hours():
    now, waited = timezone.now(), timedelta()
    job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="t")
    for attempt in range(tasks.PATIENTLY.max_attempts):
        decision = tasks.PATIENTLY.get_retry_decision(exception=OSError(), job=job.evolve(attempts=attempt))
        waited += decision.retry_at - now
    assert tasks.PATIENTLY.get_retry_decision(exception=OSError(), job=job.evolve(attempts=12)) is None
    assert timedelta(hours=2) < waited < timedelta(hours=2, minutes=30)


def test_jobs_of_the_clock_when_run_by_the_worker_succeed(shift):
    for name in ("jobs.remove_old", "jobs.retry_stalled"):
        defer_job(name, timestamp=0)
    work_off()
    jobs = ProcrastinateJob.objects.filter(task_name__startswith="jobs.")
    assert {job.status for job in jobs} == {"succeeded"}
