#!/usr/bin/python3
"""The HTML page as a reader of XML, a screen reader and a strict policy see it. Run as: page_test.py PAGE_SAMPLES PAGE_CSS"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

SHAPES = ("rect", "line", "circle", "path", "text", "use")


def human(count):
    return f"{count:,}".replace(",", " ")


# What a picture shows; shapes under <defs> are drawn where they are used.
def drawn(svg):
    kept = {shape for defs in svg.iter("defs") for shape in defs.iter()}
    return [element for element in svg.iter() if element.tag in SHAPES and element not in kept]


def text_of(element):
    return "".join(element.itertext())


class PageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        subprocess.run([sys.argv[1], cls.folder.name], check=True)
        cls.pages = {}
        for path in glob.glob(os.path.join(cls.folder.name, "*.html")):
            with open(path, encoding="utf-8") as file:
                text = file.read()
            with open(path.replace(".html", ".json"), encoding="utf-8") as file:
                results = [json.loads(line) for line in file]
            cls.pages[os.path.basename(path)[:-5]] = (text, ElementTree.fromstring(text), results)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def each(self):
        self.assertEqual(len(self.pages), 10)
        for name, (text, root, results) in self.pages.items():
            with self.subTest(name):
                yield text, root, results

    def table(self, root, caption):
        tables = [table for table in root.iter("table") if caption in text_of(table.find("caption"))]
        self.assertEqual(len(tables), 1, caption)
        return [[text_of(cell) for cell in row] for row in tables[0].iter("tr")]

    def test_refers_to_nothing_outside(self):
        for text, root, _ in self.each():
            self.assertNotRegex(text, r"https?://|src=|url\(|@import")
            for use in root.iter("use"):
                self.assertRegex(use.get("href"), "^#map-")
            ids = [element.get("id") for element in root.iter() if element.get("id")]
            self.assertEqual(len(ids), len(set(ids)))
            for link in root.iter("a"):
                self.assertIn(link.get("href")[1:], ids)
                self.assertEqual(link.get("href")[0], "#")
            self.assertEqual([element.tag for element in root.iter() if element.tag in ("link", "img", "iframe", "object", "base")], [])

    def test_needs_no_style_and_no_script(self):
        for text, root, _ in self.each():
            for element in root.iter():
                for name in element.attrib:
                    self.assertFalse(name == "style" or name.startswith("on"), name)
            self.assertEqual(len(list(root.iter("script"))), 1)
            self.assertEqual(len(list(root.iter("button"))), 0)  # the script adds what only works with it
            for svg in root.iter("svg"):
                self.assertEqual(svg[0].tag, "title")
                self.assertTrue(text_of(svg[0]).strip())
                for shape in drawn(svg):
                    self.assertTrue(shape.get("fill") or shape.get("stroke"), shape.attrib)

    def test_has_the_marks_a_screen_reader_goes_by(self):
        for _, root, _ in self.each():
            self.assertEqual(root.get("lang"), "en")
            self.assertEqual(len(list(root.iter("h1"))), 1)
            self.assertEqual(len(list(root.iter("main"))), 1)
            levels = [int(element.tag[1]) for element in root.iter() if re.fullmatch("h[1-6]", element.tag)]
            self.assertTrue(all(after - before <= 1 for before, after in zip(levels, levels[1:])), levels)
            for table in root.iter("table"):
                self.assertIsNotNone(table.find("caption"))
                widths = {len(row) for row in table.iter("tr")}
                self.assertEqual(len(widths), 1)
                self.assertTrue(all(head.get("scope") for head in table.iter("th")))
            for section in root.iter("section"):
                for name in section.get("aria-labelledby").split():
                    self.assertTrue(root.find(f".//*[@id='{name}']") is not None)

    def test_shows_every_expectation_with_its_verdict(self):
        words = {"pass": "PASS", "not sure": "NOT SURE"}
        for _, root, results in self.each():
            tables = [[row for row in table.iter("tr") if row[0].find("strong") is not None] for table in root.iter("table")
                      if "Expectations" in text_of(table.find("caption"))]
            self.assertEqual(sorted((text_of(rows[0][0].find("strong")), text_of(rows[0][1])) for rows in tables),
                             sorted(("invariants", "FAIL" if result["invariants"]["broken"] else "PASS") for result in results))
            rows = [row for table in tables for row in table[1:]]
            self.assertEqual(len(rows), sum(len(result["expectations"]) for result in results))
            seen = sorted((text_of(row[0].find("strong")), text_of(row[1]), text_of(row[3])) for row in rows)
            def clean(text):
                return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "\ufffd", text)
            expected = sorted((clean(e["id"]), words.get(e["verdict"], "FAIL" if e["severity"] == "required" else "WARN"),
                               clean(e["limit"]["text"])) for result in results for e in result["expectations"])
            self.assertEqual(seen, expected)

    def test_says_the_verdict_and_what_to_do_next(self):
        for name, word, next_step in (("small", "PASS", "nothing to do"), ("failing", "FAIL", "--seed 8 -v"),
                                      ("broken", "FAIL", "trace scenarios/two-networks.yaml --message 3"),
                                      ("shard", "DONE", "merge all 3 shards"), ("several", "FAIL", "stands below")):
            _, root, _ = self.pages[name]
            self.assertIn(word, text_of(root.find(".//h1")))
            self.assertIn(word, root.find(".//title").text)
            self.assertIn(next_step, text_of(root.find(".//header")))

    def test_numbers_are_those_of_the_result(self):
        for name in ("small", "campaign", "failing"):
            _, root, [result] = self.pages[name]
            counters = {row[0]: row[1] for row in self.table(root, "Everything that was counted")[1:]}
            for family, member in (("messages", "totals"), *((f, f) for f in ("events", "responses", "reports", "callbacks"))):
                for counter, count in result[member].items():
                    self.assertEqual(counters.pop(f"{family}.{counter}"), human(count))
            self.assertEqual(counters, {})
            messages = {}
            for group in result["groups"]:
                messages[group["country"]] = messages.get(group["country"], 0) + group["totals"]["submitted"]
            rows = self.table(root, "Outcomes by country")
            self.assertEqual({row[0].rstrip(" *"): row[2] for row in rows[1:]},
                             {**{country: human(count) for country, count in messages.items()}, "all": human(result["totals"]["submitted"])})
            faults = {row[0]: row[2] for row in self.table(root, "Faults, and how many")[1:]}
            self.assertEqual(faults, {fault: human(struck) for fault, struck in result["faults"].items()})

    def test_broken_invariants_are_shown_with_the_argument_and_the_command(self):
        _, root, [result] = self.pages["broken"]
        section = root.find(".//section[@aria-labelledby='invariants']")
        self.assertIn(result["invariants"]["argument"], text_of(section))
        self.assertIn("reports.late counted 2, must be 6", text_of(section))
        self.assertIn("--message 3 --plant forgets-enqueued", text_of(section))

    def test_a_hostile_name_is_text(self):
        text, root, _ = self.pages["hostile"]
        self.assertNotIn("<script>alert", text)
        self.assertEqual(len(re.findall("<script", text)), 1)
        self.assertIn("<script>alert('1')</script> & \"q\" ]]>", text_of(root.find(".//h1")))

    def test_drawings_stay_inside_their_frames(self):
        for _, root, _ in self.each():
            for svg in root.iter("svg"):
                width, height = float(svg.get("width")), float(svg.get("height"))
                for shape in drawn(svg):
                    for name, most in (("x", width), ("x1", width), ("x2", width), ("cx", width),
                                       ("y", height), ("y1", height), ("y2", height), ("cy", height)):
                        if shape.get(name) is not None:
                            self.assertTrue(-0.5 <= float(shape.get(name)) <= most + 0.5, (shape.attrib, width, height))

    # WCAG 2.1: 4.5:1 for text, 3:1 for what a drawing needs.

    def test_colours_have_contrast_in_both_modes(self):
        with open(sys.argv[2], encoding="utf-8") as file:
            css = file.read()
        modes = re.findall(r":root \{[^}]*--paper[^}]*\}", css)
        self.assertEqual(len(modes), 2)
        for mode in modes:
            colour = dict(re.findall(r"--([a-z_]+): (#[0-9a-f]{6})", mode))
            for name in ("ink", "quiet", "accent", "good", "bad", "unsure"):
                for ground in ("paper", "card"):
                    self.assertGreaterEqual(contrast(colour[name], colour[ground]), 4.5, (name, ground))
            for name in ("delivered", "failed", "rejected", "enqueue_failed", "unreported", "unreported_expected"):
                self.assertGreaterEqual(contrast(colour[name], colour["paper"]), 3, name)
            for name in ("good", "bad", "unsure"):  # a dot on its band
                self.assertGreaterEqual(contrast(colour[name], colour["allowed"]), 3, name)

    def test_drawings_have_the_colours_of_the_style_sheet(self):
        with open(sys.argv[2], encoding="utf-8") as file:
            light = dict(re.findall(r"--([a-z_]+): (#[0-9a-f]{6})", file.read().split("@media")[0]))
        for _, root, _ in self.each():
            for shape in root.iter():
                for kind, attribute in (("f", "fill"), ("s", "stroke")):
                    if shape.tag in SHAPES and kind + "-" in (shape.get("class") or ""):
                        name = [name for name in shape.get("class").split() if name.startswith(kind + "-")][0]
                        self.assertEqual(shape.get(attribute), light[name[2:]])


def contrast(one, other):
    def luminance(colour):
        parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
