#!/usr/bin/python3
"""Mutation testing of the core: spoils one place of the code after the other and looks whether a test notices.

  tools/mutation.py BUILD_DIR [--sample N] [--seed S] [--file PART] [-j N] [--journal FILE] [--least SHARE] [--markdown]

BUILD_DIR is a release build with the tests. A mutant is one file compiled anew, without optimization, and linked before
what is built already; the tests run in order of cheapness until one fails. One that does not compile is none; one that
no test notices and whose optimized code is the original's is equal to it, and none either. What survives needs a test,
or a line in tools/mutation_survivors.txt that says why none can be. Ends with 1 where fewer than SHARE percent are
killed (of those that are not equal), or one survives unexplained; with 1 too where the unspoilt file does not pass, so
that nothing was shown.

A journal takes what was found; started again with it, the same files' mutants that were killed or are none are not
tried again, only what is left and what survived: with --unexplained of that only what has no reason written down.
"""
import argparse
import concurrent.futures
import functools
import hashlib
import json
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from mutation_places import KEY, blanked, key_of, mutants  # noqa: E402

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
UNIT, WIRE, SIM = "tests/core/core_test", "tests/infobip/infobip_test", "tests/sim/sim_test"
NO_MEMORY, NO_WIRE_MEMORY = "tests/memory/out_of_memory", "tests/infobip/infobip_allocations"
CODEC = ["core/infobip/" + name for name in
         ("json_body.cc", "json_scalar.cc", "report_reader.cc", "retry_after.cc", "send_request.cc", "send_response.cc",
          "timestamp.cc", "wire_fields.cc")]
# File -> the test programs that are linked with its mutants, cheapest first; of a header each with what is compiled anew
# for it, which must not lie in a unity batch.
FILES = {f"core/{name}.cc": [UNIT, NO_MEMORY, SIM] for name in
         ("event_json", "foreign_ids", "id_index", "lifecycle", "message_id", "message_store", "parts", "sender", "status",
          "tracker")}
FILES.update({name: [WIRE, NO_WIRE_MEMORY] for name in CODEC})
FILES["core/json_out.cc"] = [WIRE, UNIT]
FIRST = ["tests/core/tracker_test.cc", "tests/core/tracker_bounds_test.cc"]
MORE = ["tests/core/tracker_events_test.cc", "tests/core/tracker_foreign_id_test.cc", "tests/core/store_twin_test.cc",
        "tests/core/tracker_silence_test.cc"]
HISTORIES = ["tests/sim/histories_test.cc"]
READERS = ["core/infobip/" + name for name in ("json_body.cc", "report_reader.cc", "send_response.cc", "wire_fields.cc")]
FILES.update({
    "core/lifecycle.h": [(UNIT, ["core/lifecycle.cc", "tests/core/lifecycle_test.cc", *FIRST]), (UNIT, MORE), (SIM, HISTORIES)],
    "core/tracker_impl.h": [(UNIT, FIRST), (UNIT, [*MORE, "tests/core/tracker_memory_test.cc"]), (SIM, HISTORIES)],
    "core/tracker.h": [(UNIT, ["core/tracker.cc", *FIRST]), (UNIT, ["core/tracker.cc", "tests/core/tracker_memory_test.cc", *MORE]),
                       (SIM, ["core/tracker.cc", *HISTORIES])],
    "core/message_store.h": [(UNIT, ["core/message_store.cc", "core/tracker.cc", *FIRST]),
                             (UNIT, ["core/message_store.cc", "core/tracker.cc", "tests/core/tracker_memory_test.cc", *MORE]),
                             (SIM, ["core/message_store.cc", "core/tracker.cc", *HISTORIES])],
    "core/sender.h": [(UNIT, ["core/sender.cc", "tests/core/sender_test.cc"]), (UNIT, FIRST + MORE), (SIM, HISTORIES)],
    "core/foreign_ids.h": [(UNIT, ["core/foreign_ids.cc", "core/tracker.cc", "tests/core/foreign_ids_test.cc"]),
                           (NO_MEMORY, ["core/foreign_ids.cc", "core/tracker.cc", "tests/memory/foreign_id_chunks.cc"])],
    "core/id_index.h": [(UNIT, ["core/foreign_ids.cc", "core/id_index.cc", "tests/core/id_index_test.cc"])],
    "core/parts.h": [(UNIT, ["core/parts.cc", "tests/core/parts_test.cc"])],
    "core/json_out.h": [(UNIT, ["core/event_json.cc", "core/json_out.cc", "tests/core/event_json_test.cc"]),
                        (WIRE, ["core/json_out.cc", "core/infobip/send_request.cc"])],
    "core/infobip/json_body.h": [(WIRE, READERS)],
    "core/infobip/wire_fields.h": [(WIRE, READERS)],
})
# The tests of a program that take long and have nothing to do with what is spoilt; all others run.
FILTER = {UNIT: "-PartsReference.*:EventJson.*:ForeignIdTable.*:Numbering*",
          SIM: "Histories.*:LengthRules*:Trace*"}
