#!/usr/bin/python3
"""What the format can do to a tracker, some shipped scenario does. Run as: reach_test.py DLRSIM SOURCE_DIR [TEST...]"""
import glob
import json
import os
import sys
import unittest

import yaml

SOURCE = sys.argv[2]


class EveryScalarIsText(yaml.SafeLoader):
    """As the program reads it: NO is Norway."""


EveryScalarIsText.yaml_implicit_resolvers = {}


def shipped():
    for path in sorted(glob.glob(os.path.join(SOURCE, "scenarios", "*.yaml"))):
        with open(path, encoding="utf-8") as file:
            yield yaml.load(file, EveryScalarIsText)


def words_of(schema):
    """The words that may stand at a key, as texts."""
    found = {str(word) for word in schema.get("enum", [])}
    for part in schema.get("allOf", []) + schema.get("anyOf", []):
        found |= words_of(part)
    return found


class DocsTest(unittest.TestCase):
    def setUp(self):
        with open(os.path.join(SOURCE, "scenarios", "scenario.schema.json"), encoding="utf-8") as file:
            self.definitions = json.load(file)["definitions"]
        self.faults = []  # (kind, its settings, demanded to have struck)
        self.scenarios = list(shipped())
        for scenario in self.scenarios:
            demanded = {check["count"] for check in scenario.get("expect", [])
                        if check.get("at_least", "0") != "0" or check.get("equals", "0") != "0"
                        if "count" in check}
            for fault in scenario.get("faults", []):
                kind = next(key for key in fault if key not in ("id", "at", "for", "where"))
                self.faults.append((kind, fault[kind] or {}, "faults." + fault["id"] in demanded))

    def test_every_fault_is_demanded_by_its_own_name(self):
        kinds = set(self.definitions["fault"]["properties"]) - {"id", "at", "for", "where"}
        self.assertGreater(len(kinds), 15)
        self.assertEqual(kinds - {kind for kind, _, demanded in self.faults if demanded}, set())

    def test_every_word_of_a_fault_is_said_somewhere(self):
        missing = set()
        for kind in {kind for kind, _, _ in self.faults}:
            for key, schema in self.definitions[kind]["properties"].items():
                words = words_of(schema)
                said = {str(settings.get(key)) for one, settings, _ in self.faults if one == kind}
                if any(word.startswith("$") for word in said):
                    continue  # a parameter: its values are elsewhere
                missing |= {f"{kind}.{key}: {word}" for word in words - said}
        # 401 and 403 are to the tracker what 400 is.
        self.assertEqual(missing - {"bad_request.status: 401", "bad_request.status: 403"}, set())

    def test_every_choice_of_tracker_and_provider_is_made_somewhere(self):
        def says(*path):
            def holds(node):
                for key in path:
                    node = node.get(key) if isinstance(node, dict) else None
                return node
            return {json.dumps(holds(scenario)) for scenario in self.scenarios}
        self.assertLessEqual({'"uuid"', '"digits"'}, says("tracker", "ids", "foreign"))
        self.assertIn('"none"', says("provider", "callback", "retry"))
        self.assertIn('"v2"', says("provider", "body"))
        self.assertIn('"false"', says("tracker", "refuse_too_long"))
        self.assertTrue(any('"csv"' in json.dumps(scenario) for scenario in self.scenarios))
        self.assertTrue(any("language" in entry for scenario in self.scenarios for entry in scenario["traffic"]))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
