"""Sizing, channels, sensitivity and calibration: the documents of the command line."""

import json
from pathlib import Path

import numpy
import pytest
from conftest import Command
from gisement import Scenario, ScenarioError


def document(told: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(told)
    return found


def test_sizes_are_those_of_the_command_line(boiler: Scenario, tmp_path: Path, command_line: Command) -> None:
    file = "scenarios/boiler_only.toml"
    told = command_line("size", file, "-n", "8", "--json", "--out", str(tmp_path))
    assert told.returncode == 0, told.stderr
    sized = boiler.size(8)
    assert sized.to_dict() == document(told.stdout)
    candidates = sized.candidates
    assert candidates is not None and len(candidates) > 3 and sized.volumes is None
    assert sized.chosen is not None and sized.chosen in sized.to_dict()["candidates"]
    assert all(" " not in name for name in candidates.columns)
    assert sized.html().startswith("<!DOCTYPE html>") and sized.workbook().startswith(b"PK")
    with pytest.raises(ScenarioError, match="did you mean `coverage`"):
        boiler.size(8, objective="coverag")


def test_a_scenario_without_demand_has_no_sizes() -> None:
    scenario = Scenario.from_text('[boiler]\npower_kw = 500\n[boiler.fuel]\nlike = "pallet_A_soft"\n')
    with pytest.raises(ScenarioError, match="annual_heat_mwh = 1800"):
        scenario.size(0)


def test_channels_are_those_of_the_command_line(tmp_path: Path, command_line: Command) -> None:
    file = "scenarios/pole.toml" if Path("scenarios/pole.toml").exists() else "scenarios/florange.toml"
    told = command_line("channels", file, "-n", "4", "--json", "--out", str(tmp_path))
    assert told.returncode == 0, told.stderr
    found = Scenario.from_file(file).channels(4)
    assert found.to_dict() == document(told.stdout)
    assert len(found.flows) > 3 and found.figures(lang="fr")


def test_channels_that_are_not_asked_for_are_refused(boiler: Scenario) -> None:
    with pytest.raises(ScenarioError, match=r"write \[channels\]"):
        boiler.channels(0)


@pytest.mark.parametrize(("method", "n"), [("sobol", 16), ("morris", 8), ("tornado", None)])
def test_indices_are_those_of_the_command_line(
    method: str, n: int | None, boiler: Scenario, tmp_path: Path, command_line: Command
) -> None:
    rows = [] if n is None else ["-n", str(n)]
    told = command_line(
        "sensitivity", "scenarios/boiler_only.toml", "--method", method, *rows, "--json", "--out", str(tmp_path)
    )  # fmt: skip
    assert told.returncode in (0, 4), told.stderr
    found = boiler.sensitivity(n, method=method)
    assert found.to_dict() == document(told.stdout)
    indices = found.indices.to_dict()
    assert set(indices["input"]) == set(boiler.uncertain)
    assert found.figures() and "<table>" in found._repr_html_()


def test_analyses_that_make_no_sense_are_refused(boiler: Scenario) -> None:
    with pytest.raises(ScenarioError, match="did you mean `sobol`"):
        boiler.sensitivity(method="sobl")
    with pytest.raises(ScenarioError, match="did you mean `wood_heat_mwh_per_a`"):
        boiler.sensitivity(8, outputs=["wood_heat_mwh"])
    with pytest.raises(ScenarioError, match="did you mean `provider`"):
        boiler.sensitivity(8, group="providers")


def test_a_calibration_is_that_of_the_command_line(tmp_path: Path, command_line: Command) -> None:
    file, data = "scenarios/bsm2.toml", tmp_path / "measured.csv"
    made = command_line("calibrate", file, "--invent", str(data), "--every-days", "20")
    assert made.returncode == 0, made.stderr
    told = command_line(
        "calibrate", file, "--data", str(data), "--parameters", "digester.k_m_ac", "--no-profiles", "--json",
        "--out", str(tmp_path),
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    found = Scenario.from_file(file).calibrate(data, parameters=["digester.k_m_ac"], profiles=False)
    assert found.to_dict() == document(told.stdout)
    assert list(found.values) == ["digester.k_m_ac"] and found.posterior is None
    again = Scenario.from_file(file).set_all(found.values)
    assert again.overrides == [f"digester.k_m_ac={found.values['digester.k_m_ac']!r}"]
    header, *rows = [line.split(",") for line in data.read_text().splitlines() if not line.startswith("#")]
    series = found.series.to_dict()
    assert len(series["time_d"]) == len(series["fitted"]) == len(rows) * (len(header) - 1)
    # Columns of one's own are read as the file is.
    columns = {name: numpy.array([float(row[k]) for row in rows]) for k, name in enumerate(header)}
    held = Scenario.from_file(file).calibrate(columns, parameters=["digester.k_m_ac"], profiles=False)
    assert held.values == found.values


def test_data_that_cannot_be_used_are_refused(florange: Scenario) -> None:
    with pytest.raises(ScenarioError, match="time_d"):
        florange.calibrate({"ph": [7.0, 7.1]}, parameters=["digester.k_m_ac"])
    with pytest.raises(ScenarioError, match="no method `lsq`"):
        florange.calibrate({"time_d": [1.0], "ph": [7.0]}, method="lsq")
    with pytest.raises(OSError):
        florange.calibrate("nowhere.csv")
