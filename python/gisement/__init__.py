"""What a territory should do with the wood and the fermentable waste its companies throw away.

>>> import gisement
>>> scenario = gisement.Scenario.from_file("scenarios/florange.toml")      # doctest: +SKIP
>>> print(scenario.run())                                                   # doctest: +SKIP
>>> drier = scenario.set("boiler.fuel.moisture_pct", 20)                    # doctest: +SKIP
>>> table = scenario.sweep(10_000, design="sobol").table.to_polars()        # doctest: +SKIP

Names, paths, units and documents are those of the command line (``gisement explain`` tells each with its source); the numbers are
the same bits. ``gisement.distributed`` spreads sweeps over a cluster.
"""

import json
import sys
from typing import Any

from ._engine import (
    Adm1,
    CalibrationResult,
    ChannelsResult,
    Column,
    Combustion,
    Figure,
    Result,
    RunResult,
    Scenario,
    SensitivityResult,
    SizeResult,
    SweepResult,
    Table,
    __version__,
    boiler_year,
    capture,
    command,
    dispatch_parameters,
    engine,
)
from .errors import RunError, ScenarioError

__all__ = [
    "Adm1",
    "CalibrationResult",
    "ChannelsResult",
    "Column",
    "Combustion",
    "Figure",
    "Result",
    "RunError",
    "RunResult",
    "Scenario",
    "ScenarioError",
    "SensitivityResult",
    "SizeResult",
    "SweepResult",
    "Table",
    "__version__",
    "boiler_year",
    "capture",
    "command",
    "dispatch_parameters",
    "engine",
    "main",
    "verify",
]


def verify() -> dict[str, Any]:
    """The published benchmarks, computed beside published: the document of ``gisement verify --json``."""
    _, text, _ = capture(["verify", "--json"])
    document: dict[str, Any] = json.loads(text)
    return document


def main() -> None:
    """The console script ``gisement``: the command line, ended with its exit code."""
    sys.exit(command(sys.argv[1:]))
