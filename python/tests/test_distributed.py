"""Sweeps on a cluster: the bytes of one machine, whatever dies; and what is refused before anything is joined."""

# Dask has no types.
# mypy: allow-untyped-calls

from __future__ import annotations

import importlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed")
pytest.importorskip("fsspec")

import dask  # noqa: E402
import fsspec  # noqa: E402
from distributed import Client, LocalCluster  # noqa: E402

import gisement  # noqa: E402
from gisement import distributed as module  # noqa: E402
from gisement.distributed import ClusterError, Done, sweep  # noqa: E402

ROOT = Path(__file__).parents[2]
SCENARIO = ROOT / "scenarios" / "boiler_only.toml"
QUICK = ROOT / "scenarios" / "pilot12.toml"
#: 10 chunks of 64, about a quarter of a second each with an unoptimised engine: there is a middle to be killed in.
SAMPLES = 640


def command(*arguments: object) -> None:
    call = [sys.executable, "-m", "gisement", *map(str, arguments)]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def alone_at(folder: Path, scenario: Path, *arguments: object) -> bytes:
    """The file that one process makes."""
    out = folder / "alone.parquet"
    command("sweep", scenario, *arguments, "--out", out, "--force")
    return out.read_bytes()


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return alone_at(tmp_path_factory.mktemp("alone"), SCENARIO, "-n", SAMPLES, "--seed", 7)


