"""One worker against two on this machine: how long the same sweep takes, and whether its bytes are the same.

    python measure.py scenario.toml --seconds 60

Each worker is a process with one thread. The time is that of the whole call of ``gisement.distributed.sweep`` on a
cluster that is up: checks, the plan (about 2 s), all shards, and the join. Nothing else should run meanwhile. The
processor time is that of the shards: much more of it with two workers than with one is work done twice, or a machine
with other work.
"""

# Dask has no types.
# mypy: allow-untyped-calls

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from distributed import Client, LocalCluster

from gisement import engine
from gisement.distributed import sweep


def samples_for(scenario: str, seconds: float) -> int:
    """How many samples one core computes in about so long; the engine tries some."""
    call = [sys.executable, "-m", "gisement", "sweep", scenario, "-n", "4096", "--plan", "--json"]
    plan = json.loads(subprocess.run(call, check=True, capture_output=True, text=True).stdout)
    count = seconds / float(plan["seconds_per_sample_and_core"])
    # 64 chunks, all full.
    return max(64, round(count / 64)) * 64


def spent() -> float:
    """On a worker: processor time of the engines that it ran, s."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(scenario: str, samples: int, workers: int, folder: Path) -> tuple[float, str]:
    """Sweeps, prints how long it took, and gives that, s, with the SHA-256 of the file."""
    out = folder / f"{workers}.parquet"
    scratch = str(folder / "dask")
    cluster = LocalCluster(
        n_workers=workers, threads_per_worker=1, dashboard_address=":0", local_directory=scratch, silence_logs=40
    )
    with cluster, Client(cluster) as client:
        client.wait_for_workers(workers)
        # What a first call loads is not what is measured.
        sweep(client, scenario, 64, out=folder / f"first-{workers}.parquet")
        before = sum(client.run(spent).values())
        start = time.perf_counter()
        sweep(client, scenario, samples, out=out, shards=16)
        seconds = time.perf_counter() - start
        processor = sum(client.run(spent).values()) - before
    rate = f"{samples / seconds:10.1f} samples/s"
    print(f"workers {workers}: {seconds:8.2f} s {rate}, {processor:8.2f} s of processor in shards", flush=True)
    return seconds, hashlib.sha256(out.read_bytes()).hexdigest()


def main() -> int:
    parser = argparse.ArgumentParser(description="One worker against two on this machine.")
    parser.add_argument("scenario", help="scenario file")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long one worker takes, about [default: 60]")
    parser.add_argument("--samples", type=int, help="number of samples [default: as many as fit --seconds]")
    asked = parser.parse_args()
    samples = asked.samples or samples_for(asked.scenario, asked.seconds)
    print(f"{asked.scenario}: {samples} samples; engine {', '.join(engine())}", flush=True)
    with tempfile.TemporaryDirectory(prefix="gisement-measure-") as made:
        one, bytes_of_one = timed(asked.scenario, samples, 1, Path(made))
        two, bytes_of_two = timed(asked.scenario, samples, 2, Path(made))
    same = bytes_of_one == bytes_of_two
    print(f"ratio:    {one / two:8.3f}")
    print(f"bytes:    {'the same' if same else 'DIFFERENT'} (SHA-256 {bytes_of_one[:16]}, {bytes_of_two[:16]})")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