FILTER_OF = {"core/parts.cc": {UNIT: "Parts*"}, "core/event_json.cc": {UNIT: "EventJson*:EventIds*"}, "core/json_out.cc": {UNIT: "EventJson*:JsonOut*"},
             "core/foreign_ids.cc": {UNIT: "Foreign*:IdIndex*:TrackerMemory*"},
             "core/id_index.cc": {UNIT: "Foreign*:IdIndex*:TrackerMemory*"}}
for of, as_of in (("parts.h", "parts.cc"), ("json_out.h", "json_out.cc"), ("foreign_ids.h", "foreign_ids.cc"), ("id_index.h", "id_index.cc")):
    FILTER_OF["core/" + of] = FILTER_OF["core/" + as_of]
# What a mutant may take, in seconds of the processor: on a busy machine it is not slower than its original.
CPU_SECONDS = 40
SCENARIOS = ["quickstart", "limits", "race", "waiting-period", "timeouts", "multipart", "crash-and-restart", "foreign-ids",
             "everything-at-once"]


MARKDOWN_HEAD = """# Mutation testing

Would the tests notice? `tools/mutation.py` spoils the core at one place after the other (turns a condition, is off by one, leaves a
statement away, returns early, says another status), compiles that, and runs the unit tests and then a few scenarios until one fails:
*killed*. A place whose spoilt code does not compile, or is the original's instruction by instruction, is no mutant. What is left is
*alive*, and says why below; most of it does the same by other instructions (room for more, something fetched ahead, a value that
is always set). Each kill is held against the file as it is, which must pass.

To try five places yourself, in some seconds once the tests are built:

    cmake --preset release -DDLR_TESTS=ON && cmake --build build/release
    tools/mutation.py build/release --file retry_after --sample 5
"""


