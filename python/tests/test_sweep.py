"""Sweeps: the bits of the command line's file, whatever the threads; samples of one's own; Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import gisement
import numpy
import pytest
from conftest import Command
from gisement import Scenario, ScenarioError


@pytest.mark.parametrize("name", ["boiler_only", "florange"])
@pytest.mark.parametrize("design", ["monte_carlo", "sobol", "latin_hypercube"])
def test_rows_have_the_bits_of_the_file(name: str, design: str, tmp_path: Path, command_line: Command) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    file, out = f"scenarios/{name}.toml", tmp_path / "rows.parquet"
    told = command_line("sweep", file, "-n", "96", "--design", design, "--seed", "7", "--out", str(out), "--json")
    assert told.returncode in (0, 4), told.stderr
    swept = Scenario.from_file(file).sweep(96, design=design, seed=7, threads=1)
    written, held = parquet.read_table(out), swept.table.to_arrow()
    assert written.column_names == held.column_names
    for column in written.column_names:
        one, other = written[column].combine_chunks(), held[column].combine_chunks()
        assert one.type == other.type and one.null_count == other.null_count, column
        assert one.to_pylist() == other.to_pylist(), column
    document = json.loads(told.stdout)
    assert document.pop("rows") == "rows.parquet"
    assert swept.to_dict() == document


def test_threads_change_nothing(boiler: Scenario) -> None:
    one, two = boiler.sweep(300, threads=1), boiler.sweep(300, threads=2)
    assert one.table.to_dict() == two.table.to_dict() and one.to_dict() == two.to_dict()


def test_progress_is_heard_and_may_stop_it(boiler: Scenario) -> None:
    heard: list[tuple[int, int]] = []
    boiler.sweep(300, progress=lambda done, total: heard.append((done, total)))
    assert heard[-1] == (300, 300) and heard == sorted(heard)

    class Enough(Exception):
        pass

    def enough(done: int, total: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        boiler.sweep(100_000, progress=enough)


def test_samples_of_ones_own(boiler: Scenario) -> None:
    polars = pytest.importorskip("polars")
    names = boiler.uncertain
    drawn = boiler.sweep(50, seed=3)
    values = {name: numpy.asarray(drawn.table[name]) for name in drawn.inputs}
    assert set(drawn.inputs) == set(names)
    matrix = numpy.column_stack([values[name] for name in names])
    taken = [
        boiler.sweep(samples=values),
        boiler.sweep(samples=(names, matrix)),
        boiler.sweep(samples=polars.DataFrame(values)),
        boiler.sweep(samples={name: list(column) for name, column in values.items()}),
    ]
    for given in taken:
        for output in drawn.outputs:
            assert given.table[output].to_list() == drawn.table[output].to_list()


def test_samples_that_cannot_be_used_are_refused(boiler: Scenario) -> None:
    names = boiler.uncertain
    fair = {name: [boiler.inputs["value"][boiler.inputs["path"].to_list().index(name)]] for name in names}
    boiler.sweep(samples=fair)
    lacking = {name: fair[name] for name in names[1:]}
    with pytest.raises(ScenarioError, match=names[0]):
        boiler.sweep(samples=lacking)
    with pytest.raises(ScenarioError, match="did you mean"):
        boiler.sweep(samples=fair | {"boiler.exces_air": [1.6]})
    with pytest.raises(ScenarioError, match="holds no list of numbers"):
        boiler.sweep(samples=fair | {names[0]: ["a lot"]})
    with pytest.raises(ScenarioError, match="rows"):
        boiler.sweep(samples=fair | {names[0]: [1.0, 2.0]})
    with pytest.raises(ScenarioError, match="range|between"):
        boiler.sweep(samples=fair | {names[0]: [-1e9]})
    with pytest.raises(ScenarioError, match="matrix is 2 x 2"):
        boiler.sweep(samples=(names, numpy.zeros((2, 2))))
    with pytest.raises(ScenarioError, match="holds no named columns"):
        boiler.sweep(samples=3.0)
    with pytest.raises(ScenarioError, match="not 7"):
        boiler.sweep(7, samples=fair)


def test_options_that_make_no_sense_are_refused(boiler: Scenario) -> None:
    with pytest.raises(ScenarioError, match="write design=\"sobol\""):
        boiler.sweep(64, design="sobl")
    with pytest.raises(ScenarioError, match="no samples"):
        boiler.sweep(0)
    with pytest.raises(ScenarioError, match="too many to hold"):
        boiler.sweep(10**9)
    certain = Scenario.from_text(
        '[boiler]\npower_kw = 500\n[boiler.fuel]\nlike = "pallet_A_soft"\n[demand]\nannual_heat_mwh = 1800\n'
    )
    with pytest.raises(ScenarioError, match="nothing in the scenario is uncertain"):
        certain.sweep(10)


INTERRUPTED = """
import gisement
scenario = gisement.Scenario.from_file("scenarios/florange.toml")
print("go", flush=True)
try:
    scenario.sweep(1_000_000)
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")
def test_ctrl_c_stops_a_sweep() -> None:
    with subprocess.Popen([sys.executable, "-c", INTERRUPTED], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "go\n"
        time.sleep(1)
        os.kill(process.pid, signal.SIGINT)
        assert process.communicate(timeout=60)[0] == "stopped\n"


def test_other_threads_go_on(florange: Scenario) -> None:
    ticks = 0
    done = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.wait(0.001):
            ticks += 1

    thread = threading.Thread(target=tick)
    thread.start()
    florange.sweep(256)
    done.set()
    thread.join()
    assert ticks > 10


def test_salib_takes_and_gives() -> None:
    """Its samples in, its analyser on our outputs: a linear result has the shares of variance of its terms."""
    salib_sample = pytest.importorskip("SALib.sample.sobol")
    salib_analyze = pytest.importorskip("SALib.analyze.sobol")
    text = (
        '[boiler]\npower_kw = 500\n[boiler.fuel]\nlike = "pallet_A_soft"\n[demand]\nannual_heat_mwh = 1800\n'
        "[uncertainty]\n"
        '"boiler.excess_air" = { uniform = { low = 1.3, high = 2.0 } }\n'
        '"demand.annual_heat_mwh" = { uniform = { low = 1500, high = 2000 } }\n'
    )
    scenario = Scenario.from_text(text)
    problem = {"num_vars": 2, "names": scenario.uncertain, "bounds": [[1.3, 2.0], [1500.0, 2000.0]]}
    if scenario.uncertain[0] != "boiler.excess_air":
        problem["bounds"] = problem["bounds"][::-1]  # type: ignore[index]
    samples = salib_sample.sample(problem, 64, seed=1)
    swept = scenario.sweep(samples=(problem["names"], samples))
    found = salib_analyze.analyze(problem, numpy.asarray(swept.table["wood_heat_mwh_per_a"]), seed=1)
    ours = scenario.sensitivity(512, method="sobol", outputs=["wood_heat_mwh_per_a"]).indices.to_dict()
    for k, name in enumerate(problem["names"]):  # type: ignore[arg-type]
        rows = zip(ours["measure"], ours["input"], ours["low"], ours["high"], strict=True)
        low, high = next((low, high) for measure, path, low, high in rows if (measure, path) == ("total", name))
        assert low - found["ST_conf"][k] - 0.02 <= found["ST"][k] <= high + found["ST_conf"][k] + 0.02
