"""Sweeps on many machines: the engine's shards as tasks of a Dask cluster.

A task computes one shard, chunk by chunk, into ``OUT.parts``. Every chunk is written aside, synced, renamed, and has
the start of its SHA-256 in its name; what comes back through the scheduler is a path and counts. A task that runs
twice, or dies and is run again, changes nothing: chunks that are whole are kept, and the same chunk is always the same
bytes. So the joined file is, byte for byte, the one that ``gisement sweep`` makes on one machine.

>>> from dask.distributed import Client                                         # doctest: +SKIP
>>> from gisement.distributed import sweep
>>> with Client("tcp://scheduler:8786") as client:                              # doctest: +SKIP
...     done = sweep(client, "/shared/florange.toml", 1_000_000, out="/shared/big.parquet")
>>> done.path                                                                   # doctest: +SKIP
'/shared/big.parquet'
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from . import _engine
from ._engine import Scenario, engine

__all__ = ["ClusterError", "Done", "sweep"]

#: Exit codes of the command line that mean "whole": without and with samples that failed.
_WHOLE = (0, 4)
#: Exit codes that mean "refused": the same request would be refused again.
_REFUSED = (2, 3)
#: How long a join waits for a process that still writes chunks, s.
_PATIENCE_S = 60.0
_GIVEN_UP = "what is done is kept: make the same call again to go on"


class ClusterError(RuntimeError):
    """A sweep that cannot be made on this cluster; nothing was joined.

    ``message`` is what is wrong, ``text`` what the engine or the workers said about it.
    """

    def __init__(self, message: str, text: str = "") -> None:
        super().__init__(f"{message}\n{text}" if text else message)
        self.message = message
        self.text = text

    def __reduce__(self) -> tuple[type[ClusterError], tuple[str, str]]:
        return type(self), (self.message, self.text)


@dataclass(frozen=True)
class Done:
    """A finished sweep."""

    #: Path or address of the file of rows, as it was asked for; summary, page and manifest lie beside it.
    path: str
    #: Number of samples, which is that of rows.
    samples: int
    #: Samples that failed: rows with their status and reason.
    failed: int
    #: Shards that this call handed out; 0 where the file was whole already.
    shards: int


@dataclass(frozen=True)
class _Part:
    """What a task answers."""

    path: str
    samples: int
    failed: int
    #: Why the engine refused, empty if it did not.
    refused: str = ""


@dataclass(frozen=True)
class _Kind:
    """An engine, as far as the bits of its rows may depend on it."""

    version: str
    numeric_class: str
    format: str
    #: SHA-256 of the compiled library.
    library: str

    @property
    def named(self) -> tuple[str, str, str]:
        return self.version, self.numeric_class, self.format

    def __str__(self) -> str:
        return f"{self.version} ({self.numeric_class}; {self.format}; library {self.library[:16]})"


@dataclass(frozen=True)
class _Job:
    """What every task must know; small, because it goes to each of them."""

    scenario: str
    arguments: tuple[str, ...]
    #: Path of the file of rows, or its address in an object store.
    out: str
    samples: int
    chunks: int
    chunk_samples: int
    kind: _Kind
    #: SHA-256 of ``plan.json``: a worker that finds another one looks into another folder.
    plan: str = ""
    #: Options of the object store; none where ``out`` is a path.
    store: Mapping[str, Any] | None = None
    #: Folder for the files of a task on the worker's own disk; none for that of temporary files.
    scratch: str | None = field(default=None)

    def range(self, k: int, n: int) -> range:
        """Chunks of shard ``k`` of ``n``, as the engine cuts them."""
        return range(self.chunks * (k - 1) // n, self.chunks * k // n)

    def count(self, k: int, n: int) -> int:
        """Samples of shard ``k`` of ``n``."""
        chunks = self.range(k, n)
        start, stop = (min(chunk * self.chunk_samples, self.samples) for chunk in (chunks.start, chunks.stop))
        return stop - start


def sweep(
    client: Any,
    scenario: str | os.PathLike[str] | Scenario,
    n: int | None = None,
    *,
    out: str | os.PathLike[str],
    design: str | None = None,
    seed: int | None = None,
    replicates: int | None = None,
    samples: str | os.PathLike[str] | None = None,
    shards: int | None = None,
    overrides: Sequence[str] = (),
    progress: Callable[[int, int], object] | None = None,
    retries: int = 3,
    storage_options: Mapping[str, Any] | None = None,
    scratch: str | os.PathLike[str] | None = None,
) -> Done:
    """Computes ``n`` samples of a scenario on the workers of a Dask cluster and joins them into one Parquet file.

    Make the same call again after anything died (a worker, the scheduler, this process): chunks that are whole are
    kept, on a cluster of any size. The file has the bytes that ``gisement sweep`` writes on one machine.

    Args:
        client: a ``dask.distributed.Client``. Each thread of a worker computes one shard at a time, in a process of its
            own with one thread.
        scenario: a scenario file at a path that this process and all workers see, or a :class:`gisement.Scenario` that
            was read from such a file (what it overrides counts as well).
        n: number of samples [default: as the scenario says].
        out: the file of rows, ``.parquet``: a path in a folder that this process and all workers share; or an address
            that fsspec knows (``s3://bucket/big.parquet``), then no folder need be shared.
        design: ``monte_carlo``, ``latin_hypercube`` or ``sobol`` [default: ``monte_carlo``].
        seed: seed of the samples [default: as the scenario says, or 1].
        replicates: independent replicates of a Latin hypercube or Sobol design [default: 16].
        samples: a file of samples of your own, CSV or Parquet, at a path that all see; then leave out the three before.
        shards: number of tasks [default: four for each thread of the cluster]; never more than there are chunks.
        overrides: ``PATH=VALUE``, as after ``--set``.
        progress: called in this process with (finished samples, all samples), once for every shard.
        retries: how often each task that failed is tried again.
        storage_options: options of the object store, as fsspec takes them; by default its own (environment, files).
        scratch: with an object store, a folder on the own disk of each machine, this one too [default: that of
            temporary files]. This machine holds all rows there twice while it joins them.

    Returns:
        Where the file is, how many samples it has and how many of them failed.

    Raises:
        ClusterError: with what is wrong and what to do: a scenario or an override that the engine refuses (with its
            located text), workers with another engine, a folder that not all workers share, a full disk, something else
            at ``out``, a task that failed too often, a lost scheduler. Nothing is joined then, and chunks that are done
            are kept.
    """
    place = os.fspath(out)
    remote = "://" in place
    if not remote:
        if storage_options is not None or scratch is not None:
            raise ValueError("storage_options and scratch belong to an object store (s3://...): leave them out")
        # Not resolved: a link may lead elsewhere on another machine, and only its name is the same for all.
        place = os.path.abspath(place)
    path, arguments = _request(scenario, n, design, seed, replicates, samples, overrides)
    plan = _plan(path, arguments, place)
    job = _Job(
        scenario=path,
        arguments=arguments,
        out=place,
        samples=int(plan["samples"]),
        chunks=int(plan["chunks"]),
        chunk_samples=int(plan["chunk_samples"]),
        kind=_same_engine(client),
        store=dict(storage_options or {}) if remote else None,
        scratch=None if scratch is None else os.fspath(scratch),
    )
    run = _in_store if remote else _in_folder
    return run(client, job, float(plan["bytes_while_joining"]), shards, progress, retries)


_Progress = Callable[[int, int], object] | None


def _in_folder(client: Any, job: _Job, needed: float, shards: int | None, progress: _Progress, retries: int) -> Done:
    """A sweep into a shared folder."""
    target = Path(job.out)
    _same_folder(client, target.parent)
    _room(target.parent, needed, _parts(target))
    if _begin(job, target):
        return _told(job, job.out, target, 0)
    job = replace(job, plan=_digest(_parts(target) / "plan.json"))
    count = _compute(client, job, shards, progress, retries)
    _join(target)
    return _told(job, job.out, target, count)


def _in_store(client: Any, job: _Job, needed: float, shards: int | None, progress: _Progress, retries: int) -> Done:
    """A sweep into an object store: chunks go there as they are, and this machine joins them on its own disk."""
    bucket = _Bucket(job)
    bucket.check(client)
    with _scratch(job.scratch) as folder:
        target = folder / bucket.name
        _room(folder, needed, folder)
        bucket.fetch_result(target)
        bucket.fetch(target, range(0))
        if _begin(job, target):
            bucket.clear()
            return _told(job, job.out, target, 0)
        job = replace(job, plan=_digest(_parts(target) / "plan.json"))
        bucket.put(_parts(target) / "plan.json", "plan.json")
        count = _compute(client, job, shards, progress, retries)
        bucket.fetch(target, range(job.chunks))
        _join(target)
        bucket.put_result(target)
        return _told(job, job.out, target, count)


# --- what is asked for ---


def _request(
    scenario: str | os.PathLike[str] | Scenario,
    n: int | None,
    design: str | None,
    seed: int | None,
    replicates: int | None,
    samples: str | os.PathLike[str] | None,
    overrides: Sequence[str],
) -> tuple[str, tuple[str, ...]]:
    """Path of the scenario, and the options of ``gisement sweep`` that make the rows."""
    if isinstance(overrides, str):
        raise TypeError(f"overrides is a list of PATH=VALUE: write [{overrides!r}]")
    if samples is not None and not (design is None and seed is None and replicates is None):
        raise ValueError("samples are yours: leave out design, seed and replicates")
    path, earlier = _file_of(scenario)
    arguments: list[str] = []
    given = (("-n", n), ("--design", design), ("--seed", seed), ("--replicates", replicates))
    for option, value in given:
        if value is not None:
            arguments += [option, str(value)]
    if samples is not None:
        arguments += ["--samples", os.path.abspath(os.fspath(samples))]
    for override in (*earlier, *overrides):
        arguments += ["--set", override]
    return path, tuple(arguments)


def _file_of(scenario: str | os.PathLike[str] | Scenario) -> tuple[str, list[str]]:
    """The file of a scenario and what it overrides."""
    if not isinstance(scenario, Scenario):
        return os.path.abspath(os.fspath(scenario)), []
    path = Path(os.path.abspath(scenario.file))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        advice = "write its text to a file that all workers see, and read it with Scenario.from_file"
        raise ClusterError(f"the scenario `{scenario.name}` is not in a file ({error}): {advice}") from error
    if text != scenario.text.removeprefix("\ufeff"):
        raise ClusterError(f"{path} has changed since the scenario `{scenario.name}` was read: read it again")
    return str(path), scenario.overrides


def _plan(path: str, arguments: Sequence[str], out: str) -> dict[str, Any]:
    """What the sweep would take, after the engine has read the scenario and the options; nothing is written."""
    code, said, told = _command(["sweep", path, *arguments, "--out", out.rsplit("://", 1)[-1], "--plan", "--json"])
    if code != 0:
        raise ClusterError(f"{path} cannot be swept", told)
    plan: dict[str, Any] = json.loads(said)
    return plan


# --- what must be alike ---


def _ask(client: Any, function: Callable[..., Any], *arguments: Any) -> dict[str, Any]:
    """The answers of all workers, by address; an error is an answer."""
    answers: dict[str, Any] = client.run(function, *arguments, on_error="return")
    if not answers:
        raise ClusterError("the cluster has no workers: start some, or wait with client.wait_for_workers(1)")
    return answers


@functools.cache
def _library() -> str:
    """SHA-256 of the compiled engine of this process."""
    return _digest(Path(str(_engine.__file__)))


def _kind() -> _Kind:
    """The engine of this process."""
    return _Kind(*engine(), _library())


def _same_engine(client: Any) -> _Kind:
    """The engine of the workers: one build among them, with version, numeric class and format of this process."""
    own = _kind()
    found = _ask(client, _kind)
    broken = {worker: kind for worker, kind in found.items() if not isinstance(kind, _Kind)}
    if broken:
        raise ClusterError("workers cannot load gisement: install the same wheel on all machines", _listed(broken))
    kinds: set[_Kind] = set(found.values())
    if len(kinds) > 1 or {kind.named for kind in kinds} != {own.named}:
        listed = _listed({"this process": own, **found})
        raise ClusterError("workers have different engines, rows would not be the same bits: install one wheel", listed)
    return next(iter(kinds))


def _listed(answers: Mapping[str, Any]) -> str:
    return "\n".join(f"  {worker}: {answer}" for worker, answer in sorted(answers.items()))


def _see(folder: str, name: str) -> str:
    """On a worker: reads a file of the folder and answers with another one beside it."""
    text = (Path(folder) / name).read_text()
    reply = f"{name}.{uuid.uuid4().hex}"
    (Path(folder) / reply).write_text(text)
    return f"{text} {reply}"


def _same_folder(client: Any, folder: Path) -> None:
    """Every worker must read what is written here, and write what is read here."""
    token, name = uuid.uuid4().hex, f".gisement-{uuid.uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(token)
    except OSError as error:
        raise ClusterError(f"{folder} cannot be written: {error}") from error
    try:
        found = _ask(client, _see, str(folder), name)
        replies = {worker: str(answer).split(" ") for worker, answer in found.items()}
        blind = {
            worker: found[worker]
            for worker, reply in replies.items()
            if isinstance(found[worker], BaseException) or reply[0] != token or not (folder / reply[1]).is_file()
        }
    finally:
        for file in folder.glob(f"{name}*"):
            file.unlink(missing_ok=True)
    if blind:
        why = f"{folder} is not shared with these workers: name a folder that all machines mount"
        raise ClusterError(why, _listed(blind))


def _room(folder: Path, needed: float, parts: Path) -> None:
    """Rows are on the disk twice while they are joined; chunks that are there already are counted."""
    there = sum(file.stat().st_size for file in parts.glob("chunk-*")) if parts.is_dir() else 0
    free = shutil.disk_usage(folder).free
    if needed - there > free:
        more = f"the sweep needs {(needed - there) / 1e9:.4g} GB more while it is joined (each row twice)"
        raise ClusterError(f"{folder} is too full: {more}, {free / 1e9:.4g} GB are free")


# --- the engine ---


def _command(arguments: Sequence[str]) -> tuple[int, str, str]:
    """Runs the command line in a process of its own: exit code, its results, what it told."""
    # Threads beside the one that computes would be idle, but there would be one for each core in every task.
    environment = {"RAYON_NUM_THREADS": "1", **os.environ}
    program = "from gisement.distributed import _child; _child()"
    call = [sys.executable, "-c", program, str(os.getpid()), *arguments]
    done = subprocess.run(call, capture_output=True, text=True, errors="replace", check=False, env=environment)
    return done.returncode, done.stdout, done.stderr.strip()


def _child() -> None:
    """The command line, killed when the process that asked for it is: a lost worker leaves nobody writing behind it."""
    parent, arguments = int(sys.argv[1]), sys.argv[2:]
    if sys.platform == "linux":
        import ctypes
        import signal

        # PR_SET_PDEATHSIG; who died before this line does not count, so look again.
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit(1)
    sys.exit(_engine.command(arguments))


def _sweep_shard(job: _Job, target: Path, shard: str) -> tuple[int, str, str]:
    place = ["--out", str(target), "--shard", shard, "--resume", "--threads", "1"]
    code, said, told = _command(["sweep", job.scenario, *job.arguments, *place])
    # With an object store the engine sees a file of the machine's own; its name says nothing to anybody.
    return code, said, told.replace(str(target), job.out)


def _begin(job: _Job, target: Path) -> bool:
    """Writes the plan into ``OUT.parts``, or refuses what is there; true if the sweep is whole already.

    With one shard more than chunks, the first shard has none: the engine looks, writes the plan and computes nothing.
    It is done here, before any task, so that no two tasks write the plan at once.
    """
    code, _, told = _sweep_shard(job, target, f"1/{job.chunks + 1}")
    if code not in _WHOLE:
        raise ClusterError(f"nothing was started: {job.out} cannot be written", told)
    return target.exists()


def _join(target: Path) -> None:
    """Joins the chunks; nothing of it is seen before the file is whole."""
    _wait_for_writers(_parts(target) / "lock")
    code, _, told = _command(["merge", str(target)])
    if code not in _WHOLE:
        raise ClusterError(f"the shards were not joined; {_GIVEN_UP}", told)


def _wait_for_writers(lock: Path) -> None:
    """A task that the scheduler gave up for lost may still write its chunk: a join before it ends would be refused."""
    try:
        import fcntl
    except ImportError:
        return
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        try:
            with lock.open("r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            time.sleep(0.2)
        except OSError:
            return


def _told(job: _Job, path: str, target: Path, shards: int) -> Done:
    """Counts of the finished sweep, from its summary."""
    summary = json.loads(target.with_name(f"{target.stem}.summary.json").read_text())
    failed = sum(count for status, count in summary["status"].items() if status != "done")
    return Done(path=path, samples=job.samples, failed=failed, shards=shards)


def _parts(target: Path) -> Path:
    return target.with_name(f"{target.name}.parts")


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


# --- tasks ---


def _compute(client: Any, job: _Job, shards: int | None, progress: _Progress, retries: int) -> int:
    """Hands out all shards and waits for them; gives their number."""
    # Dask is an extra of the package, and has no types of its own here.
    distributed: Any = importlib.import_module("distributed")
    if shards is not None and shards < 1:
        raise ValueError(f"shards={shards}: write a number from 1")
    threads = sum(client.nthreads().values())
    n = min(shards or 4 * max(threads, 1), job.chunks)
    key = f"gisement-{uuid.uuid4().hex[:8]}"
    submit = functools.partial(client.submit, _task, job, pure=False, retries=retries)
    tasks = {submit(k, n, key=f"{key}-{k}-of-{n}"): k for k in range(1, n + 1)}
    done = 0
    try:
        for task in distributed.as_completed(list(tasks)):
            part = _answer(task, f"{tasks[task]}/{n}")
            done += part.samples
            if progress is not None:
                progress(done, job.samples)
    except BaseException:
        # A lost scheduler cannot be told, and the first error is the one worth telling.
        if client.status == "running":
            client.cancel(list(tasks))
        raise
    return n


def _answer(task: Any, shard: str) -> _Part:
    """The answer of a task, or why there is none."""
    from distributed.client import FutureCancelledError
    from distributed.scheduler import KilledWorker

    try:
        part: _Part = task.result()
    except ClusterError:
        raise
    except KilledWorker as error:
        advice = "look for too little memory or a time limit in its log"
        raise ClusterError(f"shard {shard} lost its worker too often: {advice}; {_GIVEN_UP}", str(error)) from error
    except (FutureCancelledError, OSError) as error:
        raise ClusterError(f"the scheduler was lost, or the tasks cancelled; {_GIVEN_UP}", str(error)) from error
    if part.refused:
        raise ClusterError(f"shard {shard} was refused", part.refused)
    return part


def _task(job: _Job, k: int, n: int) -> _Part:
    """On a worker: computes the chunks of shard ``k`` of ``n`` that are not there yet."""
    # Workers that came later were not asked before.
    here = _kind()
    if here != job.kind:
        return _Part(job.out, 0, 0, f"{platform.node()} has engine {here}, the others have {job.kind}")
    if job.store is None:
        return _shard(job, Path(job.out), k, n)
    bucket = _Bucket(job)
    with _scratch(job.scratch) as folder:
        target = folder / bucket.name
        bucket.fetch(target, job.range(k, n))
        # A damaged chunk that is computed again has the same name, but is another file.
        before = _files(_parts(target))
        part = _shard(job, target, k, n)
        for file in sorted(path for path, *_ in _files(_parts(target)) - before):
            if file.name.startswith("chunk-"):
                bucket.put(file, file.name)
            elif file.name.startswith("session-"):
                # Two machines may have named theirs alike.
                bucket.put(file, f"{file.stem}-{uuid.uuid4().hex[:8]}.json")
        return replace(part, path=job.out)


def _files(folder: Path) -> set[tuple[Path, int, int]]:
    """Files, with what changes when one is written again."""
    return {(file, file.stat().st_ino, file.stat().st_mtime_ns) for file in folder.glob("*")}


def _shard(job: _Job, target: Path, k: int, n: int) -> _Part:
    """Computes a shard in a folder that holds the plan."""
    plan = _parts(target) / "plan.json"
    if not plan.is_file() or _digest(plan) != job.plan:
        why = f"{platform.node()} does not see the plan of this sweep in {plan.parent}: is the folder shared?"
        return _Part(job.out, 0, 0, why)
    code, said, told = _sweep_shard(job, target, f"{k}/{n}")
    if code in _REFUSED:
        return _Part(job.out, 0, 0, told)
    counts = re.search(r"(\d+) chunks, (\d+) samples, (\d+) failed", said)
    if code not in _WHOLE or counts is None:
        # Raised, so that it is tried again: a full disk may be emptied, a killed engine run elsewhere.
        raise ClusterError(f"shard {k}/{n} ended with exit code {code} on {platform.node()}; {_GIVEN_UP}", told)
    return _Part(str(_parts(target)), job.count(k, n), int(counts[3]))


# --- object stores ---


@contextmanager
def _scratch(folder: str | None) -> Iterator[Path]:
    """A folder that goes again."""
    with tempfile.TemporaryDirectory(prefix="gisement-", dir=folder) as made:
        yield Path(made)


class _Bucket:
    """``OUT`` and ``OUT.parts`` in an object store."""

    def __init__(self, job: _Job) -> None:
        try:
            fsspec: Any = importlib.import_module("fsspec.core")
            self.fs, self.out = fsspec.url_to_fs(job.out, **(job.store or {}))
        except (ImportError, ValueError) as error:
            raise ClusterError(f"{job.out} is no address that fsspec knows here: {error}") from error
        self.folder, self.name = self.out.rsplit("/", 1)
        self.parts = f"{self.out}.parts"
        self.job = job

    def check(self, client: Any) -> None:
        """Every worker must read what is written here."""
        token, name = uuid.uuid4().hex, f".gisement-{uuid.uuid4().hex}"
        try:
            self.fs.makedirs(self.folder, exist_ok=True)
            self.fs.pipe_file(f"{self.folder}/{name}", token.encode())
        except Exception as error:
            raise ClusterError(f"{self.job.out} cannot be written: {error}") from error
        try:
            found = _ask(client, _read_from_store, self.job, name)
        finally:
            self.fs.rm_file(f"{self.folder}/{name}")
        blind = {worker: answer for worker, answer in found.items() if answer != token}
        if blind:
            raise ClusterError(f"{self.job.out} is not the same store for these workers", _listed(blind))

    def names(self) -> list[str]:
        """Names in the folder of the parts."""
        self.fs.invalidate_cache()
        if not self.fs.isdir(self.parts):
            return []
        return sorted(str(path).rsplit("/", 1)[-1] for path in self.fs.ls(self.parts, detail=False))

    def fetch(self, target: Path, chunks: range) -> None:
        """The plan and these chunks, to where the engine looks for them; the notes of sessions with all chunks."""
        notes = ("plan.json", "session-") if len(chunks) == self.job.chunks else ("plan.json",)
        for name in self.names():
            number = re.match(r"chunk-(\d+)-", name)
            wanted = int(number[1]) in chunks if number else name.startswith(notes)
            if wanted and not name.endswith(".aside"):
                _parts(target).mkdir(exist_ok=True)
                # At once: a chunk is some 10 MB, and not every store lets several threads read a file piece by piece.
                (_parts(target) / name).write_bytes(self.fs.cat_file(f"{self.parts}/{name}"))

    def put(self, file: Path, name: str) -> None:
        """A part."""
        self._put(file, self.parts, name, lambda aside: self.fs.pipe_file(aside, file.read_bytes()))

    def _put(self, file: Path, folder: str, name: str, write: Callable[[str], object]) -> None:
        """Whole under another name first: some stores show a file while it is written."""
        self.fs.makedirs(folder, exist_ok=True)
        aside = f"{folder}/{name}.{uuid.uuid4().hex}.aside"
        write(aside)
        self.fs.mv(aside, f"{folder}/{name}")
        self.fs.invalidate_cache()
        size = self.fs.size(f"{folder}/{name}")
        if size != file.stat().st_size:
            raise ClusterError(f"{name} did not arrive whole in {folder}: {size} of {file.stat().st_size} bytes")

    def _beside(self, target: Path) -> list[Path]:
        names = (f"{target.stem}.summary.json", f"{target.stem}.html", f"{target.stem}-ro-crate-metadata.json", target.name)
        return [target.with_name(name) for name in names]

    def fetch_result(self, target: Path) -> None:
        """A file that is there already, for the engine to say whether it is this sweep."""
        if self.fs.exists(self.out):
            for file in self._beside(target):
                if self.fs.exists(f"{self.folder}/{file.name}"):
                    self.fs.get_file(f"{self.folder}/{file.name}", str(file))

    def put_result(self, target: Path) -> None:
        """The rows last: who sees them sees all; then the parts go."""
        for file in self._beside(target):
            self._put(file, self.folder, file.name, functools.partial(self.fs.put_file, str(file)))
        self.clear()

    def clear(self) -> None:
        """The parts go."""
        self.fs.invalidate_cache()
        if self.fs.isdir(self.parts):
            self.fs.rm(self.parts, recursive=True)


def _read_from_store(job: _Job, name: str) -> str:
    """On a worker: reads what the client wrote."""
    bucket = _Bucket(job)
    bucket.fs.invalidate_cache()
    return bytes(bucket.fs.cat_file(f"{bucket.folder}/{name}")).decode()
