"""Templates for clusters: each is what it claims to be; its commands, run for real, give the bytes of one machine."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = Path(__file__).parents[1] / "cluster"
SCENARIO = ROOT / "scenarios" / "pilot12.toml"
SAMPLES = 200
SHARDS = 3

pytestmark = pytest.mark.skipif(os.name == "nt", reason="clusters have a Unix shell")


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file that one process makes."""
    out = tmp_path_factory.mktemp("alone") / "rows.parquet"
    call = ["sweep", SCENARIO, "-n", SAMPLES, "--seed", 1, "--out", out]
    subprocess.run([sys.executable, "-m", "gisement", *map(str, call)], check=True, capture_output=True)
    return out.read_bytes()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    # A name that a shell would cut in two.
    return tmp_path / "shared folder" / "rows.parquet"


def surroundings(folder: Path, program: str = f'exec {shlex.quote(sys.executable)} -m gisement "$@"') -> dict[str, str]:
    """An environment whose `gisement` is that of these tests, or something that only ends as it would."""
    bin_folder = folder / "bin"
    bin_folder.mkdir(exist_ok=True)
    shim = bin_folder / "gisement"
    shim.write_text(f"#!/bin/sh\n{program}\n")
    shim.chmod(0o755)
    return {**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}"}


def together(calls: list[tuple[list[str], dict[str, str]]]) -> list[int]:
    """Runs all at once, as a cluster does; exit codes."""
    null = subprocess.DEVNULL
    started = [subprocess.Popen(call, env=env, stdout=null, stderr=null) for call, env in calls]
    return [process.wait(timeout=60) for process in started]


#: What the engine ends with, and whether the template should call it well.
CODES = [(0, True), (4, True), (1, False), (3, False), (130, False)]


# --- Slurm ---

SLURM = str(TEMPLATES / "slurm.sh")


def slurm(env: dict[str, str], k: int, *arguments: object) -> tuple[list[str], dict[str, str]]:
    task = {"SLURM_ARRAY_TASK_ID": str(k), "SLURM_ARRAY_TASK_COUNT": str(SHARDS)}
    return ["bash", SLURM, *map(str, arguments)], {**env, **task}


def test_slurm_is_bash_and_its_options_come_first() -> None:
    subprocess.run(["bash", "-n", SLURM], check=True)
    lines = Path(SLURM).read_text().splitlines()
    first_command = next(k for k, line in enumerate(lines) if line and not line.startswith("#"))
    options = [k for k, line in enumerate(lines) if line.startswith("#SBATCH")]
    assert options and max(options) < first_command, "Slurm reads options before the first command only"


def test_slurm_array(tmp_path: Path, out: Path, alone: bytes) -> None:
    env = surroundings(tmp_path)
    calls = [slurm(env, k, SCENARIO, SAMPLES, out, "--seed", 1) for k in range(1, SHARDS + 1)]
    assert together(calls) == [0] * SHARDS
    # A task that Slurm runs again changes nothing.
    assert together(calls[:1]) == [0]
    assert together([slurm(env, 1, "--merge", out)]) == [0]
    assert out.read_bytes() == alone


def test_slurm_does_not_join_what_is_not_whole(tmp_path: Path, out: Path) -> None:
    env = surroundings(tmp_path)
    assert together([slurm(env, 2, SCENARIO, SAMPLES, out)]) == [0]
    assert together([slurm(env, 1, "--merge", out)]) == [1]
    assert not out.exists()


@pytest.mark.parametrize(("code", "well"), CODES)
def test_slurm_ends_as_the_engine_does(tmp_path: Path, out: Path, code: int, well: bool) -> None:
    env = surroundings(tmp_path, f"exit {code}")
    calls = [slurm(env, 1, SCENARIO, SAMPLES, out), slurm(env, 1, "--merge", out)]
    assert together(calls) == [0 if well else code] * 2


# --- Kubernetes ---


def jobs() -> list[dict[str, Any]]:
    yaml = pytest.importorskip("yaml")
    return list(yaml.safe_load_all((TEMPLATES / "kubernetes.yaml").read_text()))


