"""A real Chromium on the real product: one product for a process, one browser context for each visitor."""

import os
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, StorageState

from releve.config.demonstration.logins import Login
from tests.browser.product import Product, build_demonstration, served
from tests.browser.visitor import WIDTHS, Visitor, open_chromium
from tests.databases import a_new_database, make_once

# Somebody who sits down at a screen: visitor("narrow"), visitor(login=COORDINATOR), visitor(has_scripts=False).
Seat = Callable[..., Visitor]
DEMONSTRATION = "test_releve_demonstration"


@pytest.fixture(scope="session")
def product(migrated: str, testrun_uid: str) -> Iterator[Product]:
    """The demonstration of this run, built by the first process that asks; each serves a copy of its own."""
    server = os.environ["DATABASE_URL"]
    make_once(server, DEMONSTRATION, testrun_uid, partial(build_demonstration, scale=0.1), copy_of=migrated)
    name = f"test_releve_browser_{os.getpid()}"
    with a_new_database(server, name, copy_of=DEMONSTRATION) as url, served(url) as product:
        yield product


# Playwright leaves an event loop in this thread, and Django's ORM refuses to work beside one: it ends with the folder.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with open_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def sessions() -> dict[str, StorageState]:
    """Who has logged in once stays so: the check of a password is slow on purpose."""
    return {}


@pytest.fixture(scope="package")
def sit_down(chromium: Browser, product: Product, sessions: dict[str, StorageState]) -> Seat:
    def seat(width: str = "wide", *, login: Login | None = None, has_scripts: bool = True) -> Visitor:
        columns, lines = WIDTHS[width]
        known = sessions.get(login.email) if login else None
        context = chromium.new_context(
            viewport={"width": columns, "height": lines},
            locale="fr-FR",
            timezone_id="Europe/Paris",
            java_script_enabled=has_scripts,
            storage_state=known,
        )
        seated = Visitor(context, product)
        if login and not known:
            seated.log_in(login)
            sessions[login.email] = context.storage_state()
        return seated

    return seat


@pytest.fixture
def visitor(sit_down: Seat) -> Iterator[Seat]:
    """Somebody for this test alone."""
    seated: list[Visitor] = []

    def seat(*places: str, **options) -> Visitor:
        seated.append(sit_down(*places, **options))
        return seated[-1]

    yield seat
    for each in seated:
        each.context.close()


@pytest.fixture(scope="module")
def reader(sit_down: Seat) -> Iterator[Callable[[Login | None], Visitor]]:
    """Somebody who only reads, and so may stay for many tests: opening a browser takes longer than a page."""
    seated: dict[Login | None, Visitor] = {}

    def of(login: Login | None) -> Visitor:
        if login not in seated:
            seated[login] = sit_down(login=login)
        return seated[login]

    yield of
    for each in seated.values():
        each.context.close()


@pytest.fixture(params=list(WIDTHS))
def width(request) -> str:
    return request.param
