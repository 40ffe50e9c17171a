#!/usr/bin/python3
"""docs/scenario-reference.md against the program. Run as: reference_test.py DLRSIM SOURCE_DIR [TEST...]"""
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

import yaml

DLRSIM, SOURCE = sys.argv[1], sys.argv[2]
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(SOURCE, "tools"))
import scenario_reference  # noqa: E402

# Of what `show` says about a scenario that leaves everything to its defaults: the sections to compare with.
SECTIONS = ["provider", "provider.callback", "tracker", "tracker.send", "tracker.send.backoff"]
LEAST = """\
version: 1
name: least
summary: Everything by default.
profiles: {p: {delivered: {share: 100%, delay: {constant: 1s}}}}
countries: {FR: {profile: p}}
traffic: [{campaign: c, messages: 1, arrivals: {burst: {over: 1s}}, countries: [FR]}]
"""


def read(*path):
    with open(os.path.join(SOURCE, *path), encoding="utf-8") as file:
        return file.read()


def dlrsim(*arguments):
    return subprocess.run([DLRSIM, *arguments], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL).stdout


def definitions():
    """Of the schema, those of whole files; each has a twin for pieces of files."""
    all_of_them = json.loads(dlrsim("schema"))["definitions"]
    return {name: body for name, body in all_of_them.items() if name.removesuffix("_piece") not in set(all_of_them) - {name}}


def rows():
    """(section, key): the cells of its row."""
    found, section = {}, ""
    for line in read("docs", "scenario-reference.md").splitlines():
        if line.startswith("## "):
            section = line[3:].strip("`")
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == 5 and cells[0].startswith("`"):
            found[section, cells[0].strip("`")] = cells
    return found


class DocsTest(unittest.TestCase):
    maxDiff = None

    def test_scenario_reference_is_up_to_date(self):
        self.assertEqual(read("docs", "scenario-reference.md"), scenario_reference.reference(dlrsim("schema")),
                         "write it anew: dlrsim schema | tools/scenario_reference.py > docs/scenario-reference.md")

    def test_scenario_reference_has_every_key_with_a_meaning(self):
        keys = sum(len(body.get("properties", {})) for name, body in definitions().items()
                   if name not in (*scenario_reference.SCALARS, "absent_hours"))  # which stands in the table of values
        self.assertEqual(len(rows()), keys)
        self.assertGreater(keys, 200)
        for (section, key), cells in rows().items():
            self.assertNotEqual(cells[1], "", f"{section} {key}: no type")
            self.assertTrue(cells[2] or cells[3], f"{section} {key}: neither default nor meaning")

    def test_scenario_reference_says_how_every_value_is_written(self):
        scalars = {name for name, body in definitions().items() if "properties" not in body}
        self.assertEqual(scalars - set(scenario_reference.SCALARS), set())
        self.assertGreater(len(scalars), 10)

    def test_scenario_reference_links_lead_somewhere(self):
        text = read("docs", "scenario-reference.md")
        anchors = {scenario_reference.anchor(heading) for heading in re.findall(r"(?m)^## (.*)$", text)}
        links = re.findall(r"\]\(#([^)]*)\)", text)
        self.assertGreater(len(links), 50)
        self.assertEqual(set(links) - anchors, set())

    def test_scenario_reference_has_the_defaults_of_the_program(self):
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            file.write(LEAST)
            file.flush()
            shown = yaml.load(dlrsim("show", file.name), Loader=yaml.BaseLoader)
        compared = 0
        for section, key in rows():
            default = rows()[section, key][2].strip("`")
            if section not in SECTIONS + ["The whole file"] or not re.match(r"`", rows()[section, key][2]):
                continue
            value = shown
            for step in section.split(".") if section in SECTIONS else []:
                value = value.get(step, {})
            if key not in value:
                continue
            written = value[key]
            self.assertIn(default, (written, str(written), "infobip" if isinstance(written, list) else ""), f"{section}.{key}")
            compared += 1
        self.assertGreaterEqual(compared, 12)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
