#!/usr/bin/python3
"""Completion in three shells, and the man page. Run as: completion_test.py DLRSIM SOURCE_DIR [TEST...]"""
import os
import re
import shutil
import signal
import subprocess

from program import DLRSIM, ENVIRONMENT, SOURCE, ProgramTest, dlrsim, main
from terminal import Terminal

COMMANDS = re.findall(r"^  ([a-z]+) +[A-Z]", subprocess.run([DLRSIM, "--help"], capture_output=True, text=True).stdout
                      .split("Subcommands:", 1)[1], re.M)


class CompletionTest(ProgramTest):
    def write_completion(self, shell, name):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(self.check(dlrsim("completion", shell), 0).stdout)
        return self.path(name)

    def in_bash(self, line):
        """What bash's own completion machinery would offer at the end of the line."""
        script = self.write_completion("bash", "completion.bash")
        words = line.split(" ")
        body = (f"source {script}; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}\n"
                "complete -p dlrsim >/dev/null || exit 9\n"
                "_dlrsim dlrsim \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD-1]}\"\nprintf '%s\\n' \"${COMPREPLY[@]}\"")
        done = subprocess.run(["bash", "--norc", "-c", body, "bash", *words], cwd=self.folder.name, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""), line)
        return sorted(done.stdout.split())

    def test_completion_in_bash_knows_every_command_and_flag(self):
        self.assertEqual([word for word in self.in_bash("dlrsim ") if word[0] != "-"], sorted(COMMANDS))
        for command in COMMANDS:
            text = dlrsim(command, "--help").stdout
            flags = set(re.findall(r"(?m)^  (-\w)\b", text)) | set(re.findall(r"(?m)^  (?:-\w,)?(--[a-z-]+)", text))
            self.assertEqual(set(self.in_bash(f"dlrsim {command} -")), flags, command)

    def test_completion_in_bash_knows_values_and_files(self):
        os.mkdir(self.path("scenarios"))
        dlrsim("init", "first.yaml", cwd=self.folder.name)
        self.assertEqual(self.in_bash("dlrsim va"), ["validate"])
        self.assertEqual(self.in_bash("dlrsim run fir"), ["first.yaml"])
        self.assertEqual(self.in_bash("dlrsim run scen"), ["scenarios"])
        self.assertEqual(self.in_bash("dlrsim run --not-sure "), ["fail", "pass", "warn"])
        self.assertEqual(self.in_bash("dlrsim run --color "), ["always", "auto", "never"])
        self.assertEqual(self.in_bash("dlrsim init --fault "), ["busy", "doubles", "nothing", "outage"])
        self.assertEqual(self.in_bash(f"{DLRSIM} run {SOURCE}/scenarios/callback-outages.yaml --point "), [str(number) for number in range(1, 6)])
        self.assertEqual(self.in_bash(f"{DLRSIM} run first.yaml --point "), [])
        self.assertEqual(self.in_bash("dlrsim trace --plant takes-second"), ["takes-second-final"])
        self.assertEqual(self.in_bash("dlrsim run --report ju"), ["junit="])
        self.assertEqual(self.in_bash("dlrsim run --report junit = fir"), ["first.yaml"])
        self.assertEqual(self.in_bash("dlrsim run --output fir"), ["first.yaml"])
        self.assertEqual(self.in_bash("dlrsim run --seed "), [])
        self.assertEqual(self.in_bash("dlrsim explain E10"), [f"E10{digit}" for digit in "12346"])
        self.assertEqual(self.in_bash("dlrsim schema "), ["result", "scenario"])
        self.assertEqual(self.in_bash("dlrsim completion z"), ["zsh"])
        self.assertEqual(self.in_bash("dlrsim explain stat"), ["statuses"])

    def press_tab(self, shell, arguments, prepare, typed, expected):
        terminal = Terminal([shell, *arguments], self.folder.name, PS1="> ", PATH=os.path.dirname(DLRSIM) + ":" + os.environ["PATH"],
                            HOME=self.folder.name, ZDOTDIR=self.folder.name)
        terminal.type(prepare + "; echo re''ady\n")
        terminal.wait_for("ready")
        terminal.type(typed + "\t")
        terminal.wait_for(expected)
        # Not asked to leave: what is typed behind half a command may be swallowed.
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.end()

    def test_completion_in_bash_by_pressing_tab(self):
        script = self.write_completion("bash", "completion.bash")
        self.press_tab("bash", ["--norc", "--noprofile", "-i"], f"source {script}", "dlrsim run --not-sure wa", "warn")

    def test_completion_passes_shellcheck(self):
        if not shutil.which("shellcheck"):
            self.skipTest("shellcheck is not installed")
        done = subprocess.run(["shellcheck", "-s", "bash", self.write_completion("bash", "c")], capture_output=True, text=True)
        self.assertEqual(done.stdout, "")

    def test_completion_in_zsh(self):
        if not shutil.which("zsh"):
            self.skipTest("zsh is not installed")
        script = self.write_completion("zsh", "_dlrsim")
        self.assertEqual(subprocess.run(["zsh", "-n", script]).returncode, 0)
        load = f"autoload -Uz compinit; compinit -u -D; source {script}"
        self.press_tab("zsh", ["-f", "-i"], load, "dlrsim vali", "validate")
        self.press_tab("zsh", ["-f", "-i"], load, "dlrsim run --not-sure wa", "warn")
        self.press_tab("zsh", ["-f", "-i"], load, "dlrsim run --require", "--require-baseline")
        self.press_tab("zsh", ["-f", "-i"], load, "dlrsim init --fault bu", "busy")
        # As people install it: a file of $fpath.
        self.press_tab("zsh", ["-f", "-i"], f"fpath=({self.folder.name} $fpath); autoload -Uz compinit; compinit -u -D",
                       "dlrsim trace --pl", "--plant")

    def test_completion_in_fish(self):
        if not shutil.which("fish"):
            self.skipTest("fish is not installed")
        script = self.write_completion("fish", "dlrsim.fish")
        dlrsim("init", "first.yaml", cwd=self.folder.name)

        def offered(line):
            done = subprocess.run(["fish", "--no-config", "-c", f"source {script}; complete -C '{line}'"], cwd=self.folder.name,
                                  capture_output=True, text=True, env={**ENVIRONMENT, "HOME": self.folder.name})
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            return [row.split("\t")[0] for row in done.stdout.splitlines()]

        self.assertEqual(sorted(offered("dlrsim ")), sorted(COMMANDS))
        self.assertEqual(offered("dlrsim va"), ["validate"])
        self.assertEqual(offered("dlrsim run --not-sure "), ["fail", "pass", "warn"])
        self.assertEqual(offered("dlrsim run --require"), ["--require-baseline"])
        self.assertEqual(offered("dlrsim init --fault "), ["busy", "doubles", "nothing", "outage"])
        self.assertEqual(offered(f"{DLRSIM} run {SOURCE}/scenarios/callback-outages.yaml --point "), [str(number) for number in range(1, 6)])
        self.assertEqual(offered("dlrsim run fir"), ["first.yaml"])
        self.assertEqual(offered("dlrsim schema s"), ["scenario"])

    # The man page.

    def test_man_page_has_every_command_and_flag_of_the_help(self):
        page = self.check(dlrsim("man"), 0).stdout.replace("\\-", "-")
        self.assertEqual(re.findall(r"(?m)^\.SS ([a-z]+)$", page), COMMANDS)
        for command in COMMANDS:
            section = page.split(f"\n.SS {command}\n", 1)[1].split("\n.S", 1)[0]
            for flag in re.findall(r"(?m)^  (?:-\w,)?(--[a-z-]+)", dlrsim(command, "--help").stdout):
                self.assertIn(f"\\fB{flag}\\fR", section, command)
        with open(os.path.join(SOURCE, "reports", "exit_code.h"), encoding="utf-8") as file:
            codes = re.findall(r"k\w+ = (\d+)", file.read())
        self.assertEqual(re.findall(r"(?m)^\.B (\d+)$", page), codes)

    def test_man_page_is_good_roff(self):
        with open(self.path("dlrsim.1"), "w", encoding="utf-8") as file:
            file.write(dlrsim("man").stdout)
        checkers = [["groff", "-man", "-ww", "-z", "-Tutf8"], ["mandoc", "-T", "lint"], ["man", "--warnings", "-l"]]
        used = 0
        for checker in checkers:
            if not shutil.which(checker[0]):
                continue
            used += 1
            done = subprocess.run([*checker, self.path("dlrsim.1")], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                                  env={**ENVIRONMENT, "LC_ALL": "C.UTF-8", "MANWIDTH": "100"})
            said = [line for line in (done.stderr + (done.stdout if checker[0] != "man" else "")).splitlines()
                    if "missing date" not in line]  # a date would be another one at each build
            self.assertEqual(said, [], checker)
            if checker[0] == "man":
                self.assertIn("EXIT STATUS", done.stdout)
        if used == 0:
            self.skipTest("neither groff nor mandoc nor man is installed")


if __name__ == "__main__":
    main()
