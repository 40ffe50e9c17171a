// What a result comes to, in words: one for the status, one sentence for the whole, one for each thing that is broken.
// All renderings say the same.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/render/not_run.h"
#include "reports/result.h"

namespace dlr::reports {

// What a colour may stress; the word beside it says it too.
enum class Tone : std::uint8_t { neutral, good, bad, unsure };

struct Status {
  std::string_view word;  // "PASS", "FAIL", "WARN" (advisory, not met), "NOT SURE"
  Tone tone = Tone::neutral;
};
Status status_of(const Judgement& judgement);

struct Conclusion {
  std::string_view word;  // "PASS", "FAIL", "NOT SURE", "CHANGED", "INTERRUPTED", "DONE" (a shard)
  Tone tone = Tone::neutral;
  std::string text;  // "3 of 7 expectations not met; 1 advisory one not met"
};
Conclusion conclusion_of(const Result& result);

// Of several: "1 of 3 scenarios failed, 2 passed", with the heaviest word. Of one its own. What was not run is a
// failure: "1 file was not run; all 2 scenarios passed".
Conclusion conclusion_of(std::span<const Result> results, std::span<const NotRun> not_run = {});

// "3 scenarios", "4 points" of a sweep, "7 scenarios and points".
std::string what_they_are(std::size_t all, std::size_t points);

// One sentence for each kind of thing that is broken; empty: the invariants hold.
std::vector<std::string> breach_sentences(const Result& result);

// How it differs from what was accepted, one sentence for each stretch of messages, the first ones; empty: it does not,
// or nothing was accepted.
std::vector<std::string> change_sentences(const Result& result);

// The places of the results, those that did not pass first, else in their order.
std::vector<std::size_t> failures_first(std::span<const Result> results);
// The same of a result's expectations.
std::vector<std::size_t> failures_first(const std::vector<Judgement>& judgements);

// The scenarios' names with the points of their sweeps; where several results have the same, with what tells them
// apart: "race, seed 4", "race (2)".
std::vector<std::string> distinct_names(std::span<const Result> results);

// The same for whoever follows one scenario from run to run, whatever its seed: told apart by their files, then by
// their order: "race (scenarios/old/race.yaml)", "race (2)".
std::vector<std::string> lasting_names(std::span<const Result> results);

}  // namespace dlr::reports
