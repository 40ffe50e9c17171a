"""The program under test, and a folder of its own for each test. Scripts that import this are run as: SCRIPT DLRSIM
SOURCE_DIR [TEST...]"""
import os
import subprocess
import sys
import tempfile
import unittest

DLRSIM, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "CI", "FORCE_COLOR")}


def dlrsim(*arguments, **options):
    options.setdefault("env", ENVIRONMENT)
    options.setdefault("stdout", subprocess.PIPE)
    return subprocess.run([DLRSIM, *arguments], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                          timeout=280, **options)


def content(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


class ProgramTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def content(self, name):
        return content(self.path(name))

    def check(self, done, code, out=None, err=None):
        self.assertEqual(done.returncode, code, f"\nstdout: {done.stdout}\nstderr: {done.stderr}")
        if out is not None:
            self.assertIn(out, done.stdout)
        if err is not None:
            self.assertIn(err, done.stderr)
        return done


def main():
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
