"""Scenarios: read, made, changed, refused; runs hold the numbers of the command line."""

import json
import pickle
from pathlib import Path

import gisement
import pytest
from conftest import Command
from gisement import Scenario, ScenarioError

HOUSE = {
    "name": "A house",
    "boiler": {"power_kw": 500, "fuel": {"like": "pallet_A_soft"}},
    "demand": {"annual_heat_mwh": 1800},
}


@pytest.mark.parametrize("name", ["boiler_only", "florange"])
def test_a_run_is_the_document_of_the_command_line(name: str, tmp_path: Path, command_line: Command) -> None:
    file = f"scenarios/{name}.toml"
    told = command_line("run", file, "-n", "40", "--json", "--out", str(tmp_path))
    assert told.returncode in (0, 4), told.stderr
    result = Scenario.from_file(file).run(40)
    assert result.to_dict() == json.loads(told.stdout)
    assert json.loads(result.to_json()) == json.loads(told.stdout)


def test_a_run_with_set_values_is_that_of_the_command_line(tmp_path: Path, command_line: Command) -> None:
    told = command_line(
        "run", "scenarios/boiler_only.toml", "-n", "0", "--json", "--out", str(tmp_path),
        "--set", "demand.annual_heat_mwh=1500.5", "--set", "boiler.excess_air=1.7",
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    scenario = Scenario.from_file("scenarios/boiler_only.toml")
    assert scenario.overrides == []
    one = scenario.set("demand.annual_heat_mwh", 1500.5).set("boiler.excess_air", 1.7)
    both = scenario.set_all({"demand.annual_heat_mwh": 1500.5, "boiler.excess_air": 1.7})
    assert one.run(0).to_dict() == both.run(0).to_dict() == json.loads(told.stdout)
    # The scenario it was made from is as it was.
    assert scenario.overrides == []


def test_summary_is_what_the_terminal_shows(boiler: Scenario, tmp_path: Path, command_line: Command) -> None:
    for lang in ("en", "fr"):
        told = command_line(
            "run", "scenarios/boiler_only.toml", "-n", "10", "--lang", lang, "--out", str(tmp_path)
        )  # fmt: skip
        assert boiler.run(10).summary(lang=lang).rstrip() == told.stdout.rstrip()
    assert str(boiler.run(10)) == boiler.run(10).summary()


def test_a_dictionary_makes_the_scenario_of_its_text() -> None:
    text = (
        '[boiler]\npower_kw = 500\n[boiler.fuel]\nlike = "pallet_A_soft"\n[demand]\nannual_heat_mwh = 1800\n'
    )
    made, read = Scenario.from_dict(HOUSE, name="house.toml"), Scenario.from_text(text, name="house.toml")
    assert made.name == "A house" and read.name == "house"
    assert made.run(0).headlines.to_dict() == read.run(0).headlines.to_dict()


def test_numbers_texts_and_flags_are_set(boiler: Scenario) -> None:
    numpy = pytest.importorskip("numpy")
    assert boiler.set("demand.annual_heat_mwh", numpy.float64(1500)).overrides == ["demand.annual_heat_mwh=1500.0"]
    assert boiler.set("demand.annual_heat_mwh", numpy.int64(1500)).overrides == ["demand.annual_heat_mwh=1500.0"]
    assert boiler.set("name", "Another").name == "Another"
    with pytest.raises(TypeError, match="cannot be set to a object"):
        boiler.set("demand.annual_heat_mwh", object())  # type: ignore[arg-type]


def test_every_problem_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text('[boiler]\npower_kw = "500 kW"\nexces_air = 1.6\n[demand]\nannual_heat_mwh = -5\n')
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_file(file)
    problems = caught.value.problems
    assert [problem["line"] for problem in problems] == [3, 2, 5]
    assert problems[0]["help"] == "did you mean `excess_air`?"
    assert all(str(file) == problem["file"] for problem in problems)
    assert "^^^^^^^^^ not known here" in str(caught.value)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.problems) == (str(caught.value), problems)


