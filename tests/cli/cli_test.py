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

    def test_whatever_memory_there_is_it_runs_or_says_that_it_does_not_suffice(self):
        """From too little to load the program, which the system says, to enough."""
        ended = []
        for kilobytes in (*range(8_000, 26_000, 1_000), 40_000, 4_000_000):
            done = subprocess.run(["bash", "-c", f'ulimit -v {kilobytes}; exec "$0" "$@"', DLRSIM, "run", scenario("race"), "-q",
                                   "--no-baseline", "-j", "2"], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                                  timeout=250, env=ENVIRONMENT)
            ended.append(done.returncode)
            if done.returncode == 127 or "error while loading shared libraries" in done.stderr:
                continue
            self.assertIn(done.returncode, (0, 70), f"{kilobytes} kB: {done.stderr}")
            if done.returncode == 70:
                self.assertIn("memory", done.stderr)
        self.assertEqual(ended[-1], 0)
        self.assertIn(70, ended)

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
        self.check(done, 5, out=f"{DLRSIM} run {path} --outcomes new\n")
        self.assertIn(f"{DLRSIM} accept {path} --reason WHY", done.stdout)
        self.assertIn(f"{DLRSIM} compare old new", done.stdout)
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

    # Verdicts where chance has a say.

    def coin(self, messages, expected, more=""):
        """Delivered with 90 %."""
        text = ONE_MESSAGE.replace("{delivered: {share: 100%, delay: {constant: 1s}}}",
                                   "{delivered: {share: 90%, delay: {constant: 1s}}, unreported: {share: 10%}}")
        return self.write("coin.yaml", text.replace("MESSAGES", str(messages)).replace("EXPECTED", expected) + more)

    def verdict(self, path, *flags):
        done = dlrsim("run", path, "--json", *flags)
        result = json.loads(done.stdout)
        jsonschema.validate(result, json.loads(dlrsim("schema", "result").stdout))
        return done.returncode, result["expectations"][0], result

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

    # Two runs beside each other.

    def outcomes(self, name, *flags):
        file = self.path("-".join((name, *flags)).replace("/", "-"))
        dlrsim("run", scenario(name), "-q", "--outcomes", file, *flags)
        return file

    def test_a_run_compared_with_itself_is_the_same(self):
        one, other = self.outcomes("time-zones", "-j", "1"), self.outcomes("time-zones", "--drive", "wire")
        self.check(dlrsim("compare", one, other), 0, out="no message ended otherwise")
        with open(one, "rb") as first, open(other, "rb") as second:
            self.assertEqual(first.read(), second.read())

    def test_compare_counts_who_ended_otherwise(self):
        done = dlrsim("compare", self.outcomes("contradictions"), self.outcomes("contradictions", "--plant", "takes-second-final"))
        self.check(done, 5, out="messages ended otherwise")
        self.assertRegex(done.stdout, r"delivered +-> failed +3 026")
        self.assertIn("0          ES/Movistar twice-told: delivered 5 after 5.00s -> failed 15 after 5.00s", done.stdout)

    def test_compare_as_json_adds_up(self):
        one, other = self.outcomes("contradictions"), self.outcomes("contradictions", "--plant", "takes-second-final")
        found = json.loads(dlrsim("compare", one, other, "--json").stdout)
        changed = found["changed"]
        self.assertEqual(found["messages"], 12000)
        self.assertEqual(changed["total"], sum(one["messages"] for one in changed["from_to"]))
        self.assertEqual(changed["total"], sum(one["messages"] for one in changed["by_group"]))
        self.assertEqual(found["first"][0]["before"], {"end": "delivered", "status_code": 5, "delay_ms": 5000})

    def test_outcomes_agree_with_the_totals(self):
        file = self.outcomes("rejections")
        totals = json.loads(dlrsim("run", scenario("rejections"), "--json").stdout)["totals"]
        with open(file, "rb") as opened:
            data = opened.read()
        words = struct.unpack("<%dQ" % totals["submitted"], data[int.from_bytes(data[16:24], "little"):-64])
        ends = collections.Counter(word >> 60 for word in words)
        names = ["not_run", "enqueue_failed", "delivered", "rejected", "failed", "unreported"]
        self.assertEqual({names[end]: count for end, count in ends.items()},
                         {name: totals[name] for name in names[1:] if totals[name] > 0})

    def test_delays_that_moved_are_told(self):
        text = content(scenario("race"))
        self.write("race.yaml", text)
        self.check(dlrsim("run", self.path("race.yaml"), "-q", "--outcomes", self.path("1")), 0)
        self.write("race.yaml", text.replace("p99: 8s", "p99: 12s"))
        dlrsim("run", self.path("race.yaml"), "-q", "--outcomes", self.path("2"))
        done = dlrsim("compare", self.path("1"), self.path("2"))
        self.check(done, 5, out="end as before, but later", err="the scenario itself was changed")

    def test_a_shard_knows_its_own_messages_only(self):
        whole, part = self.outcomes("race"), self.outcomes("race", "--shard", "1/2")
        done = dlrsim("compare", whole, part, "--json")
        found = json.loads(done.stdout)
        self.check(done, 5)
        self.assertEqual(found["messages"] + found["only_in_one"], 40000)
        self.assertEqual(found["changed"]["total"], 0)

    def test_the_memory_of_compare_does_not_grow_with_the_messages(self):
        for messages in ("40_000", "4_000_000"):
            for seed in ("1", "2"):
                dlrsim("run", self.tiny(messages), "-q", "--seed", seed, "--outcomes", self.path(messages + seed))
        for seed in "1", "2":  # message by message; as samples
            memory = []
            for messages in ("40_000", "4_000_000"):
                program = subprocess.Popen([DLRSIM, "compare", self.path(messages + "1"), self.path(messages + seed)], stdout=subprocess.DEVNULL)
                _, status, usage = os.wait4(program.pid, 0)
                program.returncode = os.waitstatus_to_exitcode(status)
                self.assertEqual(program.returncode, 0)
                memory.append(usage.ru_maxrss)
            self.assertLess(memory[1], memory[0] + 4000, "kB")  # each file takes 32 MB

    def test_what_cannot_be_paired_is_told(self):
        one = self.outcomes("race")
        self.check(dlrsim("compare", one, scenario("race")), 3, err="not a file of outcomes")
        self.check(dlrsim("compare", one, self.path("none")), 3, err="No such file")
        with open(one, "rb+") as file:
            file.truncate(os.path.getsize(one) - 8)
        self.check(dlrsim("compare", one, one), 3, err="it is cut short")

    def test_outcomes_that_are_not_as_they_were_written_are_refused(self):
        one, other = self.outcomes("race"), self.path("other")
        with open(one, "rb") as file:
            data = file.read()
        begin = int.from_bytes(data[16:24], "little")

        def flipped(at):
            return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]

        for bytes_, said in ((data[:begin // 2], "cut short"), (data[:begin + 800], "cut short"), (data[:-1], "cut short"), (data + b"x", "1 bytes stand behind"),
                             (flipped(begin + 8001), "altered"), (flipped(len(data) - 70), "altered"), (flipped(len(data) - 20), "altered"),
                             (data.replace(b'"seed":3', b'"seed":4'), "altered"), (data.replace(b'"format":2', b'"format":3'), "it is of format 3"),
                             (data.replace(b'"format":2,', b""), "damaged")):
            with open(other, "wb") as file:
                file.write(bytes_)
            for pair in ((one, other), (other, one)):
                done = dlrsim("compare", *pair)
                self.check(done, 3, err=said)
                self.assertIn(other + ": ", done.stderr)
                self.assertIn("run SCENARIO --outcomes FILE", done.stderr)
                self.assertEqual(done.stdout, "")

    def test_parts_of_a_run_are_named_and_need_messages_in_common(self):
        whole, one, other = self.outcomes("race"), self.outcomes("race", "--shard", "1/2"), self.outcomes("race", "--shard", "2/2")
        done = dlrsim("compare", one, other)
        self.check(done, 2, err=f"no message is in both, so nothing was compared: {one} is shard 1 of 2, {other} is shard 2 of 2")
        self.assertEqual(done.stdout, "")
        self.check(dlrsim("compare", one, one), 0, out="the newer one is a part: shard 1 of 2")
        found = json.loads(dlrsim("compare", whole, one, "--json").stdout)
        self.assertEqual((found["part_before"], found["part_after"]), (None, "shard 1 of 2"))

    def test_an_interrupted_run_says_so_in_its_outcomes(self):
        path, half, whole = self.tiny("30_000_000"), self.path("half"), self.path("whole")
        for attempt in range(5):
            program = subprocess.Popen([DLRSIM, "run", path, "-q", "-j", "1", "--outcomes", half], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(0.5 + attempt)
            program.send_signal(signal.SIGTERM)
            self.assertEqual(program.wait(), 130)
            done = dlrsim("compare", half, half)
            if done.returncode != 2:  # else not even a lane was done
                break
        self.check(done, 0, out="the newer one is a part: interrupted after ")

    def test_compare_tells_whose_delays_moved(self):
        text = content(scenario("race"))
        self.write("race.yaml", text)
        for file, limit in (("1", "p99: 8s"), ("2", "p99: 12s")):
            self.write("race.yaml", text.replace("p99: 8s", limit))
            dlrsim("run", self.path("race.yaml"), "-q", "--outcomes", self.path(file))
        self.assertRegex(dlrsim("compare", self.path("1"), self.path("2")).stdout, r"(?m)^  whose delays moved +later +on average +earlier +on average\n  [A-Z]{2} +[\d ]+  ")
        found = json.loads(dlrsim("compare", self.path("1"), self.path("2"), "--json").stdout)
        for direction in ("later", "earlier"):
            for by in ("moved_by_country", "moved_by_operator"):
                self.assertEqual(sum(one[direction]["messages"] for one in found[by]), found[direction]["count"])

    def test_a_program_that_does_not_end_or_says_too_much_is_left_out(self):
        one, other = self.outcomes("contradictions"), self.outcomes("contradictions", "--plant", "takes-second-final")
        for name, script, said in (("hangs", "sleep 100 & sleep 100", "no answer within 300ms; --timeout gives it longer"), ("endless", "yes", "its answer has no end")):
            program = self.write(name, "#!/bin/sh\n" + script + "\n")
            os.chmod(program, 0o755)
            started = time.monotonic()
            done = dlrsim("compare", one, other, "--old-program", program, "--timeout", "300ms" if name == "hangs" else "60s")
            self.check(done, 5, err=said)
            self.assertLess(time.monotonic() - started, 30)
        talks = self.write("talks", "#!/bin/sh\nseq 20000\n")
        os.chmod(talks, 0o755)
        done = dlrsim("compare", one, other, "--old-program", talks)
        self.check(done, 5, out="... and 19700 more lines")
        self.assertLess(done.stdout.count("\n"), 1500)
        self.check(dlrsim("compare", one, other, "--old-program", talks, "--timeout", "soon"), 2, err="expected a duration")

    def test_outcomes_need_a_regular_file_and_one_scenario(self):
        self.check(dlrsim("run", scenario("race"), "--outcomes", "/dev/full"), 74, err="no regular file")
        self.check(dlrsim("run", scenario("race"), "--outcomes", self.path("no/where")), 74, err="could not write")
        self.check(dlrsim("run", scenario("race"), scenario("rejections"), "--outcomes", self.path("x")), 2, err="one scenario")

    # Two runs that are not the same draws.

    def test_every_event_is_a_line_in_the_same_order_for_all_threads(self):
        for name in ("race", "crash-and-restart"):
            files = {}
            for flags in (["-j", "1"], ["-j", "2"], ["-j", "2", "--drive", "wire"]):
                file = self.path(name + "".join(flags))
                done = dlrsim("run", scenario(name), "-q", "--json", "--events", file, *flags)
                self.check(done, 0)
                files[tuple(flags)] = content(file)
            self.assertEqual(len(set(files.values())), 1, name)
            events = json.loads(done.stdout)["events"]
            lines = [json.loads(line) for line in files["-j", "1"].splitlines()]
            counted = collections.Counter(line["properties"]["status"] for line in lines)
            for status, count in counted.items():
                self.assertEqual(events[status], count, (name, status))
            self.assertEqual(len(lines), sum(events.values()), name)

    def test_exit_2_where_a_file_is_needed_and_stdout_named(self):
        for flag, cure in (("-o", "--json"), ("--outcomes", "compare"), ("--events", "a pipe is one too")):
            self.check(dlrsim("run", scenario("race"), flag, "-"), 2, err=cure)

    def test_events_need_one_scenario_and_a_place(self):
        self.check(dlrsim("run", scenario("race"), scenario("rejections"), "--events", self.path("x")), 2, err="one scenario")
        self.check(dlrsim("run", scenario("race"), "--events", self.path("no/where")), 74, err="could not write")
        self.check(dlrsim("run", scenario("race"), "-q", "--events", "/dev/full"), 74, err="could not write")

    def result(self, name, *flags):
        file = self.path("-".join((name, *flags)).replace("/", "-") + ".json")
        dlrsim("run", scenario(name), "-q", "-o", file, *flags)
        return file

    def test_two_seeds_are_compared_as_samples(self):
        for write in (self.outcomes, self.result):
            done = dlrsim("compare", write("race"), write("race", "--seed", "4"))
            self.check(done, 0, out="one ran with seed 3, the other with 4: compared as two samples")
            self.assertIn("nothing that chance does not explain", done.stdout)
            self.assertRegex(done.stdout, r"a change of `delivered` by \d\.\d\d points would have been found")

    def test_what_chance_does_not_explain_ends_with_five(self):
        for write in (self.outcomes, self.result):
            one, other = write("race"), write("race", "--seed", "4", "--plant", "late-response-overwrites")
            done = dlrsim("compare", one, other, "--json")
            self.check(done, 5)
            found = json.loads(done.stdout)
            self.assertEqual((found["by"], found["differs"]), ("samples", True))
            delivered = next(one for one in found["differences"] if one["what"] == "delivered")
            self.assertLess(delivered["high"], 0)
            self.assertLess(float(delivered["chance"]), found["comparisons"] * 1e-5)
            self.check(dlrsim("compare", one, other), 5, out="what chance does not explain:")

    def test_two_scenarios_are_compared_as_samples(self):
        done = dlrsim("compare", self.outcomes("race"), self.outcomes("rejections"))
        self.check(done, 5, out="one is of race, the other of rejections")

    def test_where_messages_share_chance_a_difference_is_not_sure(self):
        one, other = self.result("operator-outage", "--replications", "1"), self.result("operator-outage", "--replications", "1", "--seed", "77")
        self.assertTrue(json.loads(content(one))["judging"]["shared"])
        swapped = json.loads(content(other))
        for group in swapped["groups"]:
            group["totals"]["failed"], group["totals"]["delivered"] = group["totals"]["delivered"], group["totals"]["failed"]
        swapped.pop("seal")
        self.check(dlrsim("compare", one, self.write("swapped.json", json.dumps(swapped))), 4, out="not sure")

    def test_the_same_draws_are_compared_by_fingerprint(self):
        one = self.result("race")
        self.check(dlrsim("compare", one, self.result("race", "-j", "1")), 0, out="compared by fingerprint")
        done = dlrsim("compare", one, self.result("race", "--plant", "late-response-overwrites"))
        self.check(done, 5, out="some messages end otherwise")

    def test_results_of_several_scenarios_are_paired_by_name(self):
        one, other = self.path("1.json"), self.path("2.json")
        dlrsim("run", scenario("race"), scenario("rejections"), "-q", "-o", one)
        dlrsim("run", scenario("rejections"), scenario("multipart"), "-q", "-o", other)
        done = dlrsim("compare", one, other)
        self.check(done, 0, out="rejections", err="multipart is in " + other + " only")
        self.assertIn("race is in " + one + " only", done.stderr)
        self.check(dlrsim("compare", self.result("race"), self.result("race", "--shard", "1/2")), 3, err="a part of a run")

    def test_the_lives_of_the_first_that_differ_stand_beside_each_other(self):
        # An older program, which delivered a moment earlier.
        older = self.write("older", f"""#!/bin/sh
{DLRSIM} "$@" | sed 's/delivered status_code=5/delivered status_code=2/'
""")
        os.chmod(older, 0o755)
        one, other = self.outcomes("contradictions"), self.outcomes("contradictions", "--plant", "takes-second-final")
        done = dlrsim("compare", one, other, "--old-program", older)
        self.check(done, 5, out="the life of message 0, by the older program (<) and the newer one (>)")
        self.assertRegex(done.stdout, r"(?m)^    < .* delivered status_code=2")
        self.assertRegex(done.stdout, r"(?m)^    > .* delivered status_code=5")
        self.assertRegex(done.stdout, r"(?m)^      message 0 of contradictions")
        # In two columns where there is room.
        arguments = ("compare", one, other, "--old-program", older)
        wide = self.on_a_terminal({}, arguments, columns=140, code=5).decode().replace("\r\n", "\n")
        self.assertIn("the life of message 0, by the older program (left) and the newer one (right)", wide)
        self.assertRegex(wide, r"(?m)^    message 0 of contradictions, id \w+  +message 0 of contradictions, id \w+$")
        self.assertRegex(wide, r"(?m)^ +(delivered )?status_code=2 .* \|  +(delivered )?status_code=5 ")
        self.assertNotRegex(wide, r"(?m)^    [<>] ")
        lives = wide.split("the life of message 0", 1)[1].split("the life of message 2", 1)[0]
        self.assertLessEqual(max(map(len, lives.splitlines())), 140)
        self.assertIn("(<)", self.on_a_terminal({}, arguments, columns=119, code=5).decode())
        lives = json.loads(dlrsim("compare", one, other, "--json", "--old-program", older).stdout)["histories"]
        self.assertEqual([life["message"] for life in lives], [0, 2, 4])

    def test_the_lives_are_told_with_the_parameters_of_the_run(self):
        text = content(scenario("contradictions")).replace("messages: 12_000", "messages: $size")
        self.write("contradictions.yaml", text + "\nparameters: {size: {type: number, default: 12_000}}\n")
        one, other = self.path("1"), self.path("2")
        for file, flags in ((one, []), (other, ["--plant", "takes-second-final"])):
            dlrsim("run", self.path("contradictions.yaml"), "-q", "--set", "size=900", "--outcomes", file, *flags)
        self.check(dlrsim("compare", one, other), 5, out="--set size=900")

    def test_a_program_that_is_not_at_hand_is_left_out(self):
        one, other = self.outcomes("contradictions"), self.outcomes("contradictions", "--plant", "takes-second-final")
        done = dlrsim("compare", one, other, "--old-program", self.path("none"))
        self.check(done, 5, out="message 0 of contradictions", err="none cannot tell")
        self.assertEqual(done.stderr.count("cannot tell"), 1)
        self.assertNotIn("    < ", done.stdout)

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

    # Before anything is run.

    def test_plan_says_what_can_be_found(self):
        done = dlrsim("plan", self.coin(100_000, "at_least: 89%"))
        self.check(done, 0, out="about 100 000 messages: fails at 88.")
        self.assertIn("the scenario makes 90.00 % of itself: a drop of", done.stdout)
        self.check(dlrsim("plan", self.coin(10, "at_least: 50%")), 0, out="cannot say more: so few messages")

    def test_plan_says_what_a_run_does_with_what_it_judges_as_seen(self):
        for check, verdict, said in (("delay: report, stat: p100, at_least: 3d", "not sure", "is not sure when none reaches 3d 00h"),
                                     ("delay: report, stat: p100, between: [3d, 4d]", "not sure", "fails when one message is above 4d 00h, and is not sure when none reaches 3d 00h"),
                                     ("delay: report, stat: p0, at_most: 1ms", "not sure", "is not sure when none reaches 1ms"),
                                     ("delay: report, stat: p100, at_most: 1ms", "fail", "fails as soon as the limit is missed"),
                                     ("ratio: delivered, at_least: 100%", "fail", "fails as soon as the limit is missed"),
                                     ("count: reports.late, at_least: 1", "not sure", "is not sure when it is missed")):
            path = self.coin(1000, "at_least: 0%}, {id: seen, " + check)
            self.assertEqual(json.loads(dlrsim("run", path, "--json").stdout)["expectations"][1]["verdict"], verdict, check)
            self.assertIn(said, " ".join(dlrsim("plan", path).stdout.split()), check)

    def test_plan_as_json_keeps_what_runs_say(self):
        path = self.coin(20_000, "at_least: 89%")
        check = json.loads(dlrsim("plan", path, "--json").stdout)["expectations"][0]
        self.assertEqual((check["chance"], check["messages"], check["made"]), ("messages", 20_000, 0.9))
        self.assertLess(check["fails_up_to"], 0.89)
        self.assertLess(0.89, check["passes_from"])
        for limit, key, verdict in (("at_least: 89%", "passes_from", "pass"), ("at_least: 91%", "fails_up_to", "fail")):
            path = self.coin(200_000, limit)
            edge = json.loads(dlrsim("plan", path, "--json").stdout)["expectations"][0][key]
            self.assertEqual((0.9 > edge) == (verdict == "pass"), True, edge)
            self.assertEqual(self.verdict(path)[1]["verdict"], verdict)
        path = self.coin(20_000, "at_least: 89%")
        more = json.loads(dlrsim("plan", path, "--json", "--replications", "5..30").stdout)["expectations"][0]
        self.assertEqual(more["messages"], 600_000)
        self.assertLess(more["passes_from"], check["passes_from"])
        self.check(dlrsim("plan", path, "--replications", "x"), 2, err="no number of replications")

    def test_plan_knows_every_scenario(self):
        done = dlrsim("plan", SCENARIOS, "--json")
        self.check(done, 0)
        self.assertGreater(len(done.stdout.splitlines()), 20)
        for line in done.stdout.splitlines():
            for check in json.loads(line)["expectations"]:
                told = any(check[key] is not None for key in ("fails_up_to", "fails_from", "deviations", "reason"))
                self.assertTrue(told or check["chance"] in ("none", "unmeasured"), line)

    # Bisection.

    def test_git_bisect_finds_the_planted_regression(self):
        git = ["git", "-C", self.folder.name, "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        run = lambda *words: subprocess.run([*git, *words], capture_output=True, text=True, check=True, timeout=250).stdout
        run("init", "-q")
        good = ONE_MESSAGE.replace("MESSAGES", "2000").replace("EXPECTED", "at_least: 99%")
        bad = good.replace("{delivered: {share: 100%, delay: {constant: 1s}}}",
                           "{delivered: {share: 90%, delay: {constant: 1s}}, unreported: {share: 10%}}")
        commits = []
        for number in range(12):
            # The fourth cannot be read, which says nothing; the ninth regresses.
            text = "version: 1\nname: [\n" if number == 3 else bad if number >= 8 else good
            self.write("tiny.yaml", text + f"# {number}\n")
            run("add", "tiny.yaml")
            run("commit", "-qm", f"commit {number}")
            commits.append(run("rev-parse", "HEAD").strip())
        run("bisect", "start", commits[-1], commits[0])
        told = run("bisect", "run", DLRSIM, "run", self.path("tiny.yaml"), "-q", "--bisect")
        self.assertIn(f"{commits[8]} is the first bad commit", told)

    def test_bisect_skips_what_it_cannot_judge(self):
        self.check(dlrsim("run", self.tiny("100"), "-q", "--bisect"), 0)
        self.check(dlrsim("run", self.tiny("100", "at_most: 50%"), "-q", "--bisect"), 1)
        self.check(dlrsim("run", scenario("race"), "-q", "--bisect", "--plant", "forgets-enqueued"), 8)
        for arguments in ([self.write("broken.yaml", "version: 1\n")], [self.path("none.yaml")], [self.folder.name + "/no"],
                          [self.coin(200, "at_least: 89%")], [self.tiny(), "-o", "/proc/no/such"], [self.tiny(), "--no-such-flag"]):
            self.check(dlrsim("run", *arguments, "-q", "--bisect"), 125)

    def test_bisect_calls_wrong_what_is_wrong_beside_what_cannot_be_read(self):
        wrong = self.tiny("100", "at_most: 50%")
        self.check(dlrsim("run", wrong, self.path("none.yaml"), "-q", "--bisect"), 1)
        self.check(dlrsim("run", scenario("race"), self.path("none.yaml"), "-q", "--bisect", "--plant", "forgets-enqueued"), 8)
        self.check(dlrsim("run", scenario("race"), self.path("none.yaml"), "-q", "--bisect"), 125)

    def test_bisect_skips_where_there_is_not_enough_memory(self):
        done = subprocess.run(["bash", "-c", 'ulimit -v 40000; exec "$@"', "bash", DLRSIM, "run", scenario("world"), "-q", "-j1",
                               "--bisect"], capture_output=True, text=True)
        self.check(done, 125, err="not enough memory")

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

    # What a scenario is worth.

    def test_mutate_says_what_noticed_each_mistake(self):
        done = dlrsim("mutate", scenario("waiting-period"))
        self.check(done, 0, out="55 mistakes planted in turn")
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
        self.check(dlrsim(), 2, err=f"which command? Begin with: {DLRSIM} ")
        for words, text in [(["run", "-j", "0"], "dlrsim run: --threads: '0' is not within 1 and 1024"),
                            (["run", "x", "--drive", "air"], "dlrsim run: --drive: 'air' is none of direct,wire"),
                            (["run", "x", "--not-sure"], "dlrsim run: --not-sure: TEXT:{fail,warn,pass} is missing"),
                            (["run", "x", "--no-baseline", "--require-baseline"],
                             "dlrsim run: --no-baseline and --require-baseline exclude each other"),
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

    def test_the_profile_says_where_the_time_goes_and_changes_nothing(self):
        path = self.tiny(messages="500_000")
        flags = ["run", path, "--json", "--drive", "wire", "--no-baseline"]
        done = self.check(dlrsim(*flags, "--profile-engine"), 0)
        shares = dict(re.findall(r"(\w+) ([0-9.<>]+) %", done.stderr))
        self.assertEqual(sorted(shares), sorted(["generate", "queue", "provider", "core", "codec", "oracle", "statistics"]))
        self.assertAlmostEqual(sum(float(share.strip("<>")) for share in shares.values()), 100, delta=0.1)
        self.assertGreater(float(shares["codec"]), float(shares["queue"]))
        self.assertEqual(json.loads(done.stdout)["fingerprint"], json.loads(dlrsim(*flags).stdout)["fingerprint"])

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
