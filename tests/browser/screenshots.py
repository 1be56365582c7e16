"""Makes the pictures of docs/screenshots: `python -m tests.browser.screenshots` (on DATABASE_URL, else an own server)."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from playwright.sync_api import Browser

from releve.shared.embedded import EmbeddedPostgres
from tests.browser.product import ROOT, Product, served_demonstration

FOLDER = ROOT / "docs" / "screenshots"
MOST_KB = 300
# A full working day, whatever today is.
NEXT_DAY = "SELECT min(day)::text FROM estate.rota_shift WHERE office_id = 1 AND day > current_date AND status = 'published'"
FIRST_DRAFT = "SELECT min(day)::text FROM estate.rota_shift WHERE office_id = 1 AND status = 'draft'"


@contextmanager
def database_server() -> Iterator[str]:
    if "DATABASE_URL" in os.environ:
        yield os.environ["DATABASE_URL"]
        return
    folder = Path(tempfile.mkdtemp(prefix="releve-screenshots-"))
    folder.chmod(0o755)
    server = EmbeddedPostgres(folder / "postgres", fast=True)
    try:
        yield server.start()
    finally:
        server.stop()
        shutil.rmtree(folder)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "releve.config.settings")
    with database_server() as server_url:
        os.environ["DATABASE_URL"] = server_url
        django.setup()
        # The demonstration's logins stand beside its models.
        from tests.browser.visitor import open_chromium

        with served_demonstration(server_url, "releve_screenshots", scale=1) as product, open_chromium() as browser:
            take_all(browser, product)


def take_all(browser: Browser, product: Product) -> None:
    from tests.browser.addresses import COORDINATOR, DOCTOR, NOBODY, SECRETARY, TOWN_HALL

    day = product.value(NEXT_DAY)
    weeks = f"/reseau/cabinets/mazingarbe/semaines/?debut={product.value(FIRST_DRAFT)}"
    take(browser, product, "patient", NOBODY, "/?ou=Mazingarbe")
    take(browser, product, "patient-390", NOBODY, "/cabinets/mazingarbe/horaires/", "narrow")
    take(browser, product, "office", NOBODY, "/cabinets/mazingarbe/")
    take(browser, product, "secretary", SECRETARY, f"/secretariat/?jour={day}")
    take(browser, product, "doctor", DOCTOR, "/medecin/")
    take(browser, product, "network", COORDINATOR, "/reseau/")
    take(browser, product, "weeks", COORDINATOR, weeks)
    take(browser, product, "townhall", TOWN_HALL, "/mairie/")


def take(browser: Browser, product: Product, name: str, login, path: str, width: str = "wide") -> None:
    from tests.browser.visitor import WIDTHS, Visitor

    columns, lines = WIDTHS[width]
    context = browser.new_context(viewport={"width": columns, "height": lines}, locale="fr-FR")
    seated = Visitor(context, product)
    if login:
        seated.log_in(login)
    seated.go(path).check()
    seated.page.evaluate("document.fonts.ready")
    file = FOLDER / f"{name}.png"
    FOLDER.mkdir(parents=True, exist_ok=True)
    seated.page.screenshot(path=file, animations="disabled")
    context.close()
    kilobytes = file.stat().st_size // 1000
    print(f"{file.relative_to(ROOT)}: {kilobytes} kB")
    assert kilobytes <= MOST_KB, f"{file} is too heavy for a README"


if __name__ == "__main__":
    main()
