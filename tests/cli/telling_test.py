#!/usr/bin/python3
"""That what is said agrees: results, reports and the terminal, down to small things. Run as: telling_test.py DLRSIM SOURCE_DIR [TEST...]"""
import glob
import json
import os
import subprocess
import xml.etree.ElementTree as ElementTree

from coin import CoinTest
from program import DLRSIM, ENVIRONMENT, SOURCE, content, dlrsim, main


class TellingTest(CoinTest):
    def test_a_result_of_which_one_number_was_altered_is_refused(self):
        path = self.coin("  - {id: most, ratio: delivered, at_least: 80%}\n  - {id: fast, delay: report, stat: p95, at_most: 10m}\n"
                         "  - {id: doubles, count: reports.duplicate, at_least: 1}\n")
        dlrsim("run", path, "-q", "-o", self.path("r.json"))
        self.check(dlrsim("report", self.path("r.json")), 0)
        whole = json.loads(self.content("r.json"))
        for flags in ((), ("--shard", "1/2"), ("--replications", "3"), ("--replications", "3", "--shard", "2/2")):
            self.check(dlrsim("run", path, "-q", "-o", self.path("r.json"), *flags), 0)
            self.assertNotIn("altered", dlrsim("report", self.path("r.json")).stderr)
            whole = json.loads(self.content("r.json"))
            for place, member, other in ((0, "value", 0.95), (0, "low", 0.81), (1, "value", 1000), (1, "severity", "advisory"), (2, "value", 9)):
                altered = json.loads(json.dumps(whole))
                altered["expectations"][place][member] = other
                self.check(dlrsim("report", self.write("altered.json", json.dumps(altered))), 3, err="seal: does not fit: the result was altered after it was written; run it again")

    def test_a_result_that_contradicts_itself_is_refused(self):
        path = self.coin("  - {id: share, ratio: delivered, at_least: 95%}\n")
        out = self.path("out.json")
        self.check(dlrsim("run", path, "-q", "-o", out), 1)
        result = json.loads(content(out))
        for change, said in ((lambda r: r.update(exit_code=0), "exit_code is 0, and all else in it asks for 1"),
                             (lambda r: r["expectations"][0].update(verdict="pass") or r.update(exit_code=0), "`share` is said to be `pass`")):
            altered = json.loads(json.dumps(result))
            change(altered)
            self.check(dlrsim("report", self.write("altered.json", json.dumps(altered))), 3, err="was altered after it was written")
            altered.pop("seal")  # as older versions wrote it
            self.check(dlrsim("report", self.write("altered.json", json.dumps(altered))), 3, err=said)
        self.check(dlrsim("report", out, "-q"), 1)

    def test_junit_is_as_red_as_the_exit_status(self):
        path = self.coin("  - {id: invariants, ratio: delivered, at_least: 89%}\n", messages=200)
        junit = self.path("out.xml")
        for flags, code, element in (((), 4, "failure"), (("--not-sure", "pass"), 0, "skipped")):
            self.check(dlrsim("run", path, "-q", "--report", "junit=" + junit, *flags), code)
            suite = ElementTree.fromstring(content(junit)).find("testsuite")
            self.assertEqual([case.get("name") for case in suite.findall("testcase")], ["invariants", "baseline", "expectation invariants"])
            self.assertIsNotNone(suite.find(f"testcase[@name='expectation invariants']/{element}"))

    def test_there_are_ten_annotations_at_most(self):
        path = self.coin("".join(f"  - {{id: e{i}, ratio: delivered, at_least: 99%}}\n" for i in range(12)))
        done = dlrsim("run", path, "--report", "github=-")
        lines = done.stdout.splitlines()
        self.assertEqual(len(lines), 10)
        self.assertIn("3 more", lines[-1])
        self.assertTrue(lines[-1].startswith("::error"))

    def test_files_of_one_name_are_told_apart(self):
        one, two = self.coin("  - {id: a, ratio: delivered, at_least: 50%}\n"), self.coin("  - {id: a, ratio: delivered, at_least: 50%}\n", name="b/coin.yaml")
        out = self.path("out.json")
        done = dlrsim("run", one, two, "-o", out)
        self.check(done, 0, out=f"PASS  coin ({one}): ")
        self.assertIn(f"coin ({two})", done.stdout.replace("\n      ", " "))
        self.check(dlrsim("report", out), 0, out=f"coin ({one})")

    def test_all_exit_statuses_that_hold_are_listed(self):
        path = self.accepted()
        self.write("coin.yaml", content(path).replace("over: 10m", "over: 11m").replace("at_least: 50%", "at_least: 99%"))
        result = json.loads(dlrsim("run", path, "--json").stdout)
        self.assertEqual((result["exit_code"], result["exit_codes"]), (1, [1, 5]))
        result = json.loads(dlrsim("run", path, "--json", "--plant", "forgets-enqueued").stdout)
        self.assertEqual(result["exit_codes"], [8, 1])
        self.assertEqual(json.loads(dlrsim("run", self.coin("  - {id: a, ratio: delivered, at_least: 50%}\n"), "--seed", "3", "--json").stdout)["exit_codes"], [])

    def test_sums_that_do_not_add_up_are_no_wrong_counts(self):
        done = dlrsim("run", os.path.join(SOURCE, "scenarios/quickstart.yaml"), "--plant", "loses-one-in-a-million", "--json")
        self.check(done, 8)
        invariants = json.loads(done.stdout)["invariants"]
        self.assertNotIn("messages.submitted", [one["counter"] for one in invariants["miscounted"]])
        submitted = [one for one in invariants["laws"] if one["law"].startswith("messages.submitted = ")]
        self.assertEqual(submitted[0]["left"] - submitted[0]["right"], 1)
        self.assertEqual(invariants["broken"], invariants["broken_messages"] + sum(one["lanes"] for one in invariants["miscounted"] + invariants["laws"]))

    def test_a_parameter_that_is_swept_in_step_is_not_set_alone(self):
        path = os.path.join(SOURCE, "scenarios/callback-outages.yaml")
        done = dlrsim("validate", path, "--set", "outage=2h")
        self.check(done, 2, err="`outage` is swept in step with")
        self.assertIn("--point", done.stderr)

    def test_every_report_says_how_to_find_some_of_those_that_broke_it(self):
        path = self.coin("  - {id: most, ratio: delivered, at_least: 99%}\n")
        reports = {kind: self.path("r." + kind) for kind in ("html", "junit", "markdown")}
        self.check(dlrsim("run", path, *(f"--report={kind}={file}" for kind, file in reports.items())), 1, out="--where 'outcome!=delivered' --first 3")
        for file in reports.values():
            self.assertRegex(content(file), r"trace \S*coin.yaml --where (&apos;|&#39;|')?outcome!=delivered")

    def test_what_to_begin_with_is_there(self):
        os.makedirs(self.path("empty"))
        for arguments in ((), ("run",), ("run", self.path("empty"))):
            self.assertIn(DLRSIM + " init", dlrsim(*arguments, cwd=self.folder.name).stderr)
            self.assertIn(DLRSIM + " run scenarios/quickstart.yaml", dlrsim(*arguments, cwd=SOURCE).stderr)

    def test_a_wrong_share_is_one_mistake_and_not_a_wrong_sum_too(self):
        path = self.coin("  - {id: a, ratio: delivered, at_least: 1%}\n")
        self.write("coin.yaml", content(path).replace("share: 90%, delay", "share: 9x%, delay"))
        done = dlrsim("validate", path)
        self.check(done, 3, err="`9x%` is no share")
        self.assertEqual(done.stderr.count("error:"), 1, done.stderr)

    def test_mistakes_say_what_is_wrong_with_a_number_or_a_version(self):
        path = self.coin("")
        for old, new, said in (("messages: 2000", "messages: -5", "-5 must be at least 1"), ("version: 1", "version: 2", "this program reads version 1")):
            file = self.write("wrong.yaml", content(path).replace("expect:\n", "").replace(old, new))
            self.check(dlrsim("validate", file), 3, err=said)

    def test_the_beginning_of_a_counter_is_guessed(self):
        self.check(dlrsim("validate", self.coin("  - {id: a, count: reports.dupl, at_most: 1}\n")), 3, err="reports.duplicate")

    def test_a_reader_who_has_gone_is_no_failure(self):
        path = self.coin("  - {id: a, ratio: delivered, at_least: 50%}\n")
        for command in ("run " + path, "--help", "schema"):
            done = subprocess.run(["bash", "-c", f"{DLRSIM} {command} | true; exit ${{PIPESTATUS[0]}}"], capture_output=True, text=True, env=ENVIRONMENT)
            self.assertEqual((done.returncode, done.stderr), (0, ""), command)

    def test_a_point_is_found_by_its_values(self):
        path = self.coin("  - {id: a, ratio: delivered, at_least: 50%}\n", "parameters:\n  size: {type: number, default: 100}\n  pause: {type: duration, default: 60s}\n"
                         "sweep: {grid: {size: [100, 1_000], pause: [60s, 2m]}}\n")
        self.write("coin.yaml", content(path).replace("messages: 2000", "messages: $size").replace("over: 10m", "over: $pause"))
        for asked in ("size=1000,pause=1m", "pause=60s, size=1_000"):
            self.check(dlrsim("run", path, "-q", "--point", asked), 0, out="size=1_000")
        self.check(dlrsim("run", path, "-q", "--point", "size=1001,pause=1m"), 2)

    def test_parts_of_files_of_the_dead_are_removed(self):
        path, out = self.coin("  - {id: a, ratio: delivered, at_least: 50%}\n"), self.path("out.json")
        dead = subprocess.Popen(["true"])
        dead.wait()
        self.write(f"out.json.{dead.pid}.part", "half")
        self.write(f"out.json.{os.getpid()}.part", "somebody is at work")
        self.write("out.json.x.part", "of something else")
        self.check(dlrsim("run", path, "-q", "-o", out), 0)
        self.assertEqual(sorted(os.path.basename(name) for name in glob.glob(out + "*")),
                         sorted(["out.json", f"out.json.{os.getpid()}.part", "out.json.x.part"]))


if __name__ == "__main__":
    main()
