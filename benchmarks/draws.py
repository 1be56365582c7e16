"""What is asked of a country, drawn by a seed: the same questions for the same seed and size."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from benchmarks.country import NOW, WEEKS_AHEAD
from releve.pipeline.offices.models import Office
from releve.pipeline.slots.handover import Visit
from releve.pipeline.slots.models import VisitReason
from releve.pipeline.slots.queries import as_visit

# Half of the way between two offices of the fixture, in degrees: any place has an office this near.
HALF_STEP_LATITUDE, HALF_STEP_LONGITUDE = 0.0725, 0.1


@dataclass(frozen=True, slots=True)
class Week:
    """One office, one week, one reason."""

    office_id: int
    network_id: int
    reason: Visit
    first: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Point:
    """A place where somebody lives, in degrees, and what she comes for."""

    latitude: float
    longitude: float
    reason: Visit


class Draw:
    """A generator of questions about the country in the database in use."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self._offices = list(Office.objects.order_by("id").values_list("id", "network_id", "latitude", "longitude"))
        self._reasons = {reason.network_id: as_visit(reason) for reason in VisitReason.objects.order_by("id")}

    @property
    def n_offices(self) -> int:
        return len(self._offices)

    def week(self) -> Week:
        """Draw an office and one of the weeks ahead that are published whole."""
        office_id, network_id, _, _ = self.random.choice(self._offices)
        first = NOW + timedelta(weeks=self.random.randrange(WEEKS_AHEAD - 1))
        return Week(office_id, network_id, self._reasons[network_id], first, first + timedelta(weeks=1))

    def point(self) -> Point:
        """Draw a place near an office."""
        _, network_id, latitude, longitude = self.random.choice(self._offices)
        return Point(
            latitude + self.random.uniform(-HALF_STEP_LATITUDE, HALF_STEP_LATITUDE),
            longitude + self.random.uniform(-HALF_STEP_LONGITUDE, HALF_STEP_LONGITUDE),
            self._reasons[network_id],
        )
