#!/usr/bin/env python3
"""Runs a scenario over one seed after the other for a long time: tools/soak.py DLRSIM SCENARIO [--minutes M] [--seed FIRST].

Each seed runs twice, in structs on one thread and through the provider's bytes on all: both must end without a red (passed, or not
sure), and with the same result. Stops at the first that does not, says which command shows it, and ends with 1."""
import argparse
import collections
import itertools
import json
import shlex
import subprocess
import sys
import time

FINE = {0: "passed", 4: "not sure"}
OF_THE_RUN = ("provenance", "drive", "speed", "seal")  # what may differ between two runs of one seed


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("program")
    arguments.add_argument("scenario")
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--seed", type=int, default=1, help="the first one")
    given = arguments.parse_args()
    ended, messages, begun = collections.Counter(), 0, time.monotonic()
    for seed in itertools.count(given.seed):
        results = []
        for way in (["--drive", "direct", "-j1"], ["--drive", "wire"]):
            words = [given.program, "run", given.scenario, "--seed", str(seed), "--no-baseline", "--json", *way]
            done = subprocess.run(words, capture_output=True, text=True)
            if done.returncode not in FINE:
                sys.exit(f"{done.stderr}\nseed {seed} ended with {done.returncode}: {shlex.join(words)}")
            ended[FINE[done.returncode]] += 1
            results.append(json.loads(done.stdout))
            messages += results[-1]["messages"]
            for name in OF_THE_RUN:
                results[-1].pop(name)
        if results[0] != results[1]:
            names = ", ".join(name for name in results[0] if results[0][name] != results[1].get(name))
            sys.exit(f"seed {seed}: direct and wire differ in {names}: {shlex.join(words)}")
        if time.monotonic() - begun >= given.minutes * 60:
            break
    told = ", ".join(f"{count} {how}" for how, count in sorted(ended.items()))
    print(f"{seed - given.seed + 1} seeds from {given.seed}, each direct and wire, {messages} messages in "
          f"{(time.monotonic() - begun) / 60:.0f} min: {told}; no red, no difference")


if __name__ == "__main__":
    main()
