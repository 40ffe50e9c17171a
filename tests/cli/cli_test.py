#!/usr/bin/python3
"""The program as its users meet it: streams, exit codes, bad days. Run as: cli_test.py DLRSIM SOURCE_DIR [TEST...]"""
import collections
import csv
import fcntl
import glob
import io
import json
import os
import pty
import re
import resource
import select
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest
import xml.etree.ElementTree as ElementTree

import jsonschema

from program import DLRSIM, ENVIRONMENT, SOURCE, ProgramTest, content, dlrsim, main

SCENARIOS = os.path.join(SOURCE, "scenarios")
LARGE = ["world"]
SWEPT = ["callback-outages"]  # several results each
SMALL = sorted(name for path in glob.glob(os.path.join(SCENARIOS, "*.yaml"))
               if (name := os.path.basename(path)[:-5]) not in LARGE + SWEPT)

ONE_MESSAGE = """\
version: 1
name: tiny
summary: One message to France.
profiles: {p: {delivered: {share: 100%, delay: {constant: 1s}}}}
countries: {FR: {operators: {Orange: {mccmnc: "20801", share: 100%, profile: p}}}}
traffic: [{campaign: c, channel: sms, messages: MESSAGES, arrivals: {burst: {over: 1s}}, countries: [FR]}]
expect: [{id: delivered, ratio: delivered, EXPECTED}]
"""


def scenario(name):
    return os.path.join(SCENARIOS, name + ".yaml")


def once_exit(name):
    """Run once, a scenario that asks for replications is not sure of itself."""
    return 4 if name in SMALL and "\nreplications:" in content(scenario(name)) else 0


def without_provenance(text):
    result = json.loads(text)
    for member in ("provenance", "speed", "drive"):
        result.pop(member, None)
    return json.dumps(result)


