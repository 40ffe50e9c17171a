// What is accepted of a scenario: its fingerprints, whole and by block of messages, in `baselines/NAME.json` beside the
// scenario's file. Written by `accept`, one thing per line, so that a change reads well in a diff; compared by every
// run at the file's own seed and parameters.
#pragma once

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

struct Baseline {
  std::string scenario;
  std::string scenario_hash;
  std::uint64_t messages = 0;
  std::vector<Acceptance> accepted;  // the latest last; at least one
  std::vector<reports::FingerprintBlock> blocks;
};

// Where the baseline of a scenario's file lies.
std::string baseline_path(const std::string& scenario_file);

enum class BaselineFound { none, unreadable, read };
// Told on stderr when it cannot be read.
BaselineFound read_baseline(const std::string& path, Baseline& into);
// False, and told on stderr, when it could not be written.
bool write_baseline(const std::string& path, const Baseline& baseline);

// Sets result.baseline; nothing to compare with when the seed or a parameter is not the file's own, a mistake is
// planted, or the result is a part of a run only (`none` is not said then: there was nothing to look for).
BaselineFound compare_with_baseline(reports::Result& result);

}  // namespace dlr::sim::cli