def cluster(folder: Path, workers: int = 2, processes: bool = True) -> LocalCluster:
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=processes,
        dashboard_address=":0",
        local_directory=str(folder),
        silence_logs=50,
    )


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Two workers, each a process, for tests that leave them as they are."""
    with cluster(tmp_path_factory.mktemp("workers")) as two, Client(two) as client:
        yield client


@pytest.fixture
def threads(tmp_path: Path) -> Iterator[Client]:
    """Two workers that are threads of this process: they see its memory, and what a test puts into the module."""
    with cluster(tmp_path / "workers", processes=False) as two, Client(two) as client:
        yield client


def chunks(parts: Path) -> dict[str, tuple[int, int]]:
    """Chunks by name, with what changes when one is written again."""
    return {file.name: (file.stat().st_ino, file.stat().st_mtime_ns) for file in parts.glob("chunk-*.parquet")}


def first_chunks(parts: Path) -> None:
    end = time.monotonic() + 60
    while len(chunks(parts)) < 2:
        assert time.monotonic() < end, "no chunk was written"
        time.sleep(0.01)


# --- the same bytes ---


def test_the_bytes_of_one_machine_and_progress_in_samples(tmp_path: Path, client: Client) -> None:
    seen: list[tuple[int, int]] = []
    out = tmp_path / "shared folder" / "rows.parquet"
    done = sweep(client, QUICK, SAMPLES, out=out, seed=7, progress=lambda k, n: seen.append((k, n)))
    assert done == Done(path=str(out), samples=SAMPLES, failed=0, shards=8)
    assert out.read_bytes() == alone_at(tmp_path, QUICK, "-n", SAMPLES, "--seed", 7)
    assert [n for _, n in seen] == [SAMPLES] * 8
    assert [k for k, _ in seen] == sorted(k for k, _ in seen) and seen[-1][0] == SAMPLES
    beside = sorted(file.name for file in out.parent.iterdir())
    assert beside == ["rows-ro-crate-metadata.json", "rows.html", "rows.parquet", "rows.summary.json"]
    # Called again, the same sweep is whole already, and nothing is handed out.
    assert sweep(client, QUICK, SAMPLES, out=out, seed=7) == replace(done, shards=0)


@pytest.mark.parametrize("shards", [1, 3, 1000])
def test_any_number_of_shards_and_a_scenario_with_other_values(tmp_path: Path, client: Client, shards: int) -> None:
    scenario = gisement.Scenario.from_file(QUICK).set("site.weather", "metz_proxy")
    options = ["-n", 200, "--design", "sobol", "--replicates", 4, "--seed", 3]
    wanted = alone_at(tmp_path, QUICK, *options, "--set", scenario.overrides[0])
    assert scenario.overrides == ["site.weather=metz_proxy"]
    done = sweep(
        client, scenario, 200, out=tmp_path / "rows.parquet", design="sobol", replicates=4, seed=3, shards=shards
    )
    assert (tmp_path / "rows.parquet").read_bytes() == wanted
    # 200 samples are four chunks of 64: more shards than that would be empty.
    assert done.shards == min(shards, 4)


def test_samples_of_ones_own(tmp_path: Path, client: Client) -> None:
    rows = "\n".join(f"{20 + i / 100},1.6,{3 + i / 50},1800" for i in range(150))
    paths = "boiler.fuel.moisture_pct_ar,boiler.excess_air,boiler.field_gap_points,demand.annual_heat_mwh"
    table = tmp_path / "samples.csv"
    table.write_text(f"{paths}\n{rows}\n")
    wanted = alone_at(tmp_path, SCENARIO, "--samples", table)
    done = sweep(client, SCENARIO, samples=table, out=tmp_path / "rows.parquet")
    assert (done.samples, (tmp_path / "rows.parquet").read_bytes()) == (150, wanted)
    with pytest.raises(ValueError, match="leave out design"):
        sweep(client, SCENARIO, samples=table, seed=1, out=tmp_path / "other.parquet")


def test_only_paths_and_counts_come_back() -> None:
    assert set(module._Part.__dataclass_fields__) == {"path", "samples", "failed", "refused"}


# --- what dies ---


def test_a_worker_killed_in_the_middle_changes_nothing(tmp_path: Path, alone: bytes) -> None:
    out = tmp_path / "rows.parquet"
    parts = tmp_path / "rows.parquet.parts"
    with cluster(tmp_path / "workers") as two, Client(two) as client:
        victim = next(iter(client.run(os.getpid).values()))

        def kill() -> None:
            first_chunks(parts)
            os.kill(victim, signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        done = sweep(client, SCENARIO, SAMPLES, out=out, seed=7, shards=2)
        killer.join()
        assert victim not in client.run(os.getpid).values(), "nobody was killed"
    assert out.read_bytes() == alone
    assert done.samples == SAMPLES and not parts.exists()


def test_a_shard_that_always_loses_its_worker(tmp_path: Path) -> None:
    out = tmp_path / "rows.parquet"
    parts = tmp_path / "rows.parquet.parts"
    none = dask.config.set({"distributed.scheduler.allowed-failures": 0})
    with none, cluster(tmp_path / "workers", workers=1) as one, Client(one) as client:
        (victim,) = client.run(os.getpid).values()

        def kill() -> None:
            first_chunks(parts)
            os.kill(victim, signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        with pytest.raises(ClusterError, match="lost its worker too often") as refused:
            sweep(client, SCENARIO, SAMPLES, out=out, seed=7, shards=1)
        killer.join()
    assert "make the same call again" in refused.value.message
    assert not out.exists() and len(chunks(parts)) >= 2


def machines(address: str, folder: Path) -> list[subprocess.Popen[bytes]]:
    """A scheduler and two workers, each a process of its own."""
    host, port = address.removeprefix("tcp://").split(":")
    python = [sys.executable, "-m"]
    scheduler = [*python, "distributed.cli.dask_scheduler", "--host", host, "--port", port, "--no-dashboard"]
    worker = [*python, "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    calls = [scheduler, *([*worker, "--local-directory", str(folder)] for _ in range(2))]
    return [subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for call in calls]


def free_address() -> str:
    import socket

    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{found.getsockname()[1]}"


def at_work(parts: Path) -> list[str]:
    """Processes that name the file of this test."""
    out = str(parts).removesuffix(".parts").encode()
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = process.read_bytes()
        except OSError:
            continue
        if out in line and b"_child" in line:
            found.append(line.decode())
    return found


def gone(parts: Path) -> bool:
    """Waits for the engines of this test to end: one that was just starting looks for its worker only when it runs."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if at_work(parts) == []:
            return True
        time.sleep(0.05)
    return False


