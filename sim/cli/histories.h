// The life of a message as two programs tell it (`trace`), beside each other; what only one says is marked. A program
// that is not at hand, cannot tell or does not end is said and left out.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/message_outcomes.h"

namespace dlr::sim::cli {

struct Programs {
  std::string before, after;                   // paths; empty: none is named
  std::chrono::milliseconds patience{60'000};  // with each answer

  bool any() const { return !before.empty() || !after.empty(); }
};

struct History {
  std::uint64_t message = 0;
  std::optional<std::vector<std::string>> before,
      after;  // lines; nothing: it could not be told, which was told on stderr
};

// What a program is asked, behind its name, for the life of a message.
std::string trace_arguments(const reports::OutcomesHeader& header, std::uint64_t message);

// Of each message, as each of the two runs had it; where only the older program is named, this one tells the newer
// life.
std::vector<History> histories(const reports::OutcomesHeader& run_before, const reports::OutcomesHeader& header,
                               const std::vector<std::uint64_t>& messages, const Programs& programs);

// For people, with a title: in two columns where so many of the terminal's leave room and both programs tell it, "|"
// where they say something else; otherwise line by line, "<" before what only the older one says, ">" before the newer
// one's.
std::string beside_each_other(const History& history, std::size_t width);

}  // namespace dlr::sim::cli