class Tools:
    def __init__(self, build):
        self.build = os.path.abspath(build)
        self.work = tempfile.mkdtemp(prefix="mutation-", dir=self.build)
        with open(os.path.join(self.build, "compile_commands.json"), encoding="utf-8") as file:
            self.commands = {os.path.relpath(each["file"], ROOT): each for each in json.load(file)}
        self.links = {}
        self.baseline = {}

    @staticmethod
    def missing(build):
        """Of the test programs, those that are not built."""
        return [program for program in (UNIT, WIRE, SIM, NO_MEMORY, NO_WIRE_MEMORY) if not os.path.exists(os.path.join(build, program))]

    def compile(self, path, source, out, level, overlay=None):
        """Whether `source` compiles as `path` does."""
        command = self.commands[path]
        words = shlex.split(command["command"])
        words = words[next(i for i, word in enumerate(words) if re.search(r"(\+\+|g\+\+|clang\+\+)[-\d]*$", word)):]
        words = [word for word in words if not re.match(r"-W|-O\d|-g\d?$|-pedantic|-Winvalid-pch", word)]
        words[words.index("-o") + 1] = out
        words[words.index("-c") + 1] = source
        if overlay:
            words[1:1] = ["-iquote", overlay]
        words += [level, "-w", "-iquote", os.path.dirname(os.path.join(ROOT, path))]
        return subprocess.run(words, cwd=command["directory"], capture_output=True).returncode == 0

    def link(self, program, replaced, first, out):
        """`replaced`: objects that `first` stands for."""
        if program not in self.links:
            lines = subprocess.run(["ninja", "-C", self.build, "-t", "commands", program], capture_output=True, text=True,
                                   check=True).stdout.strip().splitlines()
            line = next(each for each in reversed(lines) if f"-o {program} " in each)
            begin = line.index("&&") + 2 if line.startswith(":") else 0
            words = shlex.split(line[begin:].split(" && ")[0])
            self.links[program] = words
        words = list(self.links[program])
        words[words.index("-o") + 1] = out
        words = [word for word in words if not any(word.endswith("/" + os.path.basename(name) + ".o") for name in replaced)]
        words[1:1] = first
        if shutil.which("ld.lld"):
            words.append("-fuse-ld=lld")
        return subprocess.run(words, cwd=self.build, capture_output=True).returncode == 0

    def run(self, words):
        limited = ["prlimit", f"--as={4 << 30}", "--core=0", f"--cpu={CPU_SECONDS}", *words]
        try:
            done = subprocess.run(limited, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                  timeout=15 * CPU_SECONDS)
            return done.returncode, done.stdout
        except subprocess.TimeoutExpired:
            return None, b""

    def scenario(self, program, name, drive):
        code, out = self.run([program, "run", f"scenarios/{name}.yaml", "--json", "--no-baseline", "-j", "1", "--drive", drive,
                              "--not-sure", "pass"])
        try:
            result = json.loads(out)
        except ValueError:
            return code, ""
        return code, json.dumps(result.get("fingerprint"), sort_keys=True)


def object_text(path):
    """The code and the constants of an object."""
    out = b""
    for what in (["-d", "-r"], ["-s", "-j", ".rodata", "-j", ".rodata.cst16", "-j", ".data.rel.ro.local"]):
        out += subprocess.run(["objdump", *what, path], capture_output=True).stdout
    return hashlib.sha256(out).digest()


class NotTried(Exception):
    """Nothing about the mutant: its surroundings are at fault."""


def killer_among_tests(tools, path, source, overlay):
    """The test program that fails where `source` stands for `path`; "" where none does; None: it does not compile."""
    header = path.endswith(".h")
    own = os.path.join(tools.work, "mutant.o")
    if not header and not tools.compile(path, source, own, "-O0"):
        return None
    compiled = {}
    for each in FILES[path]:
        program, users = each if header else (each, [path])
        for user in users if header else []:
            if user not in compiled:
                compiled[user] = os.path.join(tools.work, user.replace("/", "_") + ".o")
                if not tools.compile(user, os.path.join(ROOT, user), compiled[user], "-O0", overlay):
                    return None
        objects = [compiled[user] for user in users] if header else [own]
        binary = os.path.join(tools.work, "killer")
        if not tools.link(program, users, objects, binary):
            raise NotTried(f"{program} is not linked: is {tools.build} built whole, and at rest?")
        tests = FILTER_OF.get(path, {}).get(program, FILTER.get(program, "*"))
        code, _ = tools.run([binary, "--gtest_filter=" + tests, "--gtest_brief=1"])
        if code != 0:
            return os.path.basename(program)
    return ""


class Control:
    """What is not spoilt must pass, or what kills is not the spoiling. Asked once for each file, at its first kill."""

    def __init__(self):
        self.verdicts, self.lock = {}, threading.Lock()

    def passes(self, tools, path):
        with self.lock:
            if path not in self.verdicts:
                overlay = os.path.join(tools.work, "control")
                source = os.path.join(overlay, path)
                os.makedirs(os.path.dirname(source), exist_ok=True)
                shutil.copyfile(os.path.join(ROOT, path), source)
                self.verdicts[path] = killer_among_tests(tools, path, source, overlay)
                shutil.rmtree(overlay)
            return self.verdicts[path]