def test_the_scheduler_killed_and_a_new_cluster(tmp_path: Path, alone: bytes) -> None:
    out = tmp_path / "rows.parquet"
    parts = tmp_path / "rows.parquet.parts"
    raised: list[BaseException] = []

    def first(client: Client) -> None:
        try:
            sweep(client, SCENARIO, SAMPLES, out=out, seed=7)
        except BaseException as error:  # noqa: BLE001
            raised.append(error)

    address = free_address()
    started = machines(address, tmp_path / "first")
    with dask.config.set({"distributed.comm.timeouts.connect": "2s"}):
        client = Client(address, timeout=30)
        try:
            client.wait_for_workers(2, timeout=30)
            thread = threading.Thread(target=first, args=(client,))
            thread.start()
            first_chunks(parts)
        finally:
            for process in started:
                process.kill()
                process.wait()
        thread.join(timeout=60)
        client.close(timeout=2)
    assert [type(error) for error in raised] == [ClusterError] and "make the same call again" in str(raised[0])
    assert not out.exists()
    if sys.platform == "linux":
        assert gone(parts), f"an engine outlived its worker: {at_work(parts)}"
    kept = chunks(parts)
    assert 2 <= len(kept) < 10
    at_the_end: dict[str, tuple[int, int]] = {}

    def look(done: int, of: int) -> None:
        if done == of:
            at_the_end.update(chunks(parts))

    address = free_address()
    started = machines(address, tmp_path / "second")
    try:
        with Client(address, timeout=30) as again:
            again.wait_for_workers(2, timeout=30)
            sweep(again, SCENARIO, SAMPLES, out=out, seed=7, shards=5, progress=look)
    finally:
        for process in started:
            process.kill()
            process.wait()
    assert out.read_bytes() == alone
    assert len(at_the_end) == 10
    assert kept.items() <= at_the_end.items(), "chunks that were done were computed again"


def test_a_task_that_fails_is_tried_again(tmp_path: Path, threads: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "rows.parquet"
    true, failures = module._command, iter(range(2))

    def flaky(arguments: Sequence[str]) -> tuple[int, str, str]:
        if "2/3" in arguments and next(failures, None) is not None:
            return 1, "", "error: no space left on device"
        return true(arguments)

    monkeypatch.setattr(module, "_command", flaky)
    with pytest.raises(ClusterError, match="no space left") as refused:
        sweep(threads, QUICK, 200, out=out, shards=3, retries=0)
    assert "exit code 1" in refused.value.message and not out.exists()
    # One failure is left.
    sweep(threads, QUICK, 200, out=out, shards=3, retries=1)
    assert next(failures, None) is None
    assert out.read_bytes() == alone_at(tmp_path, QUICK, "-n", 200)


@pytest.mark.skipif(sys.platform == "win32", reason="no flock")
def test_a_join_waits_for_a_task_that_was_given_up(tmp_path: Path, client: Client) -> None:
    import fcntl

    out = tmp_path / "rows.parquet"
    released: list[float] = []

    def hold(done: int, of: int) -> None:
        if done == of:
            lock = (tmp_path / "rows.parquet.parts" / "lock").open("r+b")
            fcntl.flock(lock, fcntl.LOCK_SH)

            def release() -> None:
                released.append(out.exists())
                lock.close()

            threading.Timer(1.0, release).start()

    sweep(client, QUICK, 200, out=out, progress=hold)
    assert released == [False]
    assert out.read_bytes() == alone_at(tmp_path, QUICK, "-n", 200)


# --- what is refused ---


def test_a_scenario_that_is_refused_is_told_as_by_the_engine(tmp_path: Path, client: Client) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("name = 'x'\n[boiler]\npower_kw = -5\n")
    out = tmp_path / "rows.parquet"
    with pytest.raises(ClusterError) as refused:
        sweep(client, bad, 64, out=out)
    assert f"{bad}:3:" in refused.value.text
    with pytest.raises(ClusterError) as refused:
        sweep(client, SCENARIO, 64, out=out, overrides=["boiler.excess_aire=2"])
    assert "excess_aire" in refused.value.text and "boiler.excess_aire=2" in refused.value.text
    with pytest.raises(ClusterError, match="there is no such file"):
        sweep(client, tmp_path / "none.toml", 64, out=out)
    with pytest.raises(ClusterError, match="500000000"):
        sweep(client, SCENARIO, 500_000_001, out=out)
    with pytest.raises(ClusterError, match=r"--out .*rows\.parquet"):
        sweep(client, SCENARIO, 64, out=tmp_path / "rows.csv")
    with pytest.raises(TypeError, match="list"):
        sweep(client, SCENARIO, 64, out=out, overrides="boiler.excess_air=2")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["bad.toml"]


def test_a_scenario_must_be_its_file(tmp_path: Path, client: Client) -> None:
    file = tmp_path / "scenario.toml"
    file.write_text(SCENARIO.read_text())
    scenario = gisement.Scenario.from_file(file)
    file.write_text(SCENARIO.read_text() + "\n# later\n")
    with pytest.raises(ClusterError, match="has changed since"):
        sweep(client, scenario, 64, out=tmp_path / "rows.parquet")
    loose = gisement.Scenario.from_text(SCENARIO.read_text(), name=str(tmp_path / "loose.toml"))
    with pytest.raises(ClusterError, match="is not in a file"):
        sweep(client, loose, 64, out=tmp_path / "rows.parquet")


def test_another_sweep_at_the_same_place_stays_as_it_is(tmp_path: Path, client: Client) -> None:
    out = tmp_path / "rows.parquet"
    sweep(client, QUICK, 100, out=out, seed=1)
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(ClusterError) as refused:
        sweep(client, QUICK, 100, out=out, seed=2)
    assert "seed: 1 there, 2 now" in refused.value.text
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before
    # The same with parts of another sweep, not joined yet.
    begun = tmp_path / "begun.parquet"
    command("sweep", QUICK, "-n", 200, "--seed", 1, "--out", begun, "--shard", "1/2")
    kept = chunks(tmp_path / "begun.parquet.parts")
    with pytest.raises(ClusterError) as refused:
        sweep(client, QUICK, 201, out=begun, seed=1)
    assert "number of samples: 200 there, 201 now" in refused.value.text
    assert chunks(tmp_path / "begun.parquet.parts") == kept and not begun.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="/proc/self/cwd is another folder for each process")
