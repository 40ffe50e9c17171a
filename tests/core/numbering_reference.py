#!/usr/bin/python3
"""The other opinion on numbers and countries: libphonenumber (package python3-phonenumbers).

write FILE     writes 100 000 valid numbers of all regions and kinds, one "digits region" a line ("-": no country)
plans PROGRAM  runs `PROGRAM plans` and checks that the numbers of every plan are valid and in their country
table FOLDER   checks that FOLDER/numbering_table.inc is what FOLDER/numbering_table.py writes
"""

import random
import subprocess
import sys

import phonenumbers
from phonenumbers import PhoneNumberType

NUMBERS = 100_000
SEED = 20261127
LINES_OF_ONE_CODE = 150
KINDS = [kind for kind in PhoneNumberType.values() if kind != PhoneNumberType.UNKNOWN]


def number_of(code, national):
    zeros = len(national) - len(national.lstrip("0"))
    return phonenumbers.PhoneNumber(country_code=code, national_number=int(national), italian_leading_zero=zeros > 0,
                                    number_of_leading_zeros=zeros if zeros > 1 else None)


def examples_of(code, regions):
    found = set()
    for region in regions:
        for kind in KINDS:
            if region == "001":
                example = phonenumbers.example_number_for_non_geo_entity(code)
            else:
                example = phonenumbers.example_number_for_type(region, kind)
            if example:
                found.add(phonenumbers.national_significant_number(example))
    return sorted(found)


def mutated(rng, national):
    """Its tail at random, and often another digit or two."""
    digits = list(national)
    for at in range(rng.randint(0, len(digits) - 1), len(digits)):
        digits[at] = rng.choice("0123456789")
    for _ in range(rng.choice((0, 0, 1, 2))):
        digits[rng.randrange(len(digits))] = rng.choice("0123456789")
    return "".join(digits)


def sample(rng, code, regions, wanted):
    """At most `wanted` valid numbers of one calling code, mutated from the examples."""
    seeds = examples_of(code, regions)
    found = {}
    for attempt in range(wanted * 6):
        if len(found) >= wanted:
            break
        national = mutated(rng, seeds[attempt % len(seeds)]) if attempt >= len(seeds) else seeds[attempt]
        if national in found or not national.strip("0") or not 7 <= len(str(code)) + len(national) <= 15:
            continue
        number = number_of(code, national)
        if phonenumbers.is_valid_number(number):
            found[national] = phonenumbers.region_code_for_number(number)
    return found


def write(path):
    rng = random.Random(SEED)
    codes = phonenumbers.COUNTRY_CODE_TO_REGION_CODE
    alone = {code: regions for code, regions in codes.items() if len(regions) == 1}
    lines = []
    # A code of a single country has little to get wrong; the shared ones get the rest.
    for code, regions in sorted(alone.items()):
        lines += [f"{code}{n} {r}" for n, r in sample(rng, code, regions, LINES_OF_ONE_CODE).items()]
    shared = {code: regions for code, regions in codes.items() if len(regions) > 1}
    seen = set(lines)
    while len(lines) < NUMBERS:
        before = len(lines)
        for code, regions in sorted(shared.items()):
            for national, region in sample(rng, code, regions, 250 * len(regions)).items():
                line = f"{code}{national} {region}"
                if line not in seen:
                    seen.add(line)
                    lines.append(line)
        if len(lines) == before:
            sys.exit("no further valid numbers are found")
    missing = set(phonenumbers.SUPPORTED_REGIONS) - {line.split()[1] for line in lines}
    if missing:
        sys.exit(f"no numbers of {sorted(missing)}")
    with open(path, "w", encoding="ascii") as out:
        out.write("".join(line.replace(" 001", " -") + "\n" for line in lines[:NUMBERS]))


def plans(program):
    rng = random.Random(SEED)
    rows = [line.split() for line in subprocess.run([program, "plans"], check=True, capture_output=True,
                                                    text=True).stdout.splitlines()]
    wrong = []
    for region, code, example, free in rows:
        head = example[:len(example) - int(free)]
        tails = ["0" * int(free), "9" * int(free), example[len(head):]]
        tails += ["".join(rng.choice("0123456789") for _ in range(int(free))) for _ in range(60)]
        for tail in tails:
            number = number_of(int(code), (head + tail)[len(code):])
            if not phonenumbers.is_valid_number(number) or phonenumbers.region_code_for_number(number) != region:
                wrong.append(f"+{head}{tail} is no valid number of {region}")
    missing = set(phonenumbers.SUPPORTED_REGIONS) - {row[0] for row in rows}
    wrong += [f"no plan for {region}" for region in sorted(missing)]
    if wrong:
        sys.exit("\n".join(wrong[:20]))


def table(folder):
    written = subprocess.run([sys.executable, f"{folder}/numbering_table.py"], check=True, capture_output=True,
                             text=True).stdout
    with open(f"{folder}/numbering_table.inc", encoding="ascii") as committed:
        if written != committed.read():
            sys.exit(f"out of date, installed is libphonenumber {phonenumbers.__version__}:"
                     f" {sys.executable} {folder}/numbering_table.py > {folder}/numbering_table.inc")


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("write", "plans", "table"):
        sys.exit(__doc__)
    {"write": write, "plans": plans, "table": table}[sys.argv[1]](sys.argv[2])
