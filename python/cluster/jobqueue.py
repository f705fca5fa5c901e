"""A sweep whose workers Dask asks of a Slurm cluster; ``PBSCluster``, ``SGECluster`` and others take the same words.

    python jobqueue.py scenario.toml 1000000 /shared/big.parquet --jobs 100

Needs ``pip install dask-jobqueue`` beside gisement. Run it where jobs may be submitted; if it dies, run it again.
"""

# Dask has no types.
# mypy: allow-untyped-calls

from __future__ import annotations

import argparse
import sys

from gisement.distributed import ClusterError, sweep


def main() -> int:
    parser = argparse.ArgumentParser(description="A sweep on a Slurm cluster.")
    parser.add_argument("scenario", help="scenario file, in a folder that all machines mount")
    parser.add_argument("samples", type=int, help="number of samples")
    parser.add_argument("out", help="file of rows, .parquet, in such a folder; or an address of an object store")
    parser.add_argument("--jobs", type=int, default=100, help="most jobs at a time, each a worker with one core")
    parser.add_argument("--seed", type=int, help="seed of the samples")
    asked = parser.parse_args()

    from dask_jobqueue import SLURMCluster  # type: ignore[import-not-found, unused-ignore]
    from distributed import Client

    # One thread a worker: each task is a process of the engine with one thread.
    with SLURMCluster(cores=1, processes=1, memory="2GB", walltime="02:00:00") as cluster:
        cluster.adapt(minimum=1, maximum=asked.jobs)
        with Client(cluster) as client:
            client.wait_for_workers(1)
            try:
                done = sweep(
                    client,
                    asked.scenario,
                    asked.samples,
                    out=asked.out,
                    seed=asked.seed,
                    shards=4 * asked.jobs,
                    progress=lambda k, n: print(f"{k}/{n} samples", file=sys.stderr),
                )
            except ClusterError as error:
                print(f"error: {error}", file=sys.stderr)
                return 1
    print(f"{done.path}: {done.samples} samples, {done.failed} failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
