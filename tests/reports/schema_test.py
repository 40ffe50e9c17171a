#!/usr/bin/python3
"""Results against their schema. Run as: schema_test.py RESULT_SAMPLES"""
import copy
import json
import subprocess
import sys

import jsonschema

schema, *results = (json.loads(line) for line in subprocess.run([sys.argv[1]], stdout=subprocess.PIPE, check=True).stdout.splitlines())
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)
assert len(results) == 6
for result in results:
    validator.validate(result)


def refused(change):
    result = copy.deepcopy(results[0])
    change(result)
    assert list(validator.iter_errors(result)), "the schema takes a result that is wrong"


# What the schema is for: members that are missing, misspelt, of another type; values where there can be none.
refused(lambda r: r.pop("seed"))
refused(lambda r: r.update(sead=1))
refused(lambda r: r["totals"].pop("delivered"))
refused(lambda r: r["reports"].update(douplicate=1))
refused(lambda r: r["fingerprint"].update(outcomes="xyz"))
refused(lambda r: r["groups"][0].update(country="France"))
refused(lambda r: r["groups"][0]["delivery_delay_ms"].update(p50=0))  # Bangladesh: no data
refused(lambda r: r["groups"][1]["delivery_delay_ms"].update(p50=None))
refused(lambda r: r["expectations"][0].update(verdict="maybe"))
refused(lambda r: r["expectations"][0]["metric"].update(ratio="deliverd"))
