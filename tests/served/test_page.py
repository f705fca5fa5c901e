"""The page as people use it: in a real browser, by the names and roles that a reader or a screen reader finds."""

import re
import subprocess
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from conftest import PROGRAM

expect.set_options(timeout=20_000)
# A figure of the French page: a name that the program gives, not one of the page.
QUICK = "boiler_only.toml"


class Reader:
    """A window on the page; whatever goes wrong in it is remembered."""

    def __init__(self, browser, server, path="", lang="en", width=1280, scheme="light", **options):
        self.server = server
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=lang, color_scheme=scheme, reduced_motion="reduce", **options
        )
        self.complaints, self.aborted = [], []
        # Answers that are refused on purpose: the browser writes them to its console as well.
        self.expected = []
        self.page = self.tab(path)

    def tab(self, path=""):
        """A further tab of the same browser."""
        page = self.context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self._failed)
        page.on("request", self._asked)
        page.goto(f"{self.server.address.split('#')[0]}{path}")
        return page

    def _heard(self, message):
        told = f"{message.text} {message.location.get('url', '')}"
        if message.type in ("error", "warning") and not any(known in told for known in self.expected):
            self.complaints.append(told)

    def _failed(self, request):
        # A newer question ends the older ones; leaving the page ends what it listens to.
        if request.failure == "net::ERR_ABORTED":
            self.aborted.append(request.url)
        else:
            self.complaints.append(f"{request.url}: {request.failure}")

    def _asked(self, request):
        own = f"http://127.0.0.1:{self.server.port}/"
        if not request.url.startswith((own, "data:", f"blob:{own}")):
            self.complaints.append(f"asks elsewhere: {request.url}")


@contextmanager
def reading(browser, server, path="", **options):
    """The page in a window of its own; at the end nothing may have gone wrong."""
    reader = Reader(browser, server, path, **options)
    try:
        yield reader
        assert reader.complaints == []
    finally:
        reader.context.close()


def answered(page, samples=r"[\d\u202f]+"):
    """Waits until the live answer has all its samples."""
    expect(page.get_by_role("region", name=re.compile("Key numbers|Nombres clés|Chiffres clés"))).to_have_attribute(
        "aria-busy", "false"
    )


def card(page, label):
    """A headline by its label."""
    return page.get_by_role("listitem").filter(has_text=label).first


# ---- from empty to a report ---------------------------------------------------------------------------------------


def typed_in(grid, *rows):
    """Rows typed into a sheet from its active cell on, by keyboard."""
    grid.press("Control+Home")
    for row in rows:
        for text in row:
            if text:
                grid.page.keyboard.type(text)
                grid.page.keyboard.press("Tab")
            else:
                grid.page.keyboard.press("ArrowRight")
        grid.page.keyboard.press("Home")
        grid.page.keyboard.press("ArrowDown")


def test_first_scenario_from_empty_to_a_report(browser, server, tmp_path):
    with reading(browser, server) as reader:
        page = reader.page
        page.get_by_label("Name of the file").fill("first")
        page.get_by_role("button", name="Make it").click()
        expect(page.get_by_role("heading", name="Step 1 of 5: Name and place")).to_be_visible()
        for label, text in [("Title of the scenario", "First"), ("Latitude of the plant", "49.32"), ("Longitude of the plant", "6.11")]:
            page.get_by_label(label, exact=True).fill(text)
        guide = page.get_by_role("region", name="Guide")
        guide.get_by_role("button", name="Next").click()
        guide.get_by_role("button", name="Companies and their waste").click()
        page.wait_for_timeout(2000)
        print(page.get_by_role("region", name="Companies").first.aria_snapshot())
        page.screenshot(path="/tmp/a.png")
        print(reader.complaints)
