"""`dlrsim bench` on figures that are known: beside it stands a dlr_bench of the test's own, and a Valgrind. Arguments:
dlrsim, the source, names of tests."""
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from xml.etree import ElementTree

from program import DLRSIM, ENVIRONMENT, ProgramTest, main

# Each time that it is asked it is faster: 100, 101, ... million a second. What it shall say else stands in a file.
DLR_BENCH = f"#!{sys.executable}\n" + """
import json, os, sys
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "says.json")) as file:
    says = json.load(file)
if "--benchmark_list_tests" in sys.argv:
    print("\\n".join(says["names"]))
elif "--counted" in sys.argv:
    print(json.dumps(says["counted"]))
elif says.get("text") is not None:
    print(says["text"])
    sys.exit(says["exit"])
else:
    rounds = os.path.join(here, "rounds")
    open(rounds, "a").close()
    speed = 1e6 * (says.get("speed", 100) + os.path.getsize(rounds))
    with open(rounds, "a") as file:
        file.write(".")
    row = {"run_type": "iteration", "iterations": 7, "bytes_per_pending": 24.0, "time_unit": "ns"}
    wanted = [argument for argument in sys.argv if argument.startswith("--benchmark_filter=")][0]
    print(json.dumps({"context": {"build": "GNU 1.2", "load_avg": [0.5, 1, 2]}, "benchmarks": [
        {**row, "name": name + "/repeats:1", "run_name": name, "items_per_second": speed / (2 if "heap" in name else 1)}
        for name in says["names"] if name in wanted] + [{**row, "name": "mean", "run_type": "aggregate"}, "odd"]}))
"""
# An item takes 50 instructions, two allocations and 16 bytes; a start takes 1000 instructions.
VALGRIND = f"#!{sys.executable}\n" + """
import sys
items = int(sys.argv[-1])
print(f"==1== Collected : {1000 + 50 * items}")
print('{"allocations": %d, "bytes": %d}' % (2 * items, 16 * items))
"""
SMALL = ["engine/wheel/ours/small", "engine/wheel/heap/small", "core/tracker/small"]
SAYS = {"names": [*SMALL, "engine/wheel/ours/1M"],
        "counted": {"build": "GNU 1.2", "counted": [{"name": "engine/draw", "few": 10, "many": 30}, "odd",
                                                    {"name": "core/tracker", "few": 1, "many": 2}]}}


