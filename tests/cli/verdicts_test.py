#!/usr/bin/python3
"""Verdicts where chance has a say, and the points of a sweep. Run as: verdicts_test.py DLRSIM SOURCE_DIR [TEST...]"""
import json
import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree

import jsonschema

from program import content, dlrsim, main
from scenarios import ONE_MESSAGE, SWEPT, ScenarioTest, scenario, without_provenance


class VerdictsTest(ScenarioTest):
    # Verdicts where chance has a say.

    def test_a_limit_too_near_for_so_few_messages_is_not_sure(self):
        code, judged, _ = self.verdict(self.coin(200, "at_least: 89%"))
        self.assertEqual((code, judged["verdict"]), (4, "not sure"))
        self.assertIn("do not tell", judged["reason"])
        self.assertLess(judged["low"], 0.89)
        self.assertEqual(self.verdict(self.coin(1_000_000, "at_least: 89%"))[0], 0)
        self.assertEqual(self.verdict(self.coin(200, "at_least: 50%"))[0], 0)
        self.assertEqual(self.verdict(self.coin(200, "at_most: 50%"))[0], 1)

    def test_replications_go_on_until_it_is_decided(self):
        path = self.coin(3000, "at_least: 88%")
        code, judged, result = self.verdict(path, "--replications", "1..60")
        self.assertEqual((code, judged["verdict"]), (0, "pass"))
        self.assertGreater(len(result["replications"]), 1)
        self.assertLess(len(result["replications"]), 60)
        self.assertEqual([one["seed"] for one in result["replications"]], list(range(1, len(result["replications"]) + 1)))
        other = dlrsim("run", path, "--json", "--replications", "1..60", "-j", "1")
        self.assertEqual(without_provenance(json.dumps(result)), without_provenance(other.stdout))

    def test_a_scenario_says_how_often(self):
        _, _, result = self.verdict(self.coin(300, "at_least: 50%", "replications: {min: 3, max: 9, stop_when: decided}\n"))
        self.assertEqual(len(result["replications"]), 3)

    def test_not_sure_can_be_let_pass(self):
        path = self.coin(200, "at_least: 89%")
        self.check(dlrsim("run", path, "-q", "--not-sure", "warn"), 0, err="not sure about tiny")
        self.check(dlrsim("run", path, "-q", "--not-sure", "pass"), 0, err="")

    def test_a_larger_budget_of_false_alarms_decides_sooner(self):
        path = self.coin(3000, "at_least: 88%")
        strict = self.verdict(path, "--false-alarms", "1e-9")[1]
        lax = self.verdict(path, "--false-alarms", "0.05")[1]
        self.assertLess(strict["low"], lax["low"])
        self.check(dlrsim("run", path, "--false-alarms", "2"), 2)

    def test_a_number_of_replications_that_is_none_is_refused(self):
        self.check(dlrsim("run", self.coin(300, "at_least: 50%"), "--replications", "5..2"), 2, err="no number of replications")

    # Sweeps.

    def sweep(self, more=""):
        text = ONE_MESSAGE.replace("{delivered: {share: 100%, delay: {constant: 1s}}}",
                                   "{delivered: {share: $good, delay: {constant: 1s}}, unreported: {share: $bad}}")
        return self.write("swept.yaml", text.replace("MESSAGES", "$size").replace("EXPECTED", "at_least: 80%") + """\
parameters:
  good: {type: share, default: 100%}
  bad: {type: share, default: 0%}
  size: {type: number, default: 2000}
sweep:
  lockstep: [{good: [95%, 70%], bad: [5%, 30%]}]
  grid: {size: [2000, 3000]}
""" + more)

    NAMES = ["size=2000, good=95%, bad=5%", "size=2000, good=70%, bad=30%", "size=3000, good=95%, bad=5%", "size=3000, good=70%, bad=30%"]

    def test_a_sweep_runs_every_point(self):
        done = dlrsim("run", self.sweep(), "--json")
        self.check(done, 1)
        results = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([result["point"]["name"] for result in results], self.NAMES)
        self.assertEqual([result["point"]["number"] for result in results], [1, 2, 3, 4])
        self.assertEqual([result["exit_code"] for result in results], [0, 1, 0, 1])
        self.assertEqual([result["totals"]["submitted"] for result in results], [2000, 2000, 3000, 3000])
        self.assertEqual(results[1]["parameters"], {"good": "70%", "bad": "30%", "size": "2000"})
        schema = json.loads(dlrsim("schema", "result").stdout)
        for result in results:
            jsonschema.validate(result, schema)
            self.assertTrue(result["own_parameters"])

    def test_a_sweep_is_a_line_per_point_and_a_table(self):
        done = dlrsim("run", self.sweep())
        self.check(done, 1, out="2 of 4 points passed")
        self.assertRegex(done.stdout, r"(?m)^PASS  tiny \[size=2000, good=95%, bad=5%\]")
        self.assertRegex(done.stdout, r"(?m)^   2  size=2000, good=70%, bad=30% +FAIL +\d\d\.\d+ % +FAIL \d\d\.\d+ %$")

    def test_one_point_by_number_or_by_name(self):
        path = self.sweep()
        whole = [json.loads(line) for line in dlrsim("run", path, "--json").stdout.splitlines()]
        for asked in ("3", "size=3000, good=95%, bad=5%", "bad=5%,good=95%,size=3000"):
            done = dlrsim("run", path, "--json", "--point", asked)
            self.check(done, 0)
            one = json.loads(done.stdout)
            self.assertEqual((one["point"], one["fingerprint"]), (whole[2]["point"], whole[2]["fingerprint"]))
        self.check(dlrsim("run", path, "--point", "size=3000,good=95%,bad=6%"), 2, err="did you mean `size=3000, good=95%, bad=5%`")
        self.check(dlrsim("run", self.tiny(), "--point", "1"), 2, err="has no sweep")

    def test_what_is_set_is_swept_no_longer(self):
        done = dlrsim("run", self.sweep(), "--json", "--set", "size=500")
        results = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([result["point"]["name"] for result in results], ["good=95%, bad=5%", "good=70%, bad=30%"])
        self.assertEqual({result["totals"]["submitted"] for result in results}, {500})

    def test_the_command_to_repeat_a_point_repeats_it(self):
        path, report = self.sweep(), self.path("out.xml")
        self.check(dlrsim("run", path, "-q", "--report", "junit=" + report), 1)
        root = ElementTree.fromstring(content(report))
        self.assertEqual([suite.get("name") for suite in root], [f"tiny [{name}]" for name in self.NAMES])
        again = re.search(r"next:  \S+dlrsim (run .*)", root[1].find("testcase/failure").text).group(1)
        arguments = subprocess.run(["bash", "-c", f"printf '%s\\0' {again}"], capture_output=True, text=True, check=True).stdout.split("\0")[:-1]
        self.check(dlrsim(*arguments), 1, out="tiny [size=2000, good=70%, bad=30%]")

    def test_the_budget_of_false_alarms_is_for_all_points(self):
        path = self.sweep()
        error = lambda *flags: float(json.loads(dlrsim("run", path, "--json", *flags).stdout.splitlines()[0])["judging"]["error"])
        self.assertAlmostEqual(error("--point", "1") / error(), 4)

    def test_threads_and_shards_give_the_same_points(self):
        for path in (self.sweep(), scenario(SWEPT[0])):
            whole = [without_provenance(line) for line in dlrsim("run", path, "--json", "-j", "1").stdout.splitlines()]
            self.assertEqual(whole, [without_provenance(line) for line in dlrsim("run", path, "--json", "-j", "2").stdout.splitlines()])
            for index in (1, 2):
                dlrsim("run", path, "-q", "--shard", f"{index}/2", "-o", self.path(f"{index}.json"))
            merged = dlrsim("report", "--json", self.path("2.json"), self.path("1.json"))
            self.assertEqual(whole, [without_provenance(line) for line in merged.stdout.splitlines()])

    def test_a_stored_sweep_is_shown_as_it_was_run(self):
        path = self.path("result.json")
        ran = dlrsim("run", scenario(SWEPT[0]), "-o", path)
        shown = dlrsim("report", path)
        self.assertEqual(ran.stdout.rsplit("\n", 2)[0].rstrip(), shown.stdout.rstrip())

    def test_every_point_has_a_baseline_of_its_own(self):
        path = self.sweep()
        self.check(dlrsim("accept", path, "--reason", "first", "--even-failing"), 0, out="tiny [size=2000, good=95%, bad=5%]: accepted")
        files = sorted(os.listdir(self.path("baselines/swept")))
        self.assertEqual(files, sorted(name.replace(" ", "") + ".json" for name in self.NAMES))
        self.check(dlrsim("run", path, "-q", "--point", "1", "--require-baseline"), 0)
        file = self.path("baselines/swept/" + files[0])
        self.write("baselines/swept/" + files[0], json.dumps(self.with_another_block(json.loads(content(file)), 0)))
        results = [json.loads(line) for line in dlrsim("run", path, "--json").stdout.splitlines()]
        self.assertEqual([result["baseline"]["changed"] for result in results].count(True), 1)
        self.write("swept.yaml", content(path).replace("[2000, 3000]", "[2000]"))
        self.check(dlrsim("accept", path, "--reason", "fewer", "--even-failing"), 0, err="is of a point that is no longer there: rm ")

    def test_commands_for_one_scenario_ask_for_the_point(self):
        path = self.sweep()
        for command in (["show", path], ["trace", path, "--message", "1"], ["run", path, "--outcomes", self.path("x")]):
            self.check(dlrsim(*command), 2, err="--point")
        self.assertIn("messages: 3000", dlrsim("show", path, "--point", "3").stdout)
        self.check(dlrsim("trace", path, "--message", "2999", "--point", "3"), 0, out="the oracle agrees")
        self.check(dlrsim("trace", path, "--message", "2999", "--point", "1"), 2, err="no message 2999")

    def test_validate_lists_the_points(self):
        self.check(dlrsim("validate", self.sweep()), 0, out="A sweep of 4 points, 10 000 messages in all")
        self.check(dlrsim("validate", self.sweep()), 0, out="4  size=3000, good=70%, bad=30%, 3 000 messages")


if __name__ == "__main__":
    main()
