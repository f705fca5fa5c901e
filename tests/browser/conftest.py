"""Pages of every command in both languages, made once by the built program, and a browser to look at them."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "target" / "debug" / "gisement"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
LANGUAGES = ["en", "fr"]

# A few candidates only.
SHARES = ["--set", "size.power_share_low=0.5", "--set", "size.power_share_high=0.6"]

# Name of the page: file that holds it, and the command. Longest first: they are made side by side.
COMMANDS = {
    "size": ("size.html", ["size", "scenarios/boiler_only.toml", "-n", "2", *SHARES]),
    "florange": ("report.html", ["run", "scenarios/florange.toml", "-n", "20"]),
    "channels": ("channels.html", ["channels", "scenarios/pilot12.toml", "-n", "8"]),
    "calibrate": ("calibration.html", ["calibrate", "scenarios/bmp_dbfz/measured.csv"]),
    "codigestion": ("report.html", ["run", "scenarios/codigestion.toml", "-n", "4"]),
    "sensitivity": ("sensitivity-tornado.html", ["sensitivity", "scenarios/boiler_only.toml", "--method", "tornado"]),
    "compare": ("compare.html", ["compare", "scenarios/boiler_only.toml", "--variant", "boiler.power_kw=600"]),
    "boiler_only": ("report.html", ["run", "scenarios/boiler_only.toml", "-n", "20"]),
}
PAGES = [f"{name}-{lang}" for name in COMMANDS for lang in LANGUAGES]


def make(folder: Path, name: str, lang: str) -> Path:
    file, command = COMMANDS[name]
    out = folder / f"{name}-{lang}"
    arguments = [PROGRAM, *command, "--lang", lang, "--out", out]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)
    # 3: some samples failed; the page is whole all the same.
    assert done.returncode in (0, 3), f"{' '.join(map(str, arguments))}\n{done.stderr}"
    return out / file


@pytest.fixture(scope="session")
def pages(tmp_path_factory) -> dict[str, Path]:
    """Every page by its name."""
    folder = tmp_path_factory.mktemp("pages")
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        wanted = [(name, lang) for name in COMMANDS for lang in LANGUAGES]
        made = pool.map(lambda one: make(folder, *one), wanted)
        return {f"{name}-{lang}": path for (name, lang), path in zip(wanted, made)}


@pytest.fixture(scope="session")
def browser():
    """The system's browser; nothing is downloaded."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shots() -> Path:
    """Where pictures and prints go, for eyes: `target/browser-shots/`."""
    folder = ROOT / "target" / "browser-shots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
