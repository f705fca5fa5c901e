"""How fast the local page is on this machine. Times are measured, never tested: `target/browser/bin/python tests/served/measure.py`
after `cargo build --release`, on a quiet machine."""

import http.client
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("GISEMENT_BINARY", str(Path(__file__).resolve().parents[2] / "target" / "release" / "gisement"))

from conftest import CHROMIUM, copied, served  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

SCENARIO = "florange.toml"
POWER = "Nominal heat output of the wood boiler"
TIMES = 7

WATCH = """
() => {
  window.tasks = [];
  new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((task) => Math.round(task.duration))))
    .observe({ type: "longtask" });
}
"""


def live(server, power, samples):
    """Milliseconds from the request to the last event of each kind."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    headers = {"Authorization": f"Bearer {server.token}", "Content-Type": "application/json"}
    body = json.dumps({"set": [f"boiler.power_kw={power}"], "samples": samples})
    start = time.perf_counter()
    connection.request("POST", f"/api/files/{SCENARIO}/live", body, headers)
    at, name = {}, None
    for line in connection.getresponse():
        if line.startswith(b"event: "):
            name = line[7:].decode().strip()
        elif line.startswith(b"data: "):
            at[name] = (time.perf_counter() - start) * 1e3
    connection.close()
    return at


def answers(server):
    live(server, 700, 0)
    found = [live(server, 400 + k, 2000) for k in range(TIMES)]
    for name, what in [("nominal", "nominal answer"), ("figures", "figures"), ("done", "2,000 samples")]:
        ms = [one[name] for one in found]
        print(f"{what}: median {statistics.median(ms):.1f} ms of {TIMES}, {min(ms):.1f} to {max(ms):.1f}")


def page(server, browser):
    page = browser.new_context(viewport={"width": 1500, "height": 1000}).new_page()
    page.goto(f"{server.address}#/{SCENARIO}/build/boiler")
    slider = page.get_by_role("slider", name=POWER, exact=True)
    page.get_by_role("figure").first.get_by_role("img").wait_for()
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    slider.press("ArrowRight")
    page.wait_for_timeout(4000)
    page.evaluate(WATCH)
    for _ in range(10):
        slider.press("ArrowRight")
    page.wait_for_timeout(4000)
    print(f"first contentful paint: {paint:.0f} ms; tasks above 50 ms while refining: {page.evaluate('window.tasks')}")
    page.context.close()


def main():
    with tempfile.TemporaryDirectory() as folder, served(copied(Path(folder) / "scenarios")) as server:
        answers(server)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for _ in range(3):
                page(server, browser)
            browser.close()


if __name__ == "__main__":
    main()
