#!/usr/bin/env bash
# The parts of a run (slurm-array.sh) become one result, judged and rendered; the exit status is the run's.
#SBATCH --job-name=dlrsim-merge
#SBATCH --ntasks=1
#SBATCH --output=%x-%j.log
set -euo pipefail
: "${RESULTS:?the folder with the parts}"
exec "${DLRSIM:-dlrsim}" report "$RESULTS"/part-*.json --report html="$RESULTS/report.html" --report junit="$RESULTS/report.xml"
