#!/usr/bin/python3
"""The same bytes whatever surrounds the process, and from every build there is. Run as: determinism_test.py DLRSIM
SOURCE_DIR [TEST...]"""
import json
import os
import subprocess
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from program import DLRSIM, ENVIRONMENT, SOURCE, ProgramTest, main  # noqa: E402

# Random arrivals and mixtures; answers and reports that race; a tracker that dies.
SCENARIOS = ["quickstart", "race", "crash-and-restart"]
ALL_FAULTS = "everything-at-once"
# Locales in which numbers, the case of i or the bytes of a text are other than in C, with their decimal points; zones far
# apart, one with half an hour, one broken.
LOCALES = [("de_DE", "UTF-8", ","), ("tr_TR", "UTF-8", ","), ("hi_IN", "UTF-8", "."), ("fr_FR", "ISO-8859-1", ",")]
ZONES = ["UTC", "Asia/Kolkata", "America/St_Johns", "Pacific/Kiritimati", "No/Such_Zone"]
# What glibc chooses its mathematics and its string functions by.
TUNABLES = ["glibc.cpu.hwcaps=-FMA,-FMA4", "glibc.cpu.hwcaps=-AVX2,-AVX2_Usable,-FMA,-FMA_Usable,-AVX512F,-ERMS,-AVX,-AVX_Usable"]
# ./check --full makes these before it asks; the others are looked at where they are.
BUILDS = {"coverage": "no optimization", "asan-ubsan": "sanitizers", "clang": "the other compiler", "tsan": "more sanitizers",
          "baseline": "no instruction that not every processor has"}
MORE_BUILDS = {"debug": "none either", "native": "every instruction there is"}
# Sums of what glibc makes of many arguments: another one where it computes otherwise.
LIBM = "import math; print(sum(hash(f(i / 977.0)) for i in range(1, 20000) for f in (math.exp, math.log, math.sin)))"


def outcome(name, *flags, program=DLRSIM, before=(), **environment):
    """The result without where it came from."""
    command = [*before, program, "run", os.path.join(SOURCE, "scenarios", name + ".yaml"), "--json", "--no-baseline",
               "--replications", "1", *flags]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=1000, check=False,
                          env={**ENVIRONMENT, **environment})
    if done.returncode not in (0, 4):  # one replication may leave it unsure
        raise AssertionError(f"{command} ended with {done.returncode}: {done.stderr.decode()}")
    result = json.loads(done.stdout)
    for key in ("speed", "provenance", "drive"):
        result.pop(key, None)
    return {key: json.dumps(value, sort_keys=True) for key, value in result.items()}


def may_run(*command):
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


class DeterminismTest(ProgramTest):
    def same(self, what, scenarios=tuple(SCENARIOS), flags=(), **how):
        for name in scenarios:
            with self.subTest(scenario=name, what=what):
                here, plain = outcome(name, *flags, **how), self.plain(name)
                self.assertEqual([key for key in plain if here.get(key) != plain[key]], [], "differ")
                self.assertEqual(set(here), set(plain))

    def plain(self, name, known={}):
        if name not in known:
            known[name] = outcome(name, "-j", "1", LC_ALL="C", TZ="UTC")
        return known[name]

    def make_locale(self, name, charset):
        """A machine has few or none installed; they are made of what the package locales brings."""
        try:
            made = subprocess.run(["localedef", "-i", name, "-f", charset, self.path(f"{name}.{charset}")],
                                  capture_output=True, text=True, check=False)
        except FileNotFoundError as error:
            self.fail(f"no locale can be made: {error}")
        # 1 means warnings.
        self.assertIn(made.returncode, (0, 1), f"{made.stderr}\nOn Debian the package locales has what it takes.")

    def test_no_locale_has_a_say(self):
        for name, charset, point in LOCALES:
            self.make_locale(name, charset)
            locale = {"LC_ALL": f"{name}.{charset}", "LANG": f"{name}.{charset}", "LOCPATH": self.folder.name}
            known = subprocess.run(["locale", "decimal_point", "charmap"], capture_output=True, text=True, check=True,
                                   env={**ENVIRONMENT, **locale})
            self.assertEqual(known.stdout.split(), [point, charset], f"{locale} is not in force: {known.stderr}")
            self.same(name, **locale)

    def test_no_time_zone_has_a_say(self):
        for zone in ZONES:
            self.same(zone, TZ=zone)

    def test_the_layout_of_memory_has_no_say(self):
        self.same("layout at random")
        if may_run("setarch", "-R", "true"):
            self.same("layout fixed", before=["setarch", "-R"])
        else:
            print("not looked at: setarch -R, which is not allowed here", file=sys.stderr)
        for fill in ("0x5a", "0xff"):
            self.same("memory not zero", MALLOC_PERTURB_=str(int(fill, 16)))

    def test_what_glibc_chooses_has_no_say(self):
        def libm(**environment):
            return subprocess.run([sys.executable, "-c", LIBM], capture_output=True, text=True, check=True,
                                  env={**ENVIRONMENT, **environment}).stdout

        for tunables in TUNABLES:
            self.same(tunables, GLIBC_TUNABLES=tunables)
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            if " fma " in file.read():
                self.assertTrue(any(libm(GLIBC_TUNABLES=tunables) != libm() for tunables in TUNABLES),
                                "glibc computes no otherwise with any of these: are they called otherwise by now?")

    def test_threads_and_drives_have_no_say(self):
        for flags in (["-j", "2"], ["-j", "7"], ["--drive", "wire"], ["--drive", "wire", "-j", "2"]):
            self.same(" ".join(flags), flags=flags, scenarios=[*SCENARIOS, ALL_FAULTS])

    def test_every_build_gives_the_same_bytes_full(self):
        """Of the same tree: ./check --full runs it when all are built."""
        for build, what in {**BUILDS, **MORE_BUILDS}.items():
            program = os.path.join(SOURCE, "build", build, "sim", "cli", "dlrsim")
            if os.path.exists(program):
                self.same(build, program=program, scenarios=[*SCENARIOS, ALL_FAULTS])
                self.same(build + ", wire", program=program, scenarios=["race", ALL_FAULTS], flags=["--drive", "wire"])
                continue
            with self.subTest(build=build):
                self.assertNotIn(build, BUILDS, f"{what} cannot be looked at; to build it: "
                                                f"cmake --preset {build} && ninja -C build/{build} dlrsim")


if __name__ == "__main__":
    main()
