// What is accepted of a scenario: its fingerprints, whole and by block of messages, in `baselines/NAME.json` beside the
// scenario's file; of a point of its sweep in `baselines/NAME/POINT.json`. Written by `accept`, one thing per line, so
// that a change reads well in a diff; compared by every run at the file's own seed and parameters.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reports/result.h"

namespace dlr::sim::cli {

struct Acceptance {
  std::string on;  // "2026-11-25"
  std::string version;
  std::string reason;
  reports::Fingerprint outcomes, timeline;
};

// How many messages of a country ended so, by the place of the end in kEnds.
inline constexpr std::array kEnds{reports::Counter::messages_delivered, reports::Counter::messages_failed,
                                  reports::Counter::messages_rejected, reports::Counter::messages_unreported,
                                  reports::Counter::messages_enqueue_failed};
using EndedByCountry = std::map<std::string, std::array<std::uint64_t, kEnds.size()>>;

struct Baseline {
  std::string scenario;
  std::string point;  // empty: the scenario has no sweep
  std::string scenario_hash;
  std::uint64_t messages = 0;
  std::vector<Acceptance> accepted;  // the latest last; at least one
  std::vector<reports::FingerprintBlock> blocks;
  // For who reads the file's diff; empty: written before there was any. What does not add up is no baseline.
  EndedByCountry ended;
};

EndedByCountry ended_by_country(const reports::Result& result);

// Where the baseline of a scenario's file lies, or of a point of its sweep: blanks left out of the point's name, what
// no name of a file should hold replaced.
std::string baseline_path(const std::string& scenario_file, const reports::Point& point = {});

enum class BaselineFound { none, unreadable, read };
// When it cannot be read, `problem` says why and where.
BaselineFound read_baseline(const std::string& path, Baseline& into, std::string& problem);
// On stderr, with the cure.
void tell_of_baseline(const std::string& problem, const std::string& path, const std::string& scenario_file);
// Takes one as it was committed, wherever it is typed; empty: git has none.
std::string command_to_restore(const std::string& baseline);
// False, and told on stderr, when it could not be written.
bool write_baseline(const std::string& path, const Baseline& baseline);

// Blocks that differ, neighbours of one kind put together; as many of both.
std::vector<reports::BaselineComparison::Span> changed_spans(const std::vector<reports::FingerprintBlock>& before,
                                                             const std::vector<reports::FingerprintBlock>& now,
                                                             std::uint64_t messages);

// As result.baseline_use asks. Sets result.baseline or, told on stderr too, baseline_problem or lacks_baseline. What
// has a planted mistake, or is a part of a run only, is not compared; nor, unless it is required, what has another seed
// or other parameters than the file's own.
void compare_with_baseline(reports::Result& result);

}  // namespace dlr::sim::cli
