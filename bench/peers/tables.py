"""What was measured, as tables: on a terminal, and in Markdown."""
import statistics

import contestants


def number(value):
    """1 234 567, and three digits of what is small."""
    if value >= 100:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


class Row:
    """Of one contestant in one cell: texts, or why there are none."""

    def __init__(self, contestant, outcome, ours):
        self.title, self.version, self.problem = contestant.title, outcome.version, outcome.problem
        self.name, self.group = contestant.name, contestant.group
        self.time = self.spread = self.ratio = self.bytes = ""
        self.ns = None
        if outcome.problem:
            return
        self.ns = statistics.median(outcome.ns)
        self.time = number(self.ns)
        self.spread = f"{number(min(outcome.ns))} .. {number(max(outcome.ns))}" if len(outcome.ns) > 1 else "one run"
        self.bytes = number(outcome.bytes) if outcome.bytes > 0 else ""
        if ours and not ours.problem:
            self.ratio = "1" if contestant.name == contestants.OURS else "×" + number(self.ns / statistics.median(ours.ns))

    def cells(self):
        if self.problem:
            return [self.title, self.version, self.problem, "", "", ""]
        return [self.title, self.version, self.time, self.spread, self.ratio, self.bytes]


class Cell:
    """All contestants in one workload at one size."""

    def __init__(self, workload, size, outcomes):
        self.workload, self.size = workload, size
        ours = next((outcome for contestant, outcome in outcomes if contestant.name == contestants.OURS), None)
        self.rows = [Row(contestant, outcome, ours) for contestant, outcome in outcomes]
        # Of one peer's several forms the fastest is the peer.
        for group in {row.group for row in self.rows}:
            forms = [row for row in self.rows if row.group == group and row.ns is not None]
            if len(forms) > 1:
                min(forms, key=lambda row: row.ns).title += " (its best)"

    def heading(self):
        return f"{self.workload.name}: {number(self.size)} {self.workload.what}"

    def columns(self):
        return ["", "version", f"ns per {self.workload.item}", "least .. most", "time / ours", f"B per {self.workload.held}"]

    def text(self):
        table = [self.columns()] + [row.cells() for row in self.rows]
        table = [[cell.replace("**", "") for cell in line] for line in table]
        told = [line for line, row in zip(table[1:], self.rows) if not row.problem]
        widths = [max((len(line[i]) for line in [table[0], *told]), default=0) for i in range(6)]
        widths[:2] = [max(len(line[i]) for line in table) for i in range(2)]
        lines = [self.heading()]
        for line in table:
            lines.append("  " + "  ".join(cell.ljust(width) if i < 2 else cell.rjust(width)
                                          for i, (cell, width) in enumerate(zip(line, widths))).rstrip())
        return "\n".join(lines) + "\n"

    def markdown(self):
        lines = [f"### {self.heading()}", "", "| " + " | ".join(self.columns()) + " |", "| --- | --- | ---: | ---: | ---: | ---: |"]
        lines += ["| " + " | ".join(row.cells()) + " |" for row in self.rows]
        return "\n".join(lines) + "\n"


COMMANDS = """Programs lie in `build/peers/bench/peers`. `SOCKET` is a server's, of PostgreSQL its folder; `DRAWS` is the file that
`dlr_peer_engines draws WORKLOAD SIZE DRAWS` writes."""

NOTES = """## How to read it

* Every contestant goes through the same draws, and must come to the same answer as ours: the same events at the same times (a digest over
  time and timer), the same counts, and of a tracker the same campaign events with the same properties. Where an answer differs there is no
  figure, and the command ends with 1.
* Contestants run in turns, each in a process of its own, round by round; the figure is the median of the rounds. What is slow
  runs once. Starting up, drawing and making the stream are not in the time.
* Time is processor time, of a server and its client together, or the time that passed where that is less.
* Bytes are what the process grew by (of SQLite and Redis what they say they use, of PostgreSQL the table with its indexes), all messages
  remembered. For trackers the provider's own memory of ids is not in it.
* Databases and Redis run the lifecycle in their client, on rows read and written by the batch, a second of the stream at a time. Their
  ids are numbers in order, which suits them.
* None of it is durable, ours neither. None of it parses or sends anything: that is the core alone, beside stores alone.
"""


def document(cells, seen, about, command):
    """docs/peers.md. `seen`: [(contestant, version, words to run it)]."""
    parts = ["# Side by side with peers", "",
             f"Written by `{command}`, which installs what it needs, builds, measures, checks and prints this.", "", about, ""]
    workload = None
    for cell in cells:
        if cell.workload is not workload:
            workload = cell.workload
            parts += [f"## {workload.name}", "", workload.story, ""]
        parts += [cell.markdown()]
    parts += ["## Peers and their settings", "", COMMANDS, "", "| peer | version | settings | command |", "| --- | --- | --- | --- |"]
    parts += [f"| {contestant.title} | {version} | {contestant.settings} | `{words}` |" for contestant, version, words in seen]
    return "\n".join(parts) + "\n\n" + NOTES
