"""Closes the database: schemas, roles, rights and row-level security, declared by `roles` and applied by `migrate`.

Every statement can be repeated without harm. What is not granted here is refused by PostgreSQL.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from releve.shared.worlds.roles import (
    OWN_ROWS,
    PUBLIC_APPOINTMENT_COLUMNS,
    PUBLIC_ESTATE_TABLES,
    Place,
    Role,
    World,
    places,
)

CREATE_ROLE = """
DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
        CREATE ROLE {role} NOLOGIN;
    END IF;
    -- PostgreSQL 16 gives the creator no right to become the role; 15 and older superusers need none.
    IF NOT pg_has_role(session_user, '{role}', 'MEMBER') THEN
        EXECUTE format('GRANT {role} TO %I', session_user);
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;  -- another database of the same server created it at this moment
END $$;
"""
# The inner SELECT makes PostgreSQL read the setting once a statement, not once a row.
OF_MY_NETWORKS = "{column} = ANY ((SELECT NULLIF(current_setting('releve.networks', true), '')::bigint[])::bigint[])"
FULL_RIGHTS = "SELECT, INSERT, UPDATE, DELETE"


def open_schemas(connection: BaseDatabaseWrapper) -> None:
    """Create the schemas, the extension and the roles, before any table."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        for world in World:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {world}")
        for role in Role:
            cursor.execute(CREATE_ROLE.format(role=role))


def close_tables(connection: BaseDatabaseWrapper) -> None:
    """Put every table into its world, then give each role what it needs and no more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, schemaname FROM pg_tables")
        where_now = dict(cursor.fetchall())
        for place in places():
            if place.table not in where_now:
                continue
            if where_now[place.table] != place.world:
                cursor.execute(f'ALTER TABLE "{place.table}" SET SCHEMA {place.world}')
            for statement in rights(place):
                cursor.execute(statement)
        for statement in SCHEMA_RIGHTS:
            cursor.execute(statement)


SCHEMA_RIGHTS = [
    f"GRANT USAGE ON SCHEMA people TO {Role.ESTATE}, {Role.CARE}, {Role.PUBLIC}",
    f"GRANT USAGE ON SCHEMA estate TO {Role.ESTATE}, {Role.CARE}, {Role.PUBLIC}",
    f"GRANT USAGE ON SCHEMA care TO {Role.CARE}, {Role.PUBLIC}",
    f"REVOKE ALL ON SCHEMA care FROM {Role.ESTATE}",
    f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA people TO {Role.ESTATE}, {Role.CARE}, {Role.PUBLIC}",
    f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA estate TO {Role.ESTATE}, {Role.CARE}",
    f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA care TO {Role.CARE}",
    # The desk of care defers messages; procrastinate's tables stay in `public`.
    f"GRANT {FULL_RIGHTS} ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers TO {Role.CARE}",
    f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {Role.CARE}",
    # Masked numbers are all that the estate learns of care.
    f"GRANT EXECUTE ON FUNCTION public.appointment_counts(date, date) TO {Role.ESTATE}, {Role.CARE}",
]


def rights(place: Place) -> list[str]:
    """Return the statements that open one table to the roles that need it, and close it to all others."""
    table = f'{place.world}."{place.table}"'
    statements = [f"REVOKE ALL ON {table} FROM {', '.join(Role)}"]
    match place.world:
        case World.PEOPLE:
            statements.append(f"GRANT {FULL_RIGHTS} ON {table} TO {', '.join(Role)}")
        case World.ESTATE:
            statements.append(f"GRANT {FULL_RIGHTS} ON {table} TO {Role.ESTATE}")
            statements.append(f"GRANT SELECT ON {table} TO {Role.CARE}")
            if place.table in PUBLIC_ESTATE_TABLES:
                columns = PUBLIC_ESTATE_TABLES[place.table]
                shown = f" ({', '.join(columns)})" if columns else ""
                statements.append(f"GRANT SELECT{shown} ON {table} TO {Role.PUBLIC}")
        case World.CARE:
            statements.append(f"GRANT {FULL_RIGHTS} ON {table} TO {Role.CARE}")
            if place.table == "appointments_appointment":
                columns = ", ".join(PUBLIC_APPOINTMENT_COLUMNS)
                statements.append(f"GRANT SELECT ({columns}) ON {table} TO {Role.PUBLIC}")
    if place.network_column:
        statements += row_security(table, place)
    if place.table in PATIENT_ACCOUNT_POLICIES:
        statements += patients_accounts_stay_in_care(table, PATIENT_ACCOUNT_POLICIES[place.table])
    return statements


def row_security(table: str, place: Place) -> list[str]:
    """Return the policies that keep one network's rows from another's."""
    mine = OF_MY_NETWORKS.format(column=place.network_column)
    desks = Role.CARE if place.world == World.CARE else f"{Role.ESTATE}, {Role.CARE}"
    statements = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS rows_of_my_networks ON {table}",
        f"CREATE POLICY rows_of_my_networks ON {table} TO {desks} USING ({mine}) WITH CHECK ({mine})",
        f"DROP POLICY IF EXISTS open_to_search ON {table}",
    ]
    if place.table in PUBLIC_ESTATE_TABLES or place.table == "appointments_appointment":
        statements.append(f"CREATE POLICY open_to_search ON {table} FOR SELECT TO {Role.PUBLIC} USING (true)")
    if place.table in OWN_ROWS:
        own = f"{OWN_ROWS[place.table]} = (SELECT NULLIF(current_setting('releve.user', true), '')::bigint)"
        statements.append(f"DROP POLICY IF EXISTS my_own_rows ON {table}")
        statements.append(f"CREATE POLICY my_own_rows ON {table} FOR SELECT TO {desks} USING ({own})")
    return statements


# A patient's login is a patient's name: the estate's role sees the logins of staff only.
PATIENT_ACCOUNT_POLICIES = {
    "people_user": "kind <> 'patient'",
    "account_emailaddress": "EXISTS (SELECT FROM people.people_user login WHERE login.id = user_id)",
    "mfa_authenticator": "EXISTS (SELECT FROM people.people_user login WHERE login.id = user_id)",
}


def patients_accounts_stay_in_care(table: str, condition: str) -> list[str]:
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS staff_only_for_the_estate ON {table}",
        f"CREATE POLICY staff_only_for_the_estate ON {table} TO {Role.ESTATE} USING ({condition}) WITH CHECK ({condition})",
        f"DROP POLICY IF EXISTS every_login ON {table}",
        f"CREATE POLICY every_login ON {table} TO {Role.CARE}, {Role.PUBLIC} USING (true) WITH CHECK (true)",
    ]
