#!/usr/bin/env python3
"""Which planted mistakes which scenarios catch, as docs/evidence.md: tools/evidence.py DLRSIM SCENARIO... > docs/evidence.md

The table is what `dlrsim mutate --json` says; a test holds that the document is current.
"""
import json
import subprocess
import sys

HEAD = """\
# What the judge catches

{} mistakes that trackers in the field made, or that a hand that changes the lifecycle could make, planted in the real core one
at a time. Each must turn a scenario red. *Through*: messages that came out wrong by the oracle, sums (counters and laws) that
do not add up, expectations of so many scenarios. *Soonest*: the scenario whose first wrong message has the lowest number.

`tools/evidence.py` makes this table from what `dlrsim mutate` says; a test holds that it is current. To see one yourself:
`./dlrsim run scenarios/race.yaml --plant forgets-enqueued`.

| mistake | what it does | caught by | through | soonest |
| --- | --- | ---: | --- | --- |
"""


def through(catches):
    """By which rules: single messages, sums over all, expectations of scenarios."""
    rules = []
    if any(defect["messages"] for _, defect in catches):
        rules.append("messages")
    if any(defect["other_invariants"] for _, defect in catches):
        rules.append("sums")
    expecting = sum(1 for _, defect in catches if defect["expectations"])
    if expecting:
        rules.append(f"expectations of {expecting}")
    return ", ".join(rules)


def soonest(catches):
    """The scenario whose first wrong message comes first, and its number, from 1."""
    ends = [(defect["first_message"] + 1, name) for name, defect in catches if defect["first_message"] is not None]
    return "{1}: message {0}".format(*min(ends)) if ends else "only in sums"


def evidence(program, scenarios):
    def said(*arguments):
        return subprocess.run([program, *arguments], stdout=subprocess.PIPE, text=True).stdout.splitlines()

    summaries = dict(line.split(None, 1) for line in said("run", "--plant", "list") if line.startswith("  "))
    runs = [json.loads(line) for line in said("mutate", *scenarios, "--json")]
    found = {name: [] for name in summaries}  # what each scenario that noticed it says
    for run in runs:
        for defect in run["defects"]:
            if defect["noticed"]:
                found[defect["name"]].append((run["scenario"], defect))
    lines = [HEAD.format(len(summaries))]
    for name, summary in summaries.items():
        catches = found[name]
        lines.append(f"| `{name}` | {summary} | {len(catches)} of {len(runs)} | {through(catches)} | "
                     f"{soonest(catches) if catches else 'never'} |\n")
    few = [f"`{name}`" for name in summaries if len(found[name]) < 2]
    lines.append(f"\n{'Caught by one scenario alone: ' + ', '.join(few) if few else 'Two scenarios at least catch each'}.\n")
    lines.append(f"\nScenarios: {', '.join(run['scenario'] for run in runs)}.\n")
    return "".join(lines)


if __name__ == "__main__":
    print(evidence(sys.argv[1], sys.argv[2:]), end="")
