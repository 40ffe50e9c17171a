#!/usr/bin/env bash
# Each fuzz target, or those named, for so many minutes of processor time, all at once: tools/fuzz.sh MINUTES [TARGET...]
# Begins with the corpus and with what earlier ones found, which stays in build/fuzz. What fails is kept there too, and told.
set -euo pipefail
root=$(dirname "$(readlink -f "$0")")/..
source "$root/tools/setup.sh"
cd "$root"
[[ ${1:-} =~ ^[1-9][0-9]*$ ]] || { sed -n '2,3s/^# //p' "$0" >&2; exit 2; }
seconds=$((60 * $1))
shift
targets=("$@")
[ $# -gt 0 ] || readarray -t targets < <(sed -nE 's/^dlr_fuzz\(([a-z_]+) .*/\1/p' tests/fuzz/CMakeLists.txt)

need_packages "fuzz the readers" "${program_packages[@]}" libgtest-dev libgmock-dev nlohmann-json3-dev clang-14 libclang-rt-14-dev
mkdir -p build
build_shown build/fuzz.log "cmake --preset fuzz -DDLR_TESTS=ON && cmake --build build/fuzz --target ${targets[*]}" || {
  tail -n 30 build/fuzz.log >&2
  exit 1
}

ran() { ps -o times= -p "$1" || true; } # seconds of processor time so far; nothing once it has ended

fuzz() {
  local target=$1 folder=$PWD/build/fuzz/tests/fuzz program passed=0 now
  # A program and a folder of its own: what it keeps is named by what it is.
  mkdir -p "$folder/$target.found" "$folder/$target.failed"
  "$folder/$target" -rss_limit_mb=4096 -timeout=120 -print_final_stats=1 -artifact_prefix="$folder/$target.failed/" \
    "$folder/$target.found" "tests/fuzz/corpus/$target" >"$folder/$target.log" 2>&1 &
  program=$!
  while now=$(ran $program) && [ -n "$now" ]; do
    passed=$((now))
    [ "$passed" -lt "$seconds" ] || kill -INT $program 2>/dev/null || true
    sleep 2
  done
  wait $program && [ "$passed" -lt "$seconds" ] || true
  local runs
  runs=$(sed -nE 's/^stat::number_of_executed_units: +([0-9]+)$/\1/p' "$folder/$target.log")
  if [ "$passed" -ge "$seconds" ] && [ -n "$runs" ]; then
    echo "$target: nothing found in $runs runs, $((passed / 60)) min of processor time"
  else
    tail -n 40 "$folder/$target.log" >&2
    echo "$target: FAILED after $passed s; what it was given is in $folder/$target.failed"
    return 1
  fi
}

hands=() failed=0
for target in "${targets[@]}"; do
  fuzz "$target" &
  hands+=($!)
done
for hand in "${hands[@]}"; do wait "$hand" || failed=1; done
exit $failed
