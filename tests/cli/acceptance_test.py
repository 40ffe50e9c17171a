#!/usr/bin/python3
"""What was accepted, what changed since, and how to find out: the commands can be pasted. Run as: acceptance_test.py DLRSIM SOURCE_DIR [TEST...]"""
import glob
import json
import os
import subprocess
import xml.etree.ElementTree as ElementTree

from coin import CoinTest
from program import DLRSIM, ENVIRONMENT, SOURCE, content, dlrsim, main


class AcceptanceTest(CoinTest):
    # A scenario whose text has moved on would excuse a change of what its messages come to.
    def test_what_is_accepted_here_is_of_the_scenarios_as_they_are(self):
        for path in sorted(glob.glob(os.path.join(SOURCE, "scenarios", "baselines", "*.json"))):
            if json.loads(content(path))["messages"] > 1_000_000:
                continue
            name = os.path.splitext(os.path.basename(path))[0]
            result = json.loads(dlrsim("run", os.path.join(SOURCE, "scenarios", name + ".yaml"), "--json").stdout)
            self.assertTrue(result["baseline"]["same_scenario"], name)

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
        self.assertFalse(os.path.exists(self.path("accepted")) or os.path.exists(self.path("old.outcomes")))
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

    def test_without_a_commit_of_it_nobody_is_sent_to_git(self):
        path = self.accepted()
        self.write("coin.yaml", content(path).replace("over: 10m", "over: 11m"))
        for prepare in (lambda: None, self.repository):  # none, and one without a commit
            prepare()
            done = dlrsim("run", path)
            self.check(done, 5, out="OLD.yaml --no-baseline --outcomes old.outcomes")
            self.assertNotIn("git -C", done.stdout)

    def test_what_was_never_accepted_is_not_compared_with(self):
        path = self.accepted()
        git = self.repository()
        self.write("coin.yaml", content(path).replace("over: 10m", "over: 11m"))
        git("add", "."), git("commit", "-qm", "the baseline, and a scenario that was changed since")
        done = dlrsim("run", path)
        self.check(done, 5)
        self.check(self.pasted(done), 3, err="nothing was compared: old.outcomes is of another scenario than the one that was accepted")

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

    def test_accept_refuses_what_fails_and_knows_a_ci_that_is_none(self):
        path = self.coin("  - {id: a, ratio: delivered, at_least: 99%}\n")
        for ci in ("false", "0", ""):
            done = dlrsim("accept", path, "--reason", "x", env={**ENVIRONMENT, "CI": ci})
            self.check(done, 1, err="--even-failing")
        self.assertFalse(os.path.exists(self.path("baselines")))
        self.check(dlrsim("accept", path, "--reason", "x", "--even-failing", env={**ENVIRONMENT, "CI": "1"}), 2, err="CI")
        self.check(dlrsim("accept", path, "--reason", "x", "--even-failing"), 0, out="accepted")


if __name__ == "__main__":
    main()
