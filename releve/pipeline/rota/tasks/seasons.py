"""Reminders to doctors who have not said yet when they can work in the coming season."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from releve.adapters import mail
from releve.pipeline.rota.actions.wishes import remind_of_coming_season
from releve.pipeline.rota.exchange_messages import season_message
from releve.pipeline.rota.models import SeasonAnswer

# A mail server that is down for a while: after 2, 4, 8… seconds, for a little over two hours in all.
PATIENTLY = RetryStrategy(max_attempts=12, exponential_wait=2)


@app.task(name="rota.remind_of_season", retry=PATIENTLY)
def remind_of_season(answer_id: int) -> None:
    answer = SeasonAnswer.objects.select_related("doctor__user").filter(pk=answer_id).first()
    # Answered before the mail left: nothing to remind of.
    if answer is None or answer.answered_at:
        return
    address = answer.doctor.email or (answer.doctor.user.email if answer.doctor.user else "")
    if address:
        message = season_message(answer.season)
        mail.send_text(to=address, subject=message.subject, text=message.text)
        SeasonAnswer.objects.filter(pk=answer_id).update(reminded_at=timezone.now())


@app.periodic(cron="7 7 * * *")
@app.task(name="rota.remind_of_coming_season", queueing_lock="rota.remind_of_coming_season", pass_context=False)
def remind_daily(timestamp: int) -> None:
    remind_of_coming_season(now=timezone.now())
