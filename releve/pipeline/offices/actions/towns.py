"""Writes of the towns: a reference table that every network shares."""

from collections.abc import Iterable

from django.db import transaction

from releve.pipeline.offices.models import Town
from releve.pipeline.offices.town_file import TownRow
from releve.shared.names import search_form

BATCH_SIZE = 2_000


@transaction.atomic
def load_towns(rows: Iterable[TownRow]) -> int:
    """Add these towns, or bring those that are known up to date, and return how many. Others stay as they are."""
    towns = [
        Town(
            insee=row.insee,
            name=row.name,
            search_name=search_form(row.name),
            postal_codes=list(row.postal_codes),
            department=row.department,
            population=row.population,
            latitude=row.latitude,
            longitude=row.longitude,
        )
        for row in rows
    ]
    told = [field.name for field in Town._meta.concrete_fields if not field.primary_key]
    Town.objects.bulk_create(
        towns, update_conflicts=True, unique_fields=["insee"], update_fields=told, batch_size=BATCH_SIZE
    )
    return len(towns)
