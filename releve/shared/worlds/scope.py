"""Runs a piece of work under a world's database role, for some networks only."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from releve.shared.rows import sent_together
from releve.shared.worlds.roles import Role

SET_BOTH = "SELECT set_config('role', %s, true), set_config('releve.networks', %s, true)"
SET_USER = "SELECT set_config('releve.user', %s, true)"
SET_SESSION = "SELECT set_config('releve.session', %s, true)"
NOBODY = ("none", "")


def as_setting(networks: Iterable[int]) -> str:
    """Return the networks' ids as PostgreSQL writes an array."""
    return "{" + ",".join(str(int(network)) for network in networks) + "}"


def current_scope() -> tuple[str, str]:
    """Return the role and the networks in force on this thread's connection."""
    return getattr(connection, "releve_scope", NOBODY)


def _set(role: str, networks: str) -> None:
    # The BEGIN that comes before it travels along.
    sent_together((SET_BOTH, [role, networks]))
    connection.releve_scope = (role, networks)  # type: ignore[attr-defined]


@contextmanager
def world_scope(role: Role, networks: Iterable[int] = ()) -> Iterator[None]:
    """Open a transaction in which PostgreSQL lets through what `role` may see of `networks`, and nothing else.

    Both settings end with the transaction. Inside an outer transaction they return to what they were.
    """
    before = current_scope()
    try:
        with transaction.atomic():
            _set(role, as_setting(networks))
            yield
        # A rolled-back savepoint gives the settings back by itself; a kept one does not.
        if connection.in_atomic_block and not connection.needs_rollback:
            _set(*before)
    finally:
        connection.releve_scope = before  # type: ignore[attr-defined]


def see_networks(networks: Iterable[int]) -> None:
    """Show these networks' rows to the rest of the scope in force (the role stays)."""
    if not connection.in_atomic_block:
        raise RuntimeError("see_networks() needs an open world_scope().")
    role, _ = current_scope()
    _set(role, as_setting(networks))


def see_own_rows(user_id: int) -> None:
    """Show a person her own login and seats, until the transaction ends."""
    _set_for_the_transaction(SET_USER, str(user_id))


def see_session(session_key: str | None) -> None:
    """Show the one session of this request, until the transaction ends."""
    _set_for_the_transaction(SET_SESSION, session_key or "")


def _set_for_the_transaction(statement: str, value: str) -> None:
    # Outside a transaction the work is its owner's, who sees every row.
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(statement, [value])
