#include "sim/cli/message_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "reports/group_json.h"
#include "reports/human.h"
#include "reports/json_writer.h"
#include "reports/render/table.h"
#include "sim/cli/output.h"
#include "sim/cli/program_name.h"

namespace dlr::sim::cli {
namespace {

using reports::GroupName;
using reports::MessageEnd;
using reports::MessageOutcome;
using reports::OutcomesHeader;

constexpr std::size_t kFirstShown = 5;

// `exact`: to the millisecond.
std::string described(const MessageOutcome& outcome, bool exact) {
  std::string text = to_string(outcome.end);
  if (outcome.code != MessageOutcome::kNoCode) text += fmt::format(" {}", outcome.code);
  if (outcome.delay_ms != MessageOutcome::kNoDelay) {
    text += fmt::format(" after {}", exact ? format_duration(Duration{outcome.delay_ms})
                                           : reports::human_duration(Duration{outcome.delay_ms}));
  }
  return text;
}

std::string name_of(const OutcomesHeader& header, std::uint16_t group) {
  if (group >= header.groups.size()) return "?";
  const GroupName& name = header.groups[group];
  return fmt::format("{}/{} {}", name.country, name.operator_name, name.campaign);
}

std::string moved(const reports::Histogram& by, std::string_view word) {
  if (by.count() == 0) return {};
  return fmt::format("  {} end as before, but {}: by {} at the median, {} at p99, {} at most\n",
                     reports::human_count(by.count()), word,
                     reports::human_duration(static_cast<double>(*by.percentile(50))),
                     reports::human_duration(static_cast<double>(*by.percentile(99))),
                     reports::human_duration(static_cast<double>(*by.max())));
}

// Whose delays moved, with those of all its campaigns; those of whom most did first.
struct DelayShiftsAt {
  std::string country, operator_name;  // without an operator: all of the country's
  Shifts shifts;
};
std::vector<DelayShiftsAt> places_of(const MessageComparison& found, const OutcomesHeader& header, bool by_operator) {
  std::map<std::pair<std::string, std::string>, Shifts> sums;
  for (const auto& [group, shifts] : found.by_group) {
    if (group >= header.groups.size()) continue;
    const GroupName& name = header.groups[group];
    sums[{name.country, by_operator ? name.operator_name : std::string()}] += shifts;
  }
  std::vector<DelayShiftsAt> places;
  for (const auto& [name, shifts] : sums) places.push_back({name.first, name.second, shifts});
  std::ranges::stable_sort(places, std::greater{}, [](const DelayShiftsAt& place) { return place.shifts.messages(); });
  return places;
}

std::string moved_by_place(const MessageComparison& found, const OutcomesHeader& header) {
  constexpr std::size_t kCountries = 6, kOperators = 3;  // that are shown, of each country
  const std::vector<DelayShiftsAt> countries = places_of(found, header, false),
                                   operators = places_of(found, header, true);
  if (countries.empty()) return {};
  const auto row_of = [](const std::string& name, const Shifts& shifts) {
    const auto mean = [](const Shift& shift) {
      return shift.messages == 0
                 ? std::string("-")
                 : reports::human_duration(static_cast<double>(shift.sum_ms) / static_cast<double>(shift.messages));
    };
    return reports::Row{{reports::printable(name), reports::human_count(shifts.later.messages), mean(shifts.later),
                         reports::human_count(shifts.earlier.messages), mean(shifts.earlier)}};
  };
  std::vector<reports::Row> rows{{{"whose delays moved", "later", "on average", "earlier", "on average"}}};
  for (std::size_t i = 0; i < std::min(countries.size(), kCountries); ++i) {
    const std::string& country = countries[i].country;
    rows.push_back(row_of(country, countries[i].shifts));
    std::size_t shown = 0, hidden = 0;
    for (const DelayShiftsAt& one : operators) {
      if (one.country != country) continue;
      if (shown == kOperators) {
        ++hidden;
        continue;
      }
      ++shown;
      rows.push_back(row_of(fmt::format("  {}/{}", country, one.operator_name), one.shifts));
    }
    if (hidden > 0) rows.push_back({{fmt::format("  and {} more", hidden), "", "", "", ""}});
  }
  std::string text = reports::table(rows, 2, 2, false);
  if (countries.size() > kCountries) {
    text += fmt::format("  and {}\n",
                        reports::human_number_of(countries.size() - kCountries, "more country", "more countries"));
  }
  return text;
}

void write_shift(reports::JsonWriter& json, const Shift& shift) {
  json.begin_object();
  json.key("messages").value(shift.messages);
  json.key("sum_ms").value(shift.sum_ms);
  json.key("max_ms").value(shift.most_ms);
  json.end_object();
}

void write_places(reports::JsonWriter& json, const MessageComparison& found, const OutcomesHeader& header) {
  for (const bool by_operator : {false, true}) {
    json.key(by_operator ? "moved_by_operator" : "moved_by_country").begin_array();
    for (const DelayShiftsAt& place : places_of(found, header, by_operator)) {
      json.begin_object();
      json.key("country").text(place.country);
      if (by_operator) json.key("operator").text(place.operator_name);
      write_shift(json.key("later"), place.shifts.later);
      write_shift(json.key("earlier"), place.shifts.earlier);
      json.end_object();
    }
    json.end_array();
  }
}

void write_life(reports::JsonWriter& json, const std::optional<std::vector<std::string>>& lines) {
  if (!lines) {
    json.null();
    return;
  }
  json.begin_array();
  for (const std::string& line : *lines) json.text(line);
  json.end_array();
}

void write_outcome(reports::JsonWriter& json, const MessageOutcome& outcome) {
  json.begin_object();
  json.key("end").text(to_string(outcome.end));
  json.key("status_code");
  outcome.code == MessageOutcome::kNoCode ? json.null() : json.value(outcome.code);
  json.key("delay_ms");
  outcome.delay_ms == MessageOutcome::kNoDelay ? json.null() : json.value(outcome.delay_ms);
  json.end_object();
}

void write_shift(reports::JsonWriter& json, const reports::Histogram& by) {
  json.begin_object();
  json.key("count").value(by.count());
  for (const auto& [name, percent] : {std::pair{"p50_ms", 50.0}, {"p99_ms", 99.0}, {"max_ms", 100.0}}) {
    json.key(name);
    by.count() == 0 ? json.null() : json.value(*by.percentile(percent));
  }
  json.end_object();
}

}  // namespace

void MessageComparison::add(std::uint64_t message, const MessageOutcome& before, const MessageOutcome& after) {
  if (before.end == MessageEnd::none || after.end == MessageEnd::none) {
    only_one += before.end != after.end ? 1 : 0;
    return;
  }
  ++messages;
  if (before == after) return;
  std::vector<MessageDifference>& ones = before.end != after.end ? first : first_moved;
  if (ones.size() < kFirstShown) ones.push_back({message, before, after});
  if (before.end != after.end) {
    ++changed;
    ++from_to[static_cast<std::size_t>(before.end)][static_cast<std::size_t>(after.end)];
    ++changed_by_group[before.group];
    return;
  }
  if (before.code != after.code) ++other_code;
  if (after.delay_ms == before.delay_ms) return;
  const bool is_later = after.delay_ms > before.delay_ms;
  const std::uint64_t by = is_later ? after.delay_ms - before.delay_ms : before.delay_ms - after.delay_ms;
  (is_later ? later : earlier).add(by);
  Shifts& group = by_group[before.group];
  (is_later ? group.later : group.earlier).add(by);
}

std::vector<MessageDifference> MessageComparison::shown() const {
  std::vector<MessageDifference> all = first;
  const std::size_t room = kFirstShown - first.size();
  all.insert(all.end(), first_moved.begin(),
             first_moved.begin() + static_cast<std::ptrdiff_t>(std::min(room, first_moved.size())));
  return all;
}

std::string title_of(const OutcomesHeader& header) {
  return header.point.empty() ? header.scenario : fmt::format("{} [{}]", header.scenario, header.point);
}

std::string as_text(const MessageComparison& found, const OutcomesHeader& run_before, const OutcomesHeader& header,
                    const Parts& parts, const std::vector<History>& lives) {
  std::string text = fmt::format("{}, seed {}: {} in both runs\n", title_of(header), header.seed,
                                 reports::human_number_of(found.messages, "message"));
  if (!parts.before.empty()) text += fmt::format("  the older one is a part: {}\n", parts.before);
  if (!parts.after.empty()) text += fmt::format("  the newer one is a part: {}\n", parts.after);
  if (found.only_one > 0) {
    text += fmt::format("  run in one of the two only: {}\n", reports::human_number_of(found.only_one, "message"));
  }
  if (found.first.empty() && found.first_moved.empty()) {
    text += "  no message ended otherwise, or at another time\n";
    return found.only_one == 0 ? text
                               : text +
                                     "  they differ all the same: one has messages that the other has not. Compare the "
                                     "same shards, or both whole\n";
  }
  if (found.changed > 0) {
    text += fmt::format("  {} ended otherwise\n", reports::human_number_of(found.changed, "message"));
    for (std::size_t from = 0; from < reports::kMessageEnds; ++from) {
      for (std::size_t to = 0; to < reports::kMessageEnds; ++to) {
        if (found.from_to[from][to] == 0) continue;
        text += fmt::format("    {:<14} -> {:<14} {:>14}\n", to_string(static_cast<MessageEnd>(from)),
                            to_string(static_cast<MessageEnd>(to)), reports::human_count(found.from_to[from][to]));
      }
    }
    std::vector<std::pair<std::uint64_t, std::uint16_t>> groups;
    for (const auto& [group, count] : found.changed_by_group) groups.emplace_back(count, group);
    std::sort(groups.begin(), groups.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    constexpr std::size_t kGroupsShown = 8;
    for (std::size_t i = 0; i < std::min(groups.size(), kGroupsShown); ++i) {
      text += fmt::format("    {:<31} {:>14}\n", reports::printable(name_of(header, groups[i].second)),
                          reports::human_count(groups[i].first));
    }
    if (groups.size() > kGroupsShown) text += fmt::format("    and {} more\n", groups.size() - kGroupsShown);
  }
  if (found.other_code > 0) {
    text += fmt::format("  {} end as before, but with another status_code\n", reports::human_count(found.other_code));
  }
  text += moved(found.later, "later") + moved(found.earlier, "earlier") + moved_by_place(found, header);
  const std::vector<MessageDifference> shown = found.shown();
  if (!shown.empty()) text += "  the first that differ:\n";
  for (const MessageDifference& one : shown) {
    const bool exact = described(one.before, false) == described(one.after, false);
    text += fmt::format("    {:<10} {}: {} -> {}\n", one.message, reports::printable(name_of(header, one.before.group)),
                        described(one.before, exact), described(one.after, exact));
  }
  for (const History& life : lives) text += beside_each_other(life, terminal_width());
  if (!shown.empty() && lives.empty()) {
    const std::string before = trace_arguments(run_before, shown.front().message);
    const std::string after = trace_arguments(header, shown.front().message);
    text += before == after
                ? fmt::format("  its life, with either program: {}{}\n", program_name(), after)
                : fmt::format("  its life before: {0}{1}\n  and after:       {0}{2}\n", program_name(), before, after);
  }
  return text;
}

std::string as_json(const MessageComparison& found, const OutcomesHeader& header, const Parts& parts,
                    const std::vector<History>& lives) {
  reports::JsonWriter json;
  json.begin_object();
  json.key("scenario").text(header.scenario);
  json.key("point").text_or_null(header.point);
  json.key("by").text("messages");
  json.key("seed").value(header.seed);
  json.key("messages").value(found.messages);
  json.key("only_in_one").value(found.only_one);
  json.key("differs").value(found.differs());
  json.key("part_before").text_or_null(parts.before);
  json.key("part_after").text_or_null(parts.after);
  json.key("changed").begin_object();
  json.key("total").value(found.changed);
  json.key("from_to").begin_array();
  for (std::size_t from = 0; from < reports::kMessageEnds; ++from) {
    for (std::size_t to = 0; to < reports::kMessageEnds; ++to) {
      if (found.from_to[from][to] == 0) continue;
      json.begin_object();
      json.key("from").text(to_string(static_cast<MessageEnd>(from)));
      json.key("to").text(to_string(static_cast<MessageEnd>(to)));
      json.key("messages").value(found.from_to[from][to]);
      json.end_object();
    }
  }
  json.end_array();
  json.key("by_group").begin_array();
  for (const auto& [group, count] : found.changed_by_group) {
    const GroupName name = group < header.groups.size() ? header.groups[group] : GroupName{};
    json.begin_object();
    write_group_name(json, name);
    json.key("messages").value(count);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  json.key("other_status_code").value(found.other_code);
  write_shift(json.key("later"), found.later);
  write_shift(json.key("earlier"), found.earlier);
  write_places(json, found, header);
  json.key("first").begin_array();
  for (const MessageDifference& one : found.shown()) {
    json.begin_object();
    json.key("message").value(one.message);
    write_outcome(json.key("before"), one.before);
    write_outcome(json.key("after"), one.after);
    json.end_object();
  }
  json.end_array();
  json.key("histories").begin_array();
  for (const History& life : lives) {
    json.begin_object();
    json.key("message").value(life.message);
    write_life(json.key("before"), life.before);
    write_life(json.key("after"), life.after);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take() + "\n";
}

}  // namespace dlr::sim::cli
