#!/usr/bin/python3
"""The rules of the house that no compiler holds. Run as: house_test.py DLRSIM SOURCE_DIR [TEST...]"""
import glob
import os
import re
import subprocess
import sys
import unittest

DLRSIM, SOURCE = sys.argv[1], sys.argv[2]
ROOMS = ("core", "reports", "sim", "bench", "tests")

# Which files a room may include, by the beginning of the path; the first room that fits counts. Rooms not named here
# (tests, bench) may use everything, and nothing uses them.
ARROWS = [
    ("core/vocabulary/", ["core/vocabulary/"]),
    ("core/diagnostics/", ["core/vocabulary/", "core/diagnostics/"]),
    ("core/infobip/", ["core/"]),
    ("core/", ["core/"]),
    ("reports/", ["core/vocabulary/", "reports/"]),
    ("sim/engine/", ["core/vocabulary/", "sim/engine/"]),
    # The oracle: the words of the core, the list of counters, the truth. Nothing that decides.
    ("sim/oracle", ["core/vocabulary/", "reports/counters.h", "sim/ground_truth.h", "sim/oracle.h", "sim/oracle_story.h"]),
    ("sim/ground_truth.h", ["core/vocabulary/"]),
    # The provider's half of the wire: nothing of the tracker's.
    ("sim/mock_provider/", ["core/vocabulary/", "sim/mock_provider/"]),
    ("sim/scenario/", ["core/", "reports/", "sim/engine/", "sim/scenario/"]),
    ("sim/", ["core/", "reports/", "sim/"]),
]
MAY_READ_CLOCKS = ("sim/cli/", "bench/", "tests/")

BANNED = {
    r"\b(system_clock|steady_clock|high_resolution_clock)::now|\bClock::now|\bgettimeofday\b|\bclock_gettime\b|\btime\(nullptr\)":
        (MAY_READ_CLOCKS, "time is a value: take it as an argument"),
    r"std::(normal|lognormal|weibull|gamma|exponential|uniform_int|uniform_real|poisson|bernoulli)_distribution|\bmt19937|\brand\(\)|random_device":
        (("bench/", "tests/"), "chance comes from sim/engine/random.h"),
    r"\bsetlocale\b|std::locale": ((), "no locale decides anything"),
    r"\b(TODO|FIXME|XXX|HACK)\b": ((), "finish it, or describe it where it will be found"),
}


def sources(*suffixes):
    for room in ROOMS:
        for folder, folders, files in os.walk(os.path.join(SOURCE, room)):
            folders.sort()
            for name in sorted(files):
                if name.endswith(suffixes or (".h", ".cc", ".inc")):
                    path = os.path.join(folder, name)
                    with open(path, encoding="utf-8") as file:
                        yield os.path.relpath(path, SOURCE), file.read()


# Whether in quotes or in angle brackets, whatever stands before the #.
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<((?:core|reports|sim|tests|bench)/[^>]+)>)', re.M)


def forbidden(path, text):
    """What a file includes and may not, and how many files of the house it includes."""
    allowed = next((allowed for room, allowed in ARROWS if path.startswith(room)), None)
    includes = [quoted or bracketed for quoted, bracketed in INCLUDE.findall(text)]
    return [include for include in includes
            if (include.startswith(("tests/", "bench/")) and not path.startswith(("tests/", "bench/")))
            or (allowed is not None and not include.startswith(tuple(allowed)))], len(includes)


def read(*path):
    with open(os.path.join(SOURCE, *path), encoding="utf-8") as file:
        return file.read()


