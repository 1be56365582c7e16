"""Reminders to doctors and secretaries who have not said yet when they can work in the coming season."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from releve.adapters import mail
from releve.pipeline.rota.actions.wishes import remind_of_coming_season
from releve.pipeline.rota.messages.exchanges import season_message
from releve.pipeline.rota.models import SeasonAnswer

# A mail server that is down for a while: after 2, 4, 8… seconds, for a little over two hours in all.
PATIENTLY = RetryStrategy(max_attempts=12, exponential_wait=2)


@app.task(name="rota.remind_of_season", retry=PATIENTLY)
def remind_of_season(answer_id: int) -> None:
    answer = SeasonAnswer.objects.select_related("doctor__user", "secretary").filter(pk=answer_id).first()
    # Answered before the mail left: nothing to remind of.
    if answer is None or answer.answered_at:
        return
    if address := _address_of(answer):
        message = season_message(answer)
        mail.send_text(to=address, subject=message.subject, text=message.text)
        SeasonAnswer.objects.filter(pk=answer_id).update(reminded_at=timezone.now())


def _address_of(answer: SeasonAnswer) -> str:
    if answer.secretary:
        return answer.secretary.email
    doctor = answer.doctor
    return (doctor.email or (doctor.user.email if doctor.user else "")) if doctor else ""


@app.periodic(cron="7 7 * * *")
@app.task(name="rota.remind_of_coming_season", queueing_lock="rota.remind_of_coming_season", pass_context=False)
def remind_daily(timestamp: int) -> None:
    remind_of_coming_season(now=timezone.now())
