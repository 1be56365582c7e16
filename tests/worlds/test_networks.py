"""Row-level security: one network's rows never meet another's, for every model that there is."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection

from releve.pipeline.offices.models import Membership
from releve.pipeline.rota.models import Shift
from releve.shared.people.models import User
from releve.shared.worlds.rights import APPEND_ONLY, READ_ONLY
from releve.shared.worlds.roles import Role, World, network_column, world_of
from releve.shared.worlds.scope import see_own_rows, world_scope
from tests.factories import a_shift, a_stranger, a_user
from tests.worlds.asking import ask, one
from tests.worlds.whole_network import a_whole_network, network_models

pytestmark = pytest.mark.django_db
EVERY_MODEL = pytest.mark.parametrize("model", network_models(), ids=lambda model: model._meta.label)


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
def test_rows_when_another_network_is_in_scope_then_are_not_there(model):
    mine, theirs = a_whole_network(), a_whole_network()
    assert how_many(model, theirs) > 0, "tell a_whole_network() how to store one"
    for role in readers_of(model):
        with world_scope(role, [mine.id]):
            assert how_many(model, mine) > 0
            assert how_many(model, theirs) == 0
            assert model.objects.exclude(**{network_column(model): mine.id}).count() == 0


@EVERY_MODEL
def test_rows_when_no_network_is_in_scope_then_are_not_there(model):
    network = a_whole_network()
    for role in readers_of(model):
        with world_scope(role):
            assert how_many(model, network) == 0


@EVERY_MODEL
def test_row_when_written_into_another_network_then_refused(model):
    mine, theirs = a_whole_network(), a_whole_network()
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
def test_row_when_moved_into_another_network_then_refused(model):
    mine, theirs = a_whole_network(), a_whole_network()
    table, column = model._meta.db_table, network_column(model)
    reason = "permission denied" if table in APPEND_ONLY | READ_ONLY else "row-level security"
    with pytest.raises(DatabaseError) as refused, world_scope(writer_of(model), [mine.id]):
        ask(f'UPDATE "{table}" SET {column} = %s WHERE {column} = %s RETURNING 1', theirs.id, mine.id)
    assert reason in str(refused.value)


@EVERY_MODEL
def test_row_of_another_network_when_changed_or_deleted_then_nothing_happens(model):
    mine, theirs = a_whole_network(), a_whole_network()
    if model._meta.db_table in APPEND_ONLY | READ_ONLY:
        return  # test_rights: no role may
    with world_scope(writer_of(model), [mine.id]), connection.cursor() as cursor:
        column = network_column(model)
        cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE {column} = %s', [theirs.id])
        assert cursor.rowcount == 0
    assert how_many(model, theirs) > 0


def test_own_seat_when_no_network_is_in_scope_yet_then_seen_by_its_owner_only():
    petit, dumas = a_user("secretary"), a_stranger()
    with world_scope(Role.CARE):
        see_own_rows(petit.id)
        assert list(Membership.objects.values_list("user_id", flat=True)) == [petit.id]
        see_own_rows(dumas.id)
        assert list(Membership.objects.values_list("user_id", flat=True)) == [dumas.id]


def test_patients_login_when_the_estate_looks_then_is_not_there():
    costa, petit = a_user(), a_user("secretary")
    with world_scope(Role.ESTATE):
        assert list(User.objects.values_list("id", flat=True)) == [petit.id]
        with pytest.raises(ProgrammingError, match="permission denied"), world_scope(Role.ESTATE):
            User.objects.filter(id=petit.id).update(full_name="M. Costa")
    with world_scope(Role.CARE):
        assert User.objects.filter(id=costa.id).exists()


def test_logins_when_the_open_search_looks_then_sees_who_is_asking_only():
    costa, petit = a_user(), a_user("secretary")
    with world_scope(Role.PUBLIC):
        assert not User.objects.exists()
        see_own_rows(costa.id)
        assert list(User.objects.all()) == [costa]
    assert petit.pk != costa.pk


def test_shift_when_not_published_then_the_open_search_does_not_see_it():
    a_shift()
    with world_scope(Role.PUBLIC):
        assert not Shift.objects.exists()


def test_shift_when_care_would_change_it_then_refused_though_it_may_lock_it():
    network = a_whole_network()
    with world_scope(Role.CARE, [network.id]):
        assert ask("SELECT id FROM rota_shift FOR SHARE")
        # The guarding triggers say no first, the policy would be next.
        refused = "permission denied|row-level security"
        with pytest.raises(ProgrammingError, match=refused), world_scope(Role.CARE, [network.id]):
            ask("UPDATE rota_shift SET changed_at = now() RETURNING 1")
