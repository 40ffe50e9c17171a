"""The scenarios of this checkout and small ones made for a test, for the tests of the program. Run like program.py."""
import fcntl
import glob
import json
import os
import pty
import select
import struct
import subprocess
import termios

import jsonschema

from program import DLRSIM, ENVIRONMENT, SOURCE, ProgramTest, content, dlrsim

SCENARIOS = os.path.join(SOURCE, "scenarios")
LARGE = ["world"]
SWEPT = ["callback-outages"]  # several results each
SMALL = sorted(name for path in glob.glob(os.path.join(SCENARIOS, "*.yaml"))
               if (name := os.path.basename(path)[:-5]) not in LARGE + SWEPT)

ONE_MESSAGE = """\
version: 1
name: tiny
summary: One message to France.
profiles: {p: {delivered: {share: 100%, delay: {constant: 1s}}}}
countries: {FR: {operators: {Orange: {mccmnc: "20801", share: 100%, profile: p}}}}
traffic: [{campaign: c, channel: sms, messages: MESSAGES, arrivals: {burst: {over: 1s}}, countries: [FR]}]
expect: [{id: delivered, ratio: delivered, EXPECTED}]
"""


def scenario(name):
    return os.path.join(SCENARIOS, name + ".yaml")


def once_exit(name):
    """Run once, a scenario that asks for replications is not sure of itself."""
    return 4 if name in SMALL and "\nreplications:" in content(scenario(name)) else 0


def without_provenance(text):
    result = json.loads(text)
    for member in ("provenance", "speed", "drive"):
        result.pop(member, None)
    return json.dumps(result)


class ScenarioTest(ProgramTest):
    def tiny(self, messages="1", expected="equals: 100%"):
        return self.write("tiny.yaml", ONE_MESSAGE.replace("MESSAGES", messages).replace("EXPECTED", expected))

    def on_a_terminal(self, environment, arguments=("run", scenario("race")), columns=80, code=0):
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        program = subprocess.Popen([DLRSIM, *arguments], stdin=slave, stdout=slave, stderr=subprocess.DEVNULL,
                                   env={**ENVIRONMENT, "TERM": "xterm", **environment})
        os.close(slave)
        seen = b""
        while select.select([master], [], [], 60)[0]:
            try:
                chunk = os.read(master, 65536)
            except OSError:
                break
            if not chunk:
                break
            seen += chunk
        program.wait(60)
        os.close(master)
        self.assertEqual(program.returncode, code)
        return seen

    def with_another_block(self, baseline, place):
        """As it would be had one block another timeline: the whole is the sum of its blocks, half by half."""
        block, last = baseline["blocks"][place], baseline["accepted"][-1]
        was, total = int(block["timeline"], 16), int(last["timeline"], 16)
        mask = 2**64 - 1
        total = ((total >> 64) - (was >> 64) & mask) << 64 | ((total & mask) - (was & mask) & mask)
        block["timeline"], last["timeline"] = "0" * 32, f"{total:032x}"
        return baseline

    def coin(self, messages, expected, more=""):
        """Delivered with 90 %."""
        text = ONE_MESSAGE.replace("{delivered: {share: 100%, delay: {constant: 1s}}}",
                                   "{delivered: {share: 90%, delay: {constant: 1s}}, unreported: {share: 10%}}")
        return self.write("coin.yaml", text.replace("MESSAGES", str(messages)).replace("EXPECTED", expected) + more)

    def verdict(self, path, *flags):
        done = dlrsim("run", path, "--json", *flags)
        result = json.loads(done.stdout)
        jsonschema.validate(result, json.loads(dlrsim("schema", "result").stdout))
        return done.returncode, result["expectations"][0], result

    def outcomes(self, name, *flags):
        file = self.path("-".join((name, *flags)).replace("/", "-"))
        dlrsim("run", scenario(name), "-q", "--outcomes", file, *flags)
        return file
