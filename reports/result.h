// The result of a run: everything it came to, and all that a rendering needs. Written as one line of JSON and read back
// exactly; the results of a run's shards merge to the result of the whole run, byte for byte (provenance and speed
// aside).
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/vocabulary/time.h"
#include "reports/expectation.h"
#include "reports/judging.h"
#include "reports/measurements.h"
#include "reports/point.h"
#include "reports/sample.h"
#include "reports/situations.h"

namespace dlr::reports {

// Grows when a member changes its meaning; more members do not count.
inline constexpr std::uint64_t kResultVersion = 1;

// Where a result comes from. Never compared.
struct Provenance {
  std::string program = "./dlrsim";  // as it was called, as a shell takes it
  std::string version;               // of the program
  std::string commit;                // that it was built from, as git describes it; empty: nobody knows
  std::string compiler;
  std::string flags;
  std::string command_line;
  std::string scenario_file;
  std::string scenario_hash;  // over the file and what it includes; shards of different ones do not merge
  std::uint32_t threads = 0;  // 0: nobody knows
  std::vector<std::uint32_t> shards_merged;  // in order; empty: computed in one go
  std::string again;                         // after a failure: the command to run next
  std::string baseline_file;                 // what it was compared with; empty: nothing
  bool baseline_committed = false;           // git has it; asked where the run differs from it
};

// A parameter of the scenario and the value it had, as text.
struct Parameter {
  std::string name;
  std::string value;
  friend bool operator==(const Parameter&, const Parameter&) = default;
};

// Shard `index` of `of`, from 1: every of-th lane. 1 of 1 is the whole run.
struct Shard {
  std::uint32_t index = 1;
  std::uint32_t of = 1;
  bool is_part() const { return of > 1; }
};

struct GroupName {
  std::string country;  // "FR"
  std::string operator_name;
  std::string campaign;
  std::string channel;  // "sms", "mms"
  friend auto operator<=>(const GroupName&, const GroupName&) = default;
};

struct Group {
  GroupName name;
  GroupMeasurements measured;
};

struct FaultCount {
  std::string id;
  std::uint64_t struck = 0;  // tries, reports, callbacks, or messages in flight
};

// When a fault of the scenario may strike, from the start on.
struct FaultWindow {
  std::string id;
  std::optional<Duration> at;       // none: always
  std::optional<Duration> lasting;  // none: from `at` on for ever
  friend bool operator==(const FaultWindow&, const FaultWindow&) = default;
};

enum class Verdict : std::uint8_t { pass, fail, not_sure };
constexpr const char* to_string(Verdict verdict) {
  constexpr const char* names[] = {"pass", "fail", "not sure"};
  return names[static_cast<int>(verdict)];
}

// An expectation and what the result says about it. Values are in the metric's own unit, as limits are: ratios rounded
// to nine decimals, delays in milliseconds to three, counts whole.
struct Judgement {
  Expectation expectation;
  Verdict verdict = Verdict::not_sure;
  Chance chance = Chance::none;  // what the interval is made of, or why there is none
  std::optional<double> value;
  std::optional<double> low, high;  // the interval in which the true value lies, where chance has a say
  std::string reason;               // why there is no value, or why the verdict is not sure; else empty
  // Where it is not sure: of how many replications it most likely would be. Nothing: of none, or nobody knows.
  std::optional<Replications> would_tell;
};

// One replication of several: the scenario with a seed of its own.
struct Replication {
  std::uint64_t seed = 1;
  Fingerprint outcomes;
  std::uint64_t broken = 0;                   // invariants
  std::vector<std::optional<double>> values;  // by place of the expectation; nothing: no data
  std::vector<Sample> samples;                // likewise; of a shard alone, to be judged when all are merged
};

// How fast it was. Never compared; nothing where nobody knows.
struct Speed {
  std::optional<std::uint64_t> messages_per_s;
  std::optional<std::uint64_t> wall_us;
  std::optional<std::uint64_t> peak_rss_bytes;
  std::string reason;  // why something is missing
};

// What is accepted of the scenario, beside this result. Compared at the file's own seed and parameters only.
struct BaselineComparison {
  Fingerprint outcomes, timeline;  // the accepted ones
  bool same_scenario = true;       // the scenario has not been changed since
  struct Span {
    std::uint64_t first = 0, last = 0;  // messages
    bool outcomes = false;              // who ended how differs too; else only times and words do
  };
  struct Ended {
    std::string country;
    Counter end = Counter::messages_delivered;
    std::uint64_t then = 0, now = 0;
  };
  std::vector<Ended> ended;    // of which countries how many end so, where that differs, in order
  std::vector<Span> changed;   // in which they differ, in order; empty: nowhere
  std::string cannot_compare;  // why blocks cannot be compared although the fingerprints differ; else empty

