"""`dlrsim bench`, small: figures, files, the other side, budgets. Arguments: dlrsim, the source, names of tests."""
import json
import os
import re
import sys

from program import SOURCE, ProgramTest, dlrsim, main


def bench(*arguments):
    return dlrsim("bench", *arguments)


class BenchTest(ProgramTest):
    def test_figures_and_files(self):
        json_file, github, markdown = self.path("b.json"), self.path("g.json"), self.path("p.md")
        done = bench("--quick", "--only", "wheel", "--rounds", "2", "--seconds", "0.001", "--json", json_file, "--github",
                     github, "--markdown", markdown)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"(?m)^engine/wheel/ours/small +[\d.]+ [kM] +[\d.]+ ns +±")
        self.assertRegex(done.stdout, r"(?m)^engine/wheel/boost_d_ary_heap/small .* ×[\d.]+")
        with open(json_file) as file:
            rounds = json.load(file)
        self.assertRegex(rounds["context"]["build"], r"^(GNU|Clang) [\d.]+ ")
        ours = [row for row in rounds["benchmarks"] if row["name"] == "engine/wheel/ours/small"]
        self.assertEqual([row["repetition_index"] for row in ours], [0, 1, 2, 3])  # two rounds of each side
        self.assertTrue(all(row["items_per_second"] > 0 and row["bytes_per_pending"] > 0 for row in ours))
        with open(github) as file:
            rows = json.load(file)
        self.assertEqual({row["name"] for row in rows}, {row["name"] for row in rounds["benchmarks"]})
        with open(markdown) as file:
            self.assertRegex(file.read(), r"(?m)^\| engine/wheel/ours/small \|")
        # What was written can be the other side. Of so few rounds nothing can be told.
        again = bench("--quick", "--only", "wheel/ours", "--rounds", "1", "--seconds", "0.001", "--compare", json_file)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn("too few rounds (", again.stdout)
        self.assertIn("at another time", again.stderr)

    def test_another_program_is_the_other_side(self):
        slow = self.path("slow.py")
        with open(slow, "w") as file:
            file.write("#!/usr/bin/env python3\nimport json, sys\n"
                       "name = 'engine/wheel/ours/small'\n"
                       "if '--benchmark_list_tests' in sys.argv: print(name); sys.exit()\n"
                       "print(json.dumps({'context': {}, 'benchmarks': [{'name': name, 'run_type': 'iteration', "
                       "'items_per_second': 1e15}]}))\n")
        os.chmod(slow, 0o755)
        arguments = ["--quick", "--only", "wheel/ours", "--rounds", "5", "--seconds", "0.001", "--compare", slow]
        done = bench(*arguments, "--tolerate", "10")
        self.assertEqual(done.returncode, 6, done.stderr)
        self.assertRegex(done.stderr, r"engine/wheel/ours/small is slower by (99|100)\.\d %, of which 10 % are tolerated")
        self.assertRegex(done.stdout, r"-(99|100)\.\d % \(p 0\.00\d, effect -1\.00\)")
        self.assertEqual(bench(*arguments).returncode, 0)  # without --tolerate it is a figure, no gate

    def test_mistakes_have_a_cure(self):
        for arguments, code, text in [
                (["engin"], 2, "did you mean 'engine'?"),
                (["--only", "nothing-of-that-name"], 7, "--list names all"),
                (["--quick", "--compare", "no-such-revision"], 7, "neither such a file nor such a revision"),
                (["--rounds", "0"], 2, "--rounds"),
                (["--gates", "--budgets", self.path("none.csv")], 7, "--write-budgets makes them")]:
            done = bench(*arguments)
            self.assertEqual(done.returncode, code, (arguments, done.stderr))
            self.assertIn(text, done.stderr)
        broken = self.path("broken.json")
        with open(broken, "w") as file:
            file.write('{"context": ')
        done = bench("--quick", "--only", "wheel/ours", "--compare", broken)
        self.assertEqual(done.returncode, 7)
        self.assertIn("no output of Google Benchmark", done.stderr)

    def test_budgets_hold_and_fall_full(self):
        budgets = os.path.join(SOURCE, "bench", "budgets.csv")
        done = bench("--gates")
        if "of another build" in done.stderr:
            self.skipTest("the budgets are of another compiler or other flags")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        with open(budgets) as file:
            text = file.read()
        tight = self.path("tight.csv")
        with open(tight, "w") as file:
            file.write(re.sub(r"(?m)^(engine/draw/ours),\d+", r"\1,100", text))
        done = bench("engine", "--gates", "--budgets", tight)
        self.assertEqual(done.returncode, 6, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"OVER  engine/draw/ours: \d+ instructions an item, 100 were budgeted")
        with open(tight, "w") as file:
            file.write(text + "x,1,two,3\n")
        done = bench("engine", "--gates", "--budgets", tight)
        self.assertEqual(done.returncode, 7)
        self.assertRegex(done.stderr, r"tight\.csv:\d+: allocations must be a number, not 'two'")


if __name__ == "__main__":
    main()
