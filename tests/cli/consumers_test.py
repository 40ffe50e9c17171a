"""What others read of a result is read here as they read it: JUnit by the schema of Jenkins and by junitparser, OpenMetrics by the parser
of Prometheus' own client, CSV and NDJSON by Python's."""

import csv
import io
import json
import os

import junitparser
from lxml import etree
from prometheus_client.openmetrics import parser as openmetrics
from program import SOURCE, ProgramTest, content, dlrsim, main


def scenario(name):
    return os.path.join(SOURCE, "scenarios", name + ".yaml")


class ConsumersTest(ProgramTest):
    def reports(self, expected, *arguments):
        """Of a run: its result, and every format as text."""
        formats = ("junit", "openmetrics", "csv", "csv-histograms", "csv-series", "ndjson")
        flags = [flag for name in formats for flag in ("--report", f"{name}={self.path(name)}")]
        done = dlrsim("run", *arguments, *flags, "-o", self.path("result"))
        self.assertIn(done.returncode, expected, done.stderr)
        lines = [json.loads(line) for line in self.content("result").splitlines()]
        self.results = [line for line in lines if "not_run" not in line]
        return [self.content(name) for name in formats]

    RUNS = {
        "good": [(0,), scenario("quickstart")],
        "every fault": [(0,), scenario("everything-at-once")],
        "a sweep, and a file that is none": [(3,), scenario("callback-outages"), "nowhere.yaml"],
        "a core that is wrong": [(8,), scenario("quickstart"), "--plant", "repeats-duplicates"],
        "another seed": [(0, 4), scenario("quickstart"), "--seed", "3", "--replications", "2"],
    }

    def each(self):
        for name, arguments in self.RUNS.items():
            with self.subTest(name):
                yield self.reports(*arguments)

    def test_junit_is_what_jenkins_takes(self):
        schema = etree.XMLSchema(etree.parse(os.path.join(SOURCE, "tests/data/junit-of-jenkins.xsd")))
        with self.assertRaises(etree.DocumentInvalid):
            schema.assertValid(etree.fromstring("<testsuites><testsuite name='a'/></testsuites>"))
        for junit, *_ in self.each():
            schema.assertValid(etree.fromstring(junit.encode()))
            suites = junitparser.JUnitXml.fromstring(junit.encode())
            cases = [case for suite in suites for case in suite]
            self.assertEqual((suites.tests, suites.failures + suites.errors),
                             (len(cases), sum(any(not isinstance(one, junitparser.Skipped) for one in case.result) for case in cases)))
            names = [(case.classname, case.name) for case in cases]
            self.assertEqual(len(names), len(set(names)))
            self.assertGreaterEqual(len(cases), sum(len(result["expectations"]) for result in self.results))

    def test_openmetrics_is_what_prometheus_takes(self):
        with self.assertRaises(ValueError):
            list(openmetrics.text_string_to_metric_families("a_total 1\n"))
        for _, text, *_ in self.each():
            families = {family.name: family for family in openmetrics.text_string_to_metric_families(text)}
            checked = families["dlrsim_invariants_checked"].samples
            self.assertEqual([sample.value for sample in checked], [result["invariants"]["checked"] for result in self.results])
            self.assertTrue(all(family.documentation for family in families.values()))

    def test_csv_and_ndjson_are_tables_and_lines(self):
        for _, _, *tables, lines in self.each():
            for table in tables:
                rows = list(csv.reader(io.StringIO(table)))
                self.assertEqual({len(row) for row in rows}, {len(rows[0])})
                self.assertGreater(len(rows), 1)
            self.assertTrue(all(json.loads(line)["type"] for line in lines.splitlines()))


if __name__ == "__main__":
    main()
