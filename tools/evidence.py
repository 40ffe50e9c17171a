#!/usr/bin/env python3
"""Which planted mistakes which scenarios catch, as docs/evidence.md: tools/evidence.py DLRSIM SCENARIO... > docs/evidence.md

The table is what `dlrsim mutate --json` says; a test holds that the document is current.
"""
import collections
import json
import subprocess
import sys

HEAD = """\
# What the judge catches

{} mistakes that trackers in the field made, or that a hand that changes the lifecycle could make, planted in the real core one
at a time. At least two scenarios must turn red for each. *Through*: what the oracle most often found wrong with single messages;
sums, which are counters and laws that do not add up; expectations of so many scenarios. *Soonest*: the scenario whose first wrong
message has the lowest index (the first of all has 0, as for `trace --message`), and how many of its messages came out wrong.

To see one yourself: `./dlrsim run scenarios/race.yaml --plant forgets-enqueued`; what one scenario catches:
`./dlrsim mutate scenarios/race.yaml`. The tables are what `mutate` says of all scenarios but those with too many messages to run
once per mistake, and a test holds that they are current. Whether they are, in about a minute:

    tools/evidence.py ./dlrsim $(ls scenarios/*.yaml | grep -v -e world -e published -e callback-outages) | diff - docs/evidence.md

| mistake | what it does | through | soonest |
| --- | --- | --- | --- |
"""


def through(catches):
    """By which rules: single messages, sums over all, expectations of scenarios."""
    found = collections.Counter(rule for _, defect in catches for rule in defect["rules"])
    rules = [f"\u201c{rule}\u201d" for rule, _ in sorted(found.items(), key=lambda each: (-each[1], each[0]))[:2]]
    if any(defect["other_invariants"] for _, defect in catches):
        rules.append("sums")
    expecting = sum(1 for _, defect in catches if defect["expectations"])
    if expecting:
        rules.append(f"expectations of {expecting}")
    return ", ".join(rules)


def soonest(catches):
    """The scenario whose first wrong message comes first, that one's index, and how many are wrong."""
    ends = [(defect["first_message"], name, defect["messages"]) for name, defect in catches
            if defect["first_message"] is not None]
    if not ends:
        return "only in sums"
    first, name, wrong = min(ends)
    return f"{name}: message {first}, {wrong} wrong"


def by_name(names, everyone):
    """All of them, or those who are not among them, whichever are fewer."""
    others = [name for name in everyone if name not in names]
    if len(names) <= len(others) + 1:
        return ", ".join(names)
    return "all but " + ", ".join(others) if others else "all"


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
        lines.append(f"| `{name}` | {summary} | {through(catches)} | {soonest(catches) if catches else 'never'} |\n")
    few = [f"`{name}`" for name in summaries if len(found[name]) < 2]
    lines.append(f"\n{'Caught by one scenario alone: ' + ', '.join(few) if few else 'Two scenarios at least catch each'}.\n")
    everyone = [run["scenario"] for run in runs]
    lines.append("\n## Which scenarios\n\n| mistake | caught by | namely |\n| --- | ---: | --- |\n")
    for name in summaries:
        names = [scenario for scenario, _ in found[name]]
        lines.append(f"| `{name}` | {len(names)} of {len(runs)} | {by_name(names, everyone)} |\n")
    lines.append(f"\nScenarios: {', '.join(run['scenario'] for run in runs)}.\n")
    return "".join(lines)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    print(evidence(sys.argv[1], sys.argv[2:]), end="")