def judge(tools, mutant, control):
    """What killed it; "" for a survivor; None for one that is no mutant."""
    path, text, begin, end, new, _ = mutant
    overlay = os.path.join(tools.work, "overlay")
    shutil.rmtree(overlay, ignore_errors=True)
    source = os.path.join(overlay, path)
    os.makedirs(os.path.dirname(source))
    with open(source, "w", encoding="utf-8") as file:
        file.write(text[:begin] + new + text[end:])
    killer = killer_among_tests(tools, path, source, overlay)
    if killer:
        by = control.passes(tools, path)
        if by != "":
            raise NotTried(f"{by or 'the compiler'} fails without it too: is {tools.build} built whole, and at rest?")
    if killer != "" or path.endswith(".h"):
        return killer
    own = os.path.join(tools.work, "mutant.o")
    binary = os.path.join(tools.work, "dlrsim")
    if tools.link("sim/cli/dlrsim", [path], [own], binary):
        drive = "wire" if path in CODEC else "direct"
        for name in SCENARIOS:
            if (name, drive) not in tools.baseline:
                built = os.path.join(tools.build, "sim/cli/dlrsim")
                tools.baseline[name, drive] = tools.scenario(built, name, drive)
            if tools.scenario(binary, name, drive) != tools.baseline[name, drive]:
                return name
    texts = []
    for of in (source, ""):
        if not of:  # the original, under the mutant's name
            shutil.copyfile(os.path.join(ROOT, path), source)
        tools.compile(path, source, own, "-O2")
        texts.append(object_text(own))
    return None if texts[0] == texts[1] else ""


def explanations():
    known = {}
    with open(os.path.join(ROOT, "tools", "mutation_survivors.txt"), encoding="utf-8") as file:
        for line in file:
            if line.startswith("core/"):
                key, why = line.rstrip("\n").rsplit(" | ", 1)
                known[key] = why
    return known