def test_a_folder_that_workers_do_not_share(tmp_path: Path, client: Client) -> None:
    # One path, and each process has its own folder there: as a local disk that is mounted alike on all machines.
    own = tmp_path / "own"
    own.mkdir()
    here = os.getcwd()
    os.chdir(own)
    try:
        with pytest.raises(ClusterError, match="is not shared with these workers") as refused:
            sweep(client, QUICK, 64, out="/proc/self/cwd/rows.parquet")
    finally:
        os.chdir(here)
    assert len(refused.value.text.splitlines()) == 2 and "No such file" in refused.value.text
    assert list(own.iterdir()) == []
    with pytest.raises(ClusterError, match="cannot be written"):
        sweep(client, QUICK, 64, out="/proc/nowhere/rows.parquet")


def test_a_full_disk(tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(ClusterError, match="is too full: the sweep needs .* GB more while it is joined"):
        sweep(client, QUICK, 640, out=tmp_path / "rows.parquet")
    assert list(tmp_path.iterdir()) == []


def test_chunks_that_are_there_need_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "chunk-000000-0123456789abcdef.parquet").write_bytes(bytes(600))
    usage = shutil.disk_usage(tmp_path)._replace(free=500)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    module._room(tmp_path, 1000.0, tmp_path)
    with pytest.raises(ClusterError, match="too full"):
        module._room(tmp_path, 1200.0, tmp_path)


def test_workers_with_different_engines(tmp_path: Path) -> None:
    def another(name: str, value: Any) -> None:
        setattr(importlib.import_module("gisement.distributed"), name, lambda: value)

    with cluster(tmp_path / "workers") as two, Client(two) as client:
        one = next(iter(client.nthreads()))
        # The same version, but not the same library: another build.
        client.run(another, "_library", "f" * 64, workers=[one])
        with pytest.raises(ClusterError, match="different engines") as refused:
            sweep(client, QUICK, 64, out=tmp_path / "rows.parquet")
        assert one in refused.value.text and "ffffffffffffffff" in refused.value.text
        # All alike, but not what joins them here.
        client.run(another, "_library", "f" * 64)
        client.run(another, "engine", ("9.9.9", "binary64", "gisement.sweep/9"))
        with pytest.raises(ClusterError, match="different engines"):
            sweep(client, QUICK, 64, out=tmp_path / "rows.parquet")
    assert not list(tmp_path.glob("rows*"))


def job(out: Path) -> module._Job:
    return module._Job(str(QUICK), ("-n", "200"), str(out), 200, 4, 64, module._kind())


def test_a_worker_that_comes_later_is_asked_too(tmp_path: Path) -> None:
    late = job(tmp_path / "rows.parquet")
    assert "does not see the plan" in module._task(late, 1, 2).refused
    other = replace(late, kind=replace(late.kind, library="0" * 64))
    assert "has engine" in module._task(other, 1, 2).refused
    assert list(tmp_path.iterdir()) == []


