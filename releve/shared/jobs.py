"""Background jobs by name: they are stored with the data that asks for them, and run only if that data is committed."""

import json
from datetime import datetime
from typing import Any

from releve.shared.rows import rows


def deferred(name: str, arguments: str, at: str = "NULL") -> str:
    """Return the SQL expression that stores a job: the queue's own door, which it keeps from version to version."""
    job = f"ROW('default', {name}, 0, NULL, NULL, {arguments}, {at})::procrastinate_job_to_defer_v1"
    return f"procrastinate_defer_jobs_v1(ARRAY[{job}])"


DEFER = f"SELECT {deferred('%s', '%s::jsonb')}"
DEFER_AT = f"SELECT {deferred('%s', '%s::jsonb', '%s::timestamptz')}"


def defer_job(name: str, **arguments: Any) -> None:
    """Store a job. `arguments` hold identifiers only: no name, no address, no text."""
    rows(DEFER, [name, json.dumps(arguments)])


def defer_job_at(at: datetime, name: str, **arguments: Any) -> None:
    """Store a job that waits until a moment."""
    rows(DEFER_AT, [name, json.dumps(arguments), at])
