#!/usr/bin/python3
"""The events that docs/events.md shows, as runs say them. Run as: events_test.py DLRSIM SOURCE_DIR [TEST...]"""
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

DLRSIM, SOURCE = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])


def read(*path):
    with open(os.path.join(SOURCE, *path), encoding="utf-8") as file:
        return file.read()


class DocsTest(unittest.TestCase):
    text = read("docs", "events.md")
    shown = [(part.split("`", 1)[0], re.findall(r"(?m)^\{.*\}$", part)) for part in text.split("`dlrsim run scenarios/")[1:]]

    def test_the_events_shown_are_among_those_of_the_run(self):
        statuses = []
        for command, lines in self.shown:
            scenario = command.split(".yaml", 1)[0]
            with tempfile.TemporaryDirectory() as folder:
                events = os.path.join(folder, "events")
                subprocess.run([DLRSIM, "run", os.path.join(SOURCE, "scenarios", scenario + ".yaml"), "-q", "--replications", "1",
                                "--events", events], stdout=subprocess.DEVNULL, check=True)
                with open(events, encoding="utf-8") as file:
                    said = set(file.read().splitlines())
            self.assertEqual([line for line in lines if line not in said], [], scenario)
            statuses += [json.loads(line)["properties"]["status"] for line in lines]
        self.assertEqual(sorted(statuses), ["delivered", "enqueue_failed", "enqueued", "failed", "rejected"])

    def test_every_name_that_an_event_can_have_is_told(self):
        names = re.search(r"(?s)kTaken\{(.*?)\};", read("core", "event_json.cc"))[1]
        properties = self.text.split("| property |", 1)[1]
        told = [name for cell in re.findall(r"(?m)^\| (.*?) \|", properties) for name in re.findall(r"`(\w+)`", cell)]
        self.assertEqual(sorted(told), sorted(set(re.findall(r'"(\w+)"', names)) - {"message"}))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
