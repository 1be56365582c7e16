"""A new secret key: what the old one signed still opens while it is told as a fallback, and no longer after."""

import os
import subprocess
import sys

import pytest

from releve.pipeline.appointments.errors import BadLink
from releve.pipeline.appointments.links import appointment_of_hold, appointment_of_link, hold_token, link_token
from tests.ground.conftest import ROOT


@pytest.mark.parametrize(("make", "read"), [(hold_token, appointment_of_hold), (link_token, appointment_of_link)])
def test_link_when_the_key_was_changed_opens_with_the_fallback_alone(settings, make, read) -> None:
    token = make(3, 42)
    settings.SECRET_KEY, old = "another-key", settings.SECRET_KEY
    with pytest.raises(BadLink):
        read(token)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert read(token) == (3, 42)


def test_fallbacks_when_told_with_commas_are_read_in_order() -> None:
    told = {"RELEVE_SECRET_KEY_FALLBACKS": "of-yesterday, of-before"}
    asked = "from releve.config import settings; print(settings.SECRET_KEY_FALLBACKS)"
    said = subprocess.run(
        [sys.executable, "-c", asked], env=os.environ | told, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "['of-yesterday', 'of-before']"
