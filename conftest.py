"""What holds for every test."""

from collections.abc import Iterator

import pytest
from django.utils import translation
from hypothesis import settings

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
