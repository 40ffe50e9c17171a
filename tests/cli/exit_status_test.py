#!/usr/bin/python3
"""What the program ends with. Run as: exit_status_test.py DLRSIM SOURCE_DIR [TEST...]"""
import json
import os
import signal
import subprocess
import time

from program import DLRSIM, ENVIRONMENT, content, dlrsim, main
from scenarios import ONE_MESSAGE, ScenarioTest, scenario


class ExitStatusTest(ScenarioTest):
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

    def test_exit_74_on_a_full_disk(self):
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


if __name__ == "__main__":
    main()
