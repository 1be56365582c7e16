"""Every morning: what the calendar decides, then the reminders of what is due."""

from datetime import date

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from releve.adapters import mail
from releve.pipeline.commitments.actions.passing import follow_the_calendar
from releve.pipeline.commitments.actions.reminders import remind_of_deadlines
from releve.pipeline.commitments.messages.reminders import doctor_message, network_message
from releve.pipeline.commitments.models import Doctor
from releve.pipeline.commitments.queries.coverage import coordinators_of
from releve.pipeline.commitments.queries.deadlines import reminded_coordinators, reminded_doctor
from releve.pipeline.offices.models import Network

# A mail server that is down for a while: after 2, 4, 8… seconds, for a little over two hours in all.
PATIENTLY = RetryStrategy(max_attempts=12, exponential_wait=2)


@app.periodic(cron="43 4 * * *")
@app.task(name="commitments.follow_promises", queueing_lock="commitments.follow_promises", pass_context=False)
def follow_promises(timestamp: int) -> None:
    now = timezone.now()
    follow_the_calendar(now=now)
    for network_id in Network.objects.order_by("id").values_list("id", flat=True):
        remind_of_deadlines(network_id=network_id, now=now)


@app.task(name="commitments.send_network_reminders", retry=PATIENTLY)
def send_network_reminders(network_id: int, day: str) -> None:
    sent_on = date.fromisoformat(day)
    listed = reminded_coordinators(network_id, sent_on)
    if listed:
        message = network_message(listed, sent_on)
        for seat in coordinators_of(network_id):
            mail.send_text(to=seat.user.email, subject=message.subject, text=message.text)


@app.task(name="commitments.send_doctor_reminders", retry=PATIENTLY)
def send_doctor_reminders(doctor_id: int, day: str) -> None:
    sent_on = date.fromisoformat(day)
    doctor = Doctor.objects.filter(id=doctor_id).first()
    listed = reminded_doctor(doctor_id, sent_on) if doctor and doctor.email else []
    if doctor and listed:
        message = doctor_message(listed, sent_on)
        mail.send_text(to=doctor.email, subject=message.subject, text=message.text)
