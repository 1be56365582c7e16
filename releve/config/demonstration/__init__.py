"""The demonstration: the territory of Liévin – Pays d’Artois, real towns and offices, invented people, a year of care.

For one seed and one day the rows are always the same. It never touches a database that holds anything else.
"""

from releve.config.demonstration.building import build
from releve.config.demonstration.logins import LOGINS, Login
from releve.config.demonstration.mark import DemonstrationRefused, age_days, is_built

__all__ = ["LOGINS", "DemonstrationRefused", "Login", "age_days", "build", "is_built"]
