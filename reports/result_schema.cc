#include "reports/result_schema.h"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

#include "reports/counters.h"
#include "reports/result_schema_definitions.h"

namespace dlr::reports {
namespace {

// @names@ stand for what is made from the list of counters.
constexpr std::string_view kSchema = R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "What a run of dlrsim came to",
  "description": "Made by `dlrsim run --json` or `-o`. Durations are in the unit that the name says; what is absent is null, with a reason.",
  "type": "object",
  "additionalProperties": false,
  "required": ["version", "scenario", "point", "summary", "seed", "own_seed", "parameters", "own_parameters", "own_replications", "drive", "planted", "start", "simulated_ms",
               "waiting_period_ms", "messages", "shard", "lanes", "interrupted", "exit_code", "exit_codes", "fingerprint", "baseline", "totals", "events", "responses", "reports",
               "callbacks", "faults", "fault_windows", "notices", "invariants", "judging", "expectations", "replications", "in_flight", "reports_by_minute", "situations", "groups", "speed", "provenance", "seal"],
  "properties": {
    "version": {"const": 1},
    "scenario": {"type": "string", "description": "the scenario's name"},
    "point": {
      "description": "of the scenario's sweep, which this result is about; null: it has none",
      "type": ["object", "null"],
      "additionalProperties": false,
      "required": ["number", "name"],
      "properties": {
        "number": {"type": "integer", "minimum": 1},
        "name": {"type": "string", "description": "the swept parameters with their values"}
      }
    },
    "summary": {"type": "string"},
    "seed": {"$ref": "#/definitions/count"},
    "own_seed": {"type": "boolean", "description": "the seed is the one in the file"},
    "parameters": {"type": "object", "additionalProperties": {"type": "string"}},
    "own_parameters": {"type": "boolean", "description": "all parameters have the values in the file"},
    "own_replications": {"type": "boolean", "description": "as many as the file says"},
    "drive": {"enum": ["direct", "wire", "http"]},
    "planted": {"type": "string", "description": "the mistake planted in the core for this run; empty: none"},
    "start": {"type": "string", "format": "date-time"},
    "simulated_ms": {"$ref": "#/definitions/count"},
    "waiting_period_ms": {"$ref": "#/definitions/count", "description": "how long reports of a message are waited for"},
    "messages": {"$ref": "#/definitions/count", "description": "asked for by the scenario; totals.submitted says how many there were"},
    "shard": {
      "description": "null: the whole run",
      "type": ["object", "null"],
      "additionalProperties": false,
      "required": ["index", "of"],
      "properties": {"index": {"type": "integer", "minimum": 1}, "of": {"type": "integer", "minimum": 2}}
    },
    "lanes": {
      "type": "object",
      "additionalProperties": false,
      "required": ["total", "done"],
      "properties": {"total": {"$ref": "#/definitions/count"}, "done": {"$ref": "#/definitions/count"}}
    },
    "interrupted": {"type": "boolean", "description": "only lanes.done of lanes.total are in here"},
    "exit_code": {"enum": [0, 1, 2, 3, 4, 5, 6, 7, 8, 70, 74, 130], "description": "follows from all else; a result in which it does not is refused"},
    "exit_codes": {"type": "array", "items": {"enum": [1, 3, 4, 5, 7, 8, 130]}, "description": "all that hold, the one that counts first; none: 0"},
    "not_sure_passes": {"type": "boolean", "description": "what is not decided has no say in exit_code (--not-sure)"},
    "baseline_reason": {"type": ["string", "null"], "description": "why it was not compared with what is accepted"},
    "baseline_use": {"enum": ["where there", "required", "ignored"], "description": "what it was told to make of what is accepted: --require-baseline, --no-baseline"},
    "lacks_baseline": {"type": "boolean", "description": "nothing is accepted that it had to be compared with (--require-baseline)"},
    "baseline_problem": {"type": ["string", "null"], "description": "why what was accepted cannot be read"},
    "fingerprint": {
      "type": "object",
      "additionalProperties": false,
      "required": ["outcomes", "timeline", "block_messages", "outcomes_by_block", "timeline_by_block"],
      "properties": {
        "block_messages": {"$ref": "#/definitions/count", "description": "so many messages are a block, in their order"},
        "outcomes_by_block": {"type": "array", "maxItems": 64, "items": {"$ref": "#/definitions/fingerprint"}},
        "timeline_by_block": {"type": "array", "maxItems": 64, "items": {"$ref": "#/definitions/fingerprint"}},
        "outcomes": {"$ref": "#/definitions/fingerprint", "description": "over who ended how"},
        "timeline": {"$ref": "#/definitions/fingerprint", "description": "over all events, with their times and words"}
      }
    },
    "baseline": {
      "description": "what was accepted of this scenario, compared; null: nothing is, or another seed, other parameters or a part of the run",
      "oneOf": [
        {"type": "null"},
        {
          "type": "object",
          "additionalProperties": false,
          "required": ["changed", "outcomes", "timeline", "same_scenario", "ended", "changed_messages", "cannot_compare"],
          "properties": {
            "changed": {"type": "boolean"},
            "outcomes": {"$ref": "#/definitions/fingerprint"},
            "timeline": {"$ref": "#/definitions/fingerprint"},
            "same_scenario": {"type": "boolean", "description": "the scenario is the one of which this was accepted"},
            "ended": {
              "description": "how many messages of a country ended so when it was accepted, and now: where that differs",
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["country", "outcome", "then", "now"],
                "properties": {
                  "country": {"type": "string"},
                  "outcome": {"type": "string"},
                  "then": {"$ref": "#/definitions/count"},
                  "now": {"$ref": "#/definitions/count"}
                }
              }
            },
            "changed_messages": {
              "type": "array",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["first", "last", "outcomes"],
                "properties": {
                  "first": {"$ref": "#/definitions/count"},
                  "last": {"$ref": "#/definitions/count"},
                  "outcomes": {"type": "boolean", "description": "who ended how differs too; else only times and words do"}
                }
              }
            },
            "cannot_compare": {"type": ["string", "null"]}
          }
        }
      ]
    },
    "totals": {"$ref": "#/definitions/totals"},
    "events": @events@,
    "responses": @responses@,
    "reports": @reports@,
    "callbacks": @callbacks@,
    "faults": {
      "description": "tries, reports, callbacks or messages in flight struck, by the fault's id",
      "type": "object",
      "additionalProperties": {"$ref": "#/definitions/count"}
    },
    "fault_windows": {
      "description": "when each fault may strike, in the scenario's order, from the start on",
      "type": "array",
      "items": {
        "type": "object",
        "additionalProperties": false,
        "required": ["id", "at_ms", "for_ms"],
        "properties": {
          "id": {"type": "string"},
          "at_ms": {"$ref": "#/definitions/count_or_null", "description": "null: always"},
          "for_ms": {"$ref": "#/definitions/count_or_null", "description": "null: from then on for ever"}
        }
      }
    },
    "notices": {
      "description": "what is worth knowing although nothing is broken: faults that struck nobody",
      "type": "array",
      "items": {"type": "string"}
    },
    "invariants": {"$ref": "#/definitions/invariants"},
    "expectations": {"type": "array", "items": {"$ref": "#/definitions/expectation"}},
    "judging": {
      "type": "object",
      "additionalProperties": false,
      "required": ["shared", "min", "max", "error"],
      "properties": {
        "shared": {"type": "boolean", "description": "messages share something random"},
        "min": {"type": "integer", "minimum": 1, "description": "replications, at least"},
        "max": {"type": "integer", "minimum": 1, "description": "replications, at most"},
        "error": {"type": "string", "description": "the part of the false-alarm budget for one look at one expectation; 0: judged without chance"}
      }
    },
    "replications": {
      "description": "one by one where there are several; all else that is measured is of the first",
      "type": "array",
      "items": {
        "type": "object",
        "additionalProperties": false,
        "required": ["seed", "outcomes", "broken", "values"],
        "properties": {
          "seed": {"$ref": "#/definitions/count"},
          "outcomes": {"$ref": "#/definitions/fingerprint"},
          "broken": {"$ref": "#/definitions/count", "description": "invariants"},
          "values": {"type": "array", "description": "of the expectations, in order; null: no data", "items": {"type": ["number", "null"]}},
          "samples": {
            "description": "of a shard alone: likewise, all that is needed to judge them when all are merged",
            "type": "array",
            "items": {
              "type": "object",
              "additionalProperties": false,
              "required": ["value", "keeps_limit", "part", "whole", "delays_ms"],
              "properties": {
                "value": {"type": ["number", "null"]},
                "keeps_limit": {"type": "boolean"},
                "part": {"$ref": "#/definitions/count"},
                "whole": {"$ref": "#/definitions/count"},
                "delays_ms": {"$ref": "#/definitions/delay"}
              }
            }
          }
        }
      }
    },
    "in_flight": {
      "description": "messages in flight, all lanes together, at each full minute from the start on",
      "type": "object",
      "additionalProperties": false,
      "required": ["peak", "by_minute"],
      "properties": {
        "peak": {"$ref": "#/definitions/count_or_null"},
        "reason": {"type": "string"},
        "by_minute": {"$ref": "#/definitions/samples", "description": "after the last sample there is none"}
      }
    },
    "reports_by_minute": {"$ref": "#/definitions/samples", "description": "delivery reports that the core received, in each minute from the start on"},
    "situations": {
      "description": "what can happen to a message, and how often it did; 0: never",
      "type": "object",
      "additionalProperties": false,
      "required": ["lifecycle", "statuses", "errors"],
      "properties": {
        "lifecycle": {"$ref": "#/definitions/situations", "description": "by state of the tracker: what was heard in it"},
        "statuses": {"$ref": "#/definitions/situations", "description": "by the provider's group: what the core was given, in answers and reports of messages it knows"},
        "errors": {"$ref": "#/definitions/situations", "description": "likewise, in reports"}
      }
    },
    "groups": {
      "description": "those with messages, in order of their names",
      "type": "array",
      "items": {
        "type": "object",
        "additionalProperties": false,
        "required": ["country", "operator", "campaign", "channel", "totals", "delivery_delay_ms", "report_delay_ms", "rejection_delay_ms"],
        "properties": {
          "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
          "operator": {"type": "string"},
          "campaign": {"type": "string"},
          "channel": {"enum": ["sms", "mms"]},
          "totals": {"$ref": "#/definitions/totals"},
          "delivery_delay_ms": {"$ref": "#/definitions/delay", "description": "from sending to the operator's word, of delivered and failed messages"},
          "report_delay_ms": {"$ref": "#/definitions/delay", "description": "from sending to the report's receipt, of the same"},
          "rejection_delay_ms": {"$ref": "#/definitions/delay", "description": "from sending to the rejection's receipt"}
        }
      }
    },
    "speed": {
      "type": "object",
      "additionalProperties": false,
      "required": ["messages_per_s", "wall_s", "peak_rss_bytes"],
      "properties": {
        "messages_per_s": {"$ref": "#/definitions/count_or_null"},
        "wall_s": {"type": ["number", "null"], "minimum": 0},
        "peak_rss_bytes": {"$ref": "#/definitions/count_or_null"},
        "reason": {"type": "string", "description": "why something is null"}
      }
    },
    "provenance": {
      "description": "where the result comes from; no part of what is compared",
      "type": "object",
      "additionalProperties": false,
      "required": ["version", "compiler", "flags", "command_line", "scenario_file", "scenario_hash", "baseline_file", "baseline_committed", "threads", "shards_merged", "again"],
      "properties": {
        "program": {"type": "string", "description": "as it was called"},
        "version": {"type": "string"},
        "commit": {"type": ["string", "null"], "description": "that the program was built from, where that is known"},
        "compiler": {"type": "string"},
        "flags": {"type": "string"},
        "command_line": {"type": "string"},
        "scenario_file": {"type": "string"},
        "scenario_hash": {"type": "string"},
        "baseline_file": {"type": ["string", "null"], "description": "what it was compared with"},
        "baseline_committed": {"type": "boolean", "description": "git has it; asked where the run differs from it"},
        "threads": {"type": ["integer", "null"], "minimum": 1},
        "shards_merged": {"type": "array", "items": {"type": "integer", "minimum": 1}},
        "again": {"type": ["string", "null"], "description": "after a failure: the command to run next"}
      }
    },
    "seal": {"type": "string", "pattern": "^[0-9a-f]{32}$", "description": "over all of this but drive, speed and provenance: an altered result is not taken for one"}
  },
  "definitions": {
@definitions@
  }
}
)json";

