"""What a database remembers of its demonstration: the seed and the moment, in the comment of the networks' table."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import connection

from releve.config.demonstration.territory import NETWORK_SLUG
from releve.pipeline.offices.models import Network
from releve.shared.people.models import User

TABLE = Network._meta.db_table


class DemonstrationRefused(Exception):
    """The demonstration cannot be built here. The French text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Mark:
    seed: int
    built_at: str  # ISO 8601


def leave_mark(seed: int, now: datetime) -> None:
    """Write down that the demonstration is whole; it goes with the transaction."""
    text = json.dumps({"demonstration": asdict(Mark(seed, now.isoformat()))})
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON TABLE {TABLE} IS '{text}'")


def mark() -> Mark | None:
    """Return what was written, if a whole demonstration is here."""
    if not Network.objects.filter(slug=NETWORK_SLUG).exists():
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [TABLE])
        (text,) = cursor.fetchone()
    try:
        return Mark(**json.loads(text or "")["demonstration"])
    except (ValueError, KeyError, TypeError):
        return None


def is_built(seed: int) -> bool:
    """Tell whether this database holds the whole demonstration of a seed."""
    found = mark()
    return found is not None and found.seed == seed


def age_days(now: datetime) -> int | None:
    """Return how many days ago the demonstration was built; None where there is none."""
    found = mark()
    return (now - datetime.fromisoformat(found.built_at)).days if found else None


def refuse_other_data() -> None:
    """Stop where anything is stored already: another network's rows, or an earlier demonstration."""
    if mark():
        raise DemonstrationRefused(
            "Cette base contient déjà une démonstration. "
            "Remède : reconstruisez-la sur une base vide (releve demo --fresh)."
        )
    if Network.objects.exists() or User.objects.exists():
        raise DemonstrationRefused(
            "Cette base contient déjà des données qui ne sont pas une démonstration : elles ne sont pas touchées. "
            "Remède : choisissez une base vide."
        )