def test_ranges_are_those_of_the_engine(tmp_path: Path) -> None:
    asked = job(tmp_path / "rows.parquet")
    for n in (1, 2, 3, 4):
        assert sum(asked.count(k, n) for k in range(1, n + 1)) == 200
        command("sweep", QUICK, "-n", 200, "--out", tmp_path / f"{n}.parquet", "--shard", f"{n}/{n}")
        found = {int(name[6:12]) for name in chunks(tmp_path / f"{n}.parquet.parts")}
        assert found == set(asked.range(n, n))


def test_a_cluster_without_workers(tmp_path: Path) -> None:
    with cluster(tmp_path / "workers", workers=0) as none, Client(none) as client:
        with pytest.raises(ClusterError, match="no workers"):
            sweep(client, QUICK, 64, out=tmp_path / "rows.parquet")


# --- object stores ---


def test_an_object_store_and_what_is_there_is_kept(
    tmp_path: Path, threads: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket = f"memory://{tmp_path.name}"
    store = fsspec.filesystem("memory")
    wanted = alone_at(tmp_path, QUICK, "-n", 300)
    true = module._command

    def half(arguments: Sequence[str]) -> tuple[int, str, str]:
        return (1, "", "error: cut off") if {"3/5", "4/5"} & {*arguments} else true(arguments)

    monkeypatch.setattr(module, "_command", half)
    with pytest.raises(ClusterError, match="cut off"):
        sweep(threads, QUICK, 300, out=f"{bucket}/rows.parquet", shards=5, retries=0)
    # Tasks that run are not stopped: what they finish is kept as well.
    while any(threads.run(lambda dask_worker: dask_worker.state.executing_count).values()):
        time.sleep(0.05)
    parts = f"/{tmp_path.name}/rows.parquet.parts"
    kept = sorted(path for path in store.ls(parts, detail=False) if "/chunk-" in path)
    assert kept and not store.exists(f"/{tmp_path.name}/rows.parquet")
    # A chunk whose end did not arrive is computed again, the others are not.
    store.pipe_file(kept[0], store.cat_file(kept[0])[:-100])
    put: list[str] = []
    monkeypatch.setattr(module, "_command", true)
    true_put = module._Bucket.put

    def counted(self: module._Bucket, file: Path, name: str) -> None:
        put.append(name)
        true_put(self, file, name)

    monkeypatch.setattr(module._Bucket, "put", counted)
    done = sweep(threads, QUICK, 300, out=f"{bucket}/rows.parquet", shards=5)
    assert done.path == f"{bucket}/rows.parquet"
    assert store.cat_file(f"/{tmp_path.name}/rows.parquet") == wanted
    names = {path.rsplit("/", 1)[-1] for path in kept}
    assert len([name for name in put if name.startswith("chunk-")]) == 5 - len(names) + 1
    beside = sorted(path.rsplit("/", 1)[-1] for path in store.ls(f"/{tmp_path.name}", detail=False))
    assert beside == ["rows-ro-crate-metadata.json", "rows.html", "rows.parquet", "rows.summary.json"]
    assert sweep(threads, QUICK, 300, out=f"{bucket}/rows.parquet").shards == 0
    with pytest.raises(ClusterError, match=f"{bucket}/rows.parquet is another sweep"):
        sweep(threads, QUICK, 301, out=f"{bucket}/rows.parquet")
    assert store.cat_file(f"/{tmp_path.name}/rows.parquet") == wanted


def test_a_store_that_workers_do_not_share(tmp_path: Path, client: Client) -> None:
    # The memory of this process is not that of the workers.
    with pytest.raises(ClusterError, match="not the same store"):
        sweep(client, QUICK, 64, out=f"memory://{tmp_path.name}/rows.parquet")
    with pytest.raises(ClusterError, match="no address that fsspec knows"):
        sweep(client, QUICK, 64, out="nowhere://bucket/rows.parquet")
    with pytest.raises(ValueError, match="object store"):
        sweep(client, QUICK, 64, out=tmp_path / "rows.parquet", scratch=tmp_path)


def test_a_store_of_several_processes(tmp_path: Path, client: Client) -> None:
    out = f"file://{tmp_path}/bucket/rows.parquet"
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    sweep(client, QUICK, 300, out=out, scratch=scratch)
    assert (tmp_path / "bucket" / "rows.parquet").read_bytes() == alone_at(tmp_path, QUICK, "-n", 300)
    assert list(scratch.iterdir()) == []
