"""Background jobs by name: they are stored with the data that asks for them, and run only if that data is committed."""

from typing import Any

from procrastinate.contrib.django import app


def defer_job(name: str, **arguments: Any) -> None:
    """Store a job. `arguments` hold identifiers only: no name, no address, no text."""
    app.configure_task(name, allow_unknown=True).defer(**arguments)
