#!/usr/bin/python3
"""What is said before anything is run, what a scenario is worth, and the other commands. Run as: commands_test.py DLRSIM SOURCE_DIR [TEST...]"""
import glob
import json
import os
import re
import resource
import shlex
import subprocess
import tempfile
import unittest

import jsonschema

from program import DLRSIM, dlrsim, main
from scenarios import ONE_MESSAGE, SCENARIOS, ScenarioTest, scenario


class CommandsTest(ScenarioTest):
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

    # What a scenario is worth.

    def test_mutate_says_what_noticed_each_mistake(self):
        done = dlrsim("mutate", scenario("waiting-period"))
        self.check(done, 0, out="63 mistakes planted in turn")
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
            "waiting-period": "accepts-too-late refuses-at-deadline forgets-after-three-days sweeps-without-asking ends-unheard keeps-them-a-day-more",
            "contradictions": "takes-second-final hides-conflicts keeps-last-of-message",
            "duplicates-and-disorder": "older-state-replaces repeats-duplicates takes-operator-for-handset takes-pending-for-failed",
            "timeouts": "takes-silence-for-sent never-recovers tries-once tries-once-more",
            "provider-busy": "refuses-silently never-jitters ignores-retry-after gives-up-when-busy",
            "time-zones": "takes-receipt-for-done ignores-zones turns-zone-sign takes-no-time-for-zero",
            "foreign-ids": "strips-zeros folds-case cuts-long-ids cuts-said-ids",
            "mms": "takes-mms-for-sms",
            "multipart": "submits-too-long says-per-part",
            "absent-handsets": "takes-expired-for-sent",
            "broken-callbacks": "ends-unknown-statuses stops-at-unknown-group one-costs-all",
            "no-report-countries": "ignores-no-report-list",
            "crash-and-restart": "acknowledges-unwritten says-before-written tries-before-written says-anew-after-crash loses-key-in-crash",
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
            lanes = min(-(-size["messages"] // 16384), 1 << 24)  # whole ones for each thread
            share = -(-lanes // 10) / lanes
            expected = plan["set_up_s"] + share * size["messages"] * plan["measured_s"] / plan["measured_messages"]
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
        done = dlrsim("trace", scenario("everything-at-once"), "--message", "5")
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
