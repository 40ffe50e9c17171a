#!/usr/bin/python3
"""The same scenario and seed come to the same bytes, which are the accepted ones. Run as: same_bytes_test.py DLRSIM SOURCE_DIR [TEST...]"""
import json
import os

from program import SOURCE, dlrsim, main
from scenarios import SMALL, ScenarioTest, once_exit, scenario, without_provenance


class SameBytesTest(ScenarioTest):
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


if __name__ == "__main__":
    main()
