#!/usr/bin/python3
"""The tables of docs/verdicts.md against the programs that made them. Run as: verdicts_test.py PROOFS SOURCE_DIR [TEST...]"""
import os
import re
import subprocess
import sys
import unittest

PROOFS, SOURCE = sys.argv[1], sys.argv[2]


def read(*path):
    with open(os.path.join(SOURCE, *path), encoding="utf-8") as file:
        return file.read()


def shown(command):
    """The block below the one that has a command."""
    blocks = re.findall(r"(?ms)^```(?:sh)?\n(.*?)^```$", read("docs", "verdicts.md"))
    return next(after for block, after in zip(blocks, blocks[1:]) if command in block)


def said(program, runs):
    return subprocess.run([os.path.join(PROOFS, program), "--runs", runs], capture_output=True, text=True, check=True).stdout


class DocsTest(unittest.TestCase):
    maxDiff = None

    def test_verdicts_has_every_kind_of_run(self):
        def kinds(text):
            return [re.match(r"(\S.*?) % +\d+ ", line)[1] for line in text.splitlines() if re.search(r" %( +BROKEN)?$", line)]
        self.assertEqual(kinds(shown("proof/false_alarms")), kinds(said("false_alarms", "2")))

    def test_verdicts_has_rates_that_are_those_of_its_figures(self):
        rows = re.findall(r"(\d\.\d) % +(\d+) +(\d+) +(\S+) % +(\S+) %( +BROKEN)?\n", shown("proof/false_alarms").split("what the budget")[0])
        self.assertEqual(len(rows), 14)
        for budget, runs, red, rate, most, broken in rows:
            self.assertGreaterEqual(int(runs), 10_000)
            self.assertAlmostEqual(100 * int(red) / int(runs), float(rate), delta=0.0051)
            self.assertLess(float(rate), float(budget))
            self.assertEqual(broken, "")

    def test_verdicts_has_the_arithmetic_of_the_default(self):
        text = said("false_alarms", "1")
        self.assertIn(text[text.index("The default budget"):], shown("proof/false_alarms"))

    def test_verdicts_has_what_is_planned(self):
        def planned(text):
            return re.findall(r"(?m)^ +(\d+ \S.*?) +(\d+\.\d+) points", text)
        document, program = planned(shown("proof/power")), planned(said("power", "10"))
        self.assertEqual(len(document), 11)
        self.assertEqual(program[:4], document[:4])  # larger ones take too long here


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
