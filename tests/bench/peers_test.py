#!/usr/bin/python3
"""bench/peers/run: what it says of peers that agree, differ, fail or are not there. Run as: peers_test.py RUN SOURCE_DIR [TEST...]"""
import argparse
import importlib.machinery
import importlib.util
import os
import re
import subprocess
import sys
import tempfile
import unittest

RUN, SOURCE = sys.argv[1], sys.argv[2]
sys.dont_write_bytecode = True
loader = importlib.machinery.SourceFileLoader("peers_run", RUN)
run = importlib.util.module_from_spec(importlib.util.spec_from_loader("peers_run", loader))
sys.modules["peers_run"] = run
loader.exec_module(run)

# A peer as a shell script: it says what it is told to say.
SAYS = """#!/bin/sh
case $1 in
  ours) echo '{"version": "1", "items": 100, "seconds": 0.000001, "bytes": 800, "digest": "aa", "counts": {"events": 125}}' ;;
  std_priority_queue) echo '%s' ;;
  boost_d_ary_heap) echo 'out of memory' >&2; exit 1 ;;
esac
"""
SAME = '{"version": "12", "items": 100, "seconds": 0.000004, "bytes": 1600, "digest": "aa", "counts": {"events": 125}}'


class PeersTest(unittest.TestCase):
    def cell(self, std_says, timeout=60):
        """The rows of a hold cell with a peer that says this, by the name of the contestant."""
        with tempfile.TemporaryDirectory() as run.PROGRAMS:
            with open(os.path.join(run.PROGRAMS, "dlr_peer_engines"), "w", encoding="utf-8") as file:
                file.write(SAYS % std_says)
            os.chmod(file.name, 0o755)
            workload, size = run.contestants.WORKLOADS[0], 100
            entered = [entry for entry in run.contestants.ALL if "hold" in entry.workloads and entry.group != "simpy"]
            outcomes = run.run_cell(workload, size, entered, {}, argparse.Namespace(rounds=2, timeout=timeout))
            self.outcomes = {entry.name: outcome for entry, outcome in outcomes}
            return {row.name: row for row in run.tables.Cell(workload, size, outcomes).rows}

    def test_who_agrees_gets_a_ratio(self):
        row = self.cell(SAME)["std_priority_queue"]
        self.assertEqual(row.cells(), ["std::priority_queue", "12", "40.0", "40.0 .. 40.0", "×4.00", "16.0"])

    def test_who_comes_to_another_answer_gets_none(self):
        for other, why in ((SAME.replace('"aa"', '"ab"'), "another answer: other events"),
                           (SAME.replace("125", "124"), "another answer: events 124 instead of 125"),
                           (SAME.replace('{"events": 125}', '{"events": 125, "ran_backwards": 3}'), "its clock ran backwards")):
            row = self.cell(other)["std_priority_queue"]
            self.assertEqual((row.problem, row.ratio, row.time), (why, "", ""))
            self.assertTrue(self.outcomes["std_priority_queue"].is_failure)

    def test_who_fails_says_why_and_who_is_absent_how_to_get_it(self):
        rows = self.cell(SAME)
        self.assertEqual(rows["boost_d_ary_heap"].problem, "failed: out of memory")
        self.assertTrue(self.outcomes["boost_d_ary_heap"].is_failure)
        self.assertEqual(rows["ns3_map"].problem, "not installed: libns3-dev")
        self.assertFalse(self.outcomes["ns3_map"].is_failure)

    def test_who_is_not_done_in_time_is_no_failure(self):
        row = self.cell("'; exec sleep 60; '", timeout=1)["std_priority_queue"]
        self.assertEqual((row.problem, row.ratio), ("not done after 1 s", ""))
        self.assertFalse(self.outcomes["std_priority_queue"].is_failure)

    def test_wrong_flags_are_usage_errors(self):
        for flags in (["--only", "nobody"], ["--sizes", "many"], ["--sizes", "0"], ["--rounds", "0"]):
            done = subprocess.run([RUN, *flags], capture_output=True, text=True)
            self.assertEqual(done.returncode, 2, flags)
            self.assertIn("usage: bench/peers/run", done.stderr)

    def test_everybody_who_is_there_comes_to_the_same_answer_full(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "peers.md")
            done = subprocess.run([RUN, "--quick", "--no-install", "--markdown", path], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr[-2000:])
            with open(path, encoding="utf-8") as file:
                text = file.read()
        rows = re.findall(r"(?m)^\| ([^|]+) \| ([^|]*) \| ([^|]*) \| ([^|]*) \| ([^|]*) \| ([^|]*) \|$", text)
        for title, version, time, spread, ratio, _ in rows:
            if title.strip() and not title.startswith("---"):
                self.assertTrue(time.startswith("not installed: ") or (ratio and version and spread), title)
        self.assertEqual(text.count("| **ours**"), 5)  # three workloads; two programs among the settings
        for entry in run.contestants.ALL:
            self.assertIn(entry.title, text)

    def test_the_document_is_what_it_writes(self):
        with open(os.path.join(SOURCE, "docs", "peers.md"), encoding="utf-8") as file:
            text = file.read()
        self.assertTrue(text.endswith(run.tables.NOTES))
        for workload in run.contestants.WORKLOADS:
            self.assertIn(f"## {workload.name}\n\n{workload.story}\n", text)
        for entry in run.contestants.ALL:
            self.assertIn(f" | {entry.settings} | ", text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
