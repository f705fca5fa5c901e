"""The package as such: types, documentation, the command line within it."""

import inspect
import subprocess
import sys
from pathlib import Path

import gisement
import pytest
from conftest import ROOT

CONFIGURATION = str(ROOT / "python/pyproject.toml")


def test_stubs_are_those_of_the_engine(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    found = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", "gisement._engine", "--ignore-missing-stub", "--mypy-config-file", CONFIGURATION],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout + found.stderr


def test_the_package_is_typed(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    found = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file", CONFIGURATION, "-p", "gisement"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert found.returncode == 0, found.stdout + found.stderr


def test_everything_public_is_documented() -> None:
    for name in gisement.__all__:
        thing = getattr(gisement, name)
        if name.startswith("__"):
            continue
        assert inspect.getdoc(thing), name
        if inspect.isclass(thing) and not issubclass(thing, BaseException):
            members = {member: value for member, value in vars(thing).items() if not member.startswith("_")}
            undocumented = [member for member, value in members.items() if not inspect.getdoc(value)]
            assert not undocumented, (name, undocumented)


def test_the_command_line_runs_within(capfd: pytest.CaptureFixture[str]) -> None:
    assert gisement.command(["codes", "15 01 03"]) == 0
    assert "15 01 03" in capfd.readouterr().out
    assert gisement.command(["check", "nowhere.toml"]) != 0
    assert "nowhere.toml" in capfd.readouterr().err
    assert gisement.command(["check", "nowhere.toml", "--lang", "fr"]) != 0
    assert "erreur" in capfd.readouterr().err
    # The language is that of one command, not of those that follow.
    assert gisement.command(["check", "nowhere.toml"]) != 0
    assert "error" in capfd.readouterr().err


def test_what_a_command_writes_is_kept() -> None:
    code, text, talk = gisement.capture(["schema"])
    assert code == 0 and text.startswith("{") and talk == ""
    code, text, talk = gisement.capture(["check", Path("nowhere.toml")])
    assert code != 0 and text == "" and "nowhere.toml" in talk and "\x1b" not in talk
    code, text, talk = gisement.capture(["--help"])
    assert code == 0 and "Usage" in text and talk == ""
    code, text, talk = gisement.capture(["chek"])
    assert code == 2 and text == "" and "check" in talk


def test_a_worker_can_say_what_it_is() -> None:
    version, numeric, layout = gisement.engine()
    assert version == gisement.__version__ and numeric and layout.startswith("gisement.sweep/")
