"""A run by several processes under mpirun comes to what one process comes to, and ends clearly when one of them does not."""

import json
import os
import shutil
import signal
import subprocess
import time

from program import DLRSIM, SOURCE, ProgramTest, dlrsim, main

# As root, and with more ranks than cores, mpirun wants to be told that this is meant.
MPIRUN = ["mpirun", "--allow-run-as-root", "--oversubscribe"]


def scenario(name):
    return os.path.join(SOURCE, "scenarios", name + ".yaml")


def mpirun(ranks, *arguments, program=DLRSIM):
    return subprocess.run([*MPIRUN, "-n", str(ranks), program, *arguments], capture_output=True, text=True, timeout=100)


def results(done):
    """What is said in every result but how fast it was and by whom."""
    texts = []
    for line in done.stdout.splitlines():
        result = json.loads(line)
        del result["provenance"], result["speed"]
        texts.append(json.dumps(result))
    return texts


class MpiTest(ProgramTest):
    def test_any_number_of_ranks_comes_to_the_bytes_of_one_process(self):
        expected = dlrsim("run", scenario("everything-at-once"), scenario("quickstart"), "--json")
        self.assertEqual(len(results(expected)), 2)
        for ranks, more in ((2, []), (3, ["-j2"]), (8, ["--drive", "wire"])):
            done = mpirun(ranks, "run", scenario("everything-at-once"), scenario("quickstart"), "--json", *more)
            self.assertEqual(done.returncode, expected.returncode, done.stderr)
            said = [text.replace('"drive": "wire"', '"drive": "direct"').replace('"drive":"wire"', '"drive":"direct"')
                    for text in results(done)]
            self.assertTrue(said == results(expected), f"{ranks} ranks")

    def test_replications_are_decided_by_all_alike(self):
        flags = ["run", scenario("callback-outages"), "--replications", "4", "--json", "--no-baseline"]
        self.assertTrue(results(mpirun(3, *flags)) == results(dlrsim(*flags)))

    def test_what_broke_in_the_lanes_of_any_rank_is_told(self):
        for defect in ("enqueued-twice", "hides-conflicts"):  # sums and messages; counters
            flags = ["run", scenario("contradictions"), "--plant", defect, "--no-baseline", "--json", "-j1"]
            alone = dlrsim(*flags)
            self.check(alone, 8)
            self.assertTrue(results(mpirun(3, *flags)) == results(alone), defect)

    def test_one_rank_speaks_and_writes(self):
        done = mpirun(4, "run", scenario("quickstart"), "--report", "html=" + self.path("page.html"), "-o", self.path("result"))
        self.check(done, 0)
        self.assertEqual(done.stdout.count("PASS"), dlrsim("run", scenario("quickstart")).stdout.count("PASS"))
        self.assertEqual(done.stderr, "")
        self.assertEqual(sorted(os.listdir(self.folder.name)), ["page.html", "result"])
        self.assertEqual(mpirun(4, "version").stdout.count("dlrsim"), 1)

    def test_what_is_wrong_is_said_once_and_ends_all(self):
        done = mpirun(3, "run", scenario("quickstart"), "--plant", "repeats-duplicates", "--no-baseline")
        self.assertEqual(done.returncode, 8)
        self.assertIn("FAIL", done.stdout)
        self.assertEqual(done.stdout.count("FAIL"), dlrsim("run", scenario("quickstart"), "--plant", "repeats-duplicates",
                                                          "--no-baseline").stdout.count("FAIL"))
        done = mpirun(3, "run", "nowhere.yaml")
        self.assertEqual(done.returncode, 3)
        self.assertEqual(done.stderr.count("nowhere.yaml"), dlrsim("run", "nowhere.yaml").stderr.count("nowhere.yaml"))
        done = mpirun(3, "run", scenario("quickstart"), "-o", "/nowhere/result.json")
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(done.stderr.count("/nowhere/result.json"), 1)
        done = mpirun(2, "run", scenario("quickstart"), "--events", "/dev/null")
        self.assertEqual(done.returncode, dlrsim("run", "--shard", "x", scenario("quickstart")).returncode)
        self.assertIn("--outcomes and --events are written by one process", done.stderr)

    def large(self):
        return self.write("large.yaml", """version: 1
name: large
summary: Takes a minute.
profiles: {p: {delivered: {share: 100%, delay: {constant: 10s}}}}
countries: {SE: {operators: {Telia: {mccmnc: "24001", share: 100%, profile: p}}}}
traffic: [{campaign: c, channel: sms, messages: 400_000_000, arrivals: {constant: {rate: 5000/s}}, countries: [SE]}]
""")

    def start(self, *more, launcher=()):
        return subprocess.Popen([*MPIRUN, *launcher, "-n", "3", DLRSIM, "run", self.large(), *more], text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def seconds_of(self, pid):
        """What a process has computed; after one it is past its start."""
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def ranks_of(self, launcher):
        for _ in range(300):
            found = subprocess.run(["pgrep", "-P", str(launcher), "dlrsim"], capture_output=True, text=True).stdout.split()
            if len(found) == 3 and all(self.seconds_of(pid) >= 1 for pid in found):
                return [int(pid) for pid in found]
            time.sleep(0.1)
        self.fail("the ranks never came up")

    def test_a_rank_that_dies_ends_the_job(self):
        job = self.start()
        os.kill(self.ranks_of(job.pid)[1], signal.SIGKILL)
        _, err = job.communicate(timeout=60)
        self.assertNotEqual(job.returncode, 0)
        self.assertIn("signal 9", err)

    def test_an_interrupted_job_has_a_partial_result(self):
        job = self.start("--json")
        for pid in self.ranks_of(job.pid):
            os.kill(pid, signal.SIGTERM)
        out, err = job.communicate(timeout=60)
        self.assertEqual(job.returncode, 130, err)
        result = json.loads(out)
        self.assertTrue(result["interrupted"])
        self.assertGreater(sum(group["totals"]["submitted"] for group in result["groups"]), 0)

    def test_an_interrupted_launcher_has_its_ranks_write_what_they_have(self):
        # As docs/scale.md says: so many seconds until they are told, and as many until they are killed.
        job = self.start("-o", self.path("result.json"), launcher=["--mca", "odls_base_sigkill_timeout", "8"])
        self.ranks_of(job.pid)
        job.send_signal(signal.SIGINT)
        _, err = job.communicate(timeout=100)
        self.assertNotEqual(job.returncode, 0)
        self.assertTrue(json.loads(self.content("result.json"))["interrupted"], err)

    def test_ranks_that_read_other_scenarios_do_not_wait_for_ever(self):
        script = self.write("rank", f"#!/bin/sh\n[ $OMPI_COMM_WORLD_RANK = 1 ] && exec {DLRSIM} run {scenario('mms')}\n"
                                    f"exec {DLRSIM} run {scenario('quickstart')}\n")
        os.chmod(script, 0o755)
        self.check(mpirun(2, program=script), 3, err="the ranks do not read the same scenarios")

    def test_without_mpi_it_is_said_what_to_do(self):
        shutil.copy(DLRSIM, self.path("dlrsim"))
        done = self.check(mpirun(2, "run", scenario("quickstart"), program=self.path("dlrsim")), 70)
        self.assertEqual(done.stderr.count("libboost-mpi1.81-dev"), 1)


if __name__ == "__main__":
    main()
