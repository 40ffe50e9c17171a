#!/usr/bin/env bash
# Writes tests/data/fingerprints.txt anew from what the scenarios come to now. Say why in CHANGELOG.md, "Changed outcomes".
set -euo pipefail
root=$(dirname "$(readlink -f "$0")")/..
{
  echo "# Accepted fingerprints of the scenarios: name, outcomes, timeline. When one moves, CHANGELOG.md says why."
  for scenario in "$root"/scenarios/*.yaml; do
    "$root/dlrsim" run "$scenario" --json |
      sed -nE 's/.*"scenario":"([^"]+)".*"fingerprint":\{"outcomes":"([0-9a-f]+)","timeline":"([0-9a-f]+)".*/\1 \2 \3/p'
  done
} >"$root/tests/data/fingerprints.txt"
