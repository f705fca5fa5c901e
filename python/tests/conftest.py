"""What the tests share: the folder they run in, and the command line to hold the wheel against."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import gisement
import pytest

ROOT = Path(__file__).resolve().parents[2]

#: The binary where it was built, so that the wheel is held against another program; else the command line of the wheel.
BINARY = [os.environ["GISEMENT_BINARY"]] if "GISEMENT_BINARY" in os.environ else [sys.executable, "-m", "gisement"]

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(autouse=True)
def in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths of scenarios are those of a user who stands in the repository."""
    monkeypatch.chdir(ROOT)


@pytest.fixture
def command_line() -> Command:
    """Runs the command line; its exit code, stdout and stderr."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*BINARY, *arguments], capture_output=True, text=True, check=False)

    return run


@pytest.fixture(scope="session")
def boiler() -> gisement.Scenario:
    """A boiler house alone: quick."""
    return gisement.Scenario.from_file(ROOT / "scenarios/boiler_only.toml")


@pytest.fixture(scope="session")
def florange() -> gisement.Scenario:
    """Digester, boiler house, carbon, money, jobs."""
    return gisement.Scenario.from_file(ROOT / "scenarios/florange.toml")