class CliTest(ProgramTest):
    def tiny(self, messages="1", expected="equals: 100%"):
        return self.write("tiny.yaml", ONE_MESSAGE.replace("MESSAGES", messages).replace("EXPECTED", expected))

    # Exit codes.

    def test_exit_0_when_all_expectations_pass(self):
        done = dlrsim("run", scenario("quickstart"))
        self.check(done, 0, out="quickstart")
        self.assertEqual(done.stderr, "")

    def test_exit_1_when_an_expectation_fails(self):
        done = dlrsim("run", self.tiny("100", expected="at_most: 50%"))
        self.check(done, 1, out="delivered")

    def test_exit_1_when_an_expectation_has_no_data(self):
        text = ONE_MESSAGE.replace("MESSAGES", "1").replace("ratio: delivered, EXPECTED",
                                                            "delay: rejection, stat: p95, at_most: 1s")
        self.check(dlrsim("run", self.write("tiny.yaml", text)), 1, out="no data")

    def test_exit_0_when_only_an_advisory_one_fails(self):
        self.check(dlrsim("run", self.tiny(expected="at_most: 50%, severity: advisory")), 0)

    def test_exit_2_for_wrong_usage(self):
        for arguments in (["run"], ["frobnicate"], ["run", scenario("quickstart"), "--no-such-flag"],
                          ["run", scenario("quickstart"), "--shard", "4/3"], ["run", scenario("quickstart"), "--seed", "-1"],
                          ["run", scenario("quickstart"), "--seed", "18446744073709551616"], ["rnu", scenario("quickstart")], ["run", scenario("quickstart"), "-j", "none"],
                          ["trace", scenario("quickstart")],
                          ["trace", scenario("quickstart"), "--message", "100000"],
                          ["run", scenario("quickstart"), "--plant", "no-such-defect"]):
            done = dlrsim(*arguments)
            self.check(done, 2)
            self.assertEqual(done.stdout, "", arguments)
            self.assertNotEqual(done.stderr, "", arguments)

    def test_exit_3_for_a_broken_scenario(self):
        done = dlrsim("run", self.write("broken.yaml", "version: 1\nname: x\n"))
        self.check(done, 3, err="broken.yaml")
        self.assertEqual(done.stdout, "")

    def test_exit_3_for_a_file_that_cannot_be_read(self):
        self.check(dlrsim("run", self.path("nowhere.yaml")), 3, err="nowhere.yaml")

    def test_exit_3_for_more_messages_than_a_run_can_take(self):
        for command in ("run", "validate"):
            self.check(dlrsim(command, self.tiny(messages="2_000_000_000_000")), 3, err="more than one run can take")

    def test_exit_3_for_a_link_that_leads_nowhere(self):
        os.symlink(self.path("nowhere"), self.path("b.yaml"))
        self.tiny()
        self.check(dlrsim("run", self.folder.name), 3, out="tiny", err="b.yaml")

    def test_where_nothing_is_run_files_stay_as_they_were(self):
        self.write("broken.yaml", "version: 1\n")
        for flag in ("-o", "--outcomes", "--events"):
            self.write("kept", "as it was")
            self.check(dlrsim("run", self.path("broken.yaml"), flag, self.path("kept")), 3)
            self.assertEqual(content(self.path("kept")), "as it was", flag)

    def test_exit_2_where_an_output_would_overwrite_what_is_read(self):
        path = self.tiny()
        text = content(path)
        for flag, target in (("-o", path), ("--outcomes", path), ("--events", path), ("--report", "html=" + path)):
            self.check(dlrsim("run", path, flag, target), 2, err="would overwrite what is read")
        self.check(dlrsim("run", os.path.dirname(path), "-o", path), 2, err="would overwrite what is read")
        self.assertEqual(content(path), text)
        result = self.path("result.json")
        dlrsim("run", path, "-q", "-o", result)
        for flag, target in (("-o", result), ("--report", "html=" + result)):
            self.check(dlrsim("report", result, flag, target), 2, err="would overwrite what is read")

    def test_exit_2_for_a_budget_of_false_alarms_that_is_none(self):
        for chance in ("nan", "inf", "0", "1e-13", "0.6", "-1", "1e-5x"):
            self.check(dlrsim("run", scenario("race"), "--false-alarms=" + chance), 2, err="is no chance between 1e-12 and 0.5")

    def test_a_text_that_turns_its_direction_is_refused(self):
        self.write("turned.yaml", content(scenario("race")).replace("name: race", 'name: "\u202eecar"'))
        self.check(dlrsim("validate", self.path("turned.yaml")), 3, err="a mark that turns its direction")

    def test_runs_that_write_to_one_place_at_once_leave_one_of_theirs(self):
        command = [DLRSIM, "run", scenario("quickstart"), "-q", "-o", self.path("shared.json"), "--no-baseline", "--seed"]
        runs = [subprocess.Popen([*command, str(seed)], stdout=subprocess.DEVNULL) for seed in range(1, 5)]
        self.assertEqual([run.wait() for run in runs], [0] * 4)
        self.assertIn(json.loads(content(self.path("shared.json")))["seed"], range(1, 5))
        self.assertEqual([name for name in os.listdir(os.path.dirname(self.path("x"))) if name.endswith(".part")], [])

    def test_an_output_file_is_there_whole_or_as_it_was(self):
        old = self.write("old.json", "as it was")
        self.check(dlrsim("run", self.write("broken.yaml", "version: 2\n"), "-o", self.path("no/such.json")), 74)
        with open(old, encoding="utf-8") as file:
            self.assertEqual(file.read(), "as it was")
        self.check(dlrsim("run", self.tiny(), "-o", old), 0)
        with open(old, encoding="utf-8") as file:
            self.assertEqual(json.load(file)["scenario"], "tiny")
        self.assertFalse(os.path.exists(old + ".part"))

    def test_a_planted_defect_that_nothing_shows_is_named(self):
        self.check(dlrsim("run", self.tiny(), "--plant", "takes-second-final"), 0, out="NOT caught")

    def test_exit_7_for_a_folder_without_scenarios(self):
        self.check(dlrsim("run", self.folder.name), 7, err="no scenario")

    def test_exit_8_when_the_core_is_wrong(self):
        done = dlrsim("run", scenario("race"), "--plant", "forgets-enqueued")
        self.check(done, 8, out="expected:")
        self.assertRegex(done.stdout, r"trace .*race\.yaml --message \d+")

    def test_exit_70_when_memory_runs_out(self):
        limit = ["bash", "-c", 'ulimit -v 200000; exec "$0" "$@"', DLRSIM]
        path = self.write("big.yaml", ONE_MESSAGE.replace("MESSAGES", "3_000_000").replace("EXPECTED", "at_least: 1%")
                          + "lanes: 1\n")
        done = subprocess.run([*limit, "run", path], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=250, env=ENVIRONMENT)
        self.check(done, 70, err="memory")

    def test_exit_74_when_the_disk_is_full(self):
        with open("/dev/full", "w") as full:
            self.check(dlrsim("run", scenario("quickstart"), "--json", stdout=full), 74, err="could not write")
        self.check(dlrsim("run", scenario("quickstart"), "-o", "/dev/full"), 74, err="could not write /dev/full")

    def test_exit_74_when_the_place_cannot_be_written(self):
        self.check(dlrsim("run", self.tiny(), "-o", "/proc/no/such/place.json"), 74, err="/proc/no/such/place.json")
        self.check(dlrsim("run", self.tiny(), "-o", self.folder.name), 74, err=self.folder.name)

    def test_more_strays_than_a_run_can_take_are_refused(self):
        self.write("strays.yaml", content(self.tiny()) + "faults: [{id: x, at: 0s, for: 40d, unknown_reports: {rate: 1000000/s}}]\n")
        self.check(dlrsim("validate", self.path("strays.yaml")), 3, err="3456000000000 reports of unknown ids come of this fault")

    def test_exit_130_also_long_after_the_last_message(self):
        strays = ", ".join(f"{{id: x{n}, at: 0s, for: 20d, unknown_reports: {{rate: 5/s}}}}" for n in range(4))
        self.write("strays.yaml", content(self.tiny()) + f"faults: [{strays}]\n")
        run = subprocess.Popen([DLRSIM, "run", self.path("strays.yaml"), "-q"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(0.5)
        run.send_signal(signal.SIGINT)
        run.communicate(timeout=60)
        self.assertEqual(run.returncode, 130)

    def test_exit_130_when_interrupted_with_a_marked_partial_result(self):
        path = self.write("long.yaml", ONE_MESSAGE.replace("MESSAGES", "500_000_000").replace("burst: {over: 1s}", "burst: {over: 4h}")
                          .replace("EXPECTED", "at_least: 1%"))
        program = subprocess.Popen([DLRSIM, "run", path, "--json"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, env=ENVIRONMENT)
        time.sleep(2)
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=60)
        self.assertEqual(program.returncode, 130, err)
        result = json.loads(out)
        self.assertTrue(result["interrupted"])
        self.assertEqual(result["exit_code"], 130)
        self.assertLess(result["totals"]["submitted"], 500_000_000)
        self.assertEqual(result["invariants"]["broken"], 0)

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

    def on_a_terminal(self, environment, arguments=("run", scenario("race")), columns=80, code=0):
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        program = subprocess.Popen([DLRSIM, *arguments], stdin=slave, stdout=slave, stderr=subprocess.DEVNULL,
                                   env={**ENVIRONMENT, "TERM": "xterm", **environment})
        os.close(slave)
        seen = b""
        while select.select([master], [], [], 60)[0]:
            try:
                chunk = os.read(master, 65536)
            except OSError:
                break
            if not chunk:
                break
            seen += chunk
        program.wait(60)
        os.close(master)
        self.assertEqual(program.returncode, code)
        return seen

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

    def test_report_says_what_is_wrong_with_a_file(self):
        self.check(dlrsim("report", self.write("x.json", '{"scenario": 1')), 3, err="x.json")
        self.check(dlrsim("report", self.path("none.json")), 3, err="none.json")

    # Reports.

    REPORTS = {"html": "html", "junit": "xml", "markdown": "md", "github": "txt", "csv": "csv", "ndjson": "ndjson", "openmetrics": "om"}

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
        objects = [json.loads(line) for line in texts["ndjson"].splitlines()]
        series = {line["name"]: line["values"] for line in objects if line["type"] == "series"}
        self.assertEqual(max(series["in_flight"]), result["in_flight"]["peak"])
        self.assertEqual(sum(series["reports"]), result["reports"]["received"])
        self.assertTrue(texts["openmetrics"].endswith("# EOF\n"))
        # Later, from the stored result, the same.
        self.check(dlrsim("report", self.path("result.json"), *self.report_flags("later")), 0)
        self.assertEqual(self.read_reports("later"), texts)

    def test_every_command_knows_that_stdout_is_full(self):
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
        self.check(done, 1, out="more did not pass: -v")
        self.assertLessEqual(done.stdout.count("\n"), 23, done.stdout)
        done = dlrsim("run", scenario("quickstart"), "--plant", "late-response-overwrites")
        self.assertLessEqual(done.stdout.split("\nmessage ")[0].count("\n"), 20, done.stdout)
        self.assertRegex(done.stdout, r"messages\.submitted counted [\d ]+, must be [\d ]+ \(over \d+ broken lanes\)")
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
        self.check(done, 3, err="--set")

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

    # Determinism.

    def test_threads_and_shards_give_the_same_bytes(self):
        many_lanes = os.path.join(SOURCE, "tests", "scenarios", "many-lanes.yaml")
        for name, path in [*((name, scenario(name)) for name in SMALL), ("many-lanes", many_lanes)]:
            once = ["run", path, "--json", "--replications", "1"]
            whole = without_provenance(dlrsim(*once, "-j", "1").stdout)
            self.assertEqual(whole, without_provenance(dlrsim(*once, "-j", "2").stdout), name)
            parts = []
            for index in (1, 2, 3):
                parts.append(self.path(f"{name}-{index}.json"))
                self.check(dlrsim("run", path, "--replications", "1", "--shard", f"{index}/3", "-o", parts[-1]), 0)
                if path == many_lanes:
                    with open(parts[-1], encoding="utf-8") as part:
                        self.assertEqual(json.load(part)["lanes"]["total"], 8)
            merged = dlrsim("report", "--json", *reversed(parts))
            self.check(merged, once_exit(name))
            self.assertEqual(whole, without_provenance(merged.stdout), name)

    def test_the_wire_gives_the_same_bytes_as_structs(self):
        for name in SMALL:
            once = ["run", scenario(name), "--json", "--replications", "1"]
            direct, wire = dlrsim(*once), dlrsim(*once, "--drive", "wire")
            self.check(wire, once_exit(name))
            self.assertEqual(json.loads(wire.stdout)["drive"], "wire")
            self.assertEqual(without_provenance(direct.stdout), without_provenance(wire.stdout), name)

    def test_the_wire_gives_the_same_bytes_for_large_ones_and_for_sweeps_long(self):
        """All points of the sweep; of the world every hundredth lane, which has all its countries."""
        for name, flags in (("callback-outages", []), ("world", ["--shard", "7/100"])):
            once = ["run", scenario(name), "--json", "--replications", "1", *flags]
            direct, wire = dlrsim(*once), dlrsim(*once, "--drive", "wire")
            self.assertEqual(direct.returncode, wire.returncode, wire.stderr)
            lines = [[without_provenance(line) for line in done.stdout.splitlines()] for done in (direct, wire)]
            self.assertGreaterEqual(len(lines[0]), 1)
            self.assertEqual(*lines, name)
            self.assertIn('"drive":"wire"', wire.stdout.replace(" ", ""))

    def test_a_part_of_a_run_is_not_judged(self):
        parts = [self.path("1.json"), self.path("2.json")]
        done = dlrsim("run", scenario("race"), "--shard", "1/2", "-o", parts[0])
        self.check(done, 0)
        self.assertRegex(" ".join(done.stdout.split()), r"DONE race: part 1 of 2, .*; judged after `\S+ report` of all 2 parts")
        self.assertNotRegex(done.stdout, "NOT SURE|passed|PASS: |FAIL")
        several = dlrsim("run", scenario("race"), scenario("rejections"), "--shard", "1/2")
        self.assertNotIn("passed", several.stdout)
        self.assertIn("2 scenarios: part 1 of 2, judged after `", several.stdout)
        self.check(dlrsim("run", scenario("race"), "--shard", "2/2", "--seed", "77", "-o", parts[1]), 0)
        self.check(dlrsim("report", *parts), 3, err="was run with seed 77, the first one with")

    def test_shards_that_do_not_belong_together_are_refused(self):
        one, other = self.path("1.json"), self.path("2.json")
        dlrsim("run", scenario("race"), "--shard", "1/2", "-o", one)
        dlrsim("run", scenario("rejections"), "--shard", "2/2", "-o", other)
        self.check(dlrsim("report", one, other), 3, err="2.json")
        self.check(dlrsim("report", one, one), 3)

    # What is accepted.

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

    def with_another_block(self, baseline, place):
        """As it would be had one block another timeline: the whole is the sum of its blocks, half by half."""
        block, last = baseline["blocks"][place], baseline["accepted"][-1]
        was, total = int(block["timeline"], 16), int(last["timeline"], 16)
        mask = 2**64 - 1
        total = ((total >> 64) - (was >> 64) & mask) << 64 | ((total & mask) - (was & mask) & mask)
        block["timeline"], last["timeline"] = "0" * 32, f"{total:032x}"
        return baseline

    def test_a_spoilt_baseline_is_told(self):
        path = self.accepted_race()
        whole = content(self.path("baselines/race.json"))
        baseline = json.loads(whole)

        def altered(change):
            other = json.loads(whole)
            change(other)
            return json.dumps(other)

        for text, said in (("{", "line 1, column 2: the JSON ends too early"), (whole[:len(whole) // 2], "the JSON ends too early"),
                           ("        self.check(done, 0, out="55 mistakes planted in turn")
        self.assertRegex(done.stdout, r"refuses-at-deadline +[0-9 ]+ messages wrong, first 0 \(.*\); counts "
                         r"messages.delivered, .*; expectations on-the-dot-counts")
        self.assertRegex(done.stdout, r"takes-second-final +unnoticed")

    def test_mutate_fails_when_what_must_be_caught_is_not(self):
        self.check(dlrsim("mutate", scenario("waiting-period"), "--must-catch", "accepts-too-late"), 0)
        self.check(dlrsim("mutate", scenario("waiting-period"), "--must-catch", "takes-second-final"), 1,
                   err="no scenario here notices takes-second-final")
        self.check(dlrsim("mutate", scenario("waiting-period"), "--must-catch", "nonsense"), 2, err="no such defect")
        self.check(dlrsim("mutate", self.tiny(expected="equals: 0%"), "--json"), 1, err="mend that first")

    def test_mutate_notices_what_a_store_does_wrong(self):
        wrong = ["acknowledges-unwritten", "says-before-written", "says-anew-after-crash", "loses-key-in-crash"]
        flags = [flag for name in wrong for flag in ("--must-catch", name)]
        self.check(dlrsim("mutate", scenario("crash-and-restart"), *flags), 0)
        self.check(dlrsim("mutate", scenario("race"), *flags), 1, err=f"no scenario here notices {wrong[0]}")

    def test_a_fault_that_strikes_nobody_is_told_of(self):
        # The window is open, and nothing happens in it: only the run can tell.
        idle = "faults: [{id: idle, at: 2d, for: 1h, drop_reports: {share: 50%}}]\n"
        text = ONE_MESSAGE.replace("{constant: 1s}", "{uniform: {min: 1s, max: 3d}}") + idle
        path = self.write("idle.yaml", text.replace("MESSAGES", "1").replace("EXPECTED", "equals: 100%"))
        told = "the fault `idle` struck nobody: this run says nothing about it"
        done = dlrsim("run", path, "--json")
        self.assertEqual(json.loads(done.stdout)["notices"], [told])
        self.assertIn("never struck idle", dlrsim("run", path).stdout)
        self.assertIn("the fault", dlrsim("run", path, "--report", "markdown=-").stdout)
        self.assertEqual(json.loads(dlrsim("run", scenario("race"), "--json").stdout)["notices"], [])

    def test_mutate_as_json(self):
        done = dlrsim("mutate", scenario("race"), "--json")
        self.check(done, 0)
        noticed = {one["name"]: one for one in json.loads(done.stdout)["defects"]}
        self.assertTrue(noticed["forgets-enqueued"]["noticed"])
        self.assertGreater(noticed["forgets-enqueued"]["messages"], 0)
        self.assertFalse(noticed["takes-second-final"]["noticed"])

    def test_files_that_were_not_run_are_counted_at_the_end(self):
        with tempfile.TemporaryDirectory() as folder:
            broken = os.path.join(folder, "broken.yaml")
            with open(broken, "w") as file:
                file.write("version: 1\n")
            done = dlrsim("run", broken, scenario("race"), "-q", "--no-baseline")
            self.check(done, 3, out="1 of 1 scenario passed; 1 file not run, see above")
            self.assertNotIn("passed", dlrsim("run", broken, "-q").stdout)

    def test_a_required_baseline_must_have_been_compared(self):
        self.check(dlrsim("run", scenario("race"), "-q", "--require-baseline"), 0)
        self.check(dlrsim("run", scenario("race"), "-q", "--require-baseline", "--seed", "9"), 7,
                   err="race was not compared: what is accepted is of the file's own seed")

    def test_outcomes_of_other_parameters_say_so(self):
        with tempfile.TemporaryDirectory() as folder:
            files = [os.path.join(folder, name) for name in ("old", "new")]
            for file, outage in zip(files, ("1h", "2h")):
                dlrsim("run", scenario("callback-outages"), "-q", "--set", "answer=503", "--set", f"outage={outage}", "--set",
                       "lost=0%", "--set", "latest=30h", "--outcomes", file)
            done = dlrsim("compare", *files)
            self.assertRegex(done.stderr, "the first was run with the parameters .*outage=1h.*, the second with .*outage=2h")

    def test_flags_that_cannot_be_name_the_command(self):
        self.check(dlrsim(), 2, err=f"which command? Begin with: {DLRSIM} run")
        for words, text in [(["run", "-j", "0"], "dlrsim run: --threads: Value 0 not in range 1 to 1024"),
                            (["show"], "dlrsim show: SCENARIO is required")]:
            done = dlrsim(*words)
            self.check(done, 2, err=text)
            self.assertTrue(done.stderr.endswith(f"{DLRSIM} {words[0]} --help\n"), done.stderr)

    def test_a_result_from_stdin_becomes_a_report_on_stdout(self):
        result = dlrsim("run", scenario("race"), "--json").stdout
        done = subprocess.run([DLRSIM, "report", "-", "--report", "markdown=-"], input=result, capture_output=True, text=True)
        self.check(done, 0, out="race")

    @unittest.skipUnless(os.geteuid() == 0, "only root may become somebody who may not have threads")
    def test_without_threads_it_runs_on_one(self):
        nobody = 64_998  # whoever has no processes yet, so that the limit is what it says

        def become():
            resource.setrlimit(resource.RLIMIT_NPROC, (2, 2))
            os.setgroups([])
            os.setgid(nobody)
            os.setuid(nobody)
        try:
            done = subprocess.run([DLRSIM, "run", scenario("race"), "-q", "--no-baseline", "-j", "8"], capture_output=True,
                                  text=True, timeout=60, preexec_fn=become)
        except PermissionError:
            self.skipTest("the program lies where nobody else may look")
        self.check(done, 0, out="PASS  race")

    def test_another_seed_gives_another_run(self):
        one = json.loads(dlrsim("run", scenario("race"), "--json").stdout)["fingerprint"]
        other = json.loads(dlrsim("run", scenario("race"), "--json", "--seed", "4").stdout)["fingerprint"]
        self.assertNotEqual(one["outcomes"], other["outcomes"])

    # The oracle.

    def test_every_planted_defect_turns_a_scenario_red(self):
        reached_by = {
            "quickstart": "enqueued-twice filters-by-message-alone names-another erases-reasons error-of-success takes-status-for-error swaps-status-and-error counts-as-one-part loses-one-in-a-million doubles-one-in-a-thousand truncates-to-seconds crosses-two",
            "race": "forgets-enqueued drops-early-reports late-response-overwrites drops-last-report reads-first-only takes-its-echo-for-refusal",
            "rejections": "believes-any-answer takes-rejected-for-failed loses-rejections",
            "waiting-period": "accepts-too-late refuses-at-deadline forgets-after-three-days leaves-them-open",
            "contradictions": "takes-second-final hides-conflicts",
            "duplicates-and-disorder": "older-state-replaces repeats-duplicates takes-operator-for-handset takes-pending-for-failed",
            "timeouts": "takes-silence-for-sent never-recovers tries-once tries-once-more",
            "provider-busy": "refuses-silently ignores-retry-after gives-up-when-busy",
            "time-zones": "takes-receipt-for-done ignores-zones takes-no-time-for-zero",
            "foreign-ids": "strips-zeros folds-case cuts-long-ids",
            "mms": "takes-mms-for-sms",
            "multipart": "submits-too-long",
            "absent-handsets": "takes-expired-for-sent",
            "broken-callbacks": "ends-unknown-statuses stops-at-unknown-group one-costs-all",
            "no-report-countries": "ignores-no-report-list",
            "crash-and-restart": "acknowledges-unwritten says-before-written says-anew-after-crash loses-key-in-crash",
        }
        reached_by = {defect: name for name, all_of_it in reached_by.items() for defect in all_of_it.split()}
        listed = re.findall(r"^  ([a-z-]+)", dlrsim("run", "--plant", "list", scenario("race")).stdout, re.M)
        self.assertEqual(sorted(listed), sorted(reached_by))
        for defect, name in reached_by.items():
            path = scenario(name)
            done = dlrsim("run", path, "--plant", defect)
            if defect == "hides-conflicts":  # every message ends as it has to; the counters tell
                self.check(done, 8, out="reports.conflict counted 0, must be")
                continue
            self.check(done, 8, out="broken:")
            message = re.search(r"--message (\d+)", done.stdout).group(1)
            # The message named is one that the defect concerns: traced with the defect it differs, without it it does not.
            self.check(dlrsim("trace", path, "--message", message, "--plant", defect), 8, out="broken:")
            self.check(dlrsim("trace", path, "--message", message), 0, out="the oracle agrees")
            if defect == "loses-one-in-a-million":
                self.assertEqual(message, "4242")

    # Other commands.

    def test_validate_says_what_a_run_would_take(self):
        done = dlrsim("validate", scenario("world"))
        self.check(done, 0)
        for word in ("lanes", "10 000 000", "messages"):
            self.assertIn(word, done.stdout)

    def test_all_scenarios_are_valid_and_as_the_schema_says(self):
        import yaml
        schema = json.loads(dlrsim("schema").stdout)
        jsonschema.Draft7Validator.check_schema(schema)
        with open(os.path.join(SCENARIOS, "scenario.schema.json"), encoding="utf-8") as file:
            self.assertEqual(json.load(file), schema, "scenarios/scenario.schema.json is out of date: dlrsim schema > it")
        for path in glob.glob(os.path.join(SCENARIOS, "*.yaml")):
            self.check(dlrsim("validate", path), 0)
            with open(path, encoding="utf-8") as file:
                jsonschema.validate(yaml.load(file, Loader=yaml.BaseLoader), schema)

    def test_show_reads_back_to_the_same_run(self):
        shown = dlrsim("show", scenario("quickstart"))
        self.check(shown, 0)
        again = self.write("shown.yaml", shown.stdout)
        self.assertEqual(dlrsim("show", again).stdout, shown.stdout)
        one = json.loads(dlrsim("run", scenario("quickstart"), "--json").stdout)
        other = json.loads(dlrsim("run", again, "--json").stdout)
        self.assertEqual(one["fingerprint"], other["fingerprint"])

    def test_trace_finds_messages_by_id_and_by_how_they_ended(self):
        for name in ("quickstart", "foreign-ids"):
            events = self.path("events")
            dlrsim("run", scenario(name), "--events", events, "-q", "--no-baseline")
            with open(events, encoding="utf-8") as file:
                event = json.loads(file.readlines()[4321])
            text = json.dumps(event)
            asked = event["id"].rsplit(".", 1)[0]
            self.check(dlrsim("trace", scenario(name), "--message-id", asked), 0, out=f", id {asked}\n")
            self.assertIn(asked, text)
        self.check(dlrsim("trace", scenario("quickstart"), "--message-id", "nobody's"), 7, err="has the id 'nobody's'")
        done = dlrsim("trace", scenario("quickstart"), "--where", "outcome=failed country=US", "--first", "3")
        self.check(done, 0)
        self.assertEqual(done.stdout.count("the oracle agrees"), 3)
        self.assertEqual(len(re.findall("(?m)event +failed", done.stdout)), 3)
        done = dlrsim("trace", scenario("quickstart"), "--where", "outcome!=delivered operator=FR/Orange delay>5m")
        self.check(done, 0, out="the oracle agrees")
        self.check(dlrsim("trace", scenario("quickstart"), "--where", "country=BD outcome=delivered"), 7,
                   err="no message of quickstart")
        for where, err in (("contry=US", "did you mean 'country'?"), ("outcome=lost", "no outcome"), (" ", "nothing to look for"),
                           ("delay>5", "no duration"), ("operator=Orange", "names no country"), ("country=GBR", "did you mean 'GB'?"),
                           ("campaign='flash sal'", "did you mean 'flash-sale'?")):
            self.check(dlrsim("trace", scenario("quickstart"), "--where", where), 2, err=err)
        for flags in (["--message", "1", "--where", "country=US"], ["--message", "1", "--first", "2"],
                      ["--where", "country=US", "--first", "0"]):
            self.check(dlrsim("trace", scenario("quickstart"), *flags), 2)

    def test_plan_estimates_runs_on_many_machines_from_a_short_one(self):
        plan = json.loads(self.check(dlrsim("plan", scenario("quickstart"), "--machines", "10", "-j1", "--json"), 0).stdout)
        self.assertEqual([size["messages"] for size in plan["sizes"]], [100_000] + [10**n for n in range(9, 13)])
        self.assertGreaterEqual(plan["measured_s"], 1)
        for size in plan["sizes"]:
            expected = size["messages"] * plan["measured_s"] / plan["measured_messages"] / 10
            self.assertAlmostEqual(size["seconds"], expected, delta=0.002 + expected / 1e5)
        self.assertLess(plan["sizes"][-1]["bytes"], 200e6)
        done = dlrsim("plan", scenario("quickstart"), "--machines", "3", "-j2")
        self.check(done, 0, out="mpirun -n 6 ")
        self.assertIn("assumed:", done.stdout)
        self.check(dlrsim("plan", scenario("quickstart"), "--machines", "0"), 2)

    def test_an_expectation_that_is_not_met_names_the_command_that_shows_messages(self):
        done = dlrsim("run", self.tiny(expected="at_most: 10%", messages="1000"), "--no-baseline")
        self.check(done, 1)
        command = re.search(r"(?m)^some of them \(delivered\): \S+ (trace .*)$", done.stdout)
        self.assertIsNotNone(command, done.stdout)
        traced = dlrsim(*shlex.split(command[1]))
        self.check(traced, 0)
        self.assertEqual(traced.stdout.count("the oracle agrees"), 3)

    def test_trace_tells_the_life_of_one_message(self):
        done = dlrsim("trace", scenario("quickstart"), "--message", "7")
        self.check(done, 0, out="enqueued")
        self.assertRegex(done.stdout, r"^message 7 of quickstart, id [a-z2-7]{26}\n")
        self.assertIn("  core      takes DELIVERED_TO_HANDSET as new\n", done.stdout)
        self.assertIn("the oracle agrees", done.stdout)
        done = dlrsim("trace", scenario("everything-at-once"), "--message", "3")
        self.check(done, 0, out="try 1: gets through (fault `sluggish` strikes)")
        self.assertIn("  core      takes DELIVERED_TO_HANDSET as duplicate\n", done.stdout)

    def test_a_broken_message_is_told_of_in_true_words(self):
        for name, defect, words in (("contradictions", "takes-second-final", "`failed` came although the message had ended with `delivered`"),
                                    ("race", "late-response-overwrites", "`enqueued` came a second time"),
                                    ("race", "drops-last-report", "`delivered` never came"),
                                    ("quickstart", "takes-status-for-error", "`failed` came with another status_code, error and comment")):
            self.check(dlrsim("run", scenario(name), "--no-baseline", "--plant", defect), 8, out=f"  broken: {words}\n")

    def test_version_and_help(self):
        self.check(dlrsim("version"), 0, out="dlrsim")
        self.check(dlrsim("--help"), 0, out="validate")


if __name__ == "__main__":
    main()
