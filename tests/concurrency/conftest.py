"""A reception or a rota of Mondays, and the coordinator who works on it."""

import pytest

from releve.pipeline.rota.tests.drawing import NOW
from tests.factories import a_network, a_user, an_office


@pytest.fixture
def office():
    return an_office(a_network(), weekdays=(0,))


@pytest.fixture
def by(office):
    """By whom and when: what every action is told."""
    return {"by": a_user("network", network=office.network), "now": NOW}
