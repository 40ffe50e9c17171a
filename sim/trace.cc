#include "sim/trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "core/vocabulary/time.h"
#include "sim/scenario/scenario.h"

namespace dlr::sim {
namespace {

bool has(std::span<const TraceEvent> events, CampaignStatus status) {
  return std::any_of(events.begin(), events.end(), [&](const TraceEvent& event) { return event.status == status; });
}

// The names of the properties that the two do not share.
std::string other_properties(const TraceEvent& one, const TraceEvent& other) {
  std::vector<std::string_view> names;
  for (const auto& [a, b] : {std::pair(&one, &other), std::pair(&other, &one)}) {
    for (const auto& property : a->properties) {
      const bool shared = std::find(b->properties.begin(), b->properties.end(), property) != b->properties.end();
      const bool named = std::find(names.begin(), names.end(), property.first) != names.end();
      if (!shared && !named) names.push_back(property.first);
    }
  }
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += fmt::format("{}{}", i == 0 ? "" : i + 1 == names.size() ? " and " : ", ", names[i]);
  }
  return text;
}

}  // namespace

std::string TraceEvent::text() const {
  std::string text = to_string(status);
  for (const auto& [name, value] : properties) text += fmt::format(" {}={}", name, value);
  return text;
}

std::string difference(const std::vector<TraceEvent>& expected, const std::vector<TraceEvent>& came) {
  std::size_t at = 0;
  while (at < expected.size() && at < came.size() && expected[at].status == came[at].status) ++at;
  const std::span due = std::span(expected).subspan(at), left = std::span(came).subspan(at);
  const bool is_missing = !due.empty() && !has(left, due[0].status);
  const bool is_extra = !left.empty() && !has(due, left[0].status);
  if (is_missing && is_extra) {
    return fmt::format("`{}` came in place of `{}`", to_string(left[0].status), to_string(due[0].status));
  }
  if (is_missing) return fmt::format("`{}` never came", to_string(due[0].status));
  if (is_extra) {
    const char* const extra = to_string(left[0].status);
    if (has(std::span(came).first(at), left[0].status)) return fmt::format("`{}` came a second time", extra);
    if (due.empty() && at > 0 && expected.back().status != CampaignStatus::enqueued) {
      return fmt::format("`{}` came although the message had ended with `{}`", extra,
                         to_string(expected.back().status));
    }
    return fmt::format("`{}` came although nothing called for it", extra);
  }
  if (!due.empty()) return "the events came in another order than they had to";
  for (std::size_t i = 0; i < at; ++i) {
    if (expected[i] == came[i]) continue;
    return fmt::format("`{}` came with another {}", to_string(came[i].status), other_properties(expected[i], came[i]));
  }
  return {};
}

std::string describe(const Trace& trace, const Scenario& scenario) {
  std::string text =
      fmt::format("message {} of {}{}{}\n", trace.message, scenario.name, trace.id.empty() ? "" : ", id ", trace.id);
  LaneTime sent = 0;
  if (!trace.lines.empty()) sent = trace.lines.front().at;
  for (const TraceLine& line : trace.lines) {
    text += fmt::format("  {:<24}  +{:<16} {:<9} {}\n", format_instant(scenario.start + Duration{line.at}),
                        format_duration(Duration{line.at - sent}), line.who, line.what);
  }
  if (trace.verdict.empty()) return text + "  the oracle agrees\n";
  const auto list = [&text](const char* title, const std::vector<TraceEvent>& events) {
    text += fmt::format("  {}\n", title);
    for (const TraceEvent& event : events) text += fmt::format("    {}\n", event.text());
    if (events.empty()) text += "    no event\n";
  };
  list("expected:", trace.expected);
  list("came:", trace.came);
  return text + fmt::format("  broken: {}\n", trace.verdict);
}

}  // namespace dlr::sim
