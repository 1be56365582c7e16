"""Runs pieces of work at the same moment, or one inside another's transaction, each on a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection, transaction


def at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start all works behind one barrier; return what each gave back, or the exception it raised."""
    barrier = Barrier(len(works), timeout=30)

    def run(work: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait()
            return work()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def before_commit(work: Callable[[], Any], other: Callable[[], Any]) -> Any:
    """Do a piece of work and, before it is committed, another elsewhere; return what the other gave back or raised.

    The other waits for locks 0.3 s, then gives up.
    """

    def run() -> Any:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '300ms'")
            return other()
        except Exception as error:
            return error
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as elsewhere:
        work()
        return elsewhere.submit(run).result(timeout=30)
