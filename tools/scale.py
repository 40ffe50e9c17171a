#!/usr/bin/env python3
"""How well ranks share a run: tools/scale.py DLRSIM SCENARIO [ROUNDS] runs it with 1 to 8 of them, in turns, and prints the table of
docs/scale.md. The best of the rounds counts: what else the machine does can only make it slower."""

import json
import os
import subprocess
import sys

RANKS = (1, 2, 3, 4, 8)


def messages_per_s(program, scenario, ranks):
    launcher = ["mpirun", "--allow-run-as-root", "--oversubscribe", "-n", str(ranks)] if ranks > 1 else []
    threads = [] if ranks > 1 else ["-j1"]
    done = subprocess.run([*launcher, program, "run", scenario, "--json", "--no-baseline", *threads], stdout=subprocess.PIPE,
                          check=True)
    return json.loads(done.stdout)["speed"]["messages_per_s"]


def main():
    program, scenario = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    best = dict.fromkeys(RANKS, 0)
    for _ in range(rounds):
        for ranks in RANKS:
            best[ranks] = max(best[ranks], messages_per_s(program, scenario, ranks))
    cores = len(os.sched_getaffinity(0))
    print(f"| ranks | messages/s | of {cores} cores' worth |\n| ---: | ---: | ---: |")
    for ranks in RANKS:
        ideal = best[1] * min(ranks, cores)
        print(f"| {ranks} | {best[ranks]:,} | {100 * best[ranks] / ideal:.0f} % |".replace(",", " "))


if __name__ == "__main__":
    main()