// An object with a required count for each counter of the family. Its members are indented as the schema is.
std::string family_schema(std::string_view family) {
  std::string names, members;
  for (const CounterInfo& counter : kCounterInfo) {
    if (counter.family != family) continue;
    const bool is_first = names.empty();
    names += fmt::format("{}\"{}\"", is_first ? "" : ", ", counter.name);
    members += fmt::format("{}        \"{}\": {{\"$ref\": \"#/definitions/count\", \"description\": \"{}\"}}",
                           is_first ? "" : ",\n", counter.name, counter.meaning);
  }
  return fmt::format(R"({{
      "type": "object",
      "additionalProperties": false,
      "required": [{}],
      "properties": {{
{}
      }}
    }})",
                     names, members);
}

std::string name_list(std::string_view family) {
  std::string names;
  for (const CounterInfo& counter : kCounterInfo) {
    if (!family.empty() && counter.family != family) continue;
    names += names.empty() ? "" : ", ";
    names += family.empty() ? fmt::format("\"{}\"", counter.full_name()) : fmt::format("\"{}\"", counter.name);
  }
  return "[" + names + "]";
}

}  // namespace

std::string result_schema() {
  const std::array<std::pair<std::string_view, std::string>, 8> made{{{"@definitions@", std::string(kDefinitions)},
                                                                      {"@events@", family_schema("events")},
                                                                      {"@responses@", family_schema("responses")},
                                                                      {"@reports@", family_schema("reports")},
                                                                      {"@callbacks@", family_schema("callbacks")},
                                                                      {"@messages@", family_schema("messages")},
                                                                      {"@counters@", name_list("")},
                                                                      {"@message_names@", name_list("messages")}}};
  std::string schema(kSchema);
  for (const auto& [mark, text] : made) schema.replace(schema.find(mark), mark.size(), text);
  return schema;
}

}  // namespace dlr::reports
