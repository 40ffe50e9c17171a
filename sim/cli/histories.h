// The life of a message as two programs tell it (`trace`), beside each other: what both say once, what only one says
// marked. A program that is not at hand, or cannot tell, is said and left out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/message_outcomes.h"

namespace dlr::sim::cli {

struct Programs {
  std::string before, after;  // paths; empty: none is named

  bool any() const { return !before.empty() || !after.empty(); }
};

struct History {
  std::uint64_t message = 0;
  std::optional<std::vector<std::string>> before,
      after;  // lines; nothing: it could not be told, which was told on stderr
};

// What a program is asked, behind its name, for the life of a message.
std::string trace_arguments(const reports::OutcomesHeader& header, std::uint64_t message);

// Of each message; where only the older program is named, this one tells the newer life.
std::vector<History> histories(const reports::OutcomesHeader& header, const std::vector<std::uint64_t>& messages,
                               const Programs& programs);

// One after the other, for people: "<" before what only the older one says, ">" before the newer one's.
std::string beside_each_other(const History& history);

}  // namespace dlr::sim::cli
