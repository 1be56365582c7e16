"""Keeps no candidate longer than the network was in touch with her."""

from django.utils import timezone
from procrastinate.contrib.django import app

from releve.pipeline.commitments.actions.candidates import erase_silent_candidates


@app.periodic(cron="37 3 * * *")
@app.task(name="commitments.erase_silent", queueing_lock="commitments.erase_silent", pass_context=False)
def erase_silent(timestamp: int) -> None:
    erase_silent_candidates(now=timezone.now())
