#!/usr/bin/env python3
"""How well threads and ranks share a run: tools/scale.py DLRSIM SCENARIO [ROUNDS] runs it with one to as many threads as there are
cores, and with 1 to 8 ranks, in turns, and prints the table of docs/scale.md. The best of the rounds counts: what else the machine
does can only make it slower."""

import json
import os
import subprocess
import sys

RANKS = (2, 3, 4, 8)
CORES = len(os.sched_getaffinity(0))


def ways():
    """(how it is called, how many it divides into, what stands before the program, what after it)."""
    for threads in range(1, CORES + 1):
        yield f"`-j{threads}`", threads, [], [f"-j{threads}"]
    for ranks in RANKS:
        yield f"{ranks} ranks", ranks, ["mpirun", "--allow-run-as-root", "--oversubscribe", "-n", str(ranks)], []


def run(program, scenario, before, after):
    done = subprocess.run([*before, program, "run", scenario, "--json", "--no-baseline", *after], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def main():
    program, scenario = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    best = {}
    for _ in range(rounds):
        for name, _, before, after in ways():
            best[name] = max(best.get(name, 0), run(program, scenario, before, after)["speed"]["messages_per_s"])
    version = subprocess.run([program, "version"], stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()[0]
    print(f"{version}; load {os.getloadavg()[0]:.1f} at the end.\n")
    print(f"| with | messages/s | of {CORES} cores' worth |\n| --- | ---: | ---: |")
    for name, parts, _, _ in ways():
        ideal = best["`-j1`"] * min(parts, CORES)
        print(f"| {name} | {best[name]:,} | {100 * best[name] / ideal:.0f} % |".replace(",", " "))


if __name__ == "__main__":
    main()
