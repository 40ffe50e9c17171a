#!/usr/bin/python3
"""Reports into files, of a run and of what was kept of it. Run as: report_files_test.py DLRSIM SOURCE_DIR [TEST...]"""
import csv
import glob
import io
import json
import os
import resource
import signal
import subprocess
import time
import xml.etree.ElementTree as ElementTree

from program import DLRSIM, ENVIRONMENT, content, dlrsim, main
from scenarios import ONE_MESSAGE, ScenarioTest, scenario


class ReportFilesTest(ScenarioTest):
    # Reports.

    REPORTS = {"html": "html", "junit": "xml", "markdown": "md", "github": "txt", "csv": "csv", "csv-histograms": "h.csv",
               "csv-series": "s.csv", "ndjson": "ndjson", "openmetrics": "om"}

    def report_flags(self, folder):
        os.makedirs(self.path(folder), exist_ok=True)
        return [flag for name, ending in self.REPORTS.items()
                for flag in ("--report", f"{name}={self.path(folder)}/report.{ending}")]

    def read_reports(self, folder):
        texts = {}
        for name, ending in self.REPORTS.items():
            with open(f"{self.path(folder)}/report.{ending}", encoding="utf-8", newline="") as file:
                texts[name] = file.read()
        return texts

    def test_every_report_of_one_run_at_once(self):
        done = dlrsim("run", scenario("quickstart"), "-o", self.path("result.json"), *self.report_flags("run"))
        self.check(done, 0, out="PASS  quickstart")
        self.assertEqual(done.stderr, "")
        texts = self.read_reports("run")
        with open(self.path("result.json"), encoding="utf-8") as file:
            result = json.load(file)
        page = ElementTree.fromstring(texts["html"])
        for expectation in result["expectations"]:
            self.assertIn(expectation["id"], [strong.text for strong in page.iter("strong")])
        cases = list(ElementTree.fromstring(texts["junit"]).iter("testcase"))
        self.assertEqual([case.get("name") for case in cases], ["invariants", "baseline", *(e["id"] for e in result["expectations"])])
        with open(scenario("quickstart"), encoding="utf-8") as file:
            lines = file.read().splitlines()
        for case in cases[2:]:  # the line is the one where it stands
            self.assertIn(f"id: {case.get('name')},", lines[int(case.get("line")) - 1])
        self.assertTrue(texts["markdown"].startswith("## PASS: quickstart"))
        self.assertEqual(texts["github"], "")
        rows = list(csv.DictReader(io.StringIO(texts["csv"])))
        self.assertEqual(sum(int(row["delivered"]) for row in rows), result["totals"]["delivered"])
        buckets = list(csv.DictReader(io.StringIO(texts["csv-histograms"])))
        self.assertEqual(sum(int(row["messages"]) for row in buckets if row["delay"] == "delivery_delay_ms"),
                         sum(int(row["delivery_delay_ms_count"]) for row in rows))
        self.assertTrue(all(int(row["from_ms"]) < int(row["below_ms"]) for row in buckets))
        minutes = list(csv.DictReader(io.StringIO(texts["csv-series"])))
        self.assertEqual([int(row["minute"]) for row in minutes], list(range(len(minutes))))
        self.assertEqual(max(int(row["in_flight"]) for row in minutes), result["in_flight"]["peak"])
        self.assertEqual(sum(int(row["reports"]) for row in minutes), result["reports"]["received"])
        objects = [json.loads(line) for line in texts["ndjson"].splitlines()]
        series = {line["name"]: line["values"] for line in objects if line["type"] == "series"}
        self.assertEqual(max(series["in_flight"]), result["in_flight"]["peak"])
        self.assertEqual(sum(series["reports"]), result["reports"]["received"])
        self.assertTrue(texts["openmetrics"].endswith("# EOF\n"))
        # Later, from the stored result, the same.
        self.check(dlrsim("report", self.path("result.json"), *self.report_flags("later")), 0)
        self.assertEqual(self.read_reports("later"), texts)

    def test_every_command_knows_that_stdout_has_no_room(self):
        for arguments in (["--version"], ["--help"], ["run", "--help"], ["version"], ["run", "--plant", "list"], ["schema"], ["schema", "result"],
                          ["explain"], ["explain", "exit-8"], ["completion", "bash"], ["man"]):
            with open("/dev/full", "w") as full:
                done = dlrsim(*arguments, stdout=full)
            self.assertEqual(done.returncode, 74, arguments)
            self.assertIn("could not write to standard output", done.stderr)

    def test_a_signal_leaves_no_parts_of_files(self):
        path = self.tiny("400_000_000")
        for number, twice in ((signal.SIGINT, True), (signal.SIGTERM, False), (signal.SIGHUP, False), (signal.SIGTERM, True)):
            program = subprocess.Popen([DLRSIM, "run", path, "-j", "1", "-o", self.path("r.json"), "--outcomes", self.path("outcomes"), "--events", self.path("events"),
                                        "--report", "csv=" + self.path("r.csv")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            end = time.monotonic() + 60
            while len(glob.glob(self.path("*.part"))) < 4 and time.monotonic() < end:
                time.sleep(0.02)
            self.assertEqual(len(glob.glob(self.path("*.part"))), 4)
            program.send_signal(number)
            if twice:
                time.sleep(0.05)
                program.send_signal(number)
            program.wait(60)
            self.assertIn(program.returncode, (130, -number) if twice else (130,))
            self.assertEqual(glob.glob(self.path("*.part")), [], number)

    def test_a_file_that_grows_too_large_is_a_write_that_fails(self):
        done = dlrsim("run", self.tiny("100_000"), "-q", "--events", self.path("events"),
                      preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)))
        self.check(done, 74, err="could not write " + self.path("events") + ": File too large")
        self.assertEqual(glob.glob(self.path("events*")), [])

    def test_a_file_behind_a_link_is_written_where_it_is(self):
        os.mkdir(self.path("far"))
        for name in ("r.json", "outcomes", "r.csv"):
            os.symlink(os.path.join("far", name), self.path(name))  # nothing is there yet
        for _ in range(2):
            self.check(dlrsim("run", self.tiny(), "-q", "-o", self.path("r.json"), "--outcomes", self.path("outcomes"), "--report", "csv=" + self.path("r.csv")), 0)
            for name in ("r.json", "outcomes", "r.csv"):
                self.assertTrue(os.path.islink(self.path(name)), name)
                self.assertTrue(os.path.isfile(self.path("far/" + name)), name)
        self.assertEqual(sorted(os.listdir(self.path("far"))), ["outcomes", "r.csv", "r.json"])

    def test_report_reads_stdin(self):
        self.check(dlrsim("run", self.tiny(), "-q", "-o", self.path("r.json")), 0)
        with open(self.path("r.json"), "rb") as file:
            done = subprocess.run([DLRSIM, "report", "-"], stdin=file, capture_output=True, text=True, env=ENVIRONMENT)
        self.check(done, 0)
        self.assertEqual(done.stdout, dlrsim("report", self.path("r.json")).stdout)

    def test_many_that_fail_still_fit_a_screen(self):
        text = ONE_MESSAGE.replace("MESSAGES", "5000").split("expect:")[0]
        many = ", ".join(f"{{id: number-{i}, ratio: delivered, at_most: {i}%}}" for i in range(1, 41))
        done = dlrsim("run", self.write("many.yaml", text + f"expect: [{many}]\n"))
        self.check(done, 1, out="(why: -v)")
        self.assertRegex(" ".join(done.stdout.split()), r"FAIL number-3, number-4, .* \d+ more \(why: -v\)")
        self.assertLessEqual(done.stdout.count("\n"), 23, done.stdout)
        done = dlrsim("run", scenario("quickstart"), "--plant", "late-response-overwrites")
        self.assertLessEqual(done.stdout.split("\nmessage ")[0].count("\n"), 20, done.stdout)
        self.assertRegex(done.stdout, r"[a-z]+\.[a-z_]+ counted [\d ]+, must be [\d ]+ \(over \d+ broken lanes\)")
        self.assertRegex(done.stdout, r"and \d+ more: -v")

    def test_the_first_of_each_rule_that_is_broken_is_told(self):
        page, file = self.path("r.html"), self.path("r.json")
        done = dlrsim("run", scenario("contradictions"), "--plant", "takes-second-final", "--report", "html=" + page, "-o", file)
        self.check(done, 8)
        invariants = json.loads(content(file))["invariants"]
        self.assertGreater(len(invariants["rules"]), 1)
        self.assertEqual(sum(rule["messages"] for rule in invariants["rules"]), invariants["broken_messages"])
        self.assertEqual(invariants["rules"][0]["first_message"], invariants["first_message"])
        firsts = [rule["first_message"] for rule in invariants["rules"]]
        self.assertEqual([one["message"] for one in invariants["more_examples"]], firsts[1:3])
        for one in invariants["more_examples"]:
            self.assertIn(f"--message {one['message']} ", content(page))
            self.assertTrue(one["argument"].startswith(f"message {one['message']} of contradictions"))
        self.assertIn(f"{invariants['rules'][0]['rule']} in ", done.stdout)
        # Shards tell of the same.
        shards = [self.path("1.json"), self.path("2.json")]
        for number, shard in enumerate(shards, 1):
            dlrsim("run", scenario("contradictions"), "--plant", "takes-second-final", "--shard", f"{number}/2", "-q", "-o", shard)
        merged = json.loads(dlrsim("report", *shards, "--json").stdout)["invariants"]
        self.assertEqual(merged, invariants)

    def test_a_run_that_is_refused_leaves_files_as_they_were(self):
        kept = self.write("kept.json", "as it was")
        done = dlrsim("run", self.tiny(), "--replications", "3", "--shard", "2/2", "-q", "-o", kept, "--outcomes", self.path("outcomes"))
        self.check(done, 2)
        self.assertEqual(content(kept), "as it was")

    def test_a_wrong_value_for_a_swept_parameter_that_is_excluded(self):
        done = dlrsim("validate", scenario("callback-outages"), "--set", "outage=9d")
        self.check(done, 2, err="--set")

    def test_suites_keep_their_names_whatever_the_seed(self):
        names = []
        for seeds in (("1", "2"), ("3", "4")):
            files = [self.path(seed + ".json") for seed in seeds]
            for seed, file in zip(seeds, files):
                dlrsim("run", self.tiny(), "-q", "--seed", seed, "-o", file)
            root = ElementTree.fromstring(dlrsim("report", *files, "--report", "junit=-").stdout)
            names.append([suite.get("name") for suite in root.findall("testsuite")])
        self.assertEqual(names[0], names[1])
        self.assertEqual(names[0], ["tiny", "tiny (2)"])

    def test_several_scenarios_make_one_report(self):
        done = dlrsim("run", scenario("race"), scenario("rejections"), "--plant", "forgets-enqueued", *self.report_flags("run"))
        self.check(done, 8)
        texts = self.read_reports("run")
        suites = list(ElementTree.fromstring(texts["junit"]).iter("testsuite"))
        self.assertEqual([suite.get("name") for suite in suites], ["race", "rejections"])
        self.assertRegex(suites[0].find("testcase/failure").text, r"next:  \S+dlrsim trace .*race\.yaml --message \d+")
        self.assertTrue(texts["github"].startswith("::error file="))
        names = [heading.text for heading in ElementTree.fromstring(texts["html"]).iter("a")]
        self.assertIn("race", names)
        self.assertIn("rejections", names)

    def test_a_report_on_stdout_stands_there_alone(self):
        for command in (["run", scenario("race")], ["report", self.path("result.json")]):
            done = dlrsim(*command, "--report", "junit=-", "-o", self.path("result.json") if command[0] == "run" else os.devnull)
            self.check(done, 0)
            self.assertEqual(done.stderr, "")
            self.assertEqual(ElementTree.fromstring(done.stdout.encode()).tag, "testsuites")

    def test_exit_2_for_a_report_that_cannot_be_meant(self):
        for flags, problem in ((["--report", "htlm=x"], "did you mean 'html'"), (["--report", "html"], "where to?"),
                               (["--report", "html="], "where to?"), (["--report", "csv=-", "--json"], "both want stdout"),
                               (["--report", "csv=-", "--report", "html=-"], "already"),
                               (["--report", "csv=x", "--report", "html=x"], "already"),
                               (["--report", "csv=x", "-o", "x"], "already")):
            done = dlrsim("run", self.tiny(), *flags, cwd=self.folder.name)
            self.check(done, 2, err=problem)
            self.assertEqual(done.stdout, "")
            self.assertFalse(os.path.exists(self.path("x")))

    def test_exit_74_when_a_report_cannot_be_written(self):
        self.check(dlrsim("run", self.tiny(), "--report", "html=/proc/no/such/place.html"), 74, err="/proc/no/such/place.html")
        self.check(dlrsim("run", self.tiny(), "--report", "html=/dev/full"), 74, out="tiny", err="could not write /dev/full")
        with open("/dev/full", "w", encoding="utf-8") as full:
            self.check(dlrsim("run", self.tiny(), "--report", "html=-", stdout=full), 74, err="could not write")

    def test_a_report_is_there_whole_or_as_it_was(self):
        old = self.write("old.html", "as it was")
        self.check(dlrsim("run", self.tiny(), "--no-such-flag", "--report", f"html={old}"), 2)
        self.assertEqual(content(old), "as it was")
        self.check(dlrsim("run", self.write("broken.yaml", "version: 2\n"), "--report", f"html={old}"), 3)
        self.assertIn("broken.yaml", content(old))
        self.assertTrue(content(old).endswith("</html>\n"))
        self.assertFalse(os.path.exists(old + ".part"))

    def test_the_page_of_the_world_is_a_page_to_send_long(self):
        self.check(dlrsim("run", scenario("world"), "-q", "--report", f"html={self.path('world.html')}"), 0)
        self.assertLess(os.path.getsize(self.path("world.html")), 1_500_000)
        ElementTree.parse(self.path("world.html"))

    # What is no result, or not all of it, hides nothing of the rest.

    def test_report_goes_on_beside_what_holds_no_result(self):
        good, junit, csv = self.path("good.json"), self.path("junit.xml"), self.path("all.csv")
        dlrsim("run", scenario("race"), "-q", "-o", good)
        cut = self.write("cut.json", open(good, encoding="utf-8").read()[:500])
        done = dlrsim("report", good, cut, self.path("none.json"), "--report", f"junit={junit}", "--report", f"csv={csv}", "-q")
        self.check(done, 3, out="PASS", err="not a result")
        text = open(junit, encoding="utf-8").read()
        self.assertIn('errors="2"', text)
        self.assertIn("could not be read", text)
        self.assertNotIn("validate", text)
        self.assertIn("the JSON ends too early", open(csv, encoding="utf-8").read())

    def test_report_says_which_command_makes_the_shard_that_is_missing(self):
        shard, junit, whole = self.path("s1.json"), self.path("junit.xml"), self.write("whole.json", "kept")
        dlrsim("run", scenario("race"), "-q", "--shard", "1/3", "-o", shard)
        done = dlrsim("report", shard, "--report", f"junit={junit}", "-o", whole)
        self.check(done, 3, err="2 of 3 shards are missing: 2, 3; to make it: ")
        self.assertIn("--shard 2/3 -o FILE", done.stderr)
        self.assertIn("2 of 3 shards are missing", open(junit, encoding="utf-8").read())
        self.assertEqual(open(whole, encoding="utf-8").read(), "kept")

    def test_results_of_one_scenario_and_seed_are_numbered(self):
        one, other = self.path("one.json"), self.path("other.json")
        dlrsim("run", scenario("race"), "-q", "-o", one)
        dlrsim("run", scenario("race"), "-q", "-o", other, "--plant", "forgets-enqueued")
        lines = dlrsim("report", one, other, "--report", "ndjson=-").stdout.splitlines()
        runs = [json.loads(line) for line in lines if '"type":"run"' in line]
        self.assertEqual([run["copy"] for run in runs], [1, 2])
        rows = dlrsim("report", one, other, "--report", "csv=-").stdout.splitlines()
        self.assertEqual(rows[0].split(",")[3], "copy")
        self.assertEqual({row.split(",")[3] for row in rows[1:]}, {"1", "2"})


if __name__ == "__main__":
    main()
