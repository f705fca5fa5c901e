"""The command line in process."""

import subprocess
import sys


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_version_is_told() -> None:
    done = run("import gisement; print(gisement.command(['--version']))")
    assert done.returncode == 0
    assert "gisement" in done.stdout
    assert done.stdout.split()[-1] == "0"


def test_a_missing_scenario_is_an_exit_code() -> None:
    done = run("import gisement; print(gisement.command(['run', 'no-such-file.toml']))")
    assert done.returncode == 0
    assert int(done.stdout.split()[-1]) != 0
    assert "no-such-file.toml" in done.stderr
