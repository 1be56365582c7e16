"""What Relève refuses on an open network, each by itself."""

from typing import Any

import pytest

from releve.config.deploy import deploy_refusals, missing_in_legal_notice

DEMONSTRATION = "demonstration-only"
READY: dict[str, Any] = {
    "SECRET_KEY": "tN3-vQx0kLr8_wZb5Yc1Jm7HsPf2GdUe9AoKiXyBqTzRnVhWlC4M",
    "SECRET_KEY_FALLBACKS": [],
    "DEMONSTRATION_SECRET": DEMONSTRATION,
    "DEBUG": False,
    "IS_DEMO": False,
    "ALLOWED_HOSTS": ["cabinet.mazingarbe.fr"],
    "HAS_TLS_IN_FRONT": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "PUBLIC_ADDRESS": "https://cabinet.mazingarbe.fr",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "IS_SECOND_FACTOR_REQUIRED": True,
}


def test_a_town_that_is_ready_is_refused_nothing() -> None:
    assert deploy_refusals(READY) == []


@pytest.mark.parametrize(
    ("change", "variable"),
    [
        ({"SECRET_KEY": DEMONSTRATION}, "RELEVE_SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "RELEVE_SECRET_KEY"),
        ({"SECRET_KEY": "a" * 80}, "RELEVE_SECRET_KEY"),
        ({"SECRET_KEY_FALLBACKS": ["old", DEMONSTRATION]}, "RELEVE_SECRET_KEY_FALLBACKS"),
        ({"DEBUG": True}, "RELEVE_DEBUG"),
        ({"IS_DEMO": True}, "RELEVE_DEMO"),
        ({"ALLOWED_HOSTS": ["*"]}, "RELEVE_HOSTS"),
        ({"ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"]}, "RELEVE_HOSTS"),
        ({"HAS_TLS_IN_FRONT": False}, "RELEVE_TLS"),
        ({"SESSION_COOKIE_SECURE": False}, "RELEVE_TLS"),
        ({"CSRF_COOKIE_SECURE": False}, "RELEVE_TLS"),
        ({"PUBLIC_ADDRESS": "http://cabinet.mazingarbe.fr"}, "RELEVE_ADDRESS"),
        ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, "RELEVE_MAIL_URL"),
        ({"IS_SECOND_FACTOR_REQUIRED": False}, "RELEVE_SECOND_FACTOR"),
    ],
)
def test_each_danger_is_refused_with_the_variable_that_ends_it(change: dict[str, Any], variable: str) -> None:
    refusals = deploy_refusals(READY | change)
    assert len(refusals) == 1
    assert variable in refusals[0].remedy


def test_legal_notice_when_something_is_missing_names_the_variable() -> None:
    told = {"PUBLISHER": "Ville", "PUBLICATION_DIRECTOR": "Le maire", "PUBLISHER_CONTACT": "", "HOST_NAME": ""}
    assert missing_in_legal_notice(told) == ["RELEVE_PUBLISHER_CONTACT", "RELEVE_HOST_NAME"]
    assert missing_in_legal_notice(told | {"PUBLISHER_CONTACT": "a@b.example", "HOST_NAME": "H"}) == []
