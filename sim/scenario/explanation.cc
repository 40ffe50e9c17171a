#include "sim/scenario/explanation.h"

namespace dlr::sim {
namespace {

using diagnostics::Code;

constexpr Explanation kExplanations[] = {
    {Code::unreadable, "unreadable", "the file cannot be read, or is no text",
     "A file that is named is not there, may not be read, is a folder, or is not in UTF-8. Names in a scenario are "
     "looked "
     "for beside the file that holds them.",
     "include: [prats.yaml]\n", "include: [parts.yaml]\n"},
    {Code::not_yaml, "not-yaml", "the file is not YAML",
     "YAML tells structure by indentation, colons with a blank behind them, and brackets. Where one is missing the "
     "rest of "
     "the file can mean anything, so nothing is read.",
     "summary: Sale: the second wave\n", "summary: \"Sale: the second wave\"\n"},
    {Code::yaml_not_read, "yaml-not-read", "a part of YAML that is not read here",
     "No anchors, aliases, merge keys, tags or second documents: what a scenario means stands where it is read. "
     "`profiles` "
     "hold what several routes have in common, `include` what several files have.",
     "profiles:\n  p: &p {delivered: {share: 100%, delay: {constant: 1s}}}\n  q: *p\n",
     "profiles:\n  p: {delivered: {share: 100%, delay: {constant: 1s}}}\n"},
    {Code::key_twice, "key-twice", "a key stands twice in one map",
     "One of the two values would be ignored, and which one depends on the reader.", "seed: 1\nseed: 2\n", "seed: 2\n"},
    {Code::no_map, "no-map", "the file, or a key in it, has the wrong form",
     "A scenario is a map, `key: value`, line by line, and its keys are plain texts.",
     "- version: 1\n- name: example\n", "version: 1\nname: example\n"},
    {Code::file_too_large, "file-too-large", "more in the file than is read",
     "Files of more than 500 000 values, 64 levels, 99 includes or 200 mistakes are a slip of a generator, and would "
     "only "
     "cost time.",
     "tags: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[a]"
     "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
     "tags: [a]\n"},
    {Code::file_elsewhere, "file-elsewhere", "a file outside the scenario's folder, or one that includes itself",
     "All files of a scenario lie in one folder (the nearest above that is called `scenarios`, else the file's own), "
     "so that "
     "it can be copied, and so that a scenario from elsewhere reads nothing of yours.",
     "include: [../../parts.yaml]\n", "include: [parts.yaml]\n"},

    {Code::unknown_key, "unknown-key", "a key that nobody reads",
     "Mostly a slip of the finger. Read over silently, what it should set would keep its default, and the run would "
     "pass "
     "for another reason than you think.",
     "traffic:\n  - {campaign: sale, mesages: 1000, arrivals: {burst: {over: 1m}}, countries: [FR]}\n",
     "traffic:\n  - {campaign: sale, messages: 1000, arrivals: {burst: {over: 1m}}, countries: [FR]}\n"},
    {Code::missing_key, "missing-key", "a key that must be there is missing",
     "There is no default that would be right for everybody, so the file has to say it.",
     "traffic:\n  - {campaign: sale, messages: 1000, countries: [FR]}\n",
     "traffic:\n  - {campaign: sale, messages: 1000, arrivals: {burst: {over: 1m}}, countries: [FR]}\n"},
    {Code::keys_together, "keys-together", "two keys that do not go together",
     "Each says what the other says, or only one of them can have an effect here.",
     "expect:\n  - {id: most-arrive, ratio: delivered, at_least: 90%, at_most: 100%}\n",
     "expect:\n  - {id: most-arrive, ratio: delivered, between: [90%, 100%]}\n"},
    {Code::wrong_shape, "wrong-shape", "a text, a list or a map where another of them is needed",
     "A list is `[a, b]` or a line `- a` for each; a map is `{key: value}` or a line `key: value` for each.",
     "tags: nightly\n", "tags: [nightly]\n"},
    {Code::nothing_there, "nothing-there", "a list or map with nothing in it",
     "Nothing would be sent, or nothing would be checked, and the run would look fine.", "traffic: []\n",
     "traffic:\n  - {campaign: sale, messages: 1000, arrivals: {burst: {over: 1m}}, countries: [FR]}\n"},

    {Code::bare_number, "bare-number", "a number without its unit",
     "5 can be seconds or minutes, 97 per cent or a ratio. Nobody should have to guess, and no reader does.",
     "waiting_period: 4\n", "waiting_period: 4d\n"},
    {Code::no_duration, "no-duration", "not a duration",
     "Whole numbers with ms, s, m, h or d, the larger units first: 250ms, 6s, 1h30m, 4d.", "waiting_period: 4 days\n",
     "waiting_period: 4d\n"},
    {Code::no_share, "no-share", "not a share",
     "Shares are in per cent, from 0% to 100%, with at most four decimals: one in a million.",
     "expect:\n  - {id: most-arrive, ratio: delivered, at_least: 0.95x}\n",
     "expect:\n  - {id: most-arrive, ratio: delivered, at_least: 95%}\n"},
    {Code::no_rate, "no-rate", "not a rate", "A whole number per s, m, h or d. Less than one a second: 30/m.",
     "traffic:\n  - {campaign: sale, messages: 10, arrivals: {poisson: {rate: 0.5/s}}, countries: [FR]}\n",
     "traffic:\n  - {campaign: sale, messages: 10, arrivals: {poisson: {rate: 30/m}}, countries: [FR]}\n"},
    {Code::no_instant, "no-instant", "not an instant",
     "Date, time and zone, as RFC 3339 has them. Without a zone the same file would mean another moment elsewhere.",
     "start: 2026-11-27 17:00\n", "start: 2026-11-27T17:00:00Z\n"},
    {Code::no_offset, "no-offset", "not an offset from UTC",
     "Clocks of countries are fixed offsets, `+01:00`; the zones in `skewed_done_at` are written as the provider "
     "writes "
     "them, `+0100`. Names such as CET change their meaning over the year.",
     "countries:\n  FR: {utc_offset: CET, profile: p}\n", "countries:\n  FR: {utc_offset: \"+01:00\", profile: p}\n"},
    {Code::no_number, "no-number", "not a number",
     "Whole numbers are digits, with `_` between them if you like: 100_000. Some keys take decimals: 0.5.",
     "seed: one\n", "seed: 100_000\n"},
    {Code::no_name, "no-name", "not a name",
     "What others refer to, in expectations, results and on the command line, is made of letters, digits, `.`, `-` and "
     "`_`.",
     "expect:\n  - {id: most arrive, ratio: delivered, at_least: 95%}\n",
     "expect:\n  - {id: most-arrive, ratio: delivered, at_least: 95%}\n"},
    {Code::no_text, "no-text", "a text that is empty, or holds what cannot be shown",
     "Texts end up in reports of one line each: no line feeds and no control characters (the text of a message may "
     "have "
     "several lines).",
     "summary: \"\"\n", "summary: One evening campaign.\n"},
    {Code::no_such_word, "no-such-word", "none of the words that may stand here",
     "Only a few words have a meaning here; the message names them.",
     "traffic:\n  - {campaign: sale, channel: smss, messages: 10, arrivals: {burst: {over: 1m}}, countries: [FR]}\n",
     "traffic:\n  - {campaign: sale, channel: sms, messages: 10, arrivals: {burst: {over: 1m}}, countries: [FR]}\n"},
    {Code::out_of_range, "out-of-range", "a value beyond what makes sense here",
     "The message says from where to where.", "replications: 0\n", "replications: 5\n"},
    {Code::no_quantile, "no-quantile", "not a percentile",
     "Percentiles are p0 to p100, with decimals if you like: p99.9. For `stat` there is `mean`, too.",
     "expect:\n  - {id: soon, delay: report, stat: median, at_most: 1m}\n",
     "expect:\n  - {id: soon, delay: report, stat: p50, at_most: 1m}\n"},
    {Code::no_hours, "no-hours", "not a window of hours, or two that overlap",
     "Hours of the recipient's clock, two digits each: 22-07 is from 22:00 to 07:00. An hour belongs to one window at "
     "most.",
     "profiles:\n  p: {delivered: {share: 100%, delay: {constant: 1s}}, hours: {10pm-7am: {absent: 20%}}}\n",
     "profiles:\n  p: {delivered: {share: 100%, delay: {constant: 1s}}, hours: {22-07: {absent: 20%}}}\n"},
    {Code::no_network_code, "no-network-code", "not a network code",
     "The provider names a network by its MCC and MNC, five or six digits. In quotes, so that a leading zero stays.",
     "countries:\n  FR: {operators: {Orange: {mccmnc: 208-01, share: 100%, profile: p}}}\n",
     "countries:\n  FR: {operators: {Orange: {mccmnc: \"20801\", share: 100%, profile: p}}}\n"},
    {Code::not_the_whole, "not-the-whole", "shares that do not add up to 100%",
     "Every message goes somewhere and ends somehow. What is missing would have to be made up.",
     "profiles:\n  p:\n    delivered: {share: 97%, delay: {constant: 1s}}\n    unreported: {share: 2%}\n",
     "profiles:\n  p:\n    delivered: {share: 97%, delay: {constant: 1s}}\n    unreported: {share: 3%}\n"},

    {Code::no_such_profile, "no-such-profile", "there is no profile of this name",
     "Routes behave as a profile under `profiles` says.", "countries:\n  FR: {profile: fast}\n",
     "countries:\n  FR: {profile: p}\n"},
    {Code::no_such_country, "no-such-country", "there is no such country, or not in this scenario",
     "Countries are named by ISO 3166-1 codes, two capital letters; traffic and `where` take those under `countries`.",
     "countries:\n  UK: {profile: p}\n", "countries:\n  GB: {profile: p}\n  FR: {profile: p}\n"},
    {Code::no_such_operator, "no-such-operator", "there is no such operator",
     "Operators are named with their country, as they stand under `countries`: FR/Orange.",
     "expect:\n  - {id: a, ratio: delivered, where: {operator: FR/Orangr}, at_least: 95%}\n",
     "expect:\n  - {id: a, ratio: delivered, where: {operator: FR/Orange}, at_least: 95%}\n"},
    {Code::no_such_campaign, "no-such-campaign", "there is no such campaign",
     "Campaigns are those of the entries under `traffic`.",
     "expect:\n  - {id: a, ratio: delivered, where: {campaign: sales}, at_least: 95%}\n",
     "expect:\n  - {id: a, ratio: delivered, where: {campaign: sale}, at_least: 95%}\n"},
    {Code::no_such_parameter, "no-such-parameter", "there is no parameter of this name",
     "What `$name` and `--set name=value` refer to stands under `parameters`.",
     "parameters: {size: {type: number, default: 1000}}\n"
     "traffic:\n  - {campaign: sale, messages: $siez, arrivals: {burst: {over: 1m}}, countries: [FR]}\n",
     "parameters: {size: {type: number, default: 1000}}\n"
     "traffic:\n  - {campaign: sale, messages: $size, arrivals: {burst: {over: 1m}}, countries: [FR]}\n"},
    {Code::parameter_unused, "parameter-unused", "a parameter that nothing uses",
     "Whoever sets it would believe that something changed.", "parameters: {size: {type: number, default: 1000}}\n",
     "parameters: {size: {type: number, default: 1000}}\n"
     "traffic:\n  - {campaign: sale, messages: $size, arrivals: {burst: {over: 1m}}, countries: [FR]}\n"},
    {Code::no_such_status, "no-such-status", "none of the provider's statuses or errors",
     "Reports carry the provider's own names, in capital letters. `dlrsim explain statuses` and `dlrsim explain "
     "errors` "
     "list them.",
     "profiles:\n  p: {delivered: {share: 100%, delay: {constant: 1s}, statuses: {DELIVERED: 100%}}}\n",
     "profiles:\n  p: {delivered: {share: 100%, delay: {constant: 1s}, statuses: {DELIVERED_TO_HANDSET: 100%}}}\n"},
    {Code::no_such_counter, "no-such-counter", "nothing is counted under this name",
     "Counters have a family and a name, messages.failed; `dlrsim schema result` lists them. Faults are counted as "
     "faults.<id>.",
     "expect:\n  - {id: none-twice, count: reports.duplicats, equals: 0}\n",
     "expect:\n  - {id: none-twice, count: reports.duplicate, equals: 0}\n"},
    {Code::name_twice, "name-twice", "the same name, or the same member of a list, twice",
     "A result could not be told from the other.",
     "expect:\n  - {id: a, ratio: delivered, at_least: 95%}\n  - {id: a, ratio: failed, at_most: 5%}\n",
     "expect:\n  - {id: a, ratio: delivered, at_least: 95%}\n  - {id: b, ratio: failed, at_most: 5%}\n"},
    {Code::matches_nothing, "matches-nothing", "nothing of the scenario is meant by this",
     "A fault that strikes nobody, an expectation about nobody and a point that no sweep has all look like success.",
     "expect:\n  - {id: a, ratio: delivered, where: {country: FR, channel: mms}, at_least: 95%}\n",
     "expect:\n  - {id: a, ratio: delivered, where: {country: FR, channel: sms}, at_least: 95%}\n"},
    {Code::name_is_taken, "name-is-taken", "a property of the sender's with the name of one of the event's own",
     "A campaign event has properties of its own (status, recipient, campaign_id, ...). One of yours with such a name "
     "gives "
     "way, so that nobody takes it for ours; nobody would ever see it.",
     "traffic:\n  - {campaign: sale, messages: 10, arrivals: {burst: {over: 1m}}, countries: [FR], properties: "
     "{status: gold}}\n",
     "traffic:\n  - {campaign: sale, messages: 10, arrivals: {burst: {over: 1m}}, countries: [FR], properties: {tier: "
     "gold}}\n"},

    {Code::impossible_delay, "impossible-delay", "a distribution of delays that cannot be",
     "Percentiles must grow, min lies below max, weights add up to 100%, and something must be left between min and "
     "max.",
     "profiles:\n  p: {delivered: {share: 100%, delay: {lognormal: {median: 6s, p99: 3s}}}}\n",
     "profiles:\n  p: {delivered: {share: 100%, delay: {lognormal: {median: 6s, p99: 3m}}}}\n"},
    {Code::wrong_status, "wrong-status", "a status that means another outcome, or contradicts nothing",
     "What the tracker makes of a report follows from its status: a message that is to end as delivered cannot be "
     "reported as expired. And a fault that is to contradict reports needs a final status that says something else.",
     "profiles:\n  p: {delivered: {share: 100%, delay: {constant: 1s}, statuses: {EXPIRED_EXPIRED: 100%}}}\n",
     "profiles:\n  p: {failed: {share: 100%, delay: {constant: 1s}, statuses: {EXPIRED_EXPIRED: 100%}}}\n"},
    {Code::no_profile, "no-profile", "a route without a profile",
     "Nothing says how it behaves. Give each operator one, or the country, for all of its operators.",
     "countries:\n  FR: {operators: {Orange: {share: 100%}}}\n",
     "countries:\n  FR: {profile: p, operators: {Orange: {share: 100%}}}\n"},
    {Code::mechanism_unused, "mechanism-unused", "a mechanism that no message goes through",
     "Attempts and returns are for the share of `delivered`; without one they have no effect.",
     "profiles:\n  p:\n    unreported: {share: 100%}\n    mechanism: {first_attempt: {success: 80%, latency: "
     "{constant: 5s}}, "
     "absent: {return: {constant: 1h}}, ladder: [5m], validity: 2d}\n",
     "profiles:\n  p:\n    delivered: {share: 100%}\n    mechanism: {first_attempt: {success: 80%, latency: {constant: "
     "5s}}, "
     "absent: {return: {constant: 1h}}, ladder: [5m], validity: 2d}\n"},
    {Code::attempts, "attempts", "attempts beyond the validity, or very many of them",
     "When its validity ends a message expires; what comes later in the ladder is never tried.",
     "profiles:\n  p:\n    delivered: {share: 100%}\n    mechanism: {first_attempt: {success: 80%, latency: {constant: "
     "5s}}, "
     "absent: {return: {constant: 1h}}, ladder: [5m, 3d], validity: 2d}\n",
     "profiles:\n  p:\n    delivered: {share: 100%}\n    mechanism: {first_attempt: {success: 80%, latency: {constant: "
     "5s}}, "
     "absent: {return: {constant: 1h}}, ladder: [5m, 1d], validity: 2d}\n"},

    {Code::impossible_curve, "impossible-curve", "a curve of arrivals that sends nothing, or far too much",
     "At least one piece needs a rate above 0; the pieces are in proportion to each other.",
     "traffic:\n  - {campaign: sale, messages: 10, arrivals: {curve: [{for: 1h, rate: 0/s}]}, countries: [FR]}\n",
     "traffic:\n  - {campaign: sale, messages: 10, arrivals: {curve: [{for: 1h, rate: 1/s}]}, countries: [FR]}\n"},
    {Code::text_too_long, "text-too-long", "a text longer than anybody could ask the provider to send",
     "No request for an MMS has more than 4096 characters, and no event counts more than 255 parts of an SMS. What is "
     "shorter and still too long for the provider (25 parts or 4000 bytes, 1600 characters of an MMS) is no mistake: "
     "the core refuses it, or, with `refuse_too_long: false`, the provider does.",
     "traffic:\n  - {campaign: sale, channel: mms, text: <4097 letters>, messages: 10, arrivals: {burst: {over: 1m}}, "
     "countries: [FR]}\n",
     "traffic:\n  - {campaign: sale, channel: mms, text: Today 20 % off., messages: 10, arrivals: {burst: {over: 1m}}, "
     "countries: [FR]}\n"},
    {Code::before_the_start, "before-the-start", "with local_time, something is sent before the scenario starts",
     "Where clocks are ahead of UTC, the hour comes earlier. Let the entry start later by as much.",
     "countries:\n  FR: {utc_offset: \"+01:00\", profile: p}\n"
     "traffic:\n  - {campaign: sale, messages: 10, arrivals: {burst: {over: 1m}}, countries: [FR], local_time: true}\n",
     "countries:\n  FR: {utc_offset: \"+01:00\", profile: p}\n"
     "traffic:\n  - {campaign: sale, starts: 1h, messages: 10, arrivals: {burst: {over: 1m}}, countries: [FR], "
     "local_time: true}\n"},
    {Code::population_moved, "population-moved", "one population in two places",
     "Entries of one population go to the same people, who live in the same countries.",
     "countries:\n  FR: {profile: p}\n  DE: {profile: p}\n"
     "traffic:\n  - {campaign: a, population: customers, messages: 10, arrivals: {burst: {over: 1m}}, countries: "
     "[FR]}\n"
     "  - {campaign: b, population: customers, messages: 10, arrivals: {burst: {over: 1m}}, countries: [DE]}\n",
     "countries:\n  FR: {profile: p}\n  DE: {profile: p}\n"
     "traffic:\n  - {campaign: a, population: customers, messages: 10, arrivals: {burst: {over: 1m}}, countries: "
     "[FR]}\n"
     "  - {campaign: b, population: customers, messages: 10, arrivals: {burst: {over: 1m}}, countries: [FR]}\n"},
    {Code::ids_too_short, "ids-too-short", "ids too short to tell all messages apart",
     "Each message needs an id of its own; a character of a foreign id tells 16 of them apart.",
     "tracker: {ids: {foreign: {length: 2}}}\n", "tracker: {ids: {foreign: {length: 32}}}\n"},

    {Code::crash_while_down, "crash-while-down", "a crash of a tracker that is down already",
     "What does not run cannot crash: let it come back first.",
     "faults:\n  - {id: first, at: 1h, tracker_crash: {restart_after: 10m}}\n"
     "  - {id: second, at: 65m, tracker_crash: {restart_after: 1m}}\n",
     "faults:\n  - {id: first, at: 1h, tracker_crash: {restart_after: 10m}}\n"
     "  - {id: second, at: 2h, tracker_crash: {restart_after: 1m}}\n"},
    {Code::too_many_reports, "too-many-reports",
     "faults that multiply the reports of one message too often, or too many of them",
     "Copies of copies grow fast; 256 reports of one message, 10 million of unknown ids and 1000 faults are the most.",
     "faults:\n  - {id: a, duplicate_reports: {share: 1%, after: {constant: 1m}, times: 20}}\n"
     "  - {id: b, duplicate_reports: {share: 1%, after: {constant: 1m}, times: 20}}\n",
     "faults:\n  - {id: a, duplicate_reports: {share: 1%, after: {constant: 1m}, times: 20}}\n"},
    {Code::strikes_nobody, "strikes-nobody", "a fault that cannot strike anybody",
     "Its share is 0%, or its window is over before the first message, or begins when nothing happens any more. The "
     "run "
     "would look as if it had come through it. A share that a parameter sets may be 0%.",
     "faults:\n  - {id: busy, at: 40d, for: 1h, provider_busy: {share: 20%}}\n",
     "faults:\n  - {id: busy, at: 10s, for: 1h, provider_busy: {share: 20%}}\n"},
    {Code::nothing_between, "nothing-between", "limits in the wrong order",
     "No value lies between them: the lower one comes first.",
     "expect:\n  - {id: a, ratio: delivered, between: [97%, 96%]}\n",
     "expect:\n  - {id: a, ratio: delivered, between: [96%, 97%]}\n"},

    {Code::clock, "clock", "something can take longer than the clock of a run",
     "Timers reach 49 days. What is sent, what it goes through and its waiting period must end before that, in the "
     "worst "
     "case that the delays allow: give long tails a `max`.",
     "profiles:\n  p: {delivered: {share: 100%, delay: {constant: 48d}}}\n",
     "profiles:\n  p: {delivered: {share: 100%, delay: {constant: 3d}}}\n"},
    {Code::too_large_to_run, "too-large-to-run", "more than one run, or one lane, can take",
     "A run takes at most 1 000 000 000 000 messages, a lane 33 554 432 (the tracker numbers open messages by 26 "
     "bits), "
     "and a "
     "limit of messages in flight is divided over the lanes.",
     "traffic:\n  - {campaign: sale, messages: 2_000_000_000_000, arrivals: {burst: {over: 1m}}, countries: [FR]}\n",
     "traffic:\n  - {campaign: sale, messages: 20_000_000, arrivals: {burst: {over: 1m}}, countries: [FR]}\n"},
};

// Top-level keys with what stands below them, in order.
}  // namespace

std::span<const Explanation> explanations() { return kExplanations; }

const Explanation* find_explanation(std::string_view text) {
  std::string code(text);
  for (char& c : code) c = c == 'e' ? 'E' : c;
  for (const Explanation& row : kExplanations) {
    if (row.name == text || to_string(row.code) == code) return &row;
  }
  return nullptr;
}

}  // namespace dlr::sim