class BenchFiguresTest(ProgramTest):
    def setUp(self):
        super().setUp()
        try:
            os.link(DLRSIM, self.path("dlrsim"))
        except OSError:
            shutil.copy2(DLRSIM, self.path("dlrsim"))
        self.program("dlr_bench", DLR_BENCH)
        self.program("bin/valgrind", VALGRIND)
        self.say()

    def program(self, name, text):
        os.chmod(self.write(name, text), 0o755)

    def say(self, **what):
        self.write("says.json", json.dumps({**SAYS, **what}))

    def bench(self, *arguments, path=None):
        path = f"{self.path('bin')}:{ENVIRONMENT['PATH']}" if path is None else path
        return subprocess.run([self.path("dlrsim"), "bench", *arguments], env={**ENVIRONMENT, "PATH": path},
                              cwd=self.folder.name, capture_output=True, text=True, timeout=100)

    def test_a_figure_is_the_median_of_all_rounds(self):
        done = self.check(self.bench("--quick", "--rounds", "5"), 0)
        table = [line.split() for line in done.stdout.splitlines() if "/small" in line]
        # 100 to 109: the median is 104.5, a quarter of them is below 102.25, a quarter above 106.75.
        self.assertEqual([row[:7] for row in table], [
            ["engine/wheel/ours/small", "104", "M", "9.6", "ns", "±2.2", "%"],
            ["engine/wheel/heap/small", "52.2", "M", "19.1", "ns", "±2.2", "%"],
            ["core/tracker/small", "104", "M", "9.6", "ns", "±2.2", "%"]])
        self.assertEqual([row[9] for row in table], ["24.0", "×2.00", "24.0"])
        self.assertIn("load 0.50", done.stdout)
        self.assertIn("Median of 10 rounds", done.stdout)

    def test_sizes_suites_and_names_choose(self):
        for arguments, names in [([], ["engine/wheel/ours/1M"]), (["--quick"], SMALL), (["--quick", "core"], SMALL[2:]),
                                 (["--quick", "--only", "heap"], SMALL[1:2])]:
            done = self.check(self.bench("--list", *arguments), 0)
            self.assertEqual(done.stdout.split(), names)
        self.check(self.bench("--list", "core"), 7, err="no benchmark of core is so small")

    def test_files_hold_what_the_terminal_shows(self):
        self.check(self.bench("--quick", "--rounds", "1", "--json", "b.json", "--markdown", "b.md"), 0)
        rounds = json.loads(self.content("b.json"))
        self.assertEqual(rounds["context"]["build"], "GNU 1.2")
        self.assertEqual([(row["name"], row["items_per_second"]) for row in rounds["benchmarks"]],
                         [(name, speed / (2 if "heap" in name else 1)) for name in SMALL for speed in (1e8, 1.01e8)])
        self.assertIn("| engine/wheel/heap/small | 50.2 M | 19.9 ns | ±0.2 % | - | ×2.00 | 24.0 bytes per pending |",
                      self.content("b.md"))
        self.say(names=["engine/draw/1M", "engine/drawn/1M"])
        done = self.check(self.bench("--rounds", "1", "--markdown", "-"), 0)
        self.assertTrue(done.stdout.startswith("# Performance\n"), done.stdout)
        self.assertIn("| engine/draw | 50 | 2.000 | 16 |", done.stdout)
        self.say()
        done = self.check(self.bench("--quick", "--only", "core", "--rounds", "1", "--github", "-"), 0)
        self.assertEqual([(row["name"], row["value"], row["range"]) for row in json.loads(done.stdout)],
                         [("core/tracker/small", 104.5e6, "±0.2 %")])
        self.say(names=["engine/draw/1M", "engine/drawn/1M"])
        self.check(self.bench("--rounds", "1", "--json", "b.json"), 0, out="50.0 instructions")
        self.assertEqual([row.get("instructions") for row in json.loads(self.content("b.json"))["benchmarks"]],
                         [50, 50, None, None])

    def test_files_that_cannot_be_written_are_told_before_anything_is_measured(self):
        for flag in "--json", "--markdown", "--github":
            self.check(self.bench("--quick", flag, "no/such/file"), 74, err="no/such/file")
        self.assertFalse(os.path.exists(self.path("rounds")))

    def test_an_interrupted_bench_leaves_nothing_behind(self):
        self.program("dlr_bench", "#!/bin/sh\necho $$ > pid\n[ $# = 1 ] && echo engine/x/small && exit\nexec sleep 100\n")
        bench = subprocess.Popen([self.path("dlrsim"), "bench", "--quick"], env=ENVIRONMENT, cwd=self.folder.name)
        with open(self.path("pid"), "w"):
            pass
        self.wait_for(lambda: self.content("pid").strip() and self.is_asleep(int(self.content("pid"))))
        child = int(self.content("pid"))
        bench.send_signal(signal.SIGINT)
        self.assertNotEqual(bench.wait(timeout=100), 0)
        self.wait_for(lambda: not self.is_asleep(child))

    def wait_for(self, what):
        end = time.monotonic() + 100
        while not what():
            self.assertLess(time.monotonic(), end)
            time.sleep(0.01)

    @staticmethod
    def is_asleep(pid):
        try:
            with open(f"/proc/{pid}/cmdline") as file:
                return file.read().startswith("sleep")
        except FileNotFoundError:
            return False

    def test_a_change_is_told_from_noise(self):
        def stored(name, speeds):
            self.write(name, json.dumps({"benchmarks": [
                {"name": SMALL[0], "items_per_second": speed} for speed in speeds]}))

        arguments = ["--quick", "--rounds", "5", "--compare"]
        stored("slower.json", [50e6 + i for i in range(10)])
        done = self.check(self.bench(*arguments, "slower.json"), 0, out="+109.0 % (p 0.000, effect +1.00)")
        self.assertIn("only here", done.stdout)
        self.assertIn("measured at another time", done.stderr)
        os.remove(self.path("rounds"))
        stored("same.json", [1e6 * (100 + i) for i in range(10)])
        self.check(self.bench(*arguments, "same.json"), 0, out="noise (+0.0 %)")
        # What was measured at another time, and is slower or faster for that, makes no gate fall.
        self.check(self.bench(*arguments, "same.json", "--tolerate", "10"), 2, err="give the program or the revision instead")
        os.mkdir(self.path("other"))
        self.program("other/dlr_bench", DLR_BENCH)
        for speed, exit in (209, 6), (50, 0):
            self.write("other/says.json", json.dumps({**SAYS, "speed": speed}))
            for rounds in "rounds", "other/rounds":
                self.write(rounds, "")
            done = self.check(self.bench(*arguments, "other/dlr_bench", "--tolerate", "10"), exit)
        self.assertIn("effect +1.00", done.stdout)

    def test_a_gate_that_could_not_fall_is_none(self):
        self.write("few.json", json.dumps({"benchmarks": [{"name": SMALL[0], "items_per_second": 300e6}]}))
        self.check(self.bench("--quick", "--compare", "few.json", "--rounds", "5"), 0, out="too few rounds (-")
        self.check(self.bench("--quick", "--compare", "HEAD", "--tolerate", "5"), 2, err="--rounds 4 or more")  # it has three
        self.check(self.bench("--quick", "--tolerate", "5"), 2, err="--compare")
        for flag in ["--json", "x.json"], ["--quick"], ["--rounds", "3"], ["--compare", "few.json"], ["--write-budgets"]:
            self.check(self.bench("--gates", *flag), 2, err="--gates")
        for arguments in (["--only", "draw"], ["core"]):
            self.check(self.bench("--write-budgets", *arguments), 2, err="the file would lose the others")
        self.assertFalse(os.path.exists(self.path("budgets.csv")))
        self.check(self.bench("--write-budgets"), 0)
        self.check(self.bench("--gates", "--only", "nosuch"), 7, err="has 'nosuch' in its name")

    def test_what_makes_no_sense_is_told(self):
        for text, code, said in [
                ("", 3, "this ended with 3: "),
                ("no JSON", 0, "this is no output of Google Benchmark"),
                ("[]", 0, "there is no list `benchmarks`"),
                ('{"benchmarks": [{"name": "x", "error_occurred": true, "error_message": "too few"}]}', 0, "x: too few")]:
            self.say(text=text, exit=code)
            self.check(self.bench("--quick"), 7, err=said)
        self.program("loud", "#!/bin/sh\nfor i in 1 2 3; do echo line $i >&2; done\nexit 3\n")
        self.check(self.bench("--quick", "--compare", "loud"), 7, err="line 1\n  line 2\n  line 3\n")
        self.say(counted=[])
        self.check(self.bench("--write-budgets"), 7, err="it does not say what it can count")
        self.write("empty.json", '{"benchmarks": []}')
        self.check(self.bench("--quick", "--compare", "empty.json"), 7, err="it holds no figure of items per second")
        self.check(self.bench("--quick", "--compare", "bin"), 7, err="--compare bin: it is a folder")
        self.check(self.bench("--quick", "--seconds", "0"), 2, err="--seconds: '0' is not within 0.001 and 3600.")
        self.check(self.bench("--quick", "--compare", "HEAD"), 7, err="which this program is not in")
        self.program("other", "#!/bin/sh\necho engine/other/small\n")
        self.check(self.bench("--quick", "--compare", "other"), 7, err="has none of the benchmarks asked for")
        self.check(self.bench("--history", "nowhere", "--html", "-"), 7, err="--history nowhere: No such file")
        os.remove(self.path("dlr_bench"))
        self.check(self.bench(), 7, err="was not built with this dlrsim")

    def test_the_history_of_a_folder_is_a_page(self):
        os.mkdir(self.path("days"))

        def day(name, date, machine, speeds):
            with open(self.path(f"days/{name}.json"), "w") as file:
                json.dump({"context": {"date": date, "program": "dlrsim <1>", "processor": machine},
                           "benchmarks": [{"name": "engine/x", "run_type": "iteration", "items_per_second": speed}
                                          for speed in speeds]}, file)

        # The order is that of the dates, not of the names.
        day("b", "2026-11-10T12:00:00Z", "old", [1e6, 2e6, 3e6])
        day("a", "2026-11-11T12:00:00Z", "old", [3e6])
        with open(self.path("days/odd.json"), "w") as file:
            file.write("{}")
        page = self.path("page.html")
        done = self.bench("--history", self.path("days"), "--html", page)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stderr, r"left out: .*odd\.json: this is no output of Google Benchmark")
        tree = ElementTree.parse(page).getroot()
        rows = [["".join(cell.itertext()) for cell in row] for row in tree.iter("tr")]
        self.assertIn(["engine/x", "3.00 M", "+50.0 %", "+50.0 %", "2"], rows)
        self.assertIn(["2026-11-10T12:00:00Z", "dlrsim <1>", "old", "2.00 M", "1.50 M to 2.50 M", "-"], rows)
        self.assertIn(["2026-11-11T12:00:00Z", "dlrsim <1>", "old", "3.00 M", "3.00 M to 3.00 M", "+50.0 %"], rows)
        self.assertEqual(len(list(tree.iter("circle"))) or len(list(tree.iter("{http://www.w3.org/2000/svg}circle"))), 2)
        # Of another machine nothing is told.
        day("c", "2026-11-12T12:00:00Z", "new", [9e6])
        self.assertIn("another machine", self.bench("--history", self.path("days"), "--html", "-").stdout)
        os.mkdir(self.path("none"))
        done = self.bench("--history", self.path("none"), "--html", "-")
        self.assertEqual(done.returncode, 7)
        self.assertIn("`dlrsim bench --json FILE` writes them", done.stderr)

    def test_budgets_are_written_and_held(self):
        self.check(self.bench("--write-budgets"), 0)
        text = self.content("budgets.csv")
        self.assertIn("# build: GNU 1.2\nname,instructions,allocations,bytes\nengine/draw,50,2.000,16\n", text)
        self.check(self.bench("--gates"), 0, out="ok    engine/draw: 50 instructions an item (+0.0 %), 2.000 allocations, "
                                                 "16 bytes")

        # A fiftieth more is tolerated, and one instruction, as a start cannot be taken out to the last one.
        def held(instructions, allocations, size):
            self.write("b.csv", f"# build: GNU 1.2\nengine/draw,{instructions},{allocations},{size}\n")
            return self.bench("engine", "--gates", "--budgets", "b.csv")

        self.check(held(49, 2, 16), 0)
        self.check(held(48, 2, 16), 6, out="OVER  engine/draw: 50 instructions an item, 48 were budgeted")
        self.check(held(50, 1.9, 16), 6, out="OVER  engine/draw: 2.000 allocations an item, 1.900 were budgeted")
        self.check(held(50, 2, 14), 6, out="OVER  engine/draw: 16 bytes an item, 14 were budgeted")
        done = self.check(self.bench("core", "--gates", "--budgets", "b.csv"), 6, out="NEW   core/tracker has no budget yet")
        self.assertIn("When that is meant: ", done.stdout)
        self.write("b.csv", "# build: GNU 1.2\nengine/draw,50,2,16\nengine/gone,1,1,1\n")
        done = self.check(self.bench("engine", "--gates", "--budgets", "b.csv"), 6, out="GONE  engine/gone has a budget")
        self.assertNotIn("overrun", done.stdout)
        self.check(held(50, "two", 16), 7, err="b.csv:2: allocations must be a number, not 'two'")
        self.write("b.csv", "# build: another\nengine/draw,50,2,16\n")
        self.check(self.bench("--gates", "--budgets", "b.csv"), 7, err="the budgets are of another build")

    def test_counting_takes_a_valgrind_that_comes_to_its_end(self):
        self.program("bin/valgrind", "#!/bin/sh\nexit 1\n")
        self.check(self.bench("--write-budgets"), 7, err="Valgrind did not come to an end with ")
        # The figures come all the same.
        self.say(names=["engine/draw/1M"])
        done = self.check(self.bench("--rounds", "1", "--markdown", "-"), 0, out="| engine/draw/1M |")
        self.assertNotIn("## Counted", done.stdout)
        self.assertIn("the figures come without what is counted", done.stderr)
        os.remove(self.path("bin/valgrind"))
        self.check(self.bench("--write-budgets", path=self.path("bin")), 7, err="apt-get install valgrind")


if __name__ == "__main__":
    main()