def container(job: dict[str, Any]) -> dict[str, Any]:
    (found,) = job["spec"]["template"]["spec"]["containers"]
    assert isinstance(found, dict)
    return found


def pod(job: dict[str, Any], env: dict[str, str], **given: object) -> tuple[list[str], dict[str, str]]:
    """Command and environment of a pod, some values replaced."""
    inside = container(job)
    values = {entry["name"]: str(entry["value"]) for entry in inside["env"]}
    others = {name: str(value) for name, value in given.items()}
    assert set(others) <= {*values, "JOB_COMPLETION_INDEX"}
    return [*inside["command"], *inside["args"]], {**env, **values, **others}


def test_kubernetes_says_the_same_everywhere() -> None:
    shards, merge = jobs()
    assert [job["apiVersion"] for job in (shards, merge)] == ["batch/v1"] * 2
    assert [job["metadata"]["labels"]["step"] for job in (shards, merge)] == ["shards", "merge"]
    values = {entry["name"]: entry["value"] for entry in container(shards)["env"]}
    assert all(isinstance(value, str) for value in values.values()), "values of variables are texts"
    spec = shards["spec"]
    assert spec["completionMode"] == "Indexed"
    assert spec["completions"] == spec["parallelism"] == int(values["SHARDS"])
    assert values["OUT"] == container(merge)["env"][0]["value"]
    assert container(shards)["image"] == container(merge)["image"], "what computes and what joins is one engine"
    for job in (shards, merge):
        (mount,) = container(job)["volumeMounts"]
        (volume,) = job["spec"]["template"]["spec"]["volumes"]
        assert mount["name"] == volume["name"] and values["OUT"].startswith(mount["mountPath"])


def test_kubernetes_indices(tmp_path: Path, out: Path, alone: bytes) -> None:
    shards, merge = jobs()
    env = surroundings(tmp_path)
    given = {"SCENARIO": SCENARIO, "SAMPLES": SAMPLES, "OUT": out, "SHARDS": SHARDS}
    assert together([pod(shards, env, **given, JOB_COMPLETION_INDEX=k) for k in range(SHARDS)]) == [0] * SHARDS
    assert together([pod(merge, env, OUT=out)]) == [0]
    assert out.read_bytes() == alone


#: A process that is number 1 of its own, as the first of every container is.
CONTAINER = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc"]


def test_containers_whose_processes_have_one_number(tmp_path: Path, out: Path) -> None:
    if shutil.which("unshare") is None or subprocess.run([*CONTAINER, "true"], check=False).returncode != 0:
        pytest.skip("no namespaces here")
    shards, merge = jobs()
    env = surroundings(tmp_path)
    given = {"SCENARIO": SCENARIO, "SAMPLES": 640, "OUT": out, "SHARDS": 10}
    pods = [pod(shards, env, **given, JOB_COMPLETION_INDEX=k) for k in range(10)]
    # In place of its shell, the engine is the first process.
    alike = [([*CONTAINER, "sh", "-c", call[-1].replace("|| [ $? -eq 4 ]", "")], variables) for call, variables in pods]
    assert together(alike) == [0] * 10
    assert together([pod(merge, env, OUT=out)]) == [0]
    notes = json.loads((out.parent / "rows-ro-crate-metadata.json").read_text())
    assert len([e for e in notes["@graph"] if e.get("@type") == "CreateAction"]) >= 10, "a session is missing"


@pytest.mark.parametrize(("code", "well"), CODES)
def test_kubernetes_ends_as_the_engine_does(tmp_path: Path, code: int, well: bool) -> None:
    shards, merge = jobs()
    env = surroundings(tmp_path, f"exit {code}")
    found = together([pod(shards, env, JOB_COMPLETION_INDEX=0), pod(merge, env)])
    assert [end == 0 for end in found] == [well] * 2


# --- Snakemake ---


class Quoted(str):
    """A text that `{name:q}` quotes for the shell, as Snakemake does."""

    def __format__(self, how: str) -> str:
        return shlex.quote(self) if how == "q" else str(self)


