#!/usr/bin/env bash
# A sweep as a Slurm job array: one shard a task, and a second job that joins them.
#
#   sbatch --array=1-100 slurm.sh scenario.toml 1000000 /shared/big.parquet        prints "Submitted batch job 4711"
#   sbatch --dependency=afterok:4711 slurm.sh --merge /shared/big.parquet
#
# The same two lines again go on where tasks were killed. What makes the rows follows the file of rows:
#   sbatch --array=1-100 slurm.sh scenario.toml 1000000 /shared/big.parquet --seed 7 --set boiler.excess_air=1.8
#
#SBATCH --job-name=gisement
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --mem=2G
#SBATCH --time=02:00:00
#SBATCH --requeue
set -euo pipefail

# 0: whole; 4: whole, with samples that failed, which are rows with their reason. All else fails the task.
whole() {
    local code=0
    "$@" || code=$?
    [ "$code" -eq 4 ] || return "$code"
}

if [ "$1" = --merge ]; then
    whole gisement merge "$2"
    exit
fi

scenario="$1" samples="$2" out="$3"
shift 3
# The array must be 1-N: shard k of N.
shard="$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"
whole gisement sweep "$scenario" -n "$samples" "$@" --out "$out" --shard "$shard" --threads 1 --resume
