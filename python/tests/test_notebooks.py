"""Notebooks run, and are kept as they ran. ``python tests/test_notebooks.py`` runs them anew, in place."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "python" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))

#: What each notebook needs besides the engine.
NEEDS = {
    "1_first_scenario": ("pandas", "pyarrow", "xarray"),
    "2_boiler_sizing": ("pandas", "pyarrow"),
    "3_digester_calibration": ("pandas", "pyarrow", "xarray", "scipy", "matplotlib"),
    "4_sensitivity": ("pandas", "pyarrow", "SALib"),
    "5_cluster_sweep": ("distributed", "duckdb", "polars", "pyarrow"),
}
MOST_BYTES = 400_000
#: Seconds for one cell: far more than any takes, so that only one that hangs is ended.
PATIENCE_S = 600
#: A path of one machine, in text or in a page; closing tags of a page are none.
PATH_OF_A_MACHINE = re.compile(r"(?<![\w./<:])/(?:home|root|tmp|usr|var|opt|work|mnt|Users)/|\b[A-Z]:\\\\")
#: The engine's own findings may be headed `Warning`.
WARNING_OF_PYTHON = re.compile(r"\b[A-Z]\w+Warning:")

named = pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])


def code_of(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def texts(cell: Any) -> list[str]:
    """All that a cell has put out, as text."""
    found: list[str] = []
    for output in cell.outputs:
        found.append(str(output.get("text", "")))
        found.extend(str(data) for kind, data in output.get("data", {}).items() if kind != "image/png")
    return found


def execute(notebook: Any, folder: Path) -> None:
    resources = {"metadata": {"path": str(folder)}}
    nbclient.NotebookClient(notebook, timeout=PATIENCE_S, record_timing=False, resources=resources).execute()


def engines(notebook: Any) -> list[str]:
    """Tables of results as the engine shows them."""
    pages = [output.get("data", {}).get("text/html", "") for cell in code_of(notebook) for output in cell.outputs]
    return [page for page in pages if page.startswith("<h3>")]


def check_outputs(notebook: Any) -> None:
    for cell in code_of(notebook):
        for output in cell.outputs:
            assert output.output_type != "error", output.get("traceback")
            assert output.get("name") != "stderr", f"{output.text}\nfrom\n{cell.source}"
        for text in texts(cell):
            assert "Traceback (most recent call last)" not in text
            assert not WARNING_OF_PYTHON.search(text), text
            at = PATH_OF_A_MACHINE.search(text)
            assert at is None, text[max(0, at.start() - 40) : at.end() + 60] if at else ""


def test_all_are_known() -> None:
    assert [path.stem for path in NOTEBOOKS] == sorted(NEEDS)
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"({path.name})" in readme for path in NOTEBOOKS)


@named
def test_kept_as_it_ran(path: Path) -> None:
    """Outputs are there, in order, without errors, warnings, clocks or paths of a machine; the file is small."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    cells = code_of(notebook)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert any(cell.outputs for cell in cells)
    check_outputs(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert not any("execution" in cell.metadata for cell in notebook.cells), "times of cells change with every run"
    assert path.stat().st_size < MOST_BYTES


@named
def test_says_why_before_each_code_cell(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert 8 <= len(code_of(notebook)) <= 16
    assert notebook.cells[0].cell_type == "markdown" and notebook.cells[0].source.startswith("# ")
    kinds = [cell.cell_type for cell in notebook.cells]
    alone = [k for k, kind in enumerate(kinds) if kind == "code" and kinds[k - 1] != "markdown"]
    assert not alone, [notebook.cells[k].source for k in alone]


@named
def test_runs(path: Path, tmp_path: Path) -> None:
    """In a copy, from the folder of the notebooks; what is written there is written by the notebook."""
    for module in NEEDS[path.stem]:
        pytest.importorskip(module)
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    folder = tmp_path / "python" / "notebooks"
    folder.mkdir(parents=True)
    notebook = nbformat.read(path, as_version=4)
    kept = engines(notebook)
    before = sorted(tmp_path.rglob("*"))
    execute(notebook, folder)
    check_outputs(notebook)
    assert engines(notebook) == kept, "kept outputs are of another engine: run this file as a program"
    assert sorted(tmp_path.rglob("*")) == before, "a notebook leaves nothing behind"


def test_runs_from_the_root_as_well(tmp_path: Path) -> None:
    """The first cell of each, which finds the scenarios, from the folder that holds them."""
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    for path in NOTEBOOKS:
        first = code_of(nbformat.read(path, as_version=4))[0].source
        assert 'next(folder for folder in (here, *here.parents) if (folder / "scenarios").is_dir())' in first
    notebook = nbformat.read(NOTEBOOKS[0], as_version=4)
    notebook.cells = code_of(notebook)[:1]
    execute(notebook, tmp_path)
    check_outputs(notebook)


def renew() -> None:
    """Runs all notebooks in place; nothing is kept that depends on the machine."""
    for path in NOTEBOOKS:
        notebook = nbformat.read(path, as_version=4)
        execute(notebook, FOLDER)
        notebook.metadata.language_info = {"name": "python"}
        check_outputs(notebook)
        nbformat.write(notebook, path)


if __name__ == "__main__":
    renew()
