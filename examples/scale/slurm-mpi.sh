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
exec mpirun "${DLRSIM:-dlrsim}" run "$SCENARIO" --report html="${RESULTS:-.}/report.html"
