#!/usr/bin/python3
"""What a team meets first: init, explain, answers to slips, installing. Run as: team_test.py DLRSIM SOURCE_DIR [TEST...]"""
import json
import os
import re
import shutil
import subprocess

from program import DLRSIM, ENVIRONMENT, SOURCE, ProgramTest, dlrsim, main
from terminal import Terminal


class TeamTest(ProgramTest):
    def init(self, *arguments):
        return dlrsim("init", *arguments, cwd=self.folder.name)

    # init.

    def test_init_writes_what_passes_whatever_is_asked_for(self):
        for fault in ("nothing", "doubles", "outage", "busy"):
            for countries in ("FR", "BD", "no, uk,BD", "FR,GB,US,IN,NO,BD,DE,IT,ES,SE"):
                messages = str(2000 * len(countries.split(",")))
                self.check(self.init("a.yaml", "--force", "--countries", countries, "--fault", fault, "--messages", messages), 0)
                done = dlrsim("run", "a.yaml", cwd=self.folder.name)
                self.assertEqual(done.returncode, 0, f"{fault} {countries}\n{done.stdout}{done.stderr}")
                self.assertEqual(done.stderr, "")

    def test_init_asks_nothing_when_nobody_is_there(self):
        done = self.check(self.init(), 0, out=f"Wrote first.yaml. Next: {DLRSIM} run first.yaml")
        self.assertEqual(done.stderr, "")
        self.check(dlrsim("validate", self.path("first.yaml")), 0)
        self.assertRegex(self.content("first.yaml"), r"(?m)^name: \"first\"$")
        comments = [line for line in self.content("first.yaml").splitlines() if "#" in line]
        self.assertGreater(len(comments), 8, "comments say what each part is")

    def test_init_writes_nothing_over(self):
        self.init("a.yaml", "--countries", "FR")
        before = self.content("a.yaml")
        done = self.check(self.init("a.yaml", "--countries", "DE"), 2, err="a.yaml is there already")
        self.assertIn("--force", done.stderr)
        self.assertEqual(self.content("a.yaml"), before)
        os.symlink("nowhere", self.path("link.yaml"))
        self.check(self.init("link.yaml"), 2, err="is there already")
        self.check(self.init("a.yaml", "--countries", "DE", "--force"), 0)
        self.assertNotEqual(self.content("a.yaml"), before)

    def test_init_refuses_odd_flags(self):
        for arguments, said in ((["--countries", "Narnia"], "there is no country 'NARNIA'"),
                                (["--countries", ","], "at least one country is needed"),
                                (["--messages", "many"], "'many' is no whole number"),
                                (["--messages", "10"], "with fewer than 2000 in a country"),
                                (["--messages", "1000000000"], "at most 100000000"),
                                (["--fault", "outrage"], "did you mean 'outage'?"),
                                (["a b.yaml"], "is no name for a scenario"), (["a.txt"], ".yaml at its end")):
            self.check(self.init(*arguments), 2, err=said)
        self.assertEqual(os.listdir(self.folder.name), [])
        self.check(self.init("no/such/folder.yaml"), 74, err="could not write")

    def test_init_asks_three_questions_and_again_when_an_answer_is_none(self):
        terminal = Terminal([DLRSIM, "init", "mine.yaml"], self.folder.name)
        for question, answer in (("Where do the messages go? ISO codes [FR, GB]: ", "Atlantis"),
                                 ("there is no country 'ATLANTIS'", "de, no"),
                                 ("How many messages? [10000]: ", "lots"), ("'lots' is no whole number", "5_000"),
                                 ("What goes wrong? nothing, doubles, outage, busy [doubles]: ", "")):
            terminal.wait_for(question)
            terminal.type(answer + "\n")
        self.assertEqual(terminal.end(), 0)
        self.assertEqual(terminal.shown.count("?"), 5, "three questions, two of them twice: " + terminal.shown)
        self.assertIn('countries: [DE, "NO"]', self.content("mine.yaml"))
        self.assertIn("messages: 5000\n", self.content("mine.yaml"))
        self.assertIn("duplicate_reports", self.content("mine.yaml"))

    def test_init_asks_only_what_no_flag_says(self):
        terminal = Terminal([DLRSIM, "init", "--countries", "FR", "--fault", "busy"], self.folder.name)
        terminal.wait_for("How many messages?")
        self.assertNotIn("Where", terminal.shown)
        terminal.type("\x04")
        self.assertEqual(terminal.end(), 2)
        self.assertIn("nothing was written", terminal.shown)
        self.assertEqual(os.listdir(self.folder.name), [])

    # explain.

    def test_explain_has_each_counter_that_a_run_shows(self):
        listed = self.check(dlrsim("explain", "counters"), 0).stdout
        quickstart = os.path.join(SOURCE, "scenarios", "quickstart.yaml")
        shown = re.findall(r"\b([a-z]+\.[a-z_]+) [\d ]+", self.check(dlrsim("run", quickstart, "-v"), 0).stdout)
        self.assertGreater(len(set(shown)), 40)
        for counter in set(shown):
            self.assertRegex(listed, rf"(?m)^  {counter}  +\w")
        self.check(dlrsim("explain", "reports.late"), 0, out="reports.late: ")

    def test_explain_has_each_code_in_its_list(self):
        listed = re.findall(r"^  (E\d{3})  ([a-z-]+) ", self.check(dlrsim("explain"), 0).stdout, re.M)
        self.assertGreater(len(listed), 40)
        self.assertEqual(len({code for code, _ in listed}), len(listed))
        for code, name in listed[::7]:
            text = self.check(dlrsim("explain", code), 0, out=f"{code} {name}: ").stdout
            self.assertIn("\nwrong:\n\n  ", text)
            self.assertIn("\nright:\n\n  ", text)
            self.assertEqual(dlrsim("explain", name).stdout, text)
            self.assertEqual(dlrsim("explain", code.lower()).stdout, text)

    def test_explain_has_each_exit_code(self):
        with open(os.path.join(SOURCE, "reports", "exit_code.h"), encoding="utf-8") as file:
            codes = re.findall(r"k\w+ = (\d+)", file.read())
        self.assertEqual(re.findall(r"^  exit-(\d+) ", dlrsim("explain").stdout, re.M), codes)
        for code in codes:
            self.check(dlrsim("explain", "exit-" + code), 0, out=f"exit-{code}: ")

    def test_explain_says_what_was_meant(self):
        for word, meant in (("unknwon-key", "unknown-key"), ("exti-70", "exit-70"), ("E1011", "E101")):
            done = self.check(dlrsim("explain", word), 2, err=f"did you mean '{meant}'? All of them: {DLRSIM} explain")
            self.assertEqual(done.stdout, "")
        self.check(dlrsim("explain", "frobnicate"), 2, err=f"there is no code 'frobnicate'. All of them: {DLRSIM} explain")
        self.check(dlrsim("explain", "exit-9"), 2, err="it never ends with 9")
        silent = self.check(dlrsim("explain", "no-report"), 0).stdout
        self.assertEqual(len(re.findall(r"(?m)^  [A-Z]{2}  \+\d+$", silent)), 34)
        self.assertRegex(silent, r"(?m)^  BD  \+880$")

    def test_a_broken_scenario_leads_to_its_explanation(self):
        self.init("a.yaml")
        text = self.content("a.yaml").replace("messages:", "mesages:")
        with open(self.path("a.yaml"), "w", encoding="utf-8") as file:
            file.write(text)
        done = self.check(dlrsim("validate", "a.yaml", cwd=self.folder.name), 3, err="did you mean `messages`? [E101]\n")
        self.assertIn("dlrsim explain E101", done.stderr)

    def test_limits_are_told_with_their_line(self):
        self.init("a.yaml", "--countries", "FR")
        text = self.content("a.yaml")
        for wrong, said in ((text.replace("messages: 10000", "messages: 2_000_000_000_000"), r"a\.yaml:\d+:\d+: error: .*\[E802\]"),
                            (text.replace("messages: 10000", "messages: 40_000_000") + "lanes: 1\n", r"a\.yaml:\d+:1?\d: error: a lane of 4000000\d .*\[E802\]"),
                            (text + "tracker: {max_in_flight: 1}\nlanes: 2\n", r"a\.yaml:\d+:26: error: 1 open messages .*\[E802\]")):
            with open(self.path("a.yaml"), "w", encoding="utf-8") as file:
                file.write(wrong)
            self.assertRegex(self.check(dlrsim("validate", "a.yaml", cwd=self.folder.name), 3).stderr, said)

    # What a slip of the finger, or of the hand, is answered with.

    def test_the_program_is_called_as_it_was(self):
        self.init("first.yaml", "--countries", "FR")
        wrapped = subprocess.run([DLRSIM, "frobnicate"], capture_output=True, text=True, env={**ENVIRONMENT, "DLRSIM_CALLED_AS": "./dlrsim"})
        self.assertIn("All of them: ./dlrsim --help", wrapped.stderr)
        self.check(dlrsim("frobnicate"), 2, err=f"All of them: {DLRSIM} --help")
        in_path = subprocess.run(["dlrsim", "frobnicate"], capture_output=True, text=True, env={**ENVIRONMENT, "PATH": os.path.dirname(DLRSIM)})
        self.assertIn("All of them: dlrsim --help", in_path.stderr)
        with open(os.path.join(SOURCE, "dlrsim"), encoding="utf-8") as file:
            self.assertIn("DLRSIM_CALLED_AS=${DLRSIM_CALLED_AS:-$0}", file.read())

    def test_flags_and_names_are_guessed(self):
        self.init("first.yaml", "--countries", "FR")
        path = self.path("first.yaml")
        self.check(dlrsim("run", path, "--verbos"), 2, err=f"run has no flag --verbos; did you mean --verbose? All of them: {DLRSIM} run --help")
        self.check(dlrsim("run", path, "--sed=4"), 2, err="did you mean --seed?")
        self.check(dlrsim("validate", path, "--frobnicate"), 2, err="validate has no flag --frobnicate. All of them: ")
        for command in (["run", path], ["trace", path, "--message", "1"]):
            self.check(dlrsim(*command, "--plant", "take-second-final"), 2, err="there is no defect 'take-second-final'; did you mean 'takes-second-final'?")
        self.check(dlrsim("mutate", path, "--must-catch", "take-second-final"), 2, err="did you mean 'takes-second-final'?")

    def test_a_wrong_flag_is_not_the_files_fault(self):
        self.init("first.yaml", "--countries", "FR")
        for flags, flag in ((["--set", "nothing=1"], "--set"), (["--point", "1"], "--point")):
            done = self.check(dlrsim("run", self.path("first.yaml"), *flags), 2,
                              err=f"dlrsim: {flag} is not what {self.path('first.yaml')} takes, which is not run")
            self.assertNotIn("cannot be run as it stands", done.stderr)

    def test_nothing_typed_reaches_the_terminal_raw(self):
        odd = "a\x1b[31mb\x07"
        for arguments in (["init", "--countries", odd], ["init", "--fault", odd], ["init", "--messages", odd], ["init", odd], ["run", odd], ["run", "--" + odd],
                          ["explain", odd], ["report", odd], ["compare", odd, odd], [odd], ["run", "x.yaml", "--plant", odd], ["run", "x.yaml", "--set", odd + "=1"]):
            done = dlrsim(*arguments, cwd=self.folder.name)
            self.assertNotEqual(done.returncode, 0)
            self.assertNotRegex(done.stderr + done.stdout, r"[\x00-\x08\x0b-\x1f\x7f]", arguments)
        terminal = Terminal([DLRSIM, "init"], self.folder.name)
        terminal.wait_for("[FR, GB]: ")
        os.write(terminal.terminal, b"\x16\x1b[31m\n")  # quoted, so that the line discipline lets it through
        terminal.wait_for("there is no country")
        said = terminal.shown.split("there is no country", 1)[1]
        self.assertNotIn("\x1b", said)
        terminal.type("\x04")
        terminal.end()

    def test_the_version_says_what_it_was_built_from(self):
        version = self.check(dlrsim("version"), 0).stdout
        commit = re.match(r"dlrsim [\d.]+ \(([^,]+), (?:GNU|Clang) ", version).group(1)
        self.init("first.yaml", "--countries", "FR")
        result = json.loads(dlrsim("run", self.path("first.yaml"), "--json").stdout)
        self.assertIn(result["provenance"]["commit"], (commit, None))

    def test_the_providers_names_can_be_listed(self):
        for what, name in (("statuses", "DELIVERED_TO_HANDSET"), ("errors", "EC_ABSENT_SUBSCRIBER")):
            self.check(dlrsim("explain", what), 0, out=f"  {name} ")

    def test_a_file_that_is_not_there_is_guessed_and_what_is_no_file_is_said(self):
        done = dlrsim("run", os.path.join(SOURCE, "scenarios", "quikstart.yaml"))
        self.check(done, 3, err="quickstart.yaml`?")
        with open(self.path("whole.yaml"), "w", encoding="utf-8") as file:
            file.write("version: 1\ninclude: [pipe, folder, prats.yaml]\n")
        os.mkfifo(self.path("pipe"))
        os.mkdir(self.path("folder"))
        with open(self.path("parts.yaml"), "w", encoding="utf-8") as file:
            file.write("seed: 1\n")
        done = dlrsim("validate", self.path("whole.yaml"))
        self.check(done, 3, err="`pipe` is a named pipe, not a file")
        self.assertIn("`folder` is a folder, not a file", done.stderr)
        self.assertIn("there is no file `prats.yaml`; did you mean `parts.yaml`?", done.stderr)

    def test_a_misspelt_profile_is_one_mistake(self):
        with open(os.path.join(SOURCE, "scenarios", "operator-outage.yaml"), encoding="utf-8") as file:
            text = file.read()
        name = re.search(r"operator: ([A-Z]{2})/(\w+)", text)
        wrong = re.sub(rf"({name[2]}: {{[^}}]*profile: )\w+", r"\1nobodys", text, count=1)
        self.assertNotEqual(wrong, text)
        with open(self.path("wrong.yaml"), "w", encoding="utf-8") as file:
            file.write(wrong)
        done = dlrsim("validate", self.path("wrong.yaml"))
        self.check(done, 3, err="there is no profile `nobodys`")
        self.assertEqual(done.stderr.count(": error: "), 1, done.stderr)

    def test_too_few_messages_for_a_first_scenario_say_why(self):
        done = dlrsim("init", self.path("first.yaml"), "--countries", "FR,GB", "--messages", "100", "--fault", "nothing")
        self.check(done, 2, err="with fewer than 2000 in a country its shares and delays are not sure (exit 4)")
        done = dlrsim("init", self.path("first.yaml"), "--countries", "FR", "--messages", "50,000", "--fault", "nothing")
        self.check(done, 2, err="write 50000")

    def test_it_can_be_installed(self):
        build = os.path.dirname(os.path.dirname(os.path.dirname(DLRSIM)))
        prefix = self.path("prefix")
        subprocess.run(["cmake", "--install", build, "--prefix", prefix], check=True, capture_output=True)
        files = sorted(os.path.relpath(os.path.join(folder, name), prefix) for folder, _, names in os.walk(prefix) for name in names)
        files = [file for file in files if file != "bin/dlrsim-mpi"]  # where MPI is at hand
        self.assertEqual(files, ["bin/dlrsim", "share/bash-completion/completions/dlrsim", "share/dlrsim/quickstart.yaml",
                                 "share/dlrsim/result.schema.json", "share/dlrsim/scenario.schema.json", "share/doc/dlrsim/LICENSE",
                                 "share/fish/vendor_completions.d/dlrsim.fish", "share/man/man1/dlrsim.1",
                                 "share/zsh/site-functions/_dlrsim"])
        installed = os.path.join(prefix, "bin", "dlrsim")
        done = subprocess.run([installed, "run", os.path.join(prefix, "share", "dlrsim", "quickstart.yaml"), "-q"], cwd=prefix,
                              capture_output=True, text=True, env=ENVIRONMENT, timeout=100)
        self.check(done, 0, out="PASS")
        for file, arguments in (("share/man/man1/dlrsim.1", ["man"]), ("share/dlrsim/result.schema.json", ["schema", "result"])):
            with open(os.path.join(prefix, file), encoding="utf-8") as kept:
                self.assertEqual(kept.read(), subprocess.run([installed, *arguments], capture_output=True, text=True).stdout)

    def test_the_wrapper_works_through_a_link_and_says_where_it_belongs_as_a_copy(self):
        """A checkout of two files, in which all is built."""
        checkout = self.path("checkout")
        os.makedirs(os.path.join(checkout, "build", "release", "sim", "cli"))
        os.mkdir(os.path.join(checkout, "tools"))
        shutil.copy(os.path.join(SOURCE, "dlrsim"), checkout)
        shutil.copy(os.path.join(SOURCE, "tools", "setup.sh"), os.path.join(checkout, "tools"))
        for name in ("CMakeLists.txt", "CMakePresets.json", "cmake", "core", "reports", "sim"):  # older than what is built
            os.mkdir(os.path.join(checkout, name))
        program = os.path.join(checkout, "build", "release", "sim", "cli", "dlrsim")
        with open(program, "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\necho built and called with $*\n")
        os.chmod(program, 0o755)
        with open(os.path.join(checkout, "build", "release", "dlrsim-is-built"), "w", encoding="utf-8"):
            pass
        os.symlink(os.path.join(checkout, "dlrsim"), self.path("link"))
        done = subprocess.run([self.path("link"), "version"], capture_output=True, text=True, cwd="/", timeout=60)
        self.check(done, 0, out="built and called with version")
        copy = self.path("copy")
        shutil.copy(os.path.join(SOURCE, "dlrsim"), copy)
        for flags, code in (([], 70), (["--bisect"], 125)):
            done = subprocess.run([copy, "run", "x.yaml", *flags], capture_output=True, text=True, timeout=60)
            self.check(done, code, err="this script belongs in a checkout of dlrtrack")
            self.assertIn("cmake --install", done.stderr)


if __name__ == "__main__":
    main()
