"""Makes the pictures of the local page in docs/pictures/: `target/browser/bin/python tests/served/pictures.py`."""

import tempfile
from pathlib import Path

from conftest import CHROMIUM, ROOT, copied, served
from playwright.sync_api import sync_playwright

OUT = ROOT / "docs" / "pictures"
SCENARIO = "florange.toml"


def shown(browser, server, address, lang, width, height):
    """The page at an address, in a language and a width, once all is still."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale=lang, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/?token={server.token}")
    page.evaluate("lang => localStorage.setItem('gisement.lang', lang)", lang)
    page.goto(f"http://127.0.0.1:{server.port}/#/{address}")
    page.reload()
    still(page)
    return page


def still(page):
    """Nothing is drawn any more; the address of news never ends, so that the network is never idle."""
    page.wait_for_timeout(4000)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(copied(Path(folder) / "scenarios")) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for lang in ("en", "fr"):
            for width, height in [(360, 740), (768, 1000), (1280, 800)]:
                view = "see" if width == 360 else "build"
                shown(browser, server, f"{SCENARIO}/{view}/boiler", lang, width, height).screenshot(path=OUT / f"serve-{width}-{lang}.png")
        page = shown(browser, server, f"{SCENARIO}/build/boiler", "en", 1280, 720)
        page.screenshot(path=OUT / "serve-build.png")
        page.locator(".see-plot").nth(10).scroll_into_view_if_needed()
        still(page)
        page.screenshot(path=OUT / "serve-see.png")
        shown(browser, server, "pilot12.toml/build/inventory", "en", 1280, 720).screenshot(path=OUT / "serve-companies.png")
        server.post("/api/jobs", {"file": "boiler_only.toml", "kind": "size", "options": {"samples": 0}}, 202)
        page = shown(browser, server, "boiler_only.toml/ask", "en", 1280, 720)
        page.get_by_role("button", name="Show").first.click()
        still(page)
        page.screenshot(path=OUT / "serve-ask.png")
        browser.close()


if __name__ == "__main__":
    main()
