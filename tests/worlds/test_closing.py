"""Closing the database: as whatever login, again and again, without harm."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from releve.shared.worlds import closing
from releve.shared.worlds.closing import close_tables, create_role, open_schemas
from releve.shared.worlds.roles import Role, World
from tests.worlds.asking import ask, one, tables_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_login():
    """Work as a login without superuser's rights, until the test's transaction is rolled back."""

    def become(attributes):
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE ROLE releve_test_login {attributes}")
            # From PostgreSQL 16 on, who made a role may not become it by that alone.
            cursor.execute("GRANT releve_test_login TO CURRENT_USER")
            cursor.execute("SET LOCAL ROLE releve_test_login")

    return become


def described():
    """Every right, policy and place, as PostgreSQL stores them."""
    return (
        ask("SELECT nspname, nspacl::text FROM pg_namespace WHERE nspname = ANY(%s) ORDER BY 1", ["public", *World]),
        ask("SELECT oid::regclass::text, relacl::text, relrowsecurity FROM pg_class WHERE relkind = 'r' ORDER BY 1"),
        ask(
            "SELECT schemaname, tablename, policyname, roles::text, cmd, qual, with_check"
            " FROM pg_policies ORDER BY 1, 2, 3"
        ),
        ask("SELECT oid::regprocedure::text, proacl::text, proconfig FROM pg_proc WHERE prosecdef ORDER BY 1"),
    )


def test_closing_when_done_again_then_nothing_changes():
    before = described()
    open_schemas(connection)
    close_tables(connection)
    assert described() == before


def test_closing_when_somebody_opened_a_table_by_hand_then_closed_again():
    before = described()
    with connection.cursor() as cursor:
        cursor.execute("GRANT ALL ON care.appointments_patient TO releve_estate, PUBLIC")
        cursor.execute("GRANT UPDATE (email) ON care.appointments_patient TO releve_public")
        cursor.execute("CREATE POLICY everything ON care.appointments_patient TO releve_estate USING (true)")
        cursor.execute("ALTER TABLE estate.offices_room DISABLE ROW LEVEL SECURITY")
        cursor.execute("GRANT USAGE, CREATE ON SCHEMA care, public TO PUBLIC")
        cursor.execute("GRANT EXECUTE ON FUNCTION appointment_counts(date, date) TO PUBLIC")
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    assert described() != before
    close_tables(connection)
    assert described() == before


def test_closing_when_a_table_of_ours_has_a_namesake_elsewhere_then_it_stays_where_it_is():
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA other_product")
        cursor.execute("CREATE TABLE other_product.offices_office (id bigint)")
    close_tables(connection)
    assert tables_of("other_product") == ['other_product."offices_office"']
    assert 'estate."offices_office"' in tables_of("estate")


def test_closing_when_stages_are_not_there_yet_then_does_what_it_can():
    """`migrate offices` on an empty database: neither counts nor jobs exist."""
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION appointment_counts(date, date)")
        cursor.execute("DROP TABLE procrastinate_jobs CASCADE")
        cursor.execute("DROP TABLE slots_visitreason CASCADE")
    close_tables(connection)


def test_role_when_created_by_a_login_that_may_only_create_roles_then_it_may_become_it(as_login):
    """PostgreSQL 16 makes the creator a member that may not yet take the role: looking at membership is not enough."""
    as_login("CREATEROLE")
    becoming = "SET" if connection.pg_version >= 160000 else "MEMBER"
    with connection.cursor() as cursor:
        for _ in range(2):
            create_role(cursor, "releve_test_world", connection.pg_version)
    assert one("SELECT pg_has_role('releve_test_login', 'releve_test_world', %s)", becoming)


def test_role_when_made_by_the_administrator_then_a_login_without_rights_needs_to_create_nothing(as_login):
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE releve_test_world NOLOGIN")
        as_login(f"NOCREATEROLE IN ROLE releve_test_world, {', '.join(Role)}")
        create_role(cursor, "releve_test_world", connection.pg_version)
    open_schemas(connection)


def test_roles_when_the_login_may_not_create_them_then_the_administrator_is_told_what_to_run(as_login):
    as_login("NOCREATEROLE")
    with pytest.raises(CommandError, match="GRANT releve_estate, releve_care, releve_public TO") as refused:
        open_schemas(connection)
    assert "CREATE ROLE releve_care NOLOGIN;" in str(refused.value)


def test_migrate_when_only_asked_for_its_plan_then_touches_nothing(monkeypatch):
    monkeypatch.setattr(closing, "close_tables", lambda *_: pytest.fail("closed"))
    call_command("migrate", plan=True, verbosity=0)