class Journal:
    """What was found before, by the bytes of the file and the place in it."""

    def __init__(self, path):
        self.path, self.known, self.lock = path, {}, threading.Lock()
        if path and os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                for line in filter(lambda line: line.endswith("\n"), file):
                    each = json.loads(line)
                    self.known[each["mutant"]] = each["killer"]

    @staticmethod
    @functools.lru_cache(maxsize=None)
    def essence(text):
        """A hash of the code without comments, and how much of it lies before each place."""
        bare = re.sub(r"//[^\n]*|(\s+)|(.)", lambda found: found[2] or "", text, flags=re.S)
        before, code, at = [], blanked(text), 0
        for index, c in enumerate(text):
            before.append(at)
            at += 0 if c.isspace() or (code[index] == " " and c != " ") else 1
        return hashlib.sha256(bare.encode()).hexdigest()[:16], before

    def name(self, mutant):
        path, text, begin, end, new, _ = mutant
        of, before = self.essence(text)
        return f"{path} {of} {before[begin]} {end - begin} {new}"

    def verdict(self, mutant):
        """What killed it, "" for a survivor, None for one that is no mutant, "not tried" for one that is not in here."""
        return self.known.get(self.name(mutant), "not tried")

    def note(self, mutant, killer):
        if self.path:
            with self.lock, open(self.path, "a", encoding="utf-8") as file:
                file.write(json.dumps({"mutant": self.name(mutant), "killer": killer}) + "\n")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("build")
    arguments.add_argument("--sample", type=int, default=0, help="so many of them, drawn; all by default")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--file", default="", help="only files with this in their names")
    arguments.add_argument("--least", type=float, default=95)
    arguments.add_argument("--minutes", type=float, default=1e9, help="begin no mutant after so many")
    arguments.add_argument("-j", type=int, default=1, help="so many mutants at a time")
    arguments.add_argument("--journal", default="", help="a file that keeps what was found")
    arguments.add_argument("--unexplained", action="store_true", help="try none again that survived for a reason")
    arguments.add_argument("--markdown", action="store_true")
    given = arguments.parse_args()
    if missing := Tools.missing(given.build):
        sys.exit(f"mutation.py: {given.build} is without {', '.join(missing)}: cmake --preset release -DDLR_TESTS=ON && "
                 "cmake --build build/release")
    everything = [mutant for path in FILES if given.file in path for mutant in mutants(path)]
    chosen = list(everything)
    random.Random(given.seed).shuffle(chosen)
    if given.sample:
        chosen = chosen[:given.sample]
    journal, known, control = Journal(given.journal), explanations(), Control()
    began = time.monotonic()
    hands = threading.local()
    made, failures = [], []

    def judged(mutant):
        by = journal.verdict(mutant)
        if by not in ("", "not tried") or (by == "" and given.unexplained and key_of(mutant) in known):
            return mutant, by
        if time.monotonic() - began > given.minutes * 60:
            return mutant, by
        if not hasattr(hands, "tools"):
            hands.tools = Tools(given.build)
            made.append(hands.tools)
        try:
            by = judge(hands.tools, mutant, control)
        except NotTried as why:
            failures.append(key_of(mutant))
            print(f"not tried: {failures[-1]}: {why}", file=sys.stderr, flush=True)
            return mutant, "not tried"
        journal.note(mutant, by)
        print(f"{time.monotonic() - began:7.1f} s  {'none' if by is None else by or 'SURVIVED':14} {key_of(mutant)}",
              file=sys.stderr, flush=True)
        return mutant, by

    rows, survivors, tried = {}, [], 0
    try:
        with concurrent.futures.ThreadPoolExecutor(given.j) as pool:
            for mutant, by in pool.map(judged, chosen):
                if by == "not tried":
                    continue
                tried += 1
                row = rows.setdefault(mutant[0], {"killed": 0, "none": 0, "survived": 0})
                row["none" if by is None else "killed" if by else "survived"] += 1
                if by == "":
                    survivors.append(key_of(mutant))
    finally:
        for tools in made:
            shutil.rmtree(tools.work, ignore_errors=True)
    if failures:
        sys.exit(f"mutation.py: {len(failures)} could not be tried, see above")
    killed = sum(row["killed"] for row in rows.values())
    alive = len(survivors)
    unexplained = [key for key in survivors if key not in known]
    equal = sum(1 for key in survivors if key in known and not known[key].startswith("seldom:"))
    share = 100 * killed / max(killed + alive - equal, 1)
    if given.markdown:
        print(MARKDOWN_HEAD)
        drawn = f", drawn with seed {given.seed}" if tried < len(everything) else ""
        print(f"{tried} of {len(everything)} places{drawn}: {killed} killed, {alive} alive, of which {equal} "
              f"are equal to the original in all that is promised; {share:.1f} % of the others killed.\n\n| file | places tried | killed | no mutant, or equal | alive |\n| --- | --- | --- | --- | --- |")
        for path, row in sorted(rows.items()):
            print(f"| `{path}` | {sum(row.values())} | {row['killed']} | {row['none']} | {row['survived']} |")
        print("\n## Alive\n\n| where | what | why |\n| --- | --- | --- |")
        for key in sorted(survivors):
            path, line, what = KEY.fullmatch(key).groups()
            shown = [part.replace("|", "\\|") for part in (line, what)]
            print(f"| `{path}`: `{shown[0]}` | {shown[1]} | {known.get(key, 'not explained yet')} |")
    else:
        print(f"{killed} killed, {alive} alive ({equal} equal, {len(unexplained)} unexplained), {share:.1f} % killed")
    sys.exit(0 if share >= given.least and not unexplained else 1)


if __name__ == "__main__":
    main()
