#!/usr/bin/python3
"""Writes docs/scenario-reference.md from the schema (`dlrsim schema`), which is made of the tables that the reader reads
by, with examples from a scenario that uses every key.

    dlrsim schema | tools/scenario_reference.py > docs/scenario-reference.md
"""
import json
import os
import re
import sys

import yaml

SOURCE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# The first that has a key shows it; the last has them all.
EXAMPLES = [os.path.join(SOURCE, "scenarios", "quickstart.yaml"),
            os.path.join(SOURCE, "tests", "data", "valid", "everything.yaml")]
LONGEST_EXAMPLE = 64

# What the schema's patterns mean to a person. A test holds that each scalar of the schema is here.
SCALARS = {
    "duration": ("duration", "`250ms` `6s` `30m` `11h` `4d` `1h30m`: whole numbers, the larger units first"),
    "share": ("share", "`96.5%`: per cent, 0 to 100, at most four decimals"),
    "rate": ("rate", "`400/s` `30/m` `5/h` `3/d`: a whole number per span of time"),
    "instant": ("instant", "`2026-11-27T17:00:00Z` `2026-11-27T18:00:00+01:00`: with its zone"),
    "whole": ("whole number", "`100000` `100_000`"),
    "number": ("number", "`2` `0.5`"),
    "boolean": ("true or false", "`true` `false`; not `yes`, not `1`"),
    "text": ("text", "one line, not empty"),
    "name": ("name", "letters, digits, `.` `-` `_`"),
    "utc_offset": ("offset", "`+01:00` `-05:30`: of a clock from UTC"),
    "zone": ("zone", "`+0100` `-0530`: as the provider writes the zone of a `doneAt`"),
    "country_code": ("country", "ISO 3166-1, two capital letters: `FR`; Norway in quotes, `\"NO\"`, for the sake of other readers"),
    "mccmnc": ("network code", "MCC and MNC, five or six digits in quotes: `\"20801\"`"),
    "counter": ("counter", "`messages.failed` `reports.late` `callbacks.refused` and the like (`dlrsim schema result` has them all), or `faults.<id>`"),
    "stat": ("statistic", "`mean`, or a percentile: `p50` `p99.9`"),
    "limit": ("limit", "in the unit of what is limited: a share for `ratio`, a duration for `delay`, a whole number for `count` and `peak`"),
    "status_shares": ("shares of statuses", "the provider's names with shares that add up to 100%: `{EXPIRED_EXPIRED: 100%}`"),
    "error_shares": ("shares of errors", "the provider's names with shares that add up to 100%: `{EC_ABSENT_SUBSCRIBER: 80%, EC_UNKNOWN_SUBSCRIBER: 20%}`"),
    "empirical": ("quantiles", "`{p0: 1s, p50: 6s, p100: 2h}`, linear between them, or `{csv: FILE}` with a line `p50,6s` for each"),
    "hours": ("windows of hours", "`{\"22-07\": {absent: 30%}}`: from 22:00 to 07:00 by the recipient's clock; `absent` is a share of the handsets"),
}


# Headings of what stands in several places.
SHARED = {"distribution": "DELAY", "reported_outcome": "profiles.NAME.OUTCOME", "where": "WHERE"}
ABOUT = {
    "distribution": "A distribution of delays. `min` and `max` beside a shape, or in it: on condition of lying inside, not cut off.",
    "reported_outcome": "`delivered`, `failed` and `handed_over`. The shares of all outcomes of a profile add up to 100%.",
    "where": "Which messages are meant: those that all its keys fit. What fits no message at all is an error.",
}


