"""Closes the database: schemas, roles, rights and row-level security, declared by `rights` and applied by `migrate`.

Every statement can be repeated without harm, also while the product is running.
"""

from django.core.management.base import CommandError
from django.db import ProgrammingError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from psycopg.errors import InsufficientPrivilege

from releve.shared.worlds.rights import grants, policies
from releve.shared.worlds.roles import Place, Role, World, places

# PostgreSQL 16 makes the creator of a role its administrator, and not yet someone who may become it.
CREATE_ROLE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
        BEGIN
            CREATE ROLE {role} NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;  -- another database of the same server created it at this moment
        END;
    END IF;
    IF NOT pg_has_role(current_user, '{role}', '{becoming}') THEN
        EXECUTE format('GRANT {role} TO %I', current_user);
    END IF;
END $$;
"""
FOR_THE_ADMINISTRATOR = """\
Le compte « {login} » ne peut pas préparer les cloisons de la base (rôles, schémas).
Demandez à l'administrateur de la base de lancer une fois, dans la base « {database} » :
{statements}"""


def open_schemas(connection: BaseDatabaseWrapper) -> None:
    """Create the schemas, the extension and the roles, before any table."""
    try:
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
            for world in World:
                _create_schema(cursor, world)
            for role in Role:
                create_role(cursor, role, connection.pg_version)  # type: ignore[attr-defined]
    except ProgrammingError as error:
        if isinstance(error.__cause__, InsufficientPrivilege):
            raise CommandError(_for_the_administrator(connection)) from error
        raise


def create_role(cursor: CursorWrapper, role: str, version: int) -> None:
    """Make sure that the role exists and that the product's own login may become it."""
    cursor.execute(CREATE_ROLE.format(role=role, becoming="SET" if version >= 160000 else "MEMBER"))


def _create_schema(cursor: CursorWrapper, world: World) -> None:
    # IF NOT EXISTS alone asks for the right to create even where there is nothing to create.
    cursor.execute("SELECT to_regnamespace(%s) IS NULL", [world])
    if cursor.fetchone()[0]:
        cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {world}")


def administrator_statements(login: str, database: str) -> list[str]:
    """Return what the administrator of a managed server runs, once, for a login without the right to create roles."""
    return [
        "CREATE EXTENSION IF NOT EXISTS btree_gist;",
        *(f"CREATE ROLE {role} NOLOGIN;" for role in Role),
        f'GRANT {", ".join(Role)} TO "{login}";',
        f'GRANT CREATE ON DATABASE "{database}" TO "{login}";',
        f'GRANT CREATE ON SCHEMA public TO "{login}";',
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC;",
    ]


def _for_the_administrator(connection: BaseDatabaseWrapper) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        login, database = cursor.fetchone()
    statements = "\n".join(f"  {line}" for line in administrator_statements(login, database))
    return FOR_THE_ADMINISTRATOR.format(login=login, database=database, statements=statements)


def close_tables(connection: BaseDatabaseWrapper) -> None:
    """Put every table into its world, then give each role what it needs and no more.

    One short transaction a table: requests that are running wait a moment, and none sees a table half closed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, schemaname FROM pg_tables WHERE schemaname = ANY(%s)", [["public", *World]])
        where_now = dict(cursor.fetchall())
    for place in places():
        if place.table in where_now:
            with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
                _close_table(cursor, place, where_now[place.table])
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in SCHEMA_RIGHTS:
            cursor.execute(statement)
        _close_functions(cursor)
        if "procrastinate_jobs" in where_now:
            for statement in JOB_RIGHTS:
                cursor.execute(statement)


def _close_table(cursor: CursorWrapper, place: Place, schema: str) -> None:
    if schema != place.world:
        cursor.execute(f'ALTER TABLE {schema}."{place.table}" SET SCHEMA {place.world}')
    table = f'{place.world}."{place.table}"'
    cursor.execute(f"REVOKE ALL ON {table} FROM PUBLIC, {', '.join(Role)}")
    for rights, role in grants(place):
        cursor.execute(f"GRANT {rights} ON {table} TO {role}")
    cursor.execute(
        "SELECT policyname FROM pg_policies WHERE schemaname = %s AND tablename = %s", [place.world, place.table]
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP POLICY "{name}" ON {table}')
    declared = policies(place)
    for policy in declared:
        cursor.execute(policy.statement(table))
    cursor.execute(f"ALTER TABLE {table} {'ENABLE' if declared else 'DISABLE'} ROW LEVEL SECURITY")


SCHEMA_RIGHTS = [
    # Servers that began before PostgreSQL 15 let everybody create there: a planted table or function would be found
    # first by our own. A login that does not own the schema gets a warning here, and `releve check` says what to do.
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    *(f"REVOKE ALL ON SCHEMA {world} FROM PUBLIC, {', '.join(Role)}" for world in World),
    f"GRANT USAGE ON SCHEMA people, estate TO {', '.join(Role)}",
    f"GRANT USAGE ON SCHEMA care TO {Role.CARE}, {Role.PUBLIC}",
]
# Who works at a desk stores jobs with what asks for them, and reads none. procrastinate's tables stay in `public`.
JOB_RIGHTS = [
    *(
        f"REVOKE ALL ON {table} FROM {', '.join(Role)}"
        for table in ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers")
    ),
    f"GRANT INSERT, SELECT (id) ON procrastinate_jobs TO {Role.CARE}, {Role.ESTATE}",
    f"GRANT INSERT ON procrastinate_events TO {Role.CARE}, {Role.ESTATE}",
    f"GRANT USAGE ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq TO {Role.CARE}, {Role.ESTATE}",
]
OWNERS_RIGHTS_FUNCTIONS = """
SELECT function.oid::regprocedure::text, function.proname FROM pg_proc function
WHERE function.prosecdef AND function.pronamespace = 'public'::regnamespace
  AND function.proowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
"""
# Masked numbers are all that the estate learns of care.
OPEN_FUNCTIONS = {
    "appointment_counts": (Role.ESTATE, Role.CARE),
    "masked_patients_of_shifts": (Role.ESTATE, Role.CARE),
}


def _close_functions(cursor: CursorWrapper) -> None:
    """PostgreSQL lets everybody run a new function: those that run with their owner's rights are closed."""
    cursor.execute(OWNERS_RIGHTS_FUNCTIONS)
    for signature, name in cursor.fetchall():
        # They were written while the tables lay in `public`: now the worlds are looked through first.
        cursor.execute(
            f"ALTER FUNCTION {signature} SET search_path = pg_catalog, care, estate, people, public, pg_temp"
        )
        cursor.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC, {', '.join(Role)}")
        for role in OPEN_FUNCTIONS.get(name, ()):
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {role}")