def test_an_unknown_path_is_refused_with_its_neighbour(boiler: Scenario) -> None:
    with pytest.raises(ScenarioError, match="did you mean `excess_air`") as caught:
        boiler.set("boiler.exces_air", 1.6)
    assert caught.value.problems[0]["severity"] == "error"


def test_what_no_scenario_can_hold_is_refused() -> None:
    with pytest.raises(ScenarioError, match="a scenario cannot hold this"):
        Scenario.from_dict({"boiler": {"power_kw": object()}})
    with pytest.raises(ScenarioError):
        Scenario.from_dict({"boiler": {"power_kw": None}})


def test_a_missing_file_is_an_os_error() -> None:
    with pytest.raises(OSError, match="nowhere.toml"):
        Scenario.from_file("nowhere.toml")


def test_inputs_have_units_ranges_and_sources(florange: Scenario) -> None:
    inputs = florange.inputs
    table = inputs.to_dict()
    at = table["path"].index("digester.k_hyd_ch")
    assert table["unit"][at] == "1/d" and table["source"][at] and table["description"][at]
    assert table["low"][at] < table["value"][at] < table["high"][at]
    assert florange["digester.k_hyd_ch"] == table["value"][at]
    with pytest.raises(KeyError, match="did you mean `digester.k_hyd_ch`"):
        florange["digester.k_hyd_c"]
    assert set(table["flag"]) <= {"read", "computed", "assumed"}
    assert set(florange.uncertain) <= set(table["path"]) and len(set(florange.uncertain)) == len(florange.uncertain)


def test_a_scenario_travels_to_another_process(florange: Scenario) -> None:
    changed = florange.set("boiler.excess_air", 1.8)
    again = pickle.loads(pickle.dumps(changed))
    assert again.run(0).to_dict() == changed.run(0).to_dict()


def test_series_are_those_of_the_year(florange: Scenario) -> None:
    xarray = pytest.importorskip("xarray")
    result = florange.run(0)
    series = result.series
    assert set(series) == {"digester.main", "heat"}
    heat = series["heat"].to_xarray("time_h")
    assert isinstance(heat, xarray.Dataset) and heat.sizes == {"time_h": 8760}
    wood_mwh = float(heat["wood_kw"].sum()) / 1000
    nominal = dict(zip(result.headlines["key"].to_list(), result.headlines["nominal"].to_list(), strict=True))
    assert wood_mwh == pytest.approx(nominal["wood_heat_mwh_per_a"], rel=1e-9)


def test_samples_and_failures_stand_beside_the_headlines(boiler: Scenario) -> None:
    result = boiler.run(30, seed=5)
    samples, headlines = result.samples, result.headlines
    assert len(samples) == 30 and samples.columns == headlines["key"].to_list()
    assert result.failures == {}
    assert boiler.run(0).samples.to_dict() == {key: [] for key in samples.columns}


def test_pages_workbooks_and_figures(boiler: Scenario, tmp_path: Path) -> None:
    result = boiler.run(10)
    english, french = result.html(), result.html(lang="fr")
    assert english.startswith("<!DOCTYPE html>") and 'lang="fr"' in french and english != french
    assert result.workbook(lang="fr").startswith(b"PK")
    figures = result.figures()
    assert figures and all(figure.svg.startswith("<svg") and figure.csv for figure in figures.values())
    name, figure = next(iter(figures.items()))
    figure.save(tmp_path / f"{name}.svg")
    assert (tmp_path / f"{name}.svg").read_text() == figure._repr_svg_() == figure.svg
    assert "<table>" in result._repr_html_()
    with pytest.raises(ScenarioError, match="no language `de`"):
        result.html(lang="de")


def test_verify_passes_from_python() -> None:
    document = gisement.verify()
    assert document["pass"] is True and document["failed"] == 0 and document["passed"] > 7000
