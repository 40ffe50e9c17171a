#!/usr/bin/env bash
# One run by MPI ranks that take lanes from each other: the fastest way on machines that are not alike.
#
#   SCENARIO=scenarios/world.yaml sbatch --nodes=4 examples/scale/slurm-mpi.sh
#SBATCH --job-name=dlrsim
#SBATCH --ntasks-per-node=8
#SBATCH --output=%x-%j.log
set -euo pipefail
: "${SCENARIO:?which scenario?}"
export NO_COLOR=1 # mpirun gives the first rank a terminal
# A job that is cancelled is told after ten seconds, and has ten more to write what it has; by itself mpirun leaves it one.
exec mpirun --mca odls_base_sigkill_timeout 10 "${DLRSIM:-dlrsim}" run "$SCENARIO" --report html="${RESULTS:-.}/report.html"
