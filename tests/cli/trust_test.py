#!/usr/bin/python3
"""That CI can trust the colour, and a person can see why. Run as: trust_test.py DLRSIM SOURCE_DIR [TEST...]"""
import glob
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

from program import DLRSIM, ENVIRONMENT, SOURCE, ProgramTest, content, dlrsim, main

COIN = """\
version: 1
name: coin
summary: Nine of ten are delivered, and one of ten reports comes twice.
profiles: {p: {delivered: {share: 90%, delay: {exponential: {mean: 1m}}}, unreported: {share: 10%}}}
countries: {FR: {profile: p}}
traffic: [{campaign: c, messages: MESSAGES, arrivals: {burst: {over: 10m}}, countries: [FR]}]
faults: [{id: again, duplicate_reports: {share: 10%, after: {constant: 1m}}}]
"""


class TrustTest(ProgramTest):
    def coin(self, expected, more="", messages=2000, name="coin.yaml", faults=True):
        text = COIN.replace("MESSAGES", str(messages)) + "expect:\n" + expected + more
        return self.write(name, text if faults else "\n".join(line for line in text.split("\n") if not line.startswith("faults")))

    def judged(self, path, *flags):
        done = dlrsim("run", path, "--json", *flags)
        return {one["id"]: one for one in json.loads(done.stdout)["expectations"]}

    # Where chance has a say.

    def test_counts_of_messages_have_their_exact_interval(self):
        judged = self.judged(self.coin("  - {id: events, count: events.delivered, at_least: 1700}\n"
                                       "  - {id: messages, count: messages.delivered, at_least: 1700}\n"
                                       "  - {id: near, count: events.delivered, at_least: 1795}\n"))
        for one in judged.values():
            self.assertEqual(one["chance"], "messages")
            self.assertLess(one["low"], one["value"])
            self.assertGreater(one["high"], one["value"])
        self.assertEqual((judged["events"]["low"], judged["events"]["high"]), (judged["messages"]["low"], judged["messages"]["high"]))
        self.assertEqual((judged["events"]["verdict"], judged["near"]["verdict"]), ("pass", "not sure"))

    def test_a_value_without_an_interval_says_so(self):
        path = self.coin("  - {id: doubles, count: reports.duplicate, at_most: 300}\n  - {id: peak, peak: in_flight, at_least: 50}\n")
        judged = self.judged(path)
        for one in judged.values():
            self.assertEqual((one["verdict"], one["chance"], one["low"]), ("pass", "unmeasured", None))
        done = dlrsim("run", path)
        self.check(done, 0, out="at most 300 (value as seen)")
        self.check(dlrsim("run", path, "-v"), 0, out="the value itself was compared")
        for one in self.judged(path, "--replications", "20").values():
            self.assertEqual((one["verdict"], one["chance"]), ("pass", "replications"))
            self.assertLess(one["low"], one["high"])

    def test_what_the_scenario_decides_is_never_unsure(self):
        path = self.coin("  - {id: nobody-fails, count: messages.failed, at_most: 3}\n"
                         "  - {id: none-refused, ratio: rejected, at_most: 0.01%}\n"
                         "  - {id: all-sent, count: messages.enqueued, at_least: 20}\n"
                         "  - {id: never-more, peak: in_flight, at_most: 20}\n"
                         "  - {id: no-more-than-all, count: events.delivered, at_most: 20}\n", messages=20)
        for flags in ((), ("--replications", "2")):
            for one in self.judged(path, *flags).values():
                self.assertEqual((one["verdict"], one["chance"], one["certain"]), ("pass", "none", True), one["id"])

    def test_a_lower_limit_that_every_replication_reaches_alike_is_kept(self):
        path = self.coin("  - {id: all-busy, count: faults.busy, at_least: 2000}\n", messages=2000)
        self.write("coin.yaml", content(path).replace("faults: [", "faults: [{id: busy, provider_busy: {share: 100%}, at: 0s, for: 1s}, ")
                   .replace("burst: {over: 10m}", "burst: {over: 500ms}"))
        one = self.judged(path, "--replications", "5")["all-busy"]
        self.assertEqual((one["verdict"], one["chance"]), ("pass", "replications"), one)

    def test_a_count_on_the_edge_is_never_red_by_luck(self):
        # As many as are to be expected, so that half of all seeds miss it.
        values = [self.judged(self.coin("  - {id: edge, count: reports.duplicate, at_most: 1}\n"), "--seed", str(seed))["edge"]["value"]
                  for seed in range(1, 20)]
        path = self.coin(f"  - {{id: edge, count: reports.duplicate, at_most: {sorted(values)[9]}}}\n")
        verdicts = {seed: self.judged(path, "--seed", str(seed))["edge"]["verdict"] for seed in range(1, 20)}
        self.assertEqual(set(verdicts.values()), {"pass", "not sure"}, verdicts)
        missed = min(seed for seed, verdict in verdicts.items() if verdict == "not sure")
        self.check(dlrsim("run", path, "--seed", str(missed)), 4, out="one run does not show whether by")
        wrong = self.coin(f"  - {{id: edge, count: reports.duplicate, at_most: {sorted(values)[9] // 2}}}\n")
        self.check(dlrsim("run", wrong, "--seed", str(missed), "--replications", "5..30"), 1)
        self.check(dlrsim("run", self.coin("  - {id: none, count: reports.duplicate, equals: 0}\n")), 1)

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

    def test_a_share_that_is_asked_to_be_exactly_so_much_is_told(self):
        path = self.coin("  - {id: exactly, ratio: delivered, equals: 90%}\n  - {id: too, ratio: delivered, near: 90%, within: 0%}\n")
        done = dlrsim("run", path, "--json")
        notices = json.loads(done.stdout)["notices"]
        self.assertEqual([notice.split("`")[1] for notice in notices if "hardly ever" in notice], ["exactly", "too"])
        self.check(dlrsim("plan", path), 0, out="hardly ever comes to")

    def test_too_few_replications_are_said_to_be_that(self):
        path = self.coin("  - {id: mean, delay: report, stat: mean, at_most: 4m}\n")
        two = self.judged(path, "--replications", "2")["mean"]
        self.assertIn("2 are too few", two["reason"])
        self.assertEqual(two["would_tell"], {"min": 5, "max": 30})
        three = self.judged(path, "--replications", "3")["mean"]
        self.assertRegex(three["reason"], r"^3 replications are too few for the budget of false alarms, about \d+ would tell$")
        needed = int(three["reason"].split("about ")[1].split()[0])
        self.assertEqual(three["would_tell"], {"min": needed, "max": needed})
        self.assertEqual(self.judged(path, "--replications", str(needed))["mean"]["verdict"], "pass")

    def test_the_command_that_is_advised_decides(self):
        path = self.coin("  - {id: share, ratio: delivered, at_least: 88%}\n  - {id: few, count: messages.delivered, at_least: 1780}\n"
                         "  - {id: longest, delay: report, stat: p100, at_least: 4d}\n")
        done = dlrsim("run", path, "--json", "--seed", "7")
        self.check(done, 4)
        result = json.loads(done.stdout)
        told = {one["id"]: one["would_tell"] for one in result["expectations"]}
        self.assertIsNone(told["longest"])  # which no number of them shows
        page = self.path("page.html")
        dlrsim("run", path, "--seed", "7", "-q", "--report", "html=" + page)
        self.assertIn("run it as often as most likely decides", content(page))
        self.assertEqual(result["provenance"]["again"].split("--replications ")[1].split()[0], str(max(told["share"]["min"], told["few"]["min"])))
        again = subprocess.run(result["provenance"]["again"] + " --json", shell=True, capture_output=True, text=True, env=ENVIRONMENT)
        verdicts = {one["id"]: one["verdict"] for one in json.loads(again.stdout)["expectations"]}
        self.assertEqual(verdicts, {"share": "pass", "few": "pass", "longest": "not sure"})

    def test_how_often_it_is_run_is_no_part_of_the_scenario(self):
        path = self.coin("  - {id: share, ratio: delivered, at_least: 50%}\n")
        self.check(dlrsim("accept", path, "--reason", "x"), 0)
        once, often = (json.loads(dlrsim("run", path, "--json", "--replications", n).stdout) for n in ("1", "3"))
        self.assertEqual(once["provenance"]["scenario_hash"], often["provenance"]["scenario_hash"])
        self.assertTrue(often["baseline"]["same_scenario"])

    # A scenario whose text has moved on would excuse a change of what its messages come to.
    def test_what_is_accepted_here_is_of_the_scenarios_as_they_are(self):
        for path in sorted(glob.glob(os.path.join(SOURCE, "scenarios", "baselines", "*.json"))):
            if json.loads(content(path))["messages"] > 1_000_000:
                continue
            name = os.path.splitext(os.path.basename(path))[0]
            result = json.loads(dlrsim("run", os.path.join(SOURCE, "scenarios", name + ".yaml"), "--json").stdout)
            self.assertTrue(result["baseline"]["same_scenario"], name)

    # The same again.

    def test_the_command_to_repeat_comes_to_the_same_verdict(self):
        path = self.coin("  - {id: mean, delay: report, stat: mean, at_most: 30s}\n  - {id: share, ratio: delivered, at_least: 89%}\n")
        flags = ("--replications", "3..4", "--false-alarms", "0.001", "--drive", "wire", "--not-sure", "warn")
        first = json.loads(dlrsim("run", path, "--json", *flags).stdout)
        again = first["provenance"]["again"]
        for flag in ("--replications 3..4", "--false-alarms 0.001", "--drive wire", "--not-sure warn"):
            self.assertIn(flag, again)
        done = subprocess.run(again.replace(" -v", " --json"), shell=True, capture_output=True, text=True, env=ENVIRONMENT)
        self.assertEqual(done.returncode, 1, done.stderr)
        second = json.loads(done.stdout)
        self.assertEqual((first["expectations"], first["judging"]), (second["expectations"], second["judging"]))

    def test_one_of_many_is_repeated_with_its_own_part_of_the_budget(self):
        wrong = "  - {id: share, ratio: delivered, at_least: 95%}\n  - {id: other, ratio: delivered, at_least: 50%}\n"
        one, two = self.coin(wrong), self.coin(wrong, name="two.yaml")
        self.write("two.yaml", content(two).replace("name: coin", "name: two"))
        first = [json.loads(line) for line in dlrsim("run", one, two, "--json").stdout.splitlines()]
        again = first[0]["provenance"]["again"]
        second = json.loads(subprocess.run(again.replace(" -v", " --json"), shell=True, capture_output=True, text=True, env=ENVIRONMENT).stdout)
        self.assertEqual(first[0]["expectations"], second["expectations"])

    # Replications over shards.

    def without_provenance(self, text):
        result = json.loads(text)
        for member in ("provenance", "speed"):
            result.pop(member)
        return result

    def test_shards_have_whole_replications_and_merge_to_the_same(self):
        path = self.coin("  - {id: mean, delay: report, stat: mean, at_most: 4m}\n  - {id: p90, delay: report, stat: p90, at_most: 1h}\n"
                         "  - {id: doubles, count: reports.duplicate, at_most: 300}\n  - {id: peak, peak: in_flight, at_least: 1}\n"
                         "  - {id: share, ratio: delivered, at_least: 50%}\n  - {id: none, count: reports.late, equals: 0}\n")
        flags = ("--replications", "2..40")
        whole = dlrsim("run", path, "--json", *flags)
        self.check(whole, 0)
        self.assertLess(len(json.loads(whole.stdout)["replications"]), 40)
        for of in (2, 3):
            shards = []
            for index in range(1, of + 1):
                shards.append(self.path(f"{index}-of-{of}.json"))
                self.check(dlrsim("run", path, "-q", "--shard", f"{index}/{of}", "-o", shards[-1], *flags), 0)
            merged = dlrsim("report", *reversed(shards), "--json")
            self.check(merged, 0)
            self.assertEqual(self.without_provenance(merged.stdout), self.without_provenance(whole.stdout))
            self.assertEqual(json.loads(merged.stdout)["provenance"]["shards_merged"], list(range(1, of + 1)))
        self.check(dlrsim("run", path, "-q", "--shard", "3/3", *flags, "--outcomes", self.path("x")), 2, err="which shard 1 has")

    def test_a_broken_replication_shows_in_whichever_shard_it_was(self):
        path = self.coin("  - {id: share, ratio: delivered, at_least: 50%}\n", messages=300)
        shards = [self.path("1.json"), self.path("2.json")]
        for index, file in enumerate(shards, 1):
            self.assertIn(dlrsim("run", path, "-q", "--shard", f"{index}/2", "-o", file, "--replications", "4", "--plant",
                                 "takes-second-final").returncode, (0, 8))
        whole = dlrsim("run", path, "--json", "--replications", "4", "--plant", "takes-second-final")
        merged = dlrsim("report", *shards, "--json")
        self.assertEqual(merged.returncode, whole.returncode)
        self.assertEqual(self.without_provenance(merged.stdout), self.without_provenance(whole.stdout))

    # What is said agrees.

    def accepted(self, *more):
        path = self.coin("  - {id: share, ratio: delivered, at_least: 50%}\n")
        self.check(dlrsim("accept", path, "--reason", "x"), 0)
        return path

    def test_a_damaged_baseline_is_red_everywhere(self):
        path = self.accepted()
        self.write("baselines/coin.json", "{")
        self.assertNotIn("git", dlrsim("run", path).stderr)  # which has nothing of it
        self.write("baselines/coin.json", "")
        git = self.repository()
        git("add", "."), git("commit", "-qm", "a baseline, whichever")
        self.write("baselines/coin.json", "{")
        out, junit, github = self.path("out.json"), self.path("out.xml"), self.path("out.txt")
        done = dlrsim("run", path, "-o", out, "--report", "junit=" + junit, "--report", "github=" + github)
        self.check(done, 3, out="FAIL  coin: what was accepted cannot be read", err=f"accept {path} --anew --reason WHY")
        self.assertIn(f"git -C {self.path('baselines')} checkout -- coin.json", done.stderr)
        self.assertEqual(json.loads(content(out))["exit_code"], 3)
        self.assertIsNotNone(ElementTree.fromstring(content(junit)).find("testsuite/testcase[@name='baseline']/error"))
        self.assertIn("::error", content(github))
        self.check(dlrsim("report", out), 3, out="cannot be read")

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

    def test_what_is_not_decided_is_told_beside_what_failed(self):
        path = self.coin("  - {id: a, ratio: delivered, at_least: 99%}\n  - {id: b, ratio: delivered, at_least: 90%}\n")
        self.check(dlrsim("run", path), 1, out="1 of 2 expectations not met, 1 not decided")

    def test_files_of_one_name_are_told_apart(self):
        one, two = self.coin("  - {id: a, ratio: delivered, at_least: 50%}\n"), self.coin("  - {id: a, ratio: delivered, at_least: 50%}\n", name="b/coin.yaml")
        out = self.path("out.json")
        done = dlrsim("run", one, two, "-o", out)
        self.check(done, 0, out=f"PASS  coin ({one}): ")
        self.assertIn(f"coin ({two})", done.stdout.replace("\n      ", " "))
        self.check(dlrsim("report", out), 0, out=f"coin ({one})")

    # What changed.

    def test_a_change_says_which_of_both_changed(self):
        path = self.accepted()
        self.write("coin.yaml", content(path).replace("over: 10m", "over: 11m"))
        done = dlrsim("run", path)
        self.check(done, 5, out="the scenario itself was changed since")
        self.assertNotIn("OLDER", done.stdout)

    def test_a_change_says_how_many_end_otherwise(self):
        path = self.accepted()
        then = json.loads(dlrsim("run", path, "--json").stdout)["totals"]
        self.write("coin.yaml", content(path).replace("share: 90%, delay", "share: 80%, delay").replace("unreported: {share: 10%}", "unreported: {share: 20%}"))
        kept = self.path("r.json")
        done = dlrsim("run", path, "-o", kept)
        result = json.loads(content(kept))
        now = result["totals"]
        self.assertIn({"country": "FR", "outcome": "delivered", "then": then["delivered"], "now": now["delivered"]}, result["baseline"]["ended"])
        number = lambda count: f"{count:,}".replace(",", " ")
        said = f"delivered {number(now['delivered'])} ({number(then['delivered'])} when it was accepted), unreported {now['unreported']} ({then['unreported']}); in FR"
        self.assertIn(said, " ".join(done.stdout.split()))
        again = dlrsim("report", kept, kept)
        self.assertIn(said, " ".join(dlrsim("report", kept).stdout.split()))
        self.assertIn("is here a second time", again.stderr)

    def pasted(self, done):
        """What the commands say that a CHANGED ends with, each as somebody pastes it: their exits and the last one's output."""
        told = done.stdout.split("which messages:")[1].split("\n")[1:]
        commands = [line.strip().removeprefix("# in the end: ") for line in told
                    if line.startswith("  ") and (" git -C" in line or " compare " in line or "--outcomes" in line)]
        self.assertEqual(len(commands), 5, done.stdout)
        ends = [subprocess.run(["sh", "-c", command], cwd=self.folder.name, capture_output=True, text=True, env=ENVIRONMENT) for command in commands]
        self.assertEqual((ends[0].returncode, ends[4].returncode), (0, 0), [end.stderr for end in ends])
        self.assertFalse(os.path.exists(self.path("accepted")) or os.path.exists(self.path("old")))
        return ends[3]

    def repository(self):
        git = lambda *words: subprocess.run(["git", "-C", self.folder.name, "-c", "user.name=t", "-c", "user.email=t@example.org", "-c",
                                             "commit.gpgsign=false", *words], check=True, capture_output=True)
        git("init", "-q")
        return git

    def test_the_commands_that_tell_what_changed_can_be_pasted(self):
        path = self.write("in a folder/coin.yaml", content(self.coin("  - {id: share, ratio: delivered, at_least: 50%}\n", "include: [parts/p.yaml]\n")))
        profiles = [line for line in content(path).split("\n") if line.startswith("profiles:")][0]
        self.write("in a folder/coin.yaml", content(path).replace(profiles + "\n", ""))
        part = self.write("in a folder/parts/p.yaml", profiles + "\n")
        self.check(dlrsim("accept", path, "--reason", "x"), 0)
        git = self.repository()
        git("add", "."), git("commit", "-qm", "accepted")
        self.write("in a folder/parts/p.yaml", content(part).replace("share: 90%", "share: 80%").replace("share: 10%", "share: 20%"))
        git("commit", "-qam", "what is included was changed")
        done = dlrsim("run", path)
        self.check(done, 5)
        compared = self.pasted(done)
        self.check(compared, 5)
        self.assertRegex(compared.stdout, r"delivered +-> +unreported|delivered.*unreported")

    def test_what_was_compared_with_nothing_says_so(self):
        path = self.coin("  - {id: a, ratio: delivered, at_least: 50%}\n")
        junit, page = self.path("out.xml"), self.path("out.html")
        done = dlrsim("run", path, "--json", "--report", "junit=" + junit, "--report", "html=" + page)
        result = json.loads(done.stdout)
        self.assertEqual((result["baseline"], result["baseline_reason"]), (None, "nothing is accepted yet to compare it with"))
        skipped = ElementTree.fromstring(content(junit)).find("testsuite/testcase[@name='baseline']/skipped")
        self.assertEqual(skipped.get("message"), result["baseline_reason"])
        self.assertIn("Nothing is accepted yet to compare it with.", content(page))
        self.check(dlrsim("run", path), 0, out="seed 1, nothing accepted yet")
        self.check(dlrsim("accept", path, "--reason", "x"), 0)
        self.assertIsNone(json.loads(dlrsim("run", path, "--json").stdout)["baseline_reason"])
        self.assertNotIn("nothing accepted", dlrsim("run", path).stdout)
        self.assertIn("the file's own seed", json.loads(dlrsim("run", path, "--json", "--seed", "4").stdout)["baseline_reason"])

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

    def test_shards_are_compared_as_the_run_would_have_been(self):
        path = self.accepted()
        self.write("coin.yaml", content(path).replace("over: 10m", "over: 11m"))
        for flags, code in (((), 5), (("--no-baseline",), 0), (("--require-baseline",), 5), (("--require-baseline", "--seed", "9"), 7)):
            shards = [self.path("1.json"), self.path("2.json")]
            for index, file in enumerate(shards, 1):
                dlrsim("run", path, "-q", "--shard", f"{index}/2", "-o", file, *flags)
            self.assertEqual([dlrsim("report", *shards).returncode, dlrsim("run", path, *flags).returncode], [code, code], flags)

    def test_another_seed_is_not_said_to_be_accepted_never(self):
        path = self.accepted()
        junit = self.path("out.xml")
        done = dlrsim("run", path, "--require-baseline", "--seed", "9", "--report", "junit=" + junit)
        said = "not compared: what is accepted is of the file's own seed"
        self.check(done, 7, out="FAIL  coin: " + said, err=said)
        self.assertIn("of the file&#39;s own seed", content(junit).replace("&apos;", "&#39;"))
        self.assertNotIn("again:", done.stdout)
        os.remove(self.path("baselines/coin.json"))
        self.check(dlrsim("run", path, "--require-baseline"), 7, out=f"again: {DLRSIM} accept {path} --reason")

    def test_an_advisory_one_that_is_not_decided_was_not_missed(self):
        path = self.coin("  - {id: a, ratio: delivered, at_least: 90%, severity: advisory}\n  - {id: b, ratio: delivered, at_least: 99%, severity: advisory}\n")
        done = dlrsim("run", path)
        self.check(done, 0)
        self.assertIn("1 advisory one not met; 1 advisory one not decided", " ".join(done.stdout.split()))

    def test_plan_says_of_the_longest_delay_what_the_run_does(self):
        path = self.coin("  - {id: longest, delay: report, stat: p100, at_least: 4d}\n  - {id: slow, delay: report, stat: p100, at_most: 1ms}\n"
                         "  - {id: shortest, delay: report, stat: p0, at_most: 0s}\n  - {id: any, ratio: delivered, at_least: 0%}\n")
        planned = dlrsim("plan", path).stdout
        self.assertRegex(planned, r"longest .*\n +judged as it is seen: is not sure when none reaches 4d")
        self.assertRegex(planned, r"slow .*\n +no chance has a say: .* fails as soon as the limit is missed")
        self.assertRegex(planned, r"shortest .*\n +judged as it is seen: is not sure when none reaches")
        self.assertRegex(planned, r"any .*\n +about 2 000 messages: never fails, passes at 0 % or more")
        self.assertEqual({name: one["verdict"] for name, one in self.judged(path).items()},
                         {"longest": "not sure", "slow": "fail", "shortest": "not sure", "any": "pass"})

    def test_without_a_commit_of_it_nobody_is_sent_to_git(self):
        path = self.accepted()
        self.write("coin.yaml", content(path).replace("over: 10m", "over: 11m"))
        for prepare in (lambda: None, self.repository):  # none, and one without a commit
            prepare()
            done = dlrsim("run", path)
            self.check(done, 5, out="OLD.yaml --no-baseline --outcomes old")
            self.assertNotIn("git -C", done.stdout)

    def test_what_was_never_accepted_is_not_compared_with(self):
        path = self.accepted()
        git = self.repository()
        self.write("coin.yaml", content(path).replace("over: 10m", "over: 11m"))
        git("add", "."), git("commit", "-qm", "the baseline, and a scenario that was changed since")
        done = dlrsim("run", path)
        self.check(done, 5)
        self.check(self.pasted(done), 3, err="nothing was compared: old is of another scenario than the one that was accepted")

    def test_an_expectation_that_silence_alone_breaks_is_told_beforehand(self):
        path = self.coin("  - {id: most, ratio: delivered, where: {country: BD}, at_least: 50%}\n  - {id: fast, delay: report, stat: p95, where: {country: BD}, at_most: 1h}\n"
                         "  - {id: silent, ratio: unreported, where: {country: BD}, at_least: 90%}\n  - {id: all, ratio: delivered, at_least: 10%}\n"
                         "  - {id: of-those, ratio: delivered, of: reported, where: {country: BD}, at_least: 50%}\n  - {id: few, ratio: unreported, where: {country: BD}, at_most: 20%}\n"
                         "  - {id: none-failed, ratio: failed, of: reported, where: {country: BD}, at_most: 50%}\n  - {id: none-at-all, count: messages.failed, where: {country: BD}, at_most: 5}\n")
        self.write("coin.yaml", content(path).replace("{FR: {profile: p}}", "{FR: {profile: p}, BD: {profile: p}}").replace("[FR]", "[FR, BD]"))
        faulty = content(path).replace("faults: [", "faults: [{id: lost, drop_reports: {share: 1%}}, ")
        self.assertNotIn("`few`", dlrsim("validate", self.write("faulty.yaml", faulty)).stderr)
        for command in ("validate", "plan", "run"):
            done = dlrsim(command, path)
            self.check(done, 1 if command == "run" else 0)
            warned = [line for line in done.stderr.split("\n") if "warning" in line]
            self.assertEqual([line.split("`")[1] for line in warned], ["most", "fast", "of-those", "few", "none-failed"], done.stderr)
            self.assertRegex(warned[0], r"coin.yaml:\d+: warning: .* is never met: no operator of BD reports .*; expect `unreported` there")

    def test_only_what_silence_makes_impossible_is_told_beforehand(self):
        def warned(expected, profile="delivered: {share: 90%, delay: {constant: 1s}}, unreported: {share: 10%}", faults="", countries="{country: BD}", traffic="[FR, BD]", verdicts=False):
            path = self.coin("".join(f"  - {{id: x{i}, {one.replace('BD', countries)}}}\n" for i, one in enumerate(expected)), faults=False)
            text = content(path).replace("{FR: {profile: p}}", "{FR: {profile: p}, BD: {profile: q}}").replace("[FR]", traffic)
            text = text.replace("profiles: {", "profiles: {q: {" + profile + "}, ", 1) + faults
            self.write("coin.yaml", text)
            done = dlrsim("validate", path)
            self.check(done, 0)
            seen = [one["verdict"] for one in json.loads(dlrsim("run", path, "--json").stdout)["expectations"]]
            told = [int(line.split("`x")[1].split("`")[0]) for line in done.stderr.split("\n") if " is never met: " in line]
            self.assertTrue(all(seen[i] != "pass" for i in told), (seen, told))
            return (told, done.stderr, seen) if verdicts else (told, done.stderr)

        silent = ["ratio: delivered, of: reported, where: BD, at_most: 90%", "ratio: unreported, where: BD, at_most: 50%",
                  "count: messages.delivered, where: BD, at_least: 10", "delay: delivery, stat: p99, where: BD, at_most: 1d",
                  "delay: rejection, stat: p50, where: BD, at_most: 1d", "count: messages.unreported, where: BD, at_most: 100",
                  "ratio: unreported, where: BD, between: [10%, 20%]", "ratio: rejected, of: reported, where: BD, at_least: 0%"]
        told, text = warned(silent)
        self.assertEqual(told, list(range(8)), text)
        self.assertRegex(text, r"coin.yaml:\d+: warning: .*`x0` .* no operator of BD reports .* nothing to measure; expect `unreported` there")
        self.assertRegex(text, r"coin.yaml:\d+: warning: .*`x1` .* end unreported; say `at_least` of it")
        self.assertEqual(warned(silent, traffic="[FR]", countries="{country: FR}")[0], [])
        self.assertEqual(warned([one.replace(", where: BD", "") for one in silent])[0], [])
        # What the provider rejects is heard of from there too.
        rejecting = "delivered: {share: 40%, delay: {constant: 1s}}, rejected: {share: 60%}"
        told, text = warned(silent + ["ratio: delivered, of: reported, where: BD, at_least: 10%", "ratio: rejected, of: reported, where: BD, at_most: 90%",
                                      "ratio: rejected, of: reported, where: BD, at_least: 90%", "ratio: rejected, where: BD, between: [40%, 80%]"], rejecting)
        self.assertEqual(told, [2, 3, 5, 6, 8, 9], text)
        self.assertIn("all that is reported from there are the provider's rejections", text)
        # A message that does not get through does not end unreported; and another report may deny a rejection.
        self.assertEqual(warned([silent[1]], faults="faults: [{id: busy, provider_busy: {share: 100%, status: 500}}]\n")[0], [])
        denied = "faults: [{id: no, contradict_reports: {share: 50%, statuses: {DELIVERED_TO_HANDSET: 100%}, after: {constant: 1s}}}]\n"
        self.assertEqual(warned([silent[2], silent[3]], rejecting, denied)[0], [])
        lost = denied.replace("}]\n", "}, {id: lost, drop_reports: {share: 50%}}]\n")
        told, _, verdicts = warned([silent[2]], rejecting, lost, verdicts=True)
        self.assertEqual((told, verdicts), ([], ["pass"]))
        # Of a whole campaign to the silent also what counts reports.
        self.assertEqual(warned(["count: reports.tracked, at_least: 1", "count: events.delivered, at_least: 1", "count: reports.tracked, equals: 0"], traffic="[BD]")[0], [0, 1])

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

    def test_compare_says_what_it_ends_with_and_how_to_go_on(self):
        path = self.coin("  - {id: a, ratio: delivered, at_least: 50%}\n", "lanes: 4\n", messages=4000)
        whole, part, planted = self.path("whole"), self.path("part"), self.path("planted")
        dlrsim("run", path, "-q", "--outcomes", whole)
        dlrsim("run", path, "-q", "--outcomes", part, "--shard", "1/2")
        self.check(dlrsim("compare", whole, part), 5, out="they differ all the same: one has messages that the other has not")
        plants = [line.split()[0] for line in dlrsim("run", "--plant", "list").stdout.splitlines()]
        for plant in plants:
            dlrsim("run", path, "-q", "--outcomes", planted, "--plant", plant)
            done = dlrsim("compare", whole, planted)
            if done.returncode == 5:
                break
        self.check(done, 5, out=f"--plant {plant}")
        elsewhere = subprocess.run([DLRSIM, "compare", whole, planted, "--old-program", DLRSIM], cwd="/", capture_output=True, text=True, env=ENVIRONMENT)
        self.assertIn("the life of message", elsewhere.stdout)
        os.rename(path, path + ".away")
        elsewhere = subprocess.run([DLRSIM, "compare", whole, planted, "--old-program", DLRSIM], capture_output=True, text=True, env=ENVIRONMENT)
        self.check(elsewhere, 5, err="no life is told")
        self.assertNotIn("the life of message", elsewhere.stdout)

    def test_a_faster_delay_bears_a_minus(self):
        path = self.coin("  - {id: a, ratio: delivered, at_least: 50%}\n", messages=20000)
        slow, fast = self.path("slow.json"), self.path("fast.json")
        dlrsim("run", path, "-q", "-o", slow)
        self.write("coin.yaml", content(path).replace("mean: 1m", "mean: 10s"))
        dlrsim("run", path, "-q", "-o", fast)
        done = dlrsim("compare", slow, fast)
        line = next(line for line in done.stdout.splitlines() if "p50" in line)
        self.assertRegex(line, r" -\d+\.\d+ \[-\d+\.\d+, -\d+\.\d+\]")
        self.assertIn("+ is slower", done.stdout)

    # Before anything is run.

    def test_plan_says_what_fails_as_written_and_why_it_says_nothing(self):
        expected = "  - {id: a, ratio: delivered, at_least: 95%}\n  - {id: p, delay: report, stat: p95, at_most: 5m}\n"
        self.check(dlrsim("plan", self.coin(expected)), 0, out="too few, it fails as written")
        done = dlrsim("plan", self.coin(expected.replace("95%", "80%")))
        self.assertIn("a drop of", done.stdout)
        self.assertRegex(done.stdout, r"fails when the true p9\d\.?\d* is above 5m")
        path = self.coin(expected)
        self.write("coin.yaml", content(path).replace("duplicate_reports: {share: 10%, after: {constant: 1m}}", "drop_reports: {share: 1%}"))
        self.check(dlrsim("plan", path), 0, out="the fault `again` has a say in it")

    # Small things.

    def test_intervals_are_seen_on_the_terminal_and_in_markdown(self):
        path = self.coin("  - {id: a, ratio: delivered, at_least: 50%}\n")
        self.check(dlrsim("run", path, "-v"), 0, out="; truly 8")
        self.check(dlrsim("run", path, "--report", "markdown=-"), 0, out=", truly 8")

    def test_the_beginning_of_a_counter_is_guessed(self):
        self.check(dlrsim("validate", self.coin("  - {id: a, count: reports.dupl, at_most: 1}\n")), 3, err="reports.duplicate")

    def test_a_reader_who_has_gone_is_no_failure(self):
        path = self.coin("  - {id: a, ratio: delivered, at_least: 50%}\n")
        for command in ("run " + path, "--help", "schema"):
            done = subprocess.run(["bash", "-c", f"{DLRSIM} {command} | true; exit ${{PIPESTATUS[0]}}"], capture_output=True, text=True, env=ENVIRONMENT)
            self.assertEqual((done.returncode, done.stderr), (0, ""), command)

    def test_accept_refuses_what_fails_and_knows_a_ci_that_is_none(self):
        path = self.coin("  - {id: a, ratio: delivered, at_least: 99%}\n")
        for ci in ("false", "0", ""):
            done = dlrsim("accept", path, "--reason", "x", env={**ENVIRONMENT, "CI": ci})
            self.check(done, 1, err="--even-failing")
        self.assertFalse(os.path.exists(self.path("baselines")))
        self.check(dlrsim("accept", path, "--reason", "x", "--even-failing", env={**ENVIRONMENT, "CI": "1"}), 2, err="CI")
        self.check(dlrsim("accept", path, "--reason", "x", "--even-failing"), 0, out="accepted")

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
