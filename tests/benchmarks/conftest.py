"""A country as small as can be, in the database of the tests."""

from datetime import date

import pytest

from benchmarks import country, draws

# Enough for one whole week ahead.
WEEKS_AHEAD = 2


@pytest.fixture
def monday():
    return date(2026, 11, 23)


@pytest.fixture
def tiny_country(transactional_db, monkeypatch):
    monkeypatch.setattr(country, "WEEKS_AHEAD", WEEKS_AHEAD)
    monkeypatch.setattr(draws, "WEEKS_AHEAD", WEEKS_AHEAD)
    size = country.Size(0.0001)
    country.build(size, say=print)
    return size
