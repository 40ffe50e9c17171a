#!/usr/bin/python3
"""What is accepted, and a run that differs. Run as: baselines_test.py DLRSIM SOURCE_DIR [TEST...]"""
import json
import os
import shutil
import xml.etree.ElementTree as ElementTree

from program import DLRSIM, ENVIRONMENT, content, dlrsim, main
from scenarios import LARGE, SMALL, SWEPT, ScenarioTest, scenario


class BaselinesTest(ScenarioTest):
    def test_fingerprints_are_the_accepted_ones(self):
        for name in SMALL + SWEPT:
            self.check(dlrsim("run", scenario(name), "-q", "--require-baseline"), 0)

    def test_large_scenarios_have_the_accepted_fingerprints_long(self):
        for name in LARGE:
            self.check(dlrsim("run", scenario(name), "-q", "--require-baseline"), 0)

    def accepted_race(self):
        path = self.path("race.yaml")
        shutil.copy(scenario("race"), path)
        self.check(dlrsim("accept", path, "--reason", 'first "one"'), 0, out="race: accepted")
        return path

    def test_a_run_is_compared_with_what_was_accepted(self):
        path = self.accepted_race()
        done = dlrsim("run", path, "--json")
        self.check(done, 0)
        self.assertEqual(json.loads(done.stdout)["baseline"]["changed"], False)
        self.check(dlrsim("accept", path, "--reason", "again"), 0, out="the same as before")

    def test_a_difference_ends_with_five_and_names_the_messages(self):
        path = self.accepted_race()
        self.write("race.yaml", content(path).replace("p99: ", "p99: 1"))
        done = dlrsim("run", path, "--json")
        result = json.loads(done.stdout)
        self.assertEqual(done.returncode, result["exit_code"])
        self.assertIn(done.returncode, (1, 5))  # the expectations may mind as well
        self.assertTrue(result["baseline"]["changed"])
        self.assertFalse(result["baseline"]["same_scenario"])
        self.assertGreater(len(result["baseline"]["changed_messages"]), 0)
        self.check(dlrsim("run", path, "-q", "--no-baseline", "--json"), result["exit_code"] if result["exit_code"] == 1 else 0)
        self.check(dlrsim("accept", path, "--reason", "slower"), 0)
        accepted = json.loads(content(self.path("baselines/race.json")))["accepted"]
        self.assertEqual([one["reason"] for one in accepted], ['first "one"', "slower"])

    def test_one_changed_block_is_named(self):
        path = self.accepted_race()
        file = self.path("baselines/race.json")
        baseline = json.loads(content(file))
        second = baseline["blocks"][1]
        self.write("baselines/race.json", json.dumps(self.with_another_block(baseline, 1)))
        done = dlrsim("run", path, "--json")
        self.check(done, 5)
        first, size = second["first"], baseline["blocks"][1]["first"]
        self.assertEqual(json.loads(done.stdout)["baseline"]["changed_messages"],
                         [{"first": first, "last": first + size - 1, "outcomes": False}])

    def test_other_seeds_parts_and_planted_mistakes_are_not_compared(self):
        path = self.accepted_race()
        for flags in (["--seed", "4"], ["--shard", "1/2"], ["--plant", "accepts-too-late"]):
            self.assertIsNone(json.loads(dlrsim("run", path, "--json", *flags).stdout)["baseline"], flags)

    def test_a_missing_baseline_can_be_required(self):
        self.check(dlrsim("run", self.tiny(), "-q", "--require-baseline"), 7, err="dlrsim accept")
        self.check(dlrsim("run", self.tiny(), "-q"), 0)
        done = dlrsim("run", self.tiny(), "--require-baseline", "-o", self.path("r.json"), "--report", "junit=" + self.path("r.xml"))
        self.check(done, 7, out="nothing is accepted yet")
        self.assertEqual(json.loads(content(self.path("r.json")))["exit_code"], 7)
        self.assertEqual(ElementTree.parse(self.path("r.xml")).getroot().get("errors"), "1")
        self.check(dlrsim("report", self.path("r.json")), 7, out="FAIL")

    def test_a_spoilt_baseline_is_told(self):
        path = self.accepted_race()
        whole = content(self.path("baselines/race.json"))
        baseline = json.loads(whole)

        def altered(change):
            other = json.loads(whole)
            change(other)
            return json.dumps(other)

        for text, said in (("{", "line 1, column 2: the JSON ends too early"), (whole[:len(whole) // 2], "the JSON ends too early"),
                           ("<<<<<<< HEAD\n" + whole, "line 1, column 1: no JSON from here on"), (whole + "}", "something follows after the end"),
                           (altered(lambda b: b.pop("messages")), "the member `messages` is missing"),
                           (altered(lambda b: b["blocks"].pop()), "blocks: 39 are there, and 40000 messages have 40"),
                           (altered(lambda b: b["blocks"][3].update(first=7)), "blocks[3].first: no block begins there"),
                           (altered(lambda b: b["ended"]["FR"].update(delivered=1)), "ended: its numbers do not add up"),
                           (altered(lambda b: b["accepted"][-1].update(outcomes="1" * 32)), "blocks: they do not add up to the fingerprint"),
                           (altered(lambda b: b.update(accepted=[])), "accepted: nothing is accepted"),
                           (altered(lambda b: b.update(format=2)), "a baseline of format 2, by a newer dlrsim; this one reads format 1")):
            self.write("baselines/race.json", text)
            done = dlrsim("run", path, "-q")
            self.check(done, 3, err=said)
            self.assertIn("race.json", done.stderr)
            self.assertIn(f"accept {path} --anew --reason WHY", done.stderr)
            self.assertNotIn("boost", done.stderr.lower())
            # Its history stays where it is until somebody says that it may go.
            self.check(dlrsim("accept", path, "--reason", "x"), 3, err=said)
            self.assertEqual(content(self.path("baselines/race.json")), text)
        self.check(dlrsim("accept", path, "--reason", "anew", "--anew"), 0, out="race: accepted")
        self.assertEqual([one["reason"] for one in json.loads(content(self.path("baselines/race.json")))["accepted"]], ["anew"])
        self.assertEqual(json.loads(content(self.path("baselines/race.json")))["blocks"], baseline["blocks"])

    def test_a_change_says_how_to_find_the_messages(self):
        path = self.accepted_race()
        self.write("baselines/race.json", json.dumps(self.with_another_block(json.loads(content(self.path("baselines/race.json"))), 0)))
        done = dlrsim("run", path)
        self.check(done, 5, out=f"{DLRSIM} run {path} --outcomes new.outcomes\n")
        self.assertIn(f"{DLRSIM} accept {path} --reason WHY", done.stdout)
        self.assertIn(f"{DLRSIM} compare old.outcomes new.outcomes", done.stdout)
        self.assertLessEqual(done.stdout.count("\n"), 23)

    def test_nothing_is_accepted_in_ci_or_without_a_reason(self):
        self.check(dlrsim("accept", self.tiny(), "--reason", "x", env={**ENVIRONMENT, "CI": "true"}), 2, err="CI")
        self.check(dlrsim("accept", self.tiny()), 2, err="--reason")
        self.check(dlrsim("accept", self.tiny(), "--reason", " "), 2, err="say why")
        self.assertFalse(os.path.exists(self.path("baselines")))

    def test_junit_tells_of_what_was_not_run(self):
        bad, report = self.write("bad.yaml", "version: 1\n"), self.path("out.xml")
        self.check(dlrsim("run", bad, scenario("race"), "-q", "--report", "junit=" + report), 3)
        root = ElementTree.fromstring(content(report))
        self.assertEqual((root.get("errors"), root.get("failures")), ("1", "0"))
        error = root.find("testsuite[@name='not run']/testcase/error")
        self.assertIn("no valid scenario", error.get("message"))
        self.check(dlrsim("run", bad, "--report", "junit=" + report), 3)
        self.assertEqual(ElementTree.fromstring(content(report)).get("tests"), "1")

    def test_junit_tells_of_a_change(self):
        path, report = self.accepted_race(), self.path("out.xml")
        file = self.path("baselines/race.json")
        self.write("baselines/race.json", json.dumps(self.with_another_block(json.loads(content(file)), 0)))
        self.check(dlrsim("run", path, "-q", "--report", "junit=" + report), 5, out="CHANGED  race")
        failure = ElementTree.fromstring(content(report)).find("testsuite/testcase[@name='baseline']/failure")
        self.assertIn("dlrsim accept", failure.text)


if __name__ == "__main__":
    main()
