#!/usr/bin/env bash
# Each fuzz target, or those named, for so many minutes of processor time, all at once: tools/fuzz.sh MINUTES [TARGET...]
# Begins with the corpus and with what earlier ones found, which stays in build/fuzz. What fails is kept there too, and told.
set -euo pipefail
root=$(dirname "$(readlink -f "$0")")/..
source "$root/tools/setup.sh"
cd "$root"
[[ ${1:-} =~ ^[1-9][0-9]*$ ]] || { sed -n '2,3s/^# //p' tools/fuzz.sh >&2; exit 2; }
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

# Seconds of processor time that it has had so far.
ran() {
  local fields
  read -ra fields <"/proc/$1/stat" 2>/dev/null || return 1
  echo $(((fields[13] + fields[14]) / $(getconf CLK_TCK)))
}

fuzz() {
  local target=$1 folder=$PWD/build/fuzz/tests/fuzz program passed=0 now status=0 runs
  # A folder of its own: what breaks it is named by its kind.
  mkdir -p "$folder/$target.found" "$folder/$target.failed"
  "$folder/$target" -rss_limit_mb=4096 -timeout=20 -print_final_stats=1 -artifact_prefix="$folder/$target.failed/" \
    -max_total_time=$((20 * seconds)) "$folder/$target.found" "tests/fuzz/corpus/$target" >"$folder/$target.log" 2>&1 &
  program=$!
  trap 'kill $program 2>/dev/null || true' EXIT
  while kill -0 $program 2>/dev/null; do
    ! now=$(ran $program) || passed=$now
    [ "$passed" -lt "$seconds" ] || kill -INT $program 2>/dev/null || true
    sleep 2
  done
  wait $program || status=$?
  trap - EXIT
  runs=$(sed -nE 's/^stat::number_of_executed_units: +([0-9]+)$/\1/p' "$folder/$target.log")
  if [ "$passed" -ge "$seconds" ] && [ $status -eq 72 ] && [ -n "$runs" ]; then # as libFuzzer ends when it is interrupted
    echo "$target: nothing found in $runs runs, $((passed / 60)) min of processor time"
  else
    tail -n 40 "$folder/$target.log" >&2
    echo "$target: FAILED with $status after $passed s; what it was given is in $folder/$target.failed"
    return 1
  fi
}

trap 'kill $(jobs -p) 2>/dev/null; exit 130' INT TERM HUP
hands=() failed=0
for target in "${targets[@]}"; do
  fuzz "$target" &
  hands+=($!)
done
for hand in "${hands[@]}"; do wait "$hand" || failed=1; done
exit $failed
