"""Background work of the appointments. Arguments are identifiers: what is said is read when it is sent."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from procrastinate import RetryStrategy, builtin_tasks
from procrastinate.contrib.django import app

from releve.adapters import mail, sms
from releve.pipeline.appointments.actions.confirm import code_key
from releve.pipeline.appointments.actions.upkeep import forget_unfinished_bookings, give_login_to_contact
from releve.pipeline.appointments.messages import (
    Message,
    cancelled_message,
    code_message,
    confirmation_message,
    moved_message,
)
from releve.pipeline.appointments.models import Appointment, BookingRequest
from releve.pipeline.appointments.rules import one_time_code

# A mail server that is down for a while: after 2, 4, 8… seconds, for a little over two hours in all.
PATIENTLY = RetryStrategy(max_attempts=12, exponential_wait=2)
# A code is awaited by somebody who is looking at the screen.
AT_ONCE = RetryStrategy(max_attempts=3, wait=2)


def _send(message: Message, *, email: str, phone: str) -> None:
    """By e-mail if there is an address, else by SMS."""
    if email:
        mail.send_text(to=email, subject=message.subject, text=message.text)
    elif phone:
        sms.send(to=phone, text=message.short)


def _with_place() -> QuerySet[Appointment]:
    return Appointment.objects.select_related("office__town", "doctor")


@app.task(name="appointments.send_code", retry=AT_ONCE)
def send_code(request_id: int) -> None:
    request = BookingRequest.objects.filter(id=request_id).first()
    if request is not None:
        code = one_time_code(code_key(), request.id, request.n_codes_sent)
        _send(code_message(code), email=request.email, phone=request.phone)


@app.task(name="appointments.send_confirmation", retry=PATIENTLY)
def send_confirmation(appointment_id: int) -> None:
    appointment = _with_place().get(id=appointment_id)
    give_login_to_contact(appointment=appointment)
    _send(confirmation_message(appointment), email=appointment.contact_email, phone=appointment.contact_phone)


@app.task(name="appointments.send_moved", retry=PATIENTLY)
def send_moved(appointment_id: int) -> None:
    appointment = _with_place().get(id=appointment_id)
    _send(moved_message(appointment), email=appointment.contact_email, phone=appointment.contact_phone)


@app.task(name="appointments.send_cancelled", retry=PATIENTLY)
def send_cancelled(appointment_id: int) -> None:
    appointment = _with_place().get(id=appointment_id)
    _send(cancelled_message(appointment), email=appointment.contact_email, phone=appointment.contact_phone)


@app.periodic(cron="*/5 * * * *")
@app.task(name="appointments.forget_unfinished", queueing_lock="appointments.forget_unfinished", pass_context=False)
def forget_unfinished(timestamp: int) -> None:
    forget_unfinished_bookings(now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="jobs.retry_stalled", queueing_lock="jobs.retry_stalled", pass_context=True)
async def retry_stalled(context, timestamp: int) -> None:
    """A worker that was killed leaves its jobs half done: they are run again."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=timedelta(minutes=5).total_seconds()):
        await app.job_manager.retry_job(job)


@app.periodic(cron="17 4 * * *")
@app.task(name="jobs.remove_old", queueing_lock="jobs.remove_old", pass_context=True)
async def remove_old(context, timestamp: int) -> None:
    """Jobs are kept a week for whoever looks into a fault: those that failed too."""
    await builtin_tasks.remove_old_jobs(
        context, max_hours=7 * 24, remove_failed=True, remove_cancelled=True, remove_aborted=True
    )
