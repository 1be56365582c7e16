"""Who works where on which half-day, what stays empty, and what no longer holds."""

from releve.pipeline.rota.rules.conflicts import find_conflicts
from releve.pipeline.rota.rules.gaps import find_gaps
from releve.pipeline.rota.rules.laying import as_existing, lay_shifts

__all__ = ["as_existing", "find_conflicts", "find_gaps", "lay_shifts"]
