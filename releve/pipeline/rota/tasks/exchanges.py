"""Mails about exchanges. Arguments are identifiers: what is said is read when it is sent."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from releve.adapters import mail
from releve.pipeline.commitments.queries.coverage import coordinators_of
from releve.pipeline.rota.actions.exchanges import lapse_past_exchanges
from releve.pipeline.rota.messages.exchanges import consent_message, exchange_message
from releve.pipeline.rota.models import Exchange, ExchangeVoice
from releve.pipeline.rota.queries.exchanges import whole_exchange

# A mail server that is down for a while: after 2, 4, 8… seconds, for a little over two hours in all.
PATIENTLY = RetryStrategy(max_attempts=12, exponential_wait=2)


@app.task(name="rota.tell_exchange", retry=PATIENTLY)
def tell_exchange(voice_id: int) -> None:
    """Tell a doctor the state of an exchange, once for each state."""
    whole = ExchangeVoice.objects.select_related("exchange__asked_by", "doctor__user")
    voice = whole.filter(pk=voice_id).first()
    if voice is None or voice.told == voice.exchange.status:
        return
    address = voice.doctor.email or (voice.doctor.user.email if voice.doctor.user else "")
    if address:
        message = exchange_message(voice)
        mail.send_text(to=address, subject=message.subject, text=message.text)
    ExchangeVoice.objects.filter(pk=voice_id).update(told=voice.exchange.status)


@app.task(name="rota.ask_consent", retry=PATIENTLY)
def ask_consent(exchange_id: int, user_id: int) -> None:
    """Ask a coordinator for the network's consent, unless it was given, refused or withdrawn meanwhile."""
    exchange = whole_exchange(exchange_id)
    if exchange is None or exchange.status != Exchange.Status.AGREED:
        return
    for seat in coordinators_of(exchange.network_id):
        if seat.user_id == user_id:
            message = consent_message(exchange)
            mail.send_text(to=seat.user.email, subject=message.subject, text=message.text)


@app.periodic(cron="11 * * * *")
@app.task(name="rota.lapse_exchanges", queueing_lock="rota.lapse_exchanges", pass_context=False)
def lapse_hourly(timestamp: int) -> None:
    lapse_past_exchanges(now=timezone.now())
