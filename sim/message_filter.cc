#include "sim/message_filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/tokenizer.hpp>
#include <set>

#include "core/diagnostics/nearest.h"

namespace dlr::sim {
namespace {

using reports::MessageEnd;

constexpr const char* kForm = "write it as 'outcome=failed country=US delay>2m'";
const std::vector<std::string> kNames{"country", "operator", "campaign", "channel"};

std::string did_you_mean(std::string_view name, const std::vector<std::string>& names) {
  const std::string meant = diagnostics::nearest(name, names);
  return meant.empty() ? meant : fmt::format("; did you mean '{}'?", meant);
}

std::optional<MessageEnd> end_named(std::string_view name) {
  for (std::size_t i = 1; i < reports::kMessageEnds; ++i) {
    const auto end = static_cast<MessageEnd>(i);
    if (name == to_string(end)) return end;
  }
  return std::nullopt;
}

// All of these: empty, or why the word says nothing.
std::string read_outcome(std::string_view value, bool is_not, MessageFilter& into) {
  if (!into.ends.empty()) return "outcome is named twice: one of them, or both as outcome=rejected,failed";
  into.any_other_end = is_not;
  for (bool is_last = false; !is_last;) {
    const std::size_t comma = value.find(',');
    is_last = comma == std::string_view::npos;
    const std::string_view name = value.substr(0, comma);
    const std::optional<MessageEnd> end = end_named(name);
    if (!end) return fmt::format("'{}' is no outcome: delivered, rejected, failed, unreported or enqueue_failed", name);
    into.ends.push_back(*end);
    if (!is_last) value.remove_prefix(comma + 1);
  }
  return {};
}

std::string read_delay(std::string_view value, MessageFilter& into) {
  if (into.slower_than) return "delay is named twice: one of them";
  into.slower_than = parse_duration(value);
  return into.slower_than ? std::string() : fmt::format("'{}' is no duration: write 'delay>2m'", value);
}

std::string read_place(std::string_view name, std::string_view value, reports::Where& where) {
  std::string* const texts[] = {&where.country, &where.operator_name, &where.campaign, &where.channel};
  std::string& text = *texts[std::find(kNames.begin(), kNames.end(), name) - kNames.begin()];
  if (!text.empty()) return fmt::format("{} is named twice: a message has one", name);
  if (name != "operator") {
    text = value;
    return {};
  }
  const std::size_t slash = value.find('/');
  if (slash == std::string_view::npos || slash + 1 == value.size()) {
    return fmt::format("'{}' names no country and operator: write 'operator=FR/Orange'", value);
  }
  text = value.substr(slash + 1);
  return read_place("country", value.substr(0, slash), where);
}

std::string read_word(std::string_view word, MessageFilter& into) {
  const std::size_t at = std::min(word.find_first_of("=!>"), word.size());
  const std::string_view name = word.substr(0, at);
  const std::string_view rest = word.substr(at);
  const bool is_not = rest.starts_with("!=");
  const std::string_view value = rest.empty() ? rest : rest.substr(is_not ? 2 : 1);
  if (name == "outcome" && (is_not || rest.starts_with('='))) return read_outcome(value, is_not, into);
  if (name == "delay" && rest.starts_with('>')) return read_delay(value, into);
  const bool is_place = std::find(kNames.begin(), kNames.end(), name) != kNames.end();
  if (is_place && rest.starts_with('=') && !value.empty()) return read_place(name, value, into.where);
  std::vector<std::string> all = kNames;
  all.insert(all.end(), {"outcome", "delay"});
  const bool is_known = std::find(all.begin(), all.end(), name) != all.end();
  const std::string meant = is_known ? std::string() : did_you_mean(name, all);
  return fmt::format("'{}' is nothing to look for{}{} {}", word, meant, meant.empty() ? ":" : " If not,", kForm);
}

}  // namespace

std::optional<MessageFilter> read_filter(std::string_view text, std::string& why) {
  MessageFilter filter;
  bool is_empty = true;
  const std::string whole(text);
  using Separator = boost::escaped_list_separator<char>;
  try {
    for (const std::string& word : boost::tokenizer<Separator>(whole, Separator("\\", " ", "\"'"))) {
      if (word.empty()) continue;
      is_empty = false;
      why = read_word(word, filter);
      if (!why.empty()) return std::nullopt;
    }
  } catch (const boost::escaped_list_error&) {
    why = fmt::format("'{}' has a backslash before something else than a quote, n or a backslash", text);
    return std::nullopt;
  }
  if (!is_empty) return filter;
  why = fmt::format("there is nothing to look for: {}", kForm);
  return std::nullopt;
}

std::string what_is_missing(const reports::Where& where, const std::vector<reports::GroupName>& groups) {
  // The operators of the country that is asked for; everything else may be anywhere.
  std::set<std::string> countries, operators, campaigns, channels;
  for (const reports::GroupName& group : groups) {
    countries.insert(group.country);
    if (where.country.empty() || where.country == group.country) operators.insert(group.operator_name);
    campaigns.insert(group.campaign);
    channels.insert(group.channel);
  }
  const auto missing = [](const char* what, const std::string& asked, const std::set<std::string>& there) {
    if (asked.empty() || there.contains(asked)) return std::string();
    const std::vector<std::string> names(there.begin(), there.end());
    constexpr std::size_t kMostListed = 6;
    const std::string all = names.size() > kMostListed ? fmt::format("{} others are there", names.size())
                                                       : fmt::format("there is {}", fmt::join(names, ", "));
    return fmt::format("no message has the {} '{}'{} ({})", what, asked, did_you_mean(asked, names), all);
  };
  for (std::string why :
       {missing("country", where.country, countries), missing("operator", where.operator_name, operators),
        missing("campaign", where.campaign, campaigns), missing("channel", where.channel, channels)}) {
    if (!why.empty()) return why;
  }
  return {};
}

}  // namespace dlr::sim
