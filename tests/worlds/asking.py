"""Questions put to PostgreSQL itself."""

from typing import Any

from django.db import connection

TABLE_RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
COLUMN_RIGHTS = ("SELECT", "INSERT", "UPDATE", "REFERENCES")


def ask(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return cursor.fetchall()


def one(sql: str, *values: Any) -> Any:
    return ask(sql, *values)[0][0]


def tables_of(schema: str) -> list[str]:
    found = ask("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", schema)
    return [f'{schema}."{name}"' for (name,) in found]


def rights_on(role: str, table: str) -> set[str]:
    """Return the rights on the whole table."""
    return {right for right in TABLE_RIGHTS if one("SELECT has_table_privilege(%s, %s, %s)", role, table, right)}


def columns_open_to(role: str, table: str, right: str = "SELECT") -> set[str]:
    """Return the columns that a role may read (or write)."""
    columns = ask(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped", table
    )
    return {name for (name,) in columns if one("SELECT has_column_privilege(%s, %s, %s, %s)", role, table, name, right)}


def may_nothing(role: str, table: str) -> bool:
    return not rights_on(role, table) and not any(columns_open_to(role, table, right) for right in COLUMN_RIGHTS)
