#!/usr/bin/python3
"""docs/mutation.md is of the code as it is. Run as: document_test.py NOTHING SOURCE_DIR [TEST...]"""
import collections
import os
import re
import sys
import unittest

SOURCE = os.path.abspath(sys.argv[2])
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(SOURCE, "tools"))
import mutation  # noqa: E402


class DocumentTest(unittest.TestCase):
    def setUp(self):
        with open(os.path.join(SOURCE, "docs", "mutation.md"), encoding="utf-8") as file:
            self.text = file.read()
        self.all = [mutant for path in mutation.FILES for mutant in mutation.mutants(path)]

    def test_it_tells_of_every_place_that_can_be_spoilt(self):
        rows = {path: int(tried) for path, tried in re.findall(r"(?m)^\| `([^`]+)` \| (\d+) \|", self.text)}
        self.assertEqual(rows, collections.Counter(mutant[0] for mutant in self.all))
        self.assertIn(f"\n{len(self.all)} of {len(self.all)} places: ", self.text)

    def test_what_is_alive_is_a_place_that_there_is_and_says_why(self):
        there = {mutation.key_of(mutant) for mutant in self.all}
        rows = re.findall(r"(?m)^\| `([^`]+)`: `(.*)` \| (.*?) \| (.*) \|$", self.text.split("## Alive", 1)[1])
        self.assertGreater(len(rows), 100)
        known = mutation.explanations()
        for path, line, what, why in rows:
            key = f"{path} | {line} | {what}".replace("\\|", "|")
            self.assertIn(key, there)
            self.assertEqual(known[key], why, key)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
