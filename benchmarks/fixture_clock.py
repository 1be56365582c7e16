"""What the web server of the benchmark runs: the product, on the first day of the fixture whatever today is."""

from datetime import datetime, timedelta
from time import monotonic

from django.utils import timezone

from releve.config.wsgi import application

from benchmarks.country import NOW  # isort: skip - it needs the product's settings

__all__ = ["application"]
STARTED = monotonic()


def now() -> datetime:
    return NOW + timedelta(seconds=monotonic() - STARTED)


timezone.now = now
