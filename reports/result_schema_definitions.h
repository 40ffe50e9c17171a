// What the schema of results says in more than one place, or at length: the members of its `definitions`.
#pragma once

#include <string_view>

namespace dlr::reports {

// Counters stand in it as marks, which result_schema() replaces.
inline constexpr std::string_view kDefinitions = R"json(    "count": {"type": "integer", "minimum": 0},
    "count_or_null": {"type": ["integer", "null"], "minimum": 0},
    "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    "samples": {
      "description": "a number -n repeats the sample before it n times more",
      "type": "array",
      "items": {"type": "integer"}
    },
    "situations": {
      "description": "by group, then by name: how often",
      "type": "object",
      "additionalProperties": {"type": "object", "additionalProperties": {"$ref": "#/definitions/count"}}
    },
    "counter": {"enum": @counters@},
    "totals": @messages@,
    "delay": {
      "description": "Milliseconds. Percentiles are of nearest rank, off by at most 1/256 of their value. Values fall into buckets: below 256 bucket and value are the same; value v with b bits (b > 8) falls into bucket 128 (b - 8) + (v >> (b - 8)).",
      "type": "object",
      "additionalProperties": false,
      "required": ["count", "min", "mean", "p50", "p90", "p95", "p99", "max"],
      "properties": {
        "count": {"$ref": "#/definitions/count"},
        "min": {"$ref": "#/definitions/count_or_null"},
        "mean": {"type": ["number", "null"], "minimum": 0, "description": "rounded to three decimals"},
        "p50": {"$ref": "#/definitions/count_or_null"},
        "p90": {"$ref": "#/definitions/count_or_null"},
        "p95": {"$ref": "#/definitions/count_or_null"},
        "p99": {"$ref": "#/definitions/count_or_null"},
        "max": {"$ref": "#/definitions/count_or_null"},
        "reason": {"type": "string", "description": "why there are no values"},
        "sum": {"type": "string", "pattern": "^[0-9]+$", "description": "of all values; as text, for it may be longer than a double is exact"},
        "first_bucket": {"$ref": "#/definitions/count"},
        "buckets": {
          "description": "how many values fell into the first bucket and those after it; a number -n stands for n empty ones",
          "type": "array",
          "items": {"type": "integer"}
        }
      },
      "if": {"properties": {"count": {"const": 0}}},
      "then": {
        "required": ["reason"],
        "properties": {"min": {"type": "null"}, "mean": {"type": "null"}, "p50": {"type": "null"}, "p90": {"type": "null"},
                       "p95": {"type": "null"}, "p99": {"type": "null"}, "max": {"type": "null"}}
      },
      "else": {
        "required": ["sum", "first_bucket", "buckets"],
        "properties": {"min": {"type": "integer"}, "mean": {"type": "number"}, "p50": {"type": "integer"}, "p90": {"type": "integer"},
                       "p95": {"type": "integer"}, "p99": {"type": "integer"}, "max": {"type": "integer"}}
      }
    },
    "expectation": {
      "type": "object",
      "additionalProperties": false,
      "required": ["id", "verdict", "chance", "certain", "value", "low", "high", "limit", "reason", "would_tell", "metric", "where", "severity", "file", "line"],
      "properties": {
        "id": {"type": "string"},
        "verdict": {"enum": ["pass", "fail", "not sure"]},
        "value": {"type": ["number", "null"], "description": "ratios 0 to 1, delays in milliseconds, counts in ones; limits likewise"},
        "chance": {"enum": ["none", "messages", "replications", "unmeasured"], "description": "what the interval is made of; none: nothing random, or one message is proof; unmeasured: random, but one run cannot say by how much: the value itself kept the limit, or it is not sure"},
        "certain": {"type": "boolean", "description": "the scenario leaves chance no say"},
        "low": {"type": ["number", "null"], "description": "the interval in which the true value lies; null: not asked"},
        "high": {"type": ["number", "null"]},
        "limit": {
          "type": "object",
          "additionalProperties": false,
          "required": ["at_least", "at_most", "text"],
          "properties": {
            "at_least": {"type": ["number", "null"]},
            "at_most": {"type": ["number", "null"]},
            "text": {"type": "string", "description": "as the scenario says it"}
          }
        },
        "reason": {"type": ["string", "null"], "description": "why there is no value, or no sure verdict"},
        "would_tell": {
          "description": "of so many replications it would most likely be sure; null: it is, or none would make it so",
          "type": ["object", "null"],
          "additionalProperties": false,
          "required": ["min", "max"],
          "properties": {"min": {"type": "integer", "minimum": 1}, "max": {"type": "integer", "minimum": 1}}
        },
        "metric": {
          "type": "object",
          "oneOf": [
            {"additionalProperties": false, "required": ["ratio", "of"],
             "properties": {"ratio": {"enum": @message_names@}, "of": {"enum": ["submitted", "reported"]}}},
            {"additionalProperties": false, "required": ["delay", "stat"],
             "properties": {"delay": {"enum": ["delivery", "report", "rejection"]}, "stat": {"type": "string", "pattern": "^(mean|p[0-9]+([.][0-9]+)?)$"}}},
            {"additionalProperties": false, "required": ["count"],
             "properties": {"count": {"anyOf": [{"$ref": "#/definitions/counter"}, {"type": "string", "pattern": "^faults[.]."}]}}},
            {"additionalProperties": false, "required": ["peak"], "properties": {"peak": {"const": "in_flight"}}}
          ]
        },
        "where": {
          "type": "object",
          "additionalProperties": false,
          "properties": {"country": {"type": "string"}, "operator": {"type": "string"}, "campaign": {"type": "string"}, "channel": {"type": "string"}}
        },
        "severity": {"enum": ["required", "advisory"]},
        "file": {"type": ["string", "null"]},
        "line": {"$ref": "#/definitions/count"}
      }
    },
    "invariants": {
      "type": "object",
      "additionalProperties": false,
      "required": ["checked", "broken", "broken_messages", "first_message", "argument", "miscounted", "laws", "in_flight", "rules", "more_examples"],
      "properties": {
        "checked": {"$ref": "#/definitions/count"},
        "broken": {"$ref": "#/definitions/count"},
        "broken_messages": {"$ref": "#/definitions/count", "description": "messages of which other events came than had to"},
        "first_message": {"$ref": "#/definitions/count_or_null", "description": "the lowest index of one; null: none"},
        "argument": {"type": ["string", "null"], "description": "what had to come of it, what came, and why that is wrong"},
        "rules": {
          "description": "in which ways messages broke, that of the lowest message first",
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["rule", "messages", "first_message"],
            "properties": {
              "rule": {"type": "string"},
              "messages": {"type": "integer", "minimum": 1},
              "first_message": {"$ref": "#/definitions/count"}
            }
          }
        },
        "more_examples": {
          "description": "of the first messages of the next rules, what `argument` is of the first of all",
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["message", "argument"],
            "properties": {"message": {"$ref": "#/definitions/count"}, "argument": {"type": "string"}}
          }
        },
        "miscounted": {
          "description": "counters of which core and oracle have different figures: summed up over those lanes",
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["counter", "lanes", "counted", "expected"],
            "properties": {
              "counter": {"$ref": "#/definitions/counter"},
              "lanes": {"$ref": "#/definitions/count"},
              "counted": {"$ref": "#/definitions/count"},
              "expected": {"$ref": "#/definitions/count"}
            }
          }
        },
        "laws": {
          "description": "sums of counters that must be equal and are not: summed up over those lanes",
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["law", "lanes", "left", "right"],
            "properties": {
              "law": {"type": "string"},
              "lanes": {"type": "integer", "minimum": 1},
              "left": {"$ref": "#/definitions/count"},
              "right": {"$ref": "#/definitions/count"}
            }
          }
        },
        "in_flight": {
          "description": "null: core and oracle agree",
          "type": ["object", "null"],
          "additionalProperties": false,
          "required": ["lanes", "minute", "counted", "expected"],
          "properties": {
            "lanes": {"$ref": "#/definitions/count"},
            "minute": {"$ref": "#/definitions/count"},
            "counted": {"$ref": "#/definitions/count"},
            "expected": {"$ref": "#/definitions/count"}
          }
        }
      }
    })json";

}  // namespace dlr::reports
