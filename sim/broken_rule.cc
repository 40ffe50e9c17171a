#include "sim/broken_rule.h"

#include <fmt/format.h>

#include <algorithm>

namespace dlr::sim {
namespace {

// Of the first event in which they differ; empty: in none that was kept.
std::string other_event(const Seen& seen, const Expected& expected) {
  const std::size_t came = std::min<std::size_t>(seen.count, seen.events.size());
  for (std::size_t i = 0; i < std::max<std::size_t>(came, expected.count); ++i) {
    if (i >= came) return fmt::format("{} is missing", to_string(expected.events[i].status));
    if (i >= expected.count) return fmt::format("{} too much", to_string(seen.events[i].status));
    const reports::EventFacts& one = seen.events[i];
    const ExpectedEvent& other = expected.events[i];
    const char* const status = to_string(other.status);
    if (one.status != other.status) return fmt::format("{} in place of {}", to_string(one.status), status);
    if (one.received != other.received) return fmt::format("the moment of {}", status);
    if (one.timestamp != other.timestamp) return fmt::format("the timestamp of {}", status);
    if (one.status_code != other.status_code) return fmt::format("the status_code of {}", status);
    if (one.parts != other.parts) return fmt::format("the number of parts of {}", status);
  }
  return seen.count != expected.count ? "events too many" : "";
}

}  // namespace

std::string broken_rule(const Seen& seen, const Expected& expected) {
  if (!expected.breach.empty()) return "how it was sent";
  if (std::string other = other_event(seen, expected); !other.empty()) return other;
  if (seen.wrong_words) return "what was submitted is not repeated";
  if (seen.closed != expected.closed) return "the end of its waiting period";
  if (seen.wrong_end) return "what is said of the end of its waiting period";
  if (seen.unreported != (expected.end == End::unreported)) return "what the end of its waiting period came to";
  if (seen.silence_expected != expected.silence_expected) return "whether silence is expected";
  return "the words of an event";
}

}  // namespace dlr::sim
