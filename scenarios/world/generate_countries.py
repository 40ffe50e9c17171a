#!/usr/bin/python3
"""Writes countries.yaml: every region of the numbering table, each with one to four made-up operators.

Run by hand when the numbering table changes: /usr/bin/python3 generate_countries.py > countries.yaml
"""
import hashlib

import phonenumbers

SHARES = {1: [100], 2: [62, 38], 3: [48, 32, 20], 4: [40, 30, 20, 10]}
PROFILES = ["swift", "swift", "steady", "steady", "slow", "patchy"]


def number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


print("# Made by generate_countries.py: do not edit. Operators are invented; countries are those of the numbering table.")
print("countries:")
for region in sorted(phonenumbers.SUPPORTED_REGIONS):
    shares = SHARES[1 + number(region) % 4]
    operators = []
    for place, share in enumerate(shares):
        name = f"{region}-{place + 1}"
        profile = PROFILES[number(name) % len(PROFILES)]
        operators.append(f"{name}: {{share: {share}%, profile: {profile}}}")
    print(f'  "{region}": {{operators: {{{", ".join(operators)}}}}}')
