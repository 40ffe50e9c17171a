#!/usr/bin/env bash
# One run as a Slurm array job, a shard a task, without MPI:
#
#   SCENARIO=scenarios/world.yaml RESULTS=results sbatch --array=1-8 examples/scale/slurm-array.sh
#   SCENARIO=scenarios/world.yaml RESULTS=results sbatch --dependency=afterok:JOB examples/scale/slurm-merge.sh
#
# SCENARIO and RESULTS (a folder) are on a file system that all nodes see; DLRSIM is the program, `dlrsim` where it is installed.
# A task that failed is run again by its number, of as many shards as before, which an array of one task does not know:
#
#   SHARDS=8 SCENARIO=scenarios/world.yaml RESULTS=results sbatch --array=3 examples/scale/slurm-array.sh
#SBATCH --job-name=dlrsim
#SBATCH --ntasks=1
#SBATCH --output=%x-%A-%a.log
set -euo pipefail
: "${SCENARIO:?which scenario?}" "${RESULTS:?a folder for the parts}" "${SLURM_ARRAY_TASK_ID:?submit it with sbatch --array=1-N}"
shards=${SHARDS:-$SLURM_ARRAY_TASK_MAX}
if [ -z "${SHARDS:-}" ] && [ "${SLURM_ARRAY_TASK_COUNT:-$shards}" != "$shards" ]; then
  echo "slurm-array.sh: this array has $SLURM_ARRAY_TASK_COUNT of the tasks 1-$shards. SHARDS says of how many shards they are part" >&2
  exit 2
fi
mkdir -p "$RESULTS"
# A part is there whole or not at all. It ends with 0: what it comes to is judged when all are merged.
exec "${DLRSIM:-dlrsim}" run "$SCENARIO" --shard "$SLURM_ARRAY_TASK_ID/$shards" \
  --threads "${SLURM_CPUS_PER_TASK:-1}" --output "$RESULTS/part-$SLURM_ARRAY_TASK_ID.json" --progress never --quiet
