"""What holds for every test."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import settings

from tests.migrated import MIGRATED, make_migrated

# The same limits on a busy machine as on a quiet one: no property is judged by its speed.
settings.register_profile("releve", deadline=None, max_examples=60, print_blob=True, derandomize=True)
# The same commit answers the same everywhere; other examples are drawn by make test ARGS="--hypothesis-profile=hunt".
settings.register_profile("hunt", deadline=None, max_examples=600, print_blob=True)
settings.load_profile("releve")


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """A page asked for in English leaves its language behind in the thread; the next test begins in French."""
    translation.activate("fr")
    yield
    translation.activate("fr")


@pytest.fixture(scope="session")
def migrated(django_db_blocker: Any) -> str:
    """The name of a database that is migrated and empty, to copy."""
    with django_db_blocker.unblock():
        make_migrated()
    return MIGRATED


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, migrated: str) -> None:
    """Have Django copy it. Django's own `migrate` then has nothing left to do but to close the tables once more."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated
