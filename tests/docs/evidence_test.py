#!/usr/bin/python3
"""docs/evidence.md against the program. Run as: evidence_test.py DLRSIM SOURCE_DIR [TEST...]"""
import os
import re
import sys
import unittest

DLRSIM, SOURCE = sys.argv[1], sys.argv[2]
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(SOURCE, "tools"))
import evidence  # noqa: E402

LARGE = {"world", "published", "callback-outages"}  # too many messages to run once per mistake


class DocsTest(unittest.TestCase):
    maxDiff = None

    def test_evidence_is_up_to_date_long(self):
        with open(os.path.join(SOURCE, "docs", "evidence.md"), encoding="utf-8") as file:
            text = file.read()
        names = re.search(r"(?m)^Scenarios: (.*)\.$", text)[1].split(", ")
        folder = os.path.join(SOURCE, "scenarios")
        self.assertEqual(sorted(names), sorted({name[:-5] for name in os.listdir(folder) if name.endswith(".yaml")} - LARGE))
        self.assertNotIn("| never |", text)
        self.assertIn("\nTwo scenarios at least catch each.\n", text)
        self.assertEqual(text, evidence.evidence(DLRSIM, [os.path.join(folder, name + ".yaml") for name in names]),
                         "write it anew: tools/evidence.py DLRSIM scenarios/NAME.yaml ... > docs/evidence.md")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
