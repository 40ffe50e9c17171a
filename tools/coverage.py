#!/usr/bin/python3
"""Which lines and branches of the house its tests pass through, by room, and whether that is enough.

  tools/coverage.py BUILD_DIR [--missing PART]

BUILD_DIR is a build of the preset `coverage` whose tests have run. Counted are lines with code. Of branches those are left
out that no test decides on: the way of an exception out of a call, and those on lines that hold nothing but a bracket
(gcovr's --exclude-unreachable-branches). What a template is made into, and what is always taken inline, counts as it is
written: a branch is taken where it is in any of them. Ends with 1 below a limit. --missing lists the places that were not
passed in files with PART in their names.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LEAST_LINES = 92
LEAST_BRANCHES = 97
# Whole rooms, whose lines have the limit; and what must be passed branch by branch.
ROOMS = ("core", "reports", "sim")
# Left over, beside the limit, is what no test can take: what stops the process (it dies before it counts: a waiting period or
# tries out of their range, messages restored out of order), the default that a switch over all of an enum does not have,
# what guards against a broken invariant (own properties that are gone), the second thread at the making of a static, and
# a sink that throws.
BRANCHES = {
    "lifecycle": r"core/(lifecycle|tracker|tracker_impl)\.(cc|h)",
    "sender": r"core/sender\.(cc|h)",
    "codecs": r"core/infobip/.*|core/(event_json|json_out|json_string|message_id|utf8)\.(cc|h)",
    "codecs of the provider": r"sim/mock_provider/.*",
    "parts": r"core/parts\.(cc|h)",
}
# What this build does not make: runs by several processes, which tests of their own start under mpirun.
LEFT_OUT = r"sim/mpi/"


def measure(build):
    """The files of the house as gcovr sees them: path -> lines."""
    out = os.path.join(build, "coverage.json")
    command = ["gcovr", "--root", ROOT, "--object-directory", build, "-j", str(os.cpu_count()), "--exclude", LEFT_OUT,
               "--exclude-unreachable-branches", "--json", out]
    for room in ROOMS:
        command += ["--filter", room + "/"]
    subprocess.run([*command, build], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with open(out, encoding="utf-8") as file:
        files = json.load(file)["files"]
    files = {each["file"]: [line for line in each["lines"] if not line["gcovr/noncode"]] for each in files}
    count_templates_once(build, files)
    return files


def seen_by_gcov(build, path):
    """(file of the house, line, where its function begins) and the branches there that are no way of an exception, for each
    function that is made of it."""
    said = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", path], cwd=build, check=True,
                          capture_output=True, text=True).stdout
    for unit in map(json.loads, said.splitlines()):
        for file in unit["files"]:
            name = os.path.relpath(os.path.join(unit["current_working_directory"], file["file"]), ROOT)
            if name.startswith(".."):
                continue
            begins = {function["name"]: (function["start_line"], function["start_column"]) for function in file["functions"]}
            for line in file["lines"]:
                taken = [branch["count"] for branch in line["branches"] if not branch["throw"]]
                if not taken:
                    continue
                number = line["line_number"]
                if line.get("function_name"):
                    begin, copies = begins[line["function_name"]], 1
                else:  # of all that are made, one behind the other
                    around = [begins[function["name"]] for function in file["functions"]
                              if function["start_line"] <= number <= function["end_line"]]
                    begin = max(around, default=None)
                    copies = max(around.count(begin), 1)
                size = len(taken) // copies if len(taken) % copies == 0 else len(taken)
                for at in range(0, len(taken), size):
                    yield (name, number, begin), taken[at:at + size]


def count_templates_once(build, files):
    """gcovr puts the branches of everything that a template is made into one behind the other. Here, of the files whose
    branches have a limit, those of one template are laid upon each other."""
    counted = {path for path in files if any(re.fullmatch(pattern, path) for pattern in BRANCHES.values())}
    inline = set()  # of what is always taken inline there is no function, and the same line is often in one
    for path in counted:
        with open(os.path.join(ROOT, path), encoding="utf-8") as file:
            if "always_inline" in file.read():
                inline.add(path)
    made = collections.defaultdict(list)
    objects = [os.path.join(folder, name) for folder, _, names in os.walk(build) for name in names if name.endswith(".gcda")]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for found in pool.map(lambda path: list(seen_by_gcov(build, path)), objects):
            for (path, line, begin), taken in found:
                if path in counted:
                    made[path, line, None if path in inline else begin].append(taken)
    merged = collections.defaultdict(list)
    for (path, line, _), lists in made.items():
        merged[path, line] += laid_upon_each_other(lists, path in inline)
    for path in counted:
        for line in files[path]:
            if branches(line):
                line["branches"] = [{"count": taken, "throw": False} for taken in merged[path, line["line_number"]]]


def laid_upon_each_other(lists, is_inline):
    """The sums, place by place. The compiler may make more branches of one than of another, where one cannot throw: then
    those count of which the most are taken. Where several are in one function, they stand one behind the other."""
    if is_inline:
        one = min(map(len, lists))
        lists = [each[at:at + one] for each in lists if len(each) % one == 0 for at in range(0, len(each), one)] + [
            each for each in lists if len(each) % one != 0]
    sums = {}
    for each in lists:
        sums[len(each)] = [a + b for a, b in zip(sums.get(len(each), [0] * len(each)), each)]
    return max(sums.values(), key=lambda taken: (sum(count > 0 for count in taken), len(taken)))


def branches(line):
    """Without the ways of exceptions. gcov knows one by its having been passed by; so gcovr, told to leave them out where
    it reads them, would keep each one in a header that some other file includes and does not call."""
    return [branch for branch in line["branches"] if not branch["throw"]]


def count(lines):
    """(lines passed, lines, branches passed, branches)"""
    ways = [branch for line in lines for branch in branches(line)]
    return (sum(line["count"] > 0 for line in lines), len(lines), sum(way["count"] > 0 for way in ways), len(ways))


def percent(part, whole):
    return 100 * part / whole if whole else 100.0


def row(name, lines, limit=""):
    passed, all_lines, taken, ways = count(lines)
    print(f"{name:26} {passed:6} of {all_lines:6} {percent(passed, all_lines):6.1f} % "
          f"{taken:6} of {ways:6} {percent(taken, ways):6.1f} %  {limit}".rstrip())
    return percent(passed, all_lines), percent(taken, ways)


def table(files):
    """Prints it; what is below a limit."""
    low = []
    print(f"{'':26} {'lines passed':>16} {'':8} {'branches taken':>16}")
    for room in ROOMS:
        own = [line for path, lines in files.items() if path.startswith(room + "/") for line in lines]
        share, _ = row(room, own, f"lines: at least {LEAST_LINES} %")
        if not own or share < LEAST_LINES:
            low.append(f"{share:.1f} % of the lines of {room}")
        for folder in sorted({os.path.dirname(path) for path in files if path.startswith(room + "/")}):
            row("  " + folder, [line for path, lines in files.items() if os.path.dirname(path) == folder for line in lines])
    for name, pattern in BRANCHES.items():
        own = [line for path, lines in files.items() if re.fullmatch(pattern, path) for line in lines]
        _, share = row(name, own, f"branches: at least {LEAST_BRANCHES} %")
        if not any(branches(line) for line in own):
            low.append(f"no branch at all of {name}: its files have moved, or are not built")
        elif share < LEAST_BRANCHES:
            low.append(f"{share:.1f} % of the branches of {name}")
    return low


def missing(files, part):
    for path, lines in sorted(files.items()):
        if part not in path:
            continue
        for line in lines:
            ways = branches(line)
            if line["count"] == 0:
                print(f"{path}:{line['line_number']}: not passed")
            elif any(way["count"] == 0 for way in ways):
                print(f"{path}:{line['line_number']}: {sum(way['count'] == 0 for way in ways)} of {len(ways)} branches not taken")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("build")
    arguments.add_argument("--missing", metavar="PART", help="the places in files with this in their names")
    given = arguments.parse_args()
    files = measure(os.path.abspath(given.build))
    if given.missing is not None:
        missing(files, given.missing)
        return
    low = table(files)
    for each in low:
        print(f"Too little: {each}", file=sys.stderr)
    sys.exit(1 if low else 0)


if __name__ == "__main__":
    main()