def rules() -> dict[str, str]:
    """The text of each rule, by name."""
    text = (TEMPLATES / "Snakefile").read_text()
    found = re.split(r"^rule (\w+):$", text, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def shell(rule: str) -> str:
    found = re.search(r'shell:\s*("""\n.*?""")', rules()[rule], flags=re.DOTALL)
    assert found is not None, rule
    return str(ast.literal_eval(found[1])).strip()


def test_the_snakefile_has_its_rules() -> None:
    assert list(rules()) == ["all", "shard", "merge"]
    assert 'input: config["out"]' in rules()["all"]
    # What is before the rules is Python.
    ast.parse((TEMPLATES / "Snakefile").read_text().split("\nrule ", 1)[0])


@pytest.mark.parametrize(("code", "well"), [(None, True), *CODES])
def test_the_commands_of_the_snakefile(tmp_path: Path, out: Path, alone: bytes, code: int | None, well: bool) -> None:
    env = surroundings(tmp_path) if code is None else surroundings(tmp_path, f"exit {code}")
    params = SimpleNamespace(rows=Quoted(out), samples=SAMPLES, seed=1, of=SHARDS)
    calls = []
    for k in range(1, SHARDS + 1):
        line = shell("shard").format(input=Quoted(SCENARIO), params=params, wildcards=SimpleNamespace(k=k))
        calls.append((["bash", "-euo", "pipefail", "-c", line], env))
    assert [end == 0 for end in together(calls)] == [well] * SHARDS
    merge = ["bash", "-euo", "pipefail", "-c", shell("merge").format(output=Quoted(out))]
    assert (together([(merge, env)]) == [0]) is well
    if code is None:
        assert out.read_bytes() == alone


@pytest.mark.skipif(shutil.which("snakemake") is None, reason="Snakemake is not installed")
def test_snakemake_itself(tmp_path: Path, alone: bytes) -> None:
    out = tmp_path / "rows.parquet"
    config = [f"scenario={SCENARIO}", f"out={out}", f"samples={SAMPLES}", f"shards={SHARDS}", "seed=1"]
    call = ["snakemake", "--snakefile", str(TEMPLATES / "Snakefile"), "--cores", "2", "--config", *config]
    done = subprocess.run(call, cwd=tmp_path, env=surroundings(tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == alone


# --- Dask on a queue ---

#: In place of dask_jobqueue: the same words, two workers of this machine.
QUEUE = """
from distributed import LocalCluster

class SLURMCluster(LocalCluster):
    def __init__(self, cores, processes, memory, walltime):
        assert (cores, processes) == (1, 1)
        super().__init__(n_workers=0, threads_per_worker=cores, dashboard_address=":0", silence_logs=50)
"""


def test_dask_on_a_queue(tmp_path: Path, out: Path, alone: bytes) -> None:
    pytest.importorskip("distributed")
    (tmp_path / "dask_jobqueue.py").write_text(QUEUE)
    script = TEMPLATES / "jobqueue.py"
    compile(script.read_text(), str(script), "exec")
    call = [sys.executable, str(script), str(SCENARIO), str(SAMPLES), str(out), "--seed", "1", "--jobs", "2"]
    env = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(call, env=env, capture_output=True, text=True, check=False, timeout=60, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{out}: {SAMPLES} samples, 0 failed\n"
    assert out.read_bytes() == alone
    # Another sweep at the same place: said, not traced back.
    again = [*call[:-4], "--seed", "2", "--jobs", "2"]
    other = subprocess.run(again, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert other.returncode == 1 and "is another sweep" in other.stderr and "Traceback" not in other.stderr


# --- all ---


def test_no_line_is_too_long_and_every_template_is_in_the_readme() -> None:
    readme = (TEMPLATES / "README.md").read_text()
    for file in TEMPLATES.iterdir():
        if file.is_file():
            assert file.name == "README.md" or f"`{file.name}`" in readme
            assert all(len(line) <= 120 for line in file.read_text().splitlines()), file.name
