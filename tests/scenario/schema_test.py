"""Scenarios that the reader takes, against the schema, by the schema library of the Python world."""
import glob
import json
import os
import sys

import jsonschema
import yaml

source = sys.argv[1]
with open(os.path.join(source, "scenarios", "scenario.schema.json"), encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)


def read(path):
    with open(path, encoding="utf-8") as text:
        return yaml.load(text, Loader=yaml.BaseLoader)


paths = [os.path.join(source, "tests", "data", "valid", "everything.yaml")]
paths += sorted(glob.glob(os.path.join(source, "tests", "scenarios", "*.yaml")))
wrong = [f"{path}: {list(problem.absolute_path)}: {problem.message}"
         for path in paths for problem in validator.iter_errors(read(path))]

# What an editor must mark, too.
for mistake in ({"body": "v4"}, {"intermediate": "yes"}, {"callback": {"batches": "5"}}):
    scenario = {**read(paths[0]), "provider": mistake}
    if validator.is_valid(scenario):
        wrong.append(f"provider: {mistake} is valid")

sys.exit("\n".join(wrong) or 0)
