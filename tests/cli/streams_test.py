#!/usr/bin/python3
"""What goes to stdout and stderr, on a terminal and off it, and what results hold. Run as: streams_test.py DLRSIM SOURCE_DIR [TEST...]"""
import csv
import json

import jsonschema

from program import dlrsim, main
from scenarios import SMALL, ScenarioTest, scenario


class StreamsTest(ScenarioTest):
    # Streams.

    def test_json_is_one_object_on_stdout_and_nothing_else(self):
        done = dlrsim("run", scenario("quickstart"), "--json")
        self.check(done, 0)
        self.assertEqual(done.stderr, "")
        self.assertEqual(done.stdout.count("\n"), 1)
        self.assertEqual(json.loads(done.stdout)["scenario"], "quickstart")

    def test_json_is_one_line_per_scenario(self):
        done = dlrsim("run", scenario("race"), scenario("rejections"), "--json")
        self.check(done, 0)
        self.assertEqual([json.loads(line)["scenario"] for line in done.stdout.splitlines()], ["race", "rejections"])

    def test_colour_only_where_asked_or_on_a_terminal(self):
        self.assertNotIn("\x1b", dlrsim("run", scenario("race")).stdout)
        self.assertIn("\x1b[", dlrsim("run", scenario("race"), "--color", "always").stdout)
        self.assertIn(b"\x1b[", self.on_a_terminal({}))
        self.assertNotIn(b"\x1b[", self.on_a_terminal({"NO_COLOR": "1"}))

    def test_quiet_says_the_verdict_only(self):
        done = dlrsim("run", scenario("race"), "-q")
        self.check(done, 0)
        self.assertLessEqual(done.stdout.count("\n"), 2)

    # Results.

    def test_every_result_is_as_the_schema_says(self):
        schema = json.loads(dlrsim("schema", "result").stdout)
        jsonschema.Draft7Validator.check_schema(schema)
        for name in SMALL:
            done = dlrsim("run", scenario(name), "--json")
            self.check(done, 0)
            jsonschema.validate(json.loads(done.stdout), schema)
        for arguments in (["--plant", "drops-last-report"], ["--shard", "1/2"]):
            jsonschema.validate(json.loads(dlrsim("run", scenario("race"), "--json", *arguments).stdout), schema)

    def test_everything_adds_up(self):
        for name in SMALL:
            r = json.loads(dlrsim("run", scenario(name), "--json").stdout)
            t, e, a, d, c = r["totals"], r["events"], r["responses"], r["reports"], r["callbacks"]
            self.assertEqual(t["submitted"], sum(t[k] for k in ("enqueue_failed", "delivered", "rejected", "failed", "unreported")))
            self.assertLessEqual(t["unreported_expected"], t["unreported"])
            self.assertEqual(e["enqueue_failed"], t["enqueue_failed"] + t["recovered"])
            for status in ("enqueued", "delivered", "rejected", "failed"):
                self.assertEqual(e[status], t[status])
            self.assertEqual(d["received"], sum(d[k] for k in ("tracked", "under_way", "duplicate", "conflict", "late",
                                                               "unknown", "malformed")))
            self.assertEqual(d["made"] + d["repeated"], sum(d[k] for k in ("dropped", "lost", "undelivered", "received")))
            self.assertEqual(c["sent"], c["accepted"] + c["refused"])
            self.assertEqual(c["refused"], c["retried"] + c["given_up"])
            self.assertEqual(r["invariants"]["broken"], 0)
            self.assertGreater(r["invariants"]["checked"], t["submitted"])
            self.assertEqual(t["submitted"], sum(g["totals"]["submitted"] for g in r["groups"]))
            self.assertGreaterEqual(a["taken"] + a["rejected"] + a["refused"] + a["unknown"], 1)

    def test_output_file_renders_as_the_run_did(self):
        path = self.path("result.json")
        ran = dlrsim("run", scenario("quickstart"), "-o", path)
        self.check(ran, 0)
        shown = dlrsim("report", path)
        self.check(shown, 0)
        self.assertEqual(ran.stdout, shown.stdout)

    def test_what_was_not_run_has_a_line_among_the_results(self):
        broken = self.write("broken.yaml", "version: 1\n")
        done = dlrsim("run", self.tiny(), broken, "--json", "-o", self.path("both.json"))
        self.check(done, 3, err="broken.yaml")
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([list(line)[0] for line in lines if len(line) == 1], ["not_run"])
        self.assertEqual(lines[1]["not_run"], {"file": broken, "why": "it is no valid scenario, or cannot be read", "exit_code": 3})
        with open(self.path("both.json"), encoding="utf-8") as file:
            self.assertEqual(file.read(), done.stdout)
        # Stored, it is told again.
        again = dlrsim("report", self.path("both.json"), "--report", "csv=" + self.path("both.csv"))
        self.check(again, 3, out=f"not run: {broken}: it is no valid scenario")
        with open(self.path("both.csv"), encoding="utf-8", newline="") as file:
            self.assertEqual(list(csv.DictReader(file))[-1]["not_run"], lines[1]["not_run"]["why"])
        self.assertEqual(dlrsim("report", self.path("both.json"), "--json").stdout, done.stdout)
        self.check(dlrsim("compare", self.path("both.json"), self.path("both.json")), 0, err="was not run")
        self.check(dlrsim("report", self.write("odd.json", '{"not_run": {"file": 1}}')), 3, err="not a result")

    def test_report_says_what_is_wrong_with_a_file(self):
        self.check(dlrsim("report", self.write("x.json", '{"scenario": 1')), 3, err="x.json")
        self.check(dlrsim("report", self.path("none.json")), 3, err="none.json")


if __name__ == "__main__":
    main()
