"""What each role may do, as PostgreSQL tells it (DATA-03)."""

import pytest
from django.db import ProgrammingError, connection

from releve.shared.worlds.rights import APPEND_ONLY, PEOPLE_RIGHTS, PUBLIC_APPOINTMENT_COLUMNS, READ_ONLY
from releve.shared.worlds.roles import Role, World, network_column, places, world_of
from releve.shared.worlds.scope import world_scope
from tests.worlds.asking import ask, columns_open_to, may_nothing, one, rights_on, tables_of
from tests.worlds.whole_network import SHARED_REFERENCE, pipeline_models

pytestmark = pytest.mark.django_db
# The only functions by which the estate learns anything of care.
MASKED_NUMBERS = {"appointment_counts", "masked_patients_of_shifts"}
CARE_MODELS = [model for model in pipeline_models() if world_of(model._meta.app_label) == World.CARE]


def test_estate_role_when_asked_of_any_table_of_care_then_has_no_right_at_all():
    tables = tables_of("care")
    assert len(tables) >= 5
    assert [table for table in tables if not may_nothing(Role.ESTATE, table)] == []
    assert not one("SELECT has_schema_privilege(%s, 'care', 'USAGE')", Role.ESTATE)


@pytest.mark.parametrize("model", CARE_MODELS, ids=lambda model: model._meta.label)
def test_estate_role_when_it_really_reads_care_then_permission_denied(model):
    with pytest.raises(ProgrammingError, match="permission denied"), world_scope(Role.ESTATE, [1]):
        ask(f'SELECT * FROM care."{model._meta.db_table}"')
    # Without the schema's name the table is not even there.
    with pytest.raises(ProgrammingError, match="does not exist"), world_scope(Role.ESTATE, [1]):
        model.objects.first()


def test_public_role_when_asked_of_care_then_reads_only_that_a_time_is_taken():
    readable = {table: columns_open_to(Role.PUBLIC, table) for table in tables_of("care")}
    assert readable.pop('care."appointments_appointment"') == set(PUBLIC_APPOINTMENT_COLUMNS)
    assert not any(readable.values())
    assert not any(rights_on(Role.PUBLIC, table) for table in tables_of("care"))


@pytest.mark.parametrize(
    "question",
    [
        "SELECT last_name FROM care.appointments_patient",
        "SELECT patient_id FROM care.appointments_appointment",
        "SELECT reason_id FROM care.appointments_appointment",
        "SELECT contact_email FROM care.appointments_appointment",
        "SELECT * FROM care.appointments_appointment",
        "SELECT first_name FROM care.appointments_bookingrequest",
        "SELECT email FROM estate.commitments_doctor",
        "SELECT rpps FROM estate.commitments_doctor",
        "SELECT * FROM estate.offices_membership",
        "SELECT * FROM people.mfa_authenticator",
        "SELECT * FROM people.account_emailaddress",
        "SELECT * FROM public.procrastinate_jobs",
        "DELETE FROM estate.rota_shift",
        "INSERT INTO care.appointments_accessline DEFAULT VALUES",
    ],
)
def test_public_role_when_it_asks_for_more_than_times_then_permission_denied(question):
    with pytest.raises(ProgrammingError, match="permission denied"), world_scope(Role.PUBLIC):
        ask(question)


def test_public_role_when_asked_of_the_estate_then_writes_nothing():
    for table in tables_of("estate"):
        assert rights_on(Role.PUBLIC, table) <= {"SELECT"}
        assert not columns_open_to(Role.PUBLIC, table, "UPDATE")


def test_care_role_when_asked_of_the_estate_then_reads_and_may_lock_a_shift_only():
    for table in tables_of("estate"):
        assert rights_on(Role.CARE, table) == {"SELECT"}
        may_lock = {"changed_at"} if table == 'estate."rota_shift"' else set()
        assert columns_open_to(Role.CARE, table, "UPDATE") == may_lock


@pytest.mark.parametrize("place", places(), ids=lambda place: place.table)
def test_table_when_it_has_a_world_then_lives_in_its_schema(place):
    assert one("SELECT schemaname FROM pg_tables WHERE tablename = %s", place.table) == place.world