  bool differs(const Fingerprint& outcomes_now, const Fingerprint& timeline_now) const {
    return !(outcomes == outcomes_now) || !(timeline == timeline_now);
  }
};

// What a run was told to make of what is accepted.
enum class BaselineUse : std::uint8_t { where_there, required, ignored };
constexpr const char* to_string(BaselineUse use) {
  constexpr const char* names[] = {"where there", "required", "ignored"};
  return names[static_cast<int>(use)];
}

struct Result {
  Provenance provenance;
  std::string scenario;
  Point point;  // of the scenario's sweep
  std::string summary;
  std::uint64_t seed = 1;
  bool own_seed = true;          // the one the file says
  bool own_replications = true;  // as the file says
  bool own_parameters = true;    // the values the file says
  std::vector<Parameter> parameters;
  std::string drive = "direct";
  std::string planted;  // the mistake planted in the core for this run; empty: none
  Instant start;
  Duration simulated{};  // from the first instant to the last
  Duration waiting_period = kWaitingPeriod;
  std::uint64_t messages = 0;  // asked for, by the whole scenario
  Shard shard;
  std::uint64_t lanes = 0;       // of this shard
  std::uint64_t lanes_done = 0;  // fewer when interrupted
  bool interrupted = false;
  int exit_code = 0;

  Fingerprint outcomes;
  Fingerprint timeline;
  std::vector<FingerprintBlock> blocks;  // of messages_in_block(messages) each
  Counters counters;
  std::vector<FaultCount> faults;                  // in the scenario's order
  std::vector<FaultWindow> fault_windows;          // of the same faults
  std::vector<Group> groups;                       // in order of their names; only those with messages
  std::vector<std::uint64_t> in_flight_by_minute;  // all lanes together, sampled each minute from the start on
  std::vector<std::uint64_t> reports_by_minute;    // received by the core in each minute from the start on
  Situations situations;                           // empty: nobody recorded them
  std::uint64_t invariants_checked = 0;
  Breaches breaches;
  std::optional<BaselineComparison> baseline;  // nothing: not compared, or there is none
  std::string baseline_problem;  // what was accepted cannot be read: why; empty: it can, or is not asked for
  BaselineUse baseline_use = BaselineUse::where_there;
  bool lacks_baseline = false;   // it was to be compared with what was accepted, and nothing is
  bool not_sure_passes = false;  // what is not decided has no say in the exit code
  std::string argument;          // of the first broken message: what had to come, what came, why; empty: none
  // Of the first that broke the next rules; the lowest message first.
  struct Example {
    Reference message = 0;
    std::string argument;
  };
  std::vector<Example> more_examples;
  static constexpr std::size_t kMostExamples = 3;  // with the first message
  Judging judging;
  std::vector<Judgement> expectations;  // over all replications
  // One by one where there are several; everything above that is measured is of the first.
  std::vector<Replication> replications;
  Speed speed;

  // The scenario's name, and the point's where it is one.
  std::string title() const { return titled(scenario, point); }

  // Only a part of the run: a shard, or interrupted. Nothing can be decided by it.
  bool partial() const { return shard.is_part() || interrupted; }
  // Not in the first of its runs, which everything that is measured is of, but in one that would have decided more.
  bool interrupted_between_runs() const { return interrupted && !replications.empty(); }

  // Another one than was accepted.
  bool changed() const { return baseline && baseline->differs(outcomes, timeline); }

  // The highest minute sample; nothing where there is none.
  std::optional<std::uint64_t> peak_in_flight() const;
};

// Moves what was measured into the result. `names` by place of the measured groups, `faults` by place of the faults;
// groups of the same name become one, those without a message are left out.
void take_measurements(Result& result, Measurements measured, std::span<const GroupName> names,
                       std::span<const std::string> faults);

// One line of JSON without the line feed. Names as in the schema (result_schema.h).
std::string to_json(const Result& result);

// What is wrong with a text that should be a result: where ("line 1, column 14", "groups[3].totals") and what.
struct ResultProblem {
  std::string place;
  std::string text;
};
std::variant<Result, ResultProblem> read_result(std::string_view json);

// Why results do not merge: a sentence, and the place in the list of the one it is about; none: about all. And the
// first of the shards that are missing.
struct MergeProblem {
  std::optional<std::size_t> which;
  std::string text;
  std::optional<std::uint32_t> missing{};
};

// Merges all shards of one run, given in any order, and judges its expectations anew. Shards of a run with replications
// hold whole replications, every n-th, and are judged one after the other as the run would have. The exit code is the
// caller's to set; provenance is that of the first shard. A single whole result is handed back as it is.
std::variant<Result, MergeProblem> merge(std::span<const Result> shards);

}  // namespace dlr::reports
