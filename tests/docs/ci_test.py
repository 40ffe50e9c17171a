#!/usr/bin/python3
"""The recipes of docs/ci.md, taken from the document and run. Run as: ci_test.py DLRSIM SOURCE_DIR [TEST...]"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

import yaml

DLRSIM, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "CI", "FORCE_COLOR")}
HEAD = """\
version: 1
name: NAME
summary: One message to France.
profiles: {p: {delivered: {share: 100%, delay: {constant: 1s}}}}
countries: {FR: {profile: p}}
traffic: [{campaign: c, messages: 10, arrivals: {burst: {over: 1s}}, countries: [FR]}]
"""
GOOD = HEAD + "expect: [{id: delivered, ratio: delivered, equals: 100%}]\n"
WRONG = HEAD + "expect:\n  - {id: delivered, ratio: delivered, equals: 0%}\n"
# Too few to tell, and too many for luck.
UNSURE = HEAD.replace("{p: {delivered: {share: 100%, delay: {constant: 1s}}}}",
                      "{p: {delivered: {share: 90%, delay: {constant: 1s}}, unreported: {share: 10%}}}") \
    + "expect: [{id: delivered, ratio: delivered, at_least: 89%}]\n"


def read(*path):
    with open(os.path.join(SOURCE, *path), encoding="utf-8") as file:
        return file.read()


def recipes(heading, language):
    """The fenced blocks of a language below a heading of docs/ci.md; with no heading, those before the first."""
    sections = re.split(r"(?m)^## ", read("docs", "ci.md"))
    section = next((s for s in sections[1:] if s.startswith(heading + "\n")), None) if heading else sections[0]
    assert section is not None, heading
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", section)


class DocsTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        os.mkdir(self.path("scenarios"))
        os.symlink(DLRSIM, self.path("dlrsim"))
        self.scenario("good", GOOD)

    def path(self, *names):
        return os.path.join(self.folder.name, *names)

    def scenario(self, name, text):
        with open(self.path("scenarios", name + ".yaml"), "w", encoding="utf-8") as file:
            file.write(text.replace("NAME", name))

    def shell(self, script, **environment):
        return subprocess.run(["bash", "-eo", "pipefail", "-c", script], cwd=self.folder.name, text=True, timeout=200,
                              stdin=subprocess.DEVNULL, capture_output=True, env={**ENVIRONMENT, **environment})

    def check(self, done, code):
        self.assertEqual(done.returncode, code, f"\nstdout: {done.stdout}\nstderr: {done.stderr}")
        return done

    def check_files(self, folder="."):
        """The three that every recipe keeps."""
        with open(self.path(folder, "result.json"), encoding="utf-8") as file:
            self.assertIn("good", [json.loads(line)["scenario"] for line in file])
        ElementTree.parse(self.path(folder, "junit.xml"))
        with open(self.path(folder, "report.html"), encoding="utf-8") as file:
            self.assertIn("<!doctype html>", file.read(40).lower())

    def test_before_the_first_run_in_ci(self):
        script, = recipes("", "sh")
        self.check(self.shell("git init -q . && " + script), 0)
        self.assertIn("scenarios/baselines/good.json", self.shell("git diff --cached --name-only").stdout)
        # In CI nothing is accepted.
        self.assertNotEqual(self.shell(script, CI="true").returncode, 0)

    # GitHub.

    def steps(self):
        return yaml.safe_load(read("action.yml"))["runs"]["steps"]

    def run_action(self, **inputs):
        declared = yaml.safe_load(read("action.yml"))["inputs"]
        values = {name: inputs.get(name, about["default"]) for name, about in declared.items()}
        self.assertEqual(set(inputs) - set(declared), set())
        done = None
        for step in self.steps():
            environment = {name: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: values[found[1]], value)
                           for name, value in step.get("env", {}).items()}
            self.assertNotIn("${{", step["run"] + "".join(environment.values()), "inputs come by environment")
            done = self.shell(step["run"], GITHUB_ACTION_PATH=self.folder.name, GITHUB_OUTPUT=self.path("output"),
                              GITHUB_STEP_SUMMARY=self.path("summary"), CI="true", **environment)
            if done.returncode != 0:
                break
        return done

    def content(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def test_github_action_is_green(self):
        self.check(self.run_action(), 0)
        self.check_files("dlrsim-reports")
        self.assertEqual(self.content("output"), "exit-code=0\n")
        self.assertIn("good", self.content("summary"))

    def test_github_action_is_red_with_annotations(self):
        self.scenario("wrong", WRONG)
        done = self.check(self.run_action(reports="there"), 1)
        self.check_files("there")
        self.assertEqual(self.content("output"), "exit-code=1\n")
        self.assertRegex(done.stdout, r"(?m)^::error file=scenarios/wrong\.yaml,line=8")
        self.assertIn("wrong", self.content("summary"))

    def test_github_action_takes_arguments(self):
        self.scenario("unsure", UNSURE)
        self.check(self.run_action(scenarios="scenarios/good.yaml scenarios/unsure.yaml"), 4)
        self.check(self.run_action(scenarios="scenarios/good.yaml scenarios/unsure.yaml", arguments="--not-sure warn"), 0)

    def test_github_action_tells_of_a_broken_scenario(self):
        self.scenario("broken", "version: 1\n")
        done = self.check(self.run_action(), 3)
        self.assertIn("scenarios/broken.yaml:1:1: error: ", done.stderr)
        self.assertEqual(self.content("output"), "exit-code=3\n")
        self.assertRegex(done.stdout, "(?m)^::error file=scenarios/broken.yaml")
        self.assertIn("1 file was not run", self.content("summary"))

    def test_github_workflow_uses_the_action_as_it_is(self):
        recipe, = recipes("GitHub Actions", "yaml")
        workflow = yaml.safe_load(recipe)
        job = workflow["jobs"]["scenarios"]
        self.assertEqual(job["container"], "debian:12")
        action, = [step for step in job["steps"] if step.get("uses") == "./"]
        declared = yaml.safe_load(read("action.yml"))
        self.assertLessEqual(set(action["with"]), set(declared["inputs"]))
        upload, = [step for step in job["steps"] if step.get("uses", "").startswith("actions/upload-artifact@")]
        self.assertEqual(upload["if"], "always()")
        self.assertEqual(upload["with"]["path"], declared["inputs"]["reports"]["default"])
        self.assertEqual(declared["runs"]["using"], "composite")
        for step in declared["runs"]["steps"]:
            self.assertEqual(step["shell"], "bash")
        for step in job["steps"]:
            self.assertTrue(("run" in step) != ("uses" in step), step)

    @unittest.skipUnless(shutil.which("shellcheck"), "shellcheck is not installed")
    def test_github_action_passes_shellcheck(self):
        for step in self.steps():
            done = subprocess.run(["shellcheck", "-s", "bash", "-"], input=step["run"], text=True, capture_output=True)
            self.assertEqual(done.returncode, 0, done.stdout)

    # The others.

    def test_gitlab(self):
        recipe, = recipes("GitLab CI", "yaml")
        job = yaml.safe_load(recipe)["scenarios"]
        self.check(self.shell("\n".join(job["script"]), CI="true"), 0)
        self.check_files()
        kept = job["artifacts"]
        for path in kept["paths"] + list(kept["reports"].values()):
            self.assertTrue(os.path.exists(self.path(path)), path)
        self.assertEqual(kept["when"], "always")
        self.scenario("unsure", UNSURE)
        self.assertIn(self.shell("\n".join(job["script"])).returncode, job["allow_failure"]["exit_codes"])

    def test_jenkins(self):
        recipe, = recipes("Jenkins", "groovy")
        self.assertEqual(recipe.count("{"), recipe.count("}"))
        scripts = re.findall(r"(?m)^\s*sh '([^']*)'$", recipe)
        self.assertEqual(len(scripts), 1)
        self.check(self.shell(scripts[0]), 0)
        self.check_files()
        for path in re.findall(r"junit '([^']*)'", recipe) + re.search(r"artifacts: '([^']*)'", recipe)[1].split(", "):
            self.assertTrue(os.path.exists(self.path(path)), path)
        self.scenario("wrong", WRONG)
        self.check(self.shell(scripts[0]), 1)
        self.check_files()

    def test_ctest(self):
        recipe, = recipes("CTest", "cmake")
        with open(self.path("CMakeLists.txt"), "w", encoding="utf-8") as file:
            file.write(recipe)
        self.scenario("wrong", WRONG)
        self.scenario("unsure", UNSURE)
        self.check(self.shell(f"cmake -S . -B build -DDLRSIM={DLRSIM}"), 0)
        done = self.shell("ctest --test-dir build")
        self.assertNotEqual(done.returncode, 0)
        self.assertRegex(done.stdout, r"scenario\.good .*Passed")
        self.assertRegex(done.stdout, r"scenario\.wrong .*Failed")
        self.assertRegex(done.stdout, r"scenario\.unsure .*Skipped")
        os.remove(self.path("scenarios", "wrong.yaml"))  # the list of files follows the folder
        self.check(self.shell("cmake --build build && ctest --test-dir build"), 0)

    # pre-commit: the hook runs when a file of the commit fits its pattern, on the whole folder.

    def run_hook(self, hook, program):
        self.assertIs(hook["pass_filenames"], False)
        return self.shell(" ".join([program, *hook["entry"].split()[1:], *hook.get("args", [])]))

    def check_hook(self, hook, program):
        os.makedirs(self.path("scenarios", "parts"))
        with open(self.path("scenarios", "parts", "piece.yaml"), "w", encoding="utf-8") as file:
            file.write("tags: [a]\n")  # no scenario by itself
        for name in ("scenarios/good.yaml", "scenarios/parts/piece.yaml", "scenarios/delays.csv"):
            self.assertRegex(name, hook["files"])
        self.assertNotRegex("README.md", hook["files"])
        self.scenario("good", GOOD + "include: [parts/piece.yaml]\n")
        self.check(self.run_hook(hook, program), 0)
        with open(self.path("scenarios", "parts", "piece.yaml"), "w", encoding="utf-8") as file:
            file.write("tag: [a]\n")
        self.assertIn("piece.yaml:1:", self.check(self.run_hook(hook, program), 3).stderr)
        self.scenario("good", GOOD)
        self.scenario("broken", GOOD.replace("messages", "mesages"))
        self.assertIn("did you mean `messages`? [E101]", self.check(self.run_hook(hook, program), 3).stderr)

    def test_pre_commit_in_this_repository(self):
        recipe, = recipes("pre-commit", "yaml")
        repo, = yaml.safe_load(recipe)["repos"]
        hook, = repo["hooks"]
        self.assertEqual((repo["repo"], hook["language"]), ("local", "system"))
        self.assertEqual(hook["entry"].split()[0], "./dlrsim")
        self.check_hook(hook, "./dlrsim")

    def test_pre_commit_in_another_repository(self):
        hook, = yaml.safe_load(read(".pre-commit-hooks.yaml"))
        self.assertIn(f"`{hook['id']}`", read("docs", "ci.md"))
        # Of a script, the entry's first word is a file of this repository.
        self.assertEqual(hook["language"], "script")
        self.assertTrue(os.access(os.path.join(SOURCE, hook["entry"].split()[0]), os.X_OK))
        self.check_hook(hook, DLRSIM)

    def test_large_scenarios_on_several_machines(self):
        script, = recipes("Large scenarios on several machines", "sh")
        shutil.copy(os.path.join(SOURCE, "scenarios", "quickstart.yaml"), self.path("scenarios"))
        self.check(self.shell(script), 0)
        self.assertTrue(os.path.exists(self.path("report.html")))
        ElementTree.parse(self.path("junit.xml"))

    def test_the_exit_codes_are_those_of_the_program(self):
        known = set(re.findall(r"k\w+ = (\d+)", read("reports", "exit_code.h")))
        rows = re.findall(r"(?m)^\| ([0-9, ]+) \|", read("docs", "ci.md"))
        self.assertGreater(len(rows), 5)
        self.assertEqual(set(", ".join(rows).split(", ")), known)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
