"""Row-level security of every table that there is: one network's rows never meet another's."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection

from releve.shared.worlds.rights import APPEND_ONLY, READ_ONLY
from releve.shared.worlds.roles import Role, World, network_column, world_of
from releve.shared.worlds.scope import world_scope
from tests.built_once import built_once
from tests.worlds.asking import ask, one
from tests.worlds.whole_network import a_whole_network, network_models

pytestmark = pytest.mark.django_db
EVERY_MODEL = pytest.mark.parametrize("model", network_models(), ids=lambda model: model._meta.label)


@pytest.fixture(scope="module")
def two_networks(django_db_setup, django_db_blocker):
    with built_once(django_db_blocker):
        yield a_whole_network(), a_whole_network()


@pytest.fixture
def mine(two_networks):
    return two_networks[0]


@pytest.fixture
def theirs(two_networks):
    return two_networks[1]


def writer_of(model) -> Role:
    return Role.CARE if world_of(model._meta.app_label) == World.CARE else Role.ESTATE


def readers_of(model) -> list[Role]:
    return [Role.CARE] if world_of(model._meta.app_label) == World.CARE else [Role.ESTATE, Role.CARE]


def how_many(model, network) -> int:
    return one(f'SELECT count(*) FROM "{model._meta.db_table}" WHERE {network_column(model)} = %s', network.id)


@EVERY_MODEL
def test_model_when_it_has_a_network_then_row_security_is_on_with_a_policy(model):
    table = model._meta.db_table
    assert one("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", table)
    policies = ask("SELECT roles::text[], qual, with_check FROM pg_policies WHERE tablename = %s", table)
    desks = [policy for policy in policies if writer_of(model) in policy[0] and "releve.networks" in policy[1]]
    assert len(desks) == 1
    assert desks[0][1] == desks[0][2]


@EVERY_MODEL
def test_rows_when_another_network_is_in_scope_then_are_not_there(model, mine, theirs):
    assert how_many(model, theirs) > 0, "tell a_whole_network() how to store one"
    for role in readers_of(model):
        with world_scope(role, [mine.id]):
            assert how_many(model, mine) > 0
            assert how_many(model, theirs) == 0
            assert model.objects.exclude(**{network_column(model): mine.id}).count() == 0


@EVERY_MODEL
def test_rows_when_no_network_is_in_scope_then_are_not_there(model, mine):
    for role in readers_of(model):
        with world_scope(role):
            assert how_many(model, mine) == 0


@EVERY_MODEL
def test_row_when_written_into_another_network_then_refused(model, mine, theirs):
    table, column = model._meta.db_table, network_column(model)
    key = model._meta.pk.column
    others = [field.column for field in model._meta.local_concrete_fields if field.column not in {column, key}]
    given = {column: theirs.id} | ({key: 10**9} if key != column else {})
    copy = (
        f'INSERT INTO "{table}" ({", ".join([*given, *others])})'
        f" SELECT {', '.join(str(value) for value in given.values())}, {', '.join(others)}"
        f' FROM "{table}" WHERE {column} = {mine.id} LIMIT 1'
    )
    refused = "permission denied" if table in READ_ONLY else "row-level security"
    with pytest.raises(ProgrammingError, match=refused), world_scope(writer_of(model), [mine.id]):
        ask(f"{copy} RETURNING 1")


@EVERY_MODEL
def test_row_when_moved_into_another_network_then_refused(model, mine, theirs):
    table, column = model._meta.db_table, network_column(model)
    reason = "permission denied" if table in APPEND_ONLY | READ_ONLY else "row-level security"
    with pytest.raises(DatabaseError) as refused, world_scope(writer_of(model), [mine.id]):
        ask(f'UPDATE "{table}" SET {column} = %s WHERE {column} = %s RETURNING 1', theirs.id, mine.id)
    assert reason in str(refused.value)


@EVERY_MODEL
def test_row_of_another_network_when_changed_or_deleted_then_nothing_happens(model, mine, theirs):
    if model._meta.db_table in APPEND_ONLY | READ_ONLY:
        return  # test_rights: no role may
    with world_scope(writer_of(model), [mine.id]), connection.cursor() as cursor:
        column = network_column(model)
        cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE {column} = %s', [theirs.id])
        assert cursor.rowcount == 0
    assert how_many(model, theirs) > 0
