"""Somebody at a screen: goes to a page, logs in, and has each page checked."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from releve.config.demonstration.logins import Login
from tests.browser.product import ROOT, Product

WIDTHS = {"narrow": (390, 844), "wide": (1280, 900)}
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=fr-FR",
]
PATIENCE_MS = 15_000
# A refused time answers 409, a form with faults 422, a missing page 404: the browser tells it, and that is right.
# On a busy machine it also remarks that a page was slow to come or to be drawn.
EXPECTED = re.compile(r"status of (404|409|410|422)|preloaded using link preload|\[Intervention\]")


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """Start the Chromium that the set-up found (RELEVE_CHROMIUM names another one)."""
    program = os.environ.get("RELEVE_CHROMIUM") or (ROOT / ".venv" / "chromium-path").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program.strip(), args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


def words_of(place: Locator) -> str:
    """Return what stands there, with plain spaces."""
    return "\n".join(place.all_inner_texts()).replace("\u202f", " ").replace("\xa0", " ")


class Visitor:
    """A person with a browser of her own, at a screen of one width."""

    def __init__(self, context: BrowserContext, product: Product) -> None:
        self.context, self.product = context, product
        self.faults: list[str] = []
        context.set_default_timeout(PATIENCE_MS)
        self.page = self._listened(context.new_page())

    def _listened(self, page: Page) -> Page:
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._hear(page, said.type, said.text))
        return page

    def _hear(self, page: Page, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not EXPECTED.search(text):
            self.faults.append(f"{page.url}: {text}")

    def go(self, path: str) -> Self:
        """Open an address, whole or of the product."""
        self.faults.clear()
        answer = self.page.goto(path if "://" in path else self.product.address + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        return self

    def open_tab(self, path: str) -> "Visitor":
        """Return the same person at a second tab."""
        other = object.__new__(type(self))
        other.context, other.product, other.faults = self.context, self.product, self.faults
        other.page = other._listened(self.context.new_page())
        return other.go(path)

    def status_of(self, path: str) -> int:
        """Return what an address answers to a plain request, without following it."""
        return self.page.request.get(self.product.address + path, max_redirects=0).status

    def html_of(self, path: str) -> str:
        answer = self.page.request.get(self.product.address + path)
        assert answer.status == 200, f"{path}: {answer.status}"
        return answer.text()

    def log_in(self, login: Login) -> Self:
        self.go("/compte/connexion/")
        self.page.locator("input[name=login]").fill(login.email)
        self.page.locator("input[name=password]").fill(login.password)
        self.page.locator("input[name=password]").press("Enter")
        self.page.wait_for_url(f"**{login.path}**")
        return self

    def click(self, name: str, role: str = "button") -> Self:
        """Click the first button (or link) whose name begins like that, and wait for the page it leads to."""
        target = self.page.get_by_role(role, name=re.compile(rf"^{re.escape(name)}")).first
        target.click()
        self.page.wait_for_load_state()
        return self

    def follow(self, name: str) -> Self:
        return self.click(name, "link")

    def fill(self, **fields: str) -> Self:
        """Fill the form's fields by their names."""
        for name, value in fields.items():
            self.field(name).fill(value)
        return self

    def field(self, name: str) -> Locator:
        return self.page.locator(f"main form [name={name}]:not([type=hidden])").first

    def choose(self, label: str) -> Self:
        """Choose a radio button or tick a box, by its label."""
        self.page.get_by_label(label, exact=True).check()
        return self

    @property
    def heading(self) -> str:
        return words_of(self.page.locator("h1"))

    @property
    def text(self) -> str:
        """All that the page itself says."""
        return words_of(self.page.locator("main"))

    @property
    def said(self) -> str:
        """What the page answers to the last action."""
        return words_of(self.page.locator("main .notice, main [role=alert]"))

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.product.address)

    def check(self) -> Self:
        """axe finds nothing, nothing sticks out to the right, no script complains."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE)
        told = self.page.evaluate(
            """async rules => {
                const only = {type: "tag", values: rules};
                const found = await axe.run(document, {runOnly: only, resultTypes: ["violations"]});
                return found.violations.flatMap(each => each.nodes.map(
                    node => `${each.id}: ${node.html.slice(0, 200)} (${node.failureSummary.slice(0, 300)})`));
            }""",
            RULES,
        )
        assert told == [], f"{self.path}\n" + "\n".join(told)
        too_wide = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert too_wide <= 0, f"{self.path}: {too_wide} px stick out"
        assert self.faults == [], f"{self.path}\n" + "\n".join(self.faults)
        return self

    def check_at_both_widths(self) -> Self:
        for columns, lines in WIDTHS.values():
            self.page.set_viewport_size({"width": columns, "height": lines})
            self.check()
        return self
