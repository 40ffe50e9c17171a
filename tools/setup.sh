# Set-up that `dlrsim` and `check` share; sourced, not run. Everything it says goes to stderr.

say() { printf '%s\n' "$*" >&2; }

# need_packages WHY PACKAGE...: installs the Debian packages that are missing, or says what to type and gives up.
need_packages() {
  local why=$1 missing=() package
  shift
  if ! command -v dpkg-query >/dev/null; then
    say "This is not a Debian system, so nothing is installed for you. It takes what these packages of Debian 12 hold: $*"
    return 0
  fi
  local installed
  installed=" $(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null |
    awk '$2 == "installed" {printf "%s ", $1}' || true)"
  for package in "$@"; do
    [[ $installed == *" $package "* ]] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0

  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      say "To $why, these Debian packages are missing: ${missing[*]}"
      say "Neither root nor sudo is at hand to install them. As root, type:"
      say "  apt-get update && apt-get install ${missing[*]}"
      exit 70
    fi
    as_root=(sudo)
  fi
  say "To $why, these Debian packages are missing and will be installed: ${missing[*]}"
  local install=(env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}")
  if ! { "${as_root[@]}" apt-get update && "${as_root[@]}" "${install[@]}"; } >&2; then
    say "The packages could not be installed. When apt-get works again, or as somebody who may install packages, type:"
    say "  apt-get update && apt-get install ${missing[*]}"
    exit 70
  fi
}

# What the programs are built from; all from Debian 12.
program_packages=(g++ cmake ninja-build libboost1.81-dev libfmt-dev libyaml-cpp-dev libcli11-dev librandom123-dev
  libxxhash-dev libsimdjson-dev)

# newer_sources STAMP [MORE...]: what is newer than a stamp, of everything the programs are built from; empty when nothing
# is.
newer_sources() {
  local stamp=$1
  shift
  find "$root/CMakeLists.txt" "$root/CMakePresets.json" "$root/cmake" "$root/core" "$root/reports" "$root/sim" "$@" \
    -newer "$stamp" -print -quit 2>&1
}

# build_shown LOG COMMAND: runs a build with its output in the log; on a terminal shows how far it is, on one line.
build_shown() {
  local log=$1 command=$2
  # Ninja keeps what is built; nothing is broken that would have to be removed.
  trap 'kill "${told:-}" 2>/dev/null || true; printf "\r\033[K" >&2; say "Interrupted. Type the same again: it goes on where it was."; exit 130' INT
  if [ ! -t 2 ]; then
    # Now and then a line, so that a log shows that it goes on.
    while sleep 30 >/dev/null 2>&1 9>&-; do
      say "  $(sed -nE 's|^\[([0-9]+)/([0-9]+)\].*|step \1 of \2|p' "$log" | tail -n 1)"
    done 9>&- &
    local told=$! status=0
    bash -c "$command" >"$log" 2>&1 || status=$?
    kill "$told"
    trap - INT
    return "$status"
  fi
  bash -c "$command" 2>&1 | tee "$log" | while IFS= read -r line; do
    [[ $line == \[* ]] && printf '\r\033[K  %.70s' "$line" >&2
  done
  local status=${PIPESTATUS[0]}
  printf '\r\033[K' >&2
  trap - INT
  return "$status"
}