def one_line(value):
    """As it stands in a scenario, in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{one_line(key)}: {one_line(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(one_line, value)) + "]"
    if re.fullmatch(r"[A-Za-z0-9$+./_][A-Za-z0-9 %+./_-]*|[0-9-]+T[0-9:.Z+-]+|\+[0-9:]+", value) and value not in ("NO", "yes", "on", "null"):
        return value
    return json.dumps(value, ensure_ascii=False)


class Reference:
    def __init__(self, schema, examples):
        self.definitions = schema["definitions"]
        self.examples = {}  # (definition, key): a value
        self.sections = {}  # definition: its heading
        self.shared = []    # sections that are still to be written
        for example in examples:
            self.learn("scenario", example)

    def target(self, schema):
        """The name and body of what a schema refers to; no name: it stands there itself."""
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            return name, self.definitions[name]
        if "allOf" in schema and len(schema["allOf"]) == 1 and "properties" not in schema:
            return self.target(schema["allOf"][0])
        return None, schema

    def is_map(self, name):
        return name is not None and name not in SCALARS and "properties" in self.definitions[name]

    # What the examples show.

    def learn(self, name, value):
        for key, item in value.items() if isinstance(value, dict) else ():
            if key in self.definitions[name]["properties"]:
                self.examples.setdefault((name, key), item)
                self.descend(self.definitions[name]["properties"][key], item)

    def descend(self, schema, value):
        name, body = self.target(schema)
        if self.is_map(name):
            self.learn(name, value)
        for one in body.get("anyOf", []):
            self.descend(one, value)
        if body.get("type") == "array" and isinstance(value, list):
            for item in value:
                self.descend(body["items"], item)
        if body.get("type") == "object" and isinstance(body.get("additionalProperties"), dict) and isinstance(value, dict):
            for item in value.values():
                self.descend(body["additionalProperties"], item)

    # What is written.

    def type_of(self, schema, path):
        name, body = self.target(schema)
        if name in SCALARS:
            return SCALARS[name][0]
        if self.is_map(name):
            self.add_section(name, path)
            return f"[{self.sections[name]}](#{anchor(self.sections[name])})"
        if "enum" in body:
            words = [word for word in body["enum"] if isinstance(word, str)]
            return " ".join(f"`{word}`" for word in words)
        if "anyOf" in body:
            kinds = [self.type_of(one, path) for one in body["anyOf"] if one.get("type") != "null" and "\\$" not in one.get("pattern", "")]
            return ", or ".join(dict.fromkeys(kinds))
        if body.get("type") == "array":
            return "list of: " + self.type_of(body["items"], path + "[]")
        if body.get("type") == "object":
            inner = body.get("additionalProperties") or next(iter(body.get("patternProperties", {}).values()), None)
            return "by name: " + self.type_of(inner, path + ".NAME") if inner else "map"
        kind = body.get("type", "text")
        return {"string": "text"}.get(kind, kind if isinstance(kind, str) else "text")

    def add_section(self, name, path):
        if name not in self.sections:
            self.sections[name] = SHARED.get(name, path)

    def section(self, name):
        body = self.definitions[name]
        path = self.sections[name]
        title = "The whole file" if name == "scenario" else f"`{path}`"
        choices = [{one["required"][0] for one in group["oneOf"]} for group in body.get("allOf", [])]
        lines = [f"## {title}", ""]
        if name in ABOUT:
            lines += [ABOUT[name], ""]
        if not body["properties"]:
            return "\n".join(lines + ["An empty map, `{}`, or nothing.", ""])
        for group in choices:
            lines += ["Exactly one of " + ", ".join(f"`{key}`" for key in body["properties"] if key in group) + ".", ""]
        lines += ["| key | type | default | meaning | example |", "| --- | --- | --- | --- | --- |"]
        below = "" if name == "scenario" else path + "."
        children = []
        for key, described in body["properties"].items():
            meaning, default = split_default(described["description"].replace("<", "&lt;"))
            if key in body.get("required", []):
                default = "required"
            elif any(key in group for group in choices):
                default = "one of these"
            known = set(self.sections)
            kind = self.type_of(described, below + key)
            children += [child for child in self.sections if child not in known]
            lines.append(f"| `{key}` | {kind} | {default} | {meaning} | {self.example(name, key)} |".replace("  |", " |"))
        text = "\n".join(lines + [""])
        # What several places refer to stands behind all of them.
        for child in [child for child in children if child not in SHARED]:
            text += "\n" + self.section(child)
        self.shared += [child for child in children if child in SHARED]
        return text

    def example(self, name, key):
        if (name, key) not in self.examples:
            return ""
        value = self.examples[(name, key)]
        text = json.dumps(value) if key == "mccmnc" else one_line(value)
        return f"`{key}: {text}`".replace("|", "\\|") if len(text) <= LONGEST_EXAMPLE else ""

    def text(self):
        self.add_section("scenario", "")
        sections = [self.section("scenario")]
        while self.shared:
            sections.append(self.section(self.shared.pop(0)))
        values = "\n".join(f"| {title} | {form} |" for title, form in SCALARS.values())
        return (
            "# All keys of a scenario\n\n"
            "<!-- Written by tools/scenario_reference.py from `dlrsim schema`; do not edit. -->\n\n"
            "A scenario is a YAML file. In place of any value may stand a parameter, `$name`. Every mistake is told with its\n"
            "place and a code, and `dlrsim explain CODE` says more. To begin with: `dlrsim init`, or\n"
            "[scenarios/quickstart.yaml](../scenarios/quickstart.yaml).\n\n"
            "## Values\n\n| what | how it is written |\n| --- | --- |\n" + values + "\n\n" + "\n".join(sections))


def anchor(heading):
    return re.sub(r"[^a-z0-9_ -]", "", heading.lower()).replace(" ", "-")


def split_default(meaning):
    """'how long; 4d by default' -> ('how long', '4d')."""
    found = re.fullmatch(r"(?:(.*)[;:] )?(.+) by default", meaning)
    if not found:
        return meaning, ""
    is_value = re.fullmatch(r"[\w:.%+-]+", found[2]) and found[2] not in ("one", "none", "all", "always")
    return found[1] or "", f"`{found[2]}`" if is_value else found[2]


def read(path):
    with open(path, encoding="utf-8") as file:
        return yaml.load(file, Loader=yaml.BaseLoader)


def reference(schema_text):
    return Reference(json.loads(schema_text), [read(path) for path in EXAMPLES]).text()


if __name__ == "__main__":
    sys.stdout.write(reference(sys.stdin.read()))
