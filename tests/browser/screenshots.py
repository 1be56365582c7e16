"""Makes docs/screenshots: `python -m tests.browser.screenshots`, on the server of DATABASE_URL, else one of its own."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import django

from releve.shared.embedded import EmbeddedPostgres
from tests.browser.product import ROOT, Product, build_demonstration, served
from tests.databases import a_new_database

if TYPE_CHECKING:
    from tests.browser.visitor import Visitor

FOLDER = ROOT / "docs" / "screenshots"
MOST_KB = 300
# Today while it lasts, else the next working day.
NEXT_DAY = """
    SELECT min(day)::text FROM estate.rota_shift
    WHERE office_id = 1 AND status = 'published' AND ends_at > now() + interval '1 hour'
"""
LEAVING = "SELECT id FROM estate.commitments_commitment WHERE state = 'notice_given' ORDER BY id LIMIT 1"
LAST_LAID = "SELECT (date_trunc('week', max(day)) + interval '1 week')::date::text FROM estate.rota_shift"
FIRST_GAP = re.compile(r'href="(/reseau/cabinets/mazingarbe/semaines/\?debut=[^"]+)"')


@contextmanager
def database_server() -> Iterator[str]:
    if "DATABASE_URL" in os.environ:
        yield os.environ["DATABASE_URL"]
        return
    folder = Path(tempfile.mkdtemp(prefix="releve-screenshots-"))
    # Its data are closed by themselves; their way must not be, for a server that root starts.
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
        with a_new_database(server_url, f"releve_screenshots_{os.getpid()}") as url:
            build_demonstration(url, scale=1)
            with served(url) as product:
                take_all(product)


def take_all(product: Product) -> None:
    # The demonstration's logins stand beside its models: they load after the settings.
    from tests.browser.addresses import COORDINATOR, DOCTOR, NOBODY, SECRETARY, TOWN_HALL
    from tests.browser.visitor import WIDTHS, Visitor, open_chromium

    with open_chromium() as browser:

        def seat(login=NOBODY, width: str = "wide") -> Visitor:
            columns, lines = WIDTHS[width]
            size = {"width": columns, "height": lines}
            seated = Visitor(browser.new_context(viewport=size, locale="fr-FR"), product)
            return seated.log_in(login) if login else seated

        take(seat(), "patient", "/")
        take(seat(width="narrow"), "patient-390", "/?ou=Mazingarbe")
        take(seat(), "office", "/cabinets/mazingarbe/")
        take(seat(SECRETARY), "secretary", f"/secretariat/?jour={product.value(NEXT_DAY)}")
        take(seat(DOCTOR), "doctor", "/medecin/")
        aubry = seat(COORDINATOR)
        first_gap = FIRST_GAP.search(aubry.html_of("/reseau/semaines/"))
        take(aubry, "network", first_gap[1] if first_gap else "/reseau/cabinets/mazingarbe/semaines/")
        take(aubry, "coverage", "/reseau/")
        take(aubry, "promise", f"/reseau/engagements/{product.value(LEAVING)}/")
        take(aubry, "planning", draw_a_rota(aubry, product))
        take(seat(DOCTOR, width="narrow"), "availability-390", "/medecin/disponibilites/")
        take(seat(TOWN_HALL), "townhall", "/mairie/")


def draw_a_rota(coordinator: "Visitor", product: Product) -> str:
    """Have eight weeks drawn, and return the address where they are compared with what stands."""
    first = product.value(LAST_LAID)
    coordinator.go("/reseau/plannings/").fill(first=first, n_weeks="8", seconds="10").click("Dessiner")
    product.run_jobs()
    return coordinator.page.url.removeprefix(product.address)


def take(seated: "Visitor", name: str, path: str) -> None:
    seated.go(path).check()
    file = FOLDER / f"{name}.png"
    FOLDER.mkdir(parents=True, exist_ok=True)
    seated.page.screenshot(path=file, animations="disabled")
    kilobytes = file.stat().st_size // 1000
    print(f"{file.relative_to(ROOT)}: {kilobytes} kB")
    assert kilobytes <= MOST_KB, f"{file} is too heavy for a README"


if __name__ == "__main__":
    main()
