"""A PostgreSQL server of the product's own, for machines that have none. See docs/decisions/0001."""

from releve.shared.embedded.errors import EmbeddedPostgresError
from releve.shared.embedded.server import EmbeddedPostgres

__all__ = ["EmbeddedPostgres", "EmbeddedPostgresError"]
