#include "sim/scenario/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/diagnostics/nearest.h"

namespace dlr::sim {

void Reading::problem(Code code, const Node& node, std::string message, std::string hint, std::string note) {
  if (node.kind == Node::Kind::broken) return;
  if (problems_.size() >= diagnostics::kMostProblems) {
    ++count_;
    return;
  }
  if (!node.written.empty()) {
    if (!note.empty()) note += '\n';
    note += fmt::format("`{}` stands for `{}` here", node.written, node.text);
  }
  add(diagnostics::problem_at(code, node.place, std::move(message), std::move(hint), std::move(note)));
}

void Reading::add(diagnostics::Diagnostic problem) {
  ++count_;
  problems_.push_back(std::move(problem));
}

bool Reading::wants(const Node& node, Node::Kind kind, std::string_view asked, std::string note) {
  if (node.kind == kind) return true;
  const char* found = node.kind == Node::Kind::none   ? "nothing stands here"
                      : node.kind == Node::Kind::list ? "this is a list"
                      : node.kind == Node::Kind::map  ? "this is a map"
                                                      : "this is a text";
  problem(Code::wrong_shape, node, fmt::format("{}, but {} is needed", found, asked), {}, std::move(note));
  return false;
}

bool Reading::wants_text(const Node& node, std::string_view asked) { return wants(node, Node::Kind::text, asked); }
bool Reading::wants_list(const Node& node, std::string_view asked) { return wants(node, Node::Kind::list, asked); }
bool Reading::wants_map(const Node& node, std::string_view asked, std::string note) {
  return wants(node, Node::Kind::map, asked, std::move(note));
}

std::optional<std::size_t> Reading::find_profile(const Node& name) {
  if (!wants_text(name, "the name of a profile") || scenario.profiles.empty()) return std::nullopt;
  // Made when it is first asked for: the profiles are all there by then.
  if (profile_places_.empty()) {
    for (std::size_t i = 0; i < scenario.profiles.size(); ++i) profile_places_.emplace(scenario.profiles[i].name, i);
  }
  if (const auto at = profile_places_.find(name.text); at != profile_places_.end()) return at->second;
  std::vector<std::string> names;
  for (const Profile& profile : scenario.profiles) names.push_back(profile.name);
  problem(Code::no_such_profile, name, fmt::format("there is no profile `{}`", name.text),
          diagnostics::nearest(name.text, names), "profiles: " + listed(names));
  return std::nullopt;
}

std::optional<std::size_t> Reading::find_country(const Node& node, const std::string& name) {
  if (scenario.countries.empty()) return std::nullopt;
  const auto code = Country::from(name);
  for (std::size_t i = 0; i < scenario.countries.size(); ++i) {
    if (code && scenario.countries[i].country == *code) return i;
  }
  std::vector<std::string> names;
  for (const CountryTraffic& country : scenario.countries) names.push_back(country.country.text());
  problem(Code::no_such_country, node, fmt::format("there is no country `{}` in this scenario", name),
          diagnostics::nearest(name, names), "countries: " + listed(names));
  return std::nullopt;
}

const Node& value_at(const Node& root, const std::vector<std::string>& path) {
  const Node* node = &root;
  for (const std::string& step : path) {
    const Node* next = nullptr;
    if (step.front() == '#') {
      const std::size_t index = std::stoull(step.substr(1));
      next = index < node->items.size() ? &node->items[index] : nullptr;
    } else {
      next = node->find(step);
    }
    if (next == nullptr) break;
    node = next;
  }
  return *node;
}

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 30;
  if (names.empty()) return "none";
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), kMost); ++i) out += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > kMost) out += fmt::format(" and {} more", names.size() - kMost);
  return out;
}

std::string one_of(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    out += i == 0 ? "" : i + 1 == names.size() ? " or " : ", ";
    out += "`" + names[i] + "`";
  }
  return out;
}

bool refuse_torn_number(Reading& reading, const Node& map, const Node& key) {
  const auto is_digits = [](const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  };
  if (key.text.size() != 3 || !is_digits(key.text)) return false;
  const Node* value = nullptr;
  for (const Member& member : map.members) {
    if (&member.key == &key) break;
    value = &member.value;
  }
  if (value == nullptr || value->text.size() > 3 || !is_digits(value->text)) return false;
  reading.problem(Code::no_number, key,
                  fmt::format("a comma ends the value here: `{}` is one thing, `{}` another", value->text, key.text),
                  fmt::format("{}_{}", value->text, key.text),
                  fmt::format("numbers have no commas: write `{0}_{1}` or `{0}{1}`", value->text, key.text));
  return true;
}

std::string map_of(const std::vector<std::string>& keys) {
  if (keys.empty()) return "write `{}`";
  if (keys.size() == 1) return fmt::format("write `{{{}: ...}}`", keys[0]);
  return fmt::format("write a map, `{{{}: ...}}`; its keys: {}", keys[0], listed(keys));
}

}  // namespace dlr::sim