class HouseTest(unittest.TestCase):
    maxDiff = None

    def test_arrows_point_one_way(self):
        seen = 0
        for path, text in sources(".h", ".cc"):
            wrong, number = forbidden(path, text)
            seen += number
            self.assertEqual(wrong, [], f"{path} may not include these; nothing uses tests and benchmarks")
        self.assertGreater(seen, 100)

    def test_an_include_that_is_not_allowed_is_seen_however_it_is_written(self):
        for line in ('#include "{}"', "#include <{}>", "  #  include <{}>", '\t#include\t"{}"  // why', '#include"{}"'):
            for path, include in [("sim/oracle.cc", "core/lifecycle.h"), ("core/parts.cc", "sim/run.h"),
                                  ("sim/mock_provider/error_body.cc", "core/json_out.h"), ("sim/run.cc", "tests/a.h"),
                                  ("reports/seal.cc", "core/tracker.h"), ("sim/engine/wheel.h", "sim/lane.h")]:
                text = "// What it is.\n#include <vector>\n" + line.format(include) + "\nint a;\n"
                self.assertEqual(forbidden(path, text)[0], [include], line)
        self.assertEqual(forbidden("sim/oracle.cc", "#include <core/vocabulary/time.h>\n#include <vector>\n"), ([], 1))
        self.assertEqual(forbidden("sim/oracle.cc", '#include "vector.h"\n')[0], ["vector.h"])

    def test_nothing_banned_is_called(self):
        for path, text in sources():
            for pattern, (exceptions, cure) in BANNED.items():
                if path.startswith(tuple(exceptions)):
                    continue
                found = re.search(pattern, text)
                self.assertIsNone(found, f"{path}: {found and found.group()}: {cure}")

    def test_every_header_is_once_and_says_what_it_is(self):
        for path, text in sources(".h"):
            self.assertTrue(text.startswith("// "), f"{path} does not say what it is")
            self.assertIn("#pragma once", text, path)

    def test_rooms_stay_small(self):
        for path, text in sources(".h", ".cc"):
            if not path.startswith("tests/"):
                self.assertLessEqual(text.count("\n"), 420, f"{path} has two subjects")

    def test_every_header_at_the_top_of_a_room_is_in_the_architecture(self):
        text = read("ARCHITECTURE.md")
        for room in ("core", "reports", "sim"):
            for path in glob.glob(os.path.join(SOURCE, room, "*.h")):
                self.assertRegex(text, rf"`[^`\n]*\b{os.path.basename(path)[:-2]}\b[^`\n]*`", path)

    def test_every_scenario_is_registered(self):
        """A scenario that no test runs rots."""
        names = {os.path.basename(path)[:-5] for path in glob.glob(os.path.join(SOURCE, "scenarios", "*.yaml"))}
        accepted = {os.path.basename(path).removesuffix(".json")  # of a sweep a folder
                    for path in glob.glob(os.path.join(SOURCE, "scenarios", "baselines", "*"))}
        self.assertEqual(names, accepted)
        for name in names:
            self.assertRegex(read("scenarios", name + ".yaml"), rf"(?m)^name: {name}$")

    def test_readme_has_every_exit_code(self):
        code = {int(value): name for name, value in re.findall(r"(k\w+) = (\d+)", read("reports", "exit_code.h"))}
        section = read("README.md").split("## Exit codes", 1)[1].split("\n## ", 1)[0]
        said = {int(number) for row in re.findall(r"^\| ([0-9, ]+) \|", section, re.M) for number in row.split(",")}
        self.assertEqual(said, set(code))

    def test_the_wrapper_knows_the_suites_of_bench(self):
        suites = re.findall(r'"([a-z]+)"', re.search(r"kSuites\{(.*?)\}", read("sim", "cli", "bench", "bench.cc")).group(1))
        self.assertGreater(len(suites), 3)
        self.assertIn("^(" + "|".join(suites) + ")$", read("dlrsim"))

    def test_readme_has_every_command(self):
        text = subprocess.run([DLRSIM, "--help"], capture_output=True, text=True, check=True).stdout
        commands = re.findall(r"^  ([a-z]+) +[A-Z]", text.split("Subcommands:", 1)[1], re.M)
        section = read("README.md").split("## Commands of dlrsim", 1)[1].split("\n## ", 1)[0]
        self.assertEqual(re.findall(r"^\| `([a-z]+)", section, re.M), commands)

    def test_every_format_of_reports_is_in_the_readme_and_read_by_a_test(self):
        names = re.findall(r'^    \{"([a-z-]+)", ', read("reports", "render", "formats.cc"), re.M)
        self.assertGreater(len(names), 8)
        section = read("README.md").split("\n## Reports", 1)[1].split("\n## ", 1)[0]
        read_by_test = re.search(r"(?s)REPORTS = \{(.*?)\}", read("tests", "cli", "report_files_test.py"))[1]
        self.assertEqual(re.findall(r'"([a-z-]+)": ', read_by_test), names)
        for name in names:
            self.assertRegex(section, rf"(?m)^\| .*`{name}`", name)

    def test_every_planted_defect_is_in_the_list(self):
        planted = re.findall(r"&(k\w+)", read("sim", "defects", "defects.cc"))
        defined = [name for _, text in sources(".h") for name in re.findall(r"^inline const Defect (k\w+)\{", text, re.M)]
        self.assertEqual(sorted(planted), sorted(defined))

    def test_what_the_readme_shows_of_the_core_is_compiled(self):
        """examples/ is built by the tests; each line shown is one of its lines."""
        compiled = {line.strip() for line in read("examples", "track.cc").splitlines()}
        shown = re.search(r"(?s)## The core as a library.*?```cpp\n(.*?)```", read("README.md"))[1]
        self.assertGreater(shown.count("\n"), 20)
        for line in shown.splitlines():
            self.assertIn(line.strip(), compiled)

    def test_every_real_bug_names_where_it_was_seen(self):
        rows = re.findall(r"(?m)^\| (?!mistake|---)(.*) \|$", read("docs", "real-bugs.md"))
        for row in rows:
            cells = row.split(" | ")
            self.assertEqual(len(cells), 3, row)
            self.assertRegex(cells[1], r"^\d[\d, ]*: .*(\w+/[\w.-]+|Kannel)", row)

    def test_what_stands_for_real_bugs_exists(self):
        text = read("docs", "real-bugs.md")
        planted = subprocess.run([DLRSIM, "run", "--plant", "list"], capture_output=True, text=True, check=True).stdout
        self.assertGreater(len(re.findall(r"^\| (?!mistake|---)", text, re.M)), 25)
        for kind, name in re.findall(r"(scenario|defect|test) `([^`]+)`", text):
            if kind == "defect":
                self.assertRegex(planted, rf"(?m)^  {name} ")
            else:
                path = os.path.join("scenarios", name + ".yaml") if kind == "scenario" else name
                self.assertTrue(os.path.exists(os.path.join(SOURCE, path)), path)

    def test_the_documents_speak_of_the_product_alone(self):
        for path in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]:
            self.assertNotRegex(read(path), r"[A-Z]+_GOES_HERE|/work/|/tmp/|\bsession\b|https?://(?!github\.com)", path)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
