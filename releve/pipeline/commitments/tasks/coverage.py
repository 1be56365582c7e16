"""Looks at the coverage every morning, and sends its alarms."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from releve.adapters import mail
from releve.pipeline.commitments.actions.coverage import watch_coverage
from releve.pipeline.commitments.messages.alarms import alarm_message
from releve.pipeline.commitments.models import CoverageAlarm
from releve.pipeline.commitments.queries.coverage import coordinators_of
from releve.pipeline.offices.models import Network

# A mail server that is down for a while: after 2, 4, 8… seconds, for a little over two hours in all.
PATIENTLY = RetryStrategy(max_attempts=12, exponential_wait=2)


@app.periodic(cron="13 5 * * *")
@app.task(name="commitments.watch_coverage", queueing_lock="commitments.watch_coverage", pass_context=False)
def watch_every_network(timestamp: int) -> None:
    for network in Network.objects.order_by("id"):
        watch_coverage(network=network, now=timezone.now())


@app.task(name="commitments.send_coverage_alarm", retry=PATIENTLY)
def send_coverage_alarm(alarm_id: int, user_id: int) -> None:
    alarm = CoverageAlarm.objects.select_related("office").filter(id=alarm_id, ended_on__isnull=True).first()
    seats = [seat for seat in coordinators_of(alarm.network_id) if seat.user_id == user_id] if alarm else []
    if alarm and seats:
        message = alarm_message(alarm)
        mail.send_text(to=seats[0].user.email, subject=message.subject, text=message.text)
