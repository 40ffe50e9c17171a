"""A small scenario in which chance has a say, for the tests of what is said about it."""
import json

from program import ProgramTest, dlrsim

COIN = """\
version: 1
name: coin
summary: Nine of ten are delivered, and one of ten reports comes twice.
profiles: {p: {delivered: {share: 90%, delay: {exponential: {mean: 1m}}}, unreported: {share: 10%}}}
countries: {FR: {profile: p}}
traffic: [{campaign: c, messages: MESSAGES, arrivals: {burst: {over: 10m}}, countries: [FR]}]
faults: [{id: again, duplicate_reports: {share: 10%, after: {constant: 1m}}}]
"""


class CoinTest(ProgramTest):
    def coin(self, expected, more="", messages=2000, name="coin.yaml", faults=True):
        text = COIN.replace("MESSAGES", str(messages)) + "expect:\n" + expected + more
        return self.write(name, text if faults else "\n".join(line for line in text.split("\n") if not line.startswith("faults")))

    def judged(self, path, *flags):
        done = dlrsim("run", path, "--json", *flags)
        return {one["id"]: one for one in json.loads(done.stdout)["expectations"]}

    def without_provenance(self, text):
        result = json.loads(text)
        for member in ("provenance", "speed"):
            result.pop(member)
        return result

    def accepted(self):
        path = self.coin("  - {id: share, ratio: delivered, at_least: 50%}\n")
        self.check(dlrsim("accept", path, "--reason", "x"), 0)
        return path
