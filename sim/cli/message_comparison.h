// Two runs of the same draws beside each other, message by message: who ended otherwise, from what to what, where;
// whose delays moved, and where. In bounded memory.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "reports/histogram.h"
#include "reports/message_outcomes.h"
#include "sim/cli/histories.h"

namespace dlr::sim::cli {

struct MessageDifference {
  std::uint64_t message = 0;
  reports::MessageOutcome before, after;
};

// Of delays that moved in one direction.
struct Shift {
  std::uint64_t messages = 0, sum_ms = 0, most_ms = 0;

  void add(std::uint64_t ms) {
    ++messages;
    sum_ms += ms;
    most_ms = ms > most_ms ? ms : most_ms;
  }
  Shift& operator+=(const Shift& other) {
    messages += other.messages;
    sum_ms += other.sum_ms;
    most_ms = other.most_ms > most_ms ? other.most_ms : most_ms;
    return *this;
  }
};
struct Shifts {
  Shift later, earlier;

  std::uint64_t messages() const { return later.messages + earlier.messages; }
  Shifts& operator+=(const Shifts& other) {
    later += other.later;
    earlier += other.earlier;
    return *this;
  }
};

class MessageComparison {
 public:
  void add(std::uint64_t message, const reports::MessageOutcome& before, const reports::MessageOutcome& after);

  std::uint64_t messages = 0;  // run in both
  std::uint64_t only_one = 0;  // run in one of the two
  std::uint64_t changed = 0;   // ended otherwise
  std::uint64_t other_code = 0;
  std::array<std::array<std::uint64_t, reports::kMessageEnds>, reports::kMessageEnds> from_to{};
  std::map<std::uint16_t, std::uint64_t> changed_by_group;
  reports::Histogram later, earlier;           // by how much, of those that ended alike
  std::map<std::uint16_t, Shifts> by_group;    // the same
  std::vector<MessageDifference> first;        // that ended otherwise
  std::vector<MessageDifference> first_moved;  // that ended alike, at another time or with another code

  // What to show: first of all those that ended otherwise.
  std::vector<MessageDifference> shown() const;
  bool differs() const { return !first.empty() || !first_moved.empty() || only_one > 0; }
};

// What each of the two is a part of: "shard 1 of 2"; empty: it is whole.
struct Parts {
  std::string before, after;
};

// "race", "race [loss=1%]".
std::string title_of(const reports::OutcomesHeader& header);

std::string as_text(const MessageComparison& found, const reports::OutcomesHeader& run_before,
                    const reports::OutcomesHeader& header, const Parts& parts, const std::vector<History>& lives);
std::string as_json(const MessageComparison& found, const reports::OutcomesHeader& header, const Parts& parts,
                    const std::vector<History>& lives);

}  // namespace dlr::sim::cli
