#!/usr/bin/python3
"""What chance has to do with a verdict: that the colour can be trusted, and what would decide. Run as: certainty_test.py DLRSIM SOURCE_DIR [TEST...]"""
import json
import subprocess

from coin import CoinTest
from program import ENVIRONMENT, content, dlrsim, main


class CertaintyTest(CoinTest):
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

    def test_what_is_not_decided_is_told_beside_what_failed(self):
        path = self.coin("  - {id: a, ratio: delivered, at_least: 99%}\n  - {id: b, ratio: delivered, at_least: 90%}\n")
        self.check(dlrsim("run", path), 1, out="1 of 2 expectations not met, 1 not decided")

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

    def test_plan_says_what_fails_as_written_and_why_it_says_nothing(self):
        expected = "  - {id: a, ratio: delivered, at_least: 95%}\n  - {id: p, delay: report, stat: p95, at_most: 5m}\n"
        self.check(dlrsim("plan", self.coin(expected)), 0, out="too few, it fails as written")
        done = dlrsim("plan", self.coin(expected.replace("95%", "80%")))
        self.assertIn("a drop of", done.stdout)
        self.assertRegex(done.stdout, r"fails when the true p9\d\.?\d* is above 5m")
        path = self.coin(expected)
        self.write("coin.yaml", content(path).replace("duplicate_reports: {share: 10%, after: {constant: 1m}}", "drop_reports: {share: 1%}"))
        self.check(dlrsim("plan", path), 0, out="the fault `again` has a say in it")

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

    def test_intervals_are_seen_on_the_terminal_and_in_markdown(self):
        path = self.coin("  - {id: a, ratio: delivered, at_least: 50%}\n")
        self.check(dlrsim("run", path, "-v"), 0, out="; truly 8")
        self.check(dlrsim("run", path, "--report", "markdown=-"), 0, out=", truly 8")


if __name__ == "__main__":
    main()
