"""The scope of a world begins, nests, fails and ends; nothing of it stays on the connection."""

import pytest
from django.db import ProgrammingError, connections, transaction

from releve.shared.worlds.roles import Role
from releve.shared.worlds.scope import current_scope, see_networks, see_own_rows, see_session, world_scope
from tests.factories import a_network, a_user
from tests.worlds.asking import ask

IN_FORCE = (
    "SELECT current_user, coalesce(current_setting('releve.networks', true), ''),"
    " coalesce(current_setting('releve.user', true), ''), coalesce(current_setting('releve.session', true), '')"
)


def in_force():
    return ask(IN_FORCE)[0]


@pytest.fixture
def owner(db):
    return ask("SELECT session_user")[0][0]


def test_scope_when_left_then_the_owner_and_no_network(owner):
    with world_scope(Role.CARE, [1, 2]):
        assert in_force()[:2] == ("releve_care", "{1,2}")
    assert in_force()[:2] == (owner, "")
    assert current_scope() == ("none", "")


def test_scope_when_nested_then_the_outer_one_comes_back(owner):
    with world_scope(Role.ESTATE, [1]):
        with world_scope(Role.CARE, [2]):
            with world_scope(Role.PUBLIC):
                assert in_force()[:2] == ("releve_public", "{}")
            assert in_force()[:2] == ("releve_care", "{2}")
        assert in_force()[:2] == ("releve_estate", "{1}")
    assert in_force()[:2] == (owner, "")


def test_scope_when_an_exception_leaves_it_then_the_outer_one_is_back_and_works(owner):
    with world_scope(Role.ESTATE, [1]):
        with pytest.raises(ZeroDivisionError), world_scope(Role.CARE, [2]):
            raise ZeroDivisionError
        assert in_force()[:2] == ("releve_estate", "{1}")
        assert current_scope() == ("releve_estate", "{1}")
    assert in_force()[:2] == (owner, "")


def test_scope_when_the_database_refuses_inside_then_the_outer_one_is_back_and_works(owner):
    with world_scope(Role.CARE, [1]):
        with pytest.raises(ProgrammingError, match="permission denied"), world_scope(Role.ESTATE, [1]):
            ask("SELECT * FROM care.appointments_patient")
        assert in_force()[:2] == ("releve_care", "{1}")
        assert ask("SELECT count(*) FROM care.appointments_patient") == [(0,)]


def test_scope_when_rolled_back_without_an_exception_then_the_outer_one_is_back(owner):
    with world_scope(Role.ESTATE, [1]):
        with world_scope(Role.CARE, [2]):
            transaction.set_rollback(True)
        assert in_force()[:2] == ("releve_estate", "{1}")
        assert current_scope() == ("releve_estate", "{1}")


def test_networks_when_shown_later_then_the_role_stays(owner):
    with world_scope(Role.CARE):
        see_networks([7])
        assert in_force()[:2] == ("releve_care", "{7}")
    assert in_force()[:2] == (owner, "")


@pytest.mark.django_db(transaction=True)
def test_networks_when_shown_without_a_scope_then_refused():
    with pytest.raises(RuntimeError):
        see_networks([1])


@pytest.mark.django_db(transaction=True)
def test_settings_when_the_transaction_ends_then_nothing_is_left():
    with world_scope(Role.CARE, [1]):
        see_own_rows(3)
        see_session("key")
        assert in_force() == ("releve_care", "{1}", "3", "key")
    (owner,) = ask("SELECT session_user")[0]
    assert in_force() == (owner, "", "", "")


@pytest.mark.django_db(transaction=True)
def test_prepared_statement_when_the_role_changes_then_the_rights_are_looked_at_again():
    """psycopg prepares a hot statement once for the connection; PostgreSQL plans it again for another role."""
    network = a_network()
    question = "SELECT id FROM estate.offices_network ORDER BY id"
    secret = "SELECT count(*) FROM care.appointments_patient"
    for _ in range(8):
        assert (network.id,) in ask(question)
        assert ask(secret) == [(0,)]
    with world_scope(Role.ESTATE, [network.id + 1]):
        assert ask(question) == []
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            ask(secret)
    with world_scope(Role.ESTATE, [network.id]):
        assert ask(question) == [(network.id,)]


@pytest.fixture
def pooled(db):
    """The default connection, drawn from a pool of one: what one piece of work leaves, the next one finds."""
    before = connections["default"]
    settings = {**before.settings_dict, "OPTIONS": dict(before.settings_dict["OPTIONS"])}
    settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 1, "timeout": 5}
    own = type(before)(settings, alias="default")
    connections["default"] = own
    yield own
    own.close()
    own.close_pool()
    connections["default"] = before


@pytest.mark.parametrize("how", ["left", "failed", "refused", "rolled back"])
def test_pooled_connection_when_the_next_request_takes_it_then_nothing_of_the_last_one_is_left(pooled, how):
    backends = set()
    for networks in ([1], [2]):
        try:
            with world_scope(Role.CARE, networks):
                see_own_rows(5)
                backends.add(ask("SELECT pg_backend_pid()")[0][0])
                assert in_force()[:2] == ("releve_care", f"{{{networks[0]}}}")
                if how == "failed":
                    raise ZeroDivisionError
                if how == "refused":
                    with world_scope(Role.ESTATE):
                        ask("SELECT * FROM care.appointments_patient")
                if how == "rolled back":
                    transaction.set_rollback(True)
        except (ZeroDivisionError, ProgrammingError):
            pass
        pooled.close()  # what Django does when a request is over: back to the pool
        (owner,) = ask("SELECT session_user")[0]
        assert in_force() == (owner, "", "", "")
        pooled.close()
    assert len(backends) == 1


def test_session_row_when_another_session_asks_then_is_not_there(client, db):
    client.force_login(a_user())
    key = client.session.session_key
    with world_scope(Role.ESTATE):
        see_session(None)
        assert ask("SELECT session_key FROM django_session") == []
        see_session("another")
        assert ask("SELECT session_key FROM django_session") == []
        see_session(key)
        assert ask("SELECT session_key FROM django_session") == [(key,)]