@pytest.mark.parametrize("model", pipeline_models(), ids=lambda model: model._meta.label)
def test_model_of_the_pipeline_when_added_then_has_a_world_and_a_network(model):
    assert world_of(model._meta.app_label) is not None
    assert network_column(model) or model._meta.label in SHARED_REFERENCE


def test_table_in_no_world_when_asked_then_closed_to_every_role():
    """Content types, migrations, contexts of pghistory…: the desks store jobs, and read none."""
    jobs = {'public."procrastinate_jobs"', 'public."procrastinate_events"'}
    for table in set(tables_of("public")) - jobs:
        assert all(may_nothing(role, table) for role in Role), table
    for table in jobs:
        assert rights_on(Role.CARE, table) == rights_on(Role.ESTATE, table) == {"INSERT"}
        assert may_nothing(Role.PUBLIC, table)
    for role in (Role.CARE, Role.ESTATE):
        assert columns_open_to(role, 'public."procrastinate_jobs"') == {"id"}


def test_table_of_people_when_added_then_its_rights_are_declared():
    named = {table.split(".")[1].strip('"') for table in tables_of("people")}
    assert named == set(PEOPLE_RIGHTS)


def test_people_when_the_estate_or_the_search_asks_then_reads_who_is_asking_and_no_secret():
    assert rights_on(Role.ESTATE, "people.people_user") == {"SELECT"}
    assert rights_on(Role.PUBLIC, "people.people_user") == {"SELECT"}
    assert columns_open_to(Role.ESTATE, "people.mfa_authenticator") == {"id", "user_id", "type"}
    assert may_nothing(Role.ESTATE, "people.account_emailaddress")
    for table in ("mfa_authenticator", "account_emailaddress", "people_counters"):
        assert may_nothing(Role.PUBLIC, f"people.{table}")


@pytest.mark.parametrize("table", sorted(APPEND_ONLY))
def test_journal_when_any_role_would_change_it_then_has_no_right_to(table):
    for role in Role:
        assert not rights_on(role, table) & {"UPDATE", "DELETE", "TRUNCATE"}
        assert not columns_open_to(role, table, "UPDATE")


@pytest.mark.parametrize("table", sorted(READ_ONLY))
def test_seats_networks_and_towns_when_a_page_would_write_them_then_has_no_right_to(table):
    for role in Role:
        assert rights_on(role, table) <= {"SELECT"}
        assert not columns_open_to(role, table, "UPDATE")


def test_every_journal_of_events_when_added_then_is_append_only():
    journals = {model._meta.db_table for model in pipeline_models() if model.__name__.endswith("Step")}
    assert journals <= APPEND_ONLY


@pytest.mark.parametrize("role", Role)
def test_role_when_asked_then_is_nobody_special(role):
    described = ask(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication"
        " FROM pg_roles WHERE rolname = %s",
        role,
    )
    assert described == [(False,) * 6]
    assert ask("SELECT roleid FROM pg_auth_members WHERE member = %s::regrole", role) == []
    for schema in ("public", *World):
        assert not one("SELECT has_schema_privilege(%s, %s, 'CREATE')", role, schema)


def test_functions_with_their_owners_rights_when_asked_then_only_the_masked_counts_are_open():
    found = ask(
        "SELECT oid::regprocedure::text, proname, proconfig FROM pg_proc"
        " WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    )
    assert len(found) >= 2
    for signature, name, settings in found:
        may_run = {role for role in Role if one("SELECT has_function_privilege(%s, %s, 'EXECUTE')", role, signature)}
        assert may_run == ({Role.ESTATE, Role.CARE} if name in MASKED_NUMBERS else set()), signature
        # A table that somebody planted in `public` or among temporary tables is not found first.
        assert settings == ["search_path=pg_catalog, care, estate, people, public, pg_temp"], signature


def test_a_new_table_when_nobody_thought_of_it_then_closed():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE public.forgotten (id bigint)")
    assert all(may_nothing(role, "public.forgotten") for role in Role)
