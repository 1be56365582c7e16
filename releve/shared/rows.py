"""Hot statements in plain SQL: rows as tuples, counted and logged as Django's own queries are."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

Parameters = Mapping[str, Any] | Sequence[Any]
Statement = tuple[str, Parameters]
Rows = list[tuple[Any, ...]]
AnyModel = TypeVar("AnyModel", bound=Model)


def rows(sql: str, parameters: Parameters) -> Rows:
    """Return all rows of one statement."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def sent_together(*statements: Statement) -> Rows:
    """Run statements in one journey to PostgreSQL and back; return the rows of the last one, if it has any.

    Each sees what those before it did: a lock first, then what it guards. The first that fails stops the others and is
    raised. Half of what a booking takes is the way there and back.
    """
    cursor = connection.cursor()
    with connection.wrap_database_errors, connection.connection.pipeline():
        for sql, parameters in statements:
            cursor.execute(sql, parameters)
    return cursor.fetchall() if cursor.description else []


def insertion_of(instance: Model) -> Statement:
    """Return what stores a new row and answers its id."""
    fields = [field for field in instance._meta.concrete_fields if not field.primary_key]
    columns, places = ", ".join([str(field.column) for field in fields]), ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {instance._meta.db_table} ({columns}) VALUES ({places}) RETURNING id"
    return sql, [field.get_prep_value(getattr(instance, field.attname)) for field in fields]


def columns_of(model: type[Model], alias: str) -> str:
    """Return every column of a model's table, in the order that `instance_of` reads."""
    return ", ".join(f"{alias}.{field.column}" for field in model._meta.concrete_fields)


def instance_of(model: type[AnyModel], values: Sequence[Any]) -> AnyModel:
    """Return the row of `columns_of` as an instance."""
    return model.from_db(None, [field.attname for field in model._meta.concrete_fields], values)
