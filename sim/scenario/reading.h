// A scenario while it is being read: what is known already, and the problems found so far. Everything that reads a part
// of the file gets one. A value that cannot be read is reported once, here, and then left out.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/diagnostics/diagnostic.h"
#include "core/diagnostics/yaml_file.h"
#include "sim/scenario/scenario.h"

namespace dlr::sim {

using diagnostics::Code;
using diagnostics::Member;
using diagnostics::Node;

class Reading {
 public:
  // A problem at the place of a node: its kind; one line without full stop; the name meant; a cure or what is allowed.
  void problem(Code code, const Node& node, std::string message, std::string hint = {}, std::string note = {});
  void problem(const Node& node, std::string message, std::string hint = {}, std::string note = {}) {
    problem(Code::none, node, std::move(message), std::move(hint), std::move(note));
  }
  void add(diagnostics::Diagnostic problem);

  // How many there are; of very many the last ones are counted and not kept.
  std::size_t count() const { return count_; }
  // Since `count` was `before`: whether all was well.
  bool fine_since(std::size_t before) const { return count_ == before; }
  std::vector<diagnostics::Diagnostic> take_problems() { return std::move(problems_); }

  // What stands at a key, for a reader that wants text, a list or a map; else a problem saying what is asked for.
  // `asked` is a noun: "a duration such as `30s`".
  bool wants_text(const Node& node, std::string_view asked);
  bool wants_list(const Node& node, std::string_view asked);
  bool wants_map(const Node& node, std::string_view asked, std::string note = {});

  // The index of a profile or country by name; else a problem with the name meant. Where there are none at all, that is
  // the problem, reported elsewhere.
  std::optional<std::size_t> find_profile(const Node& name);
  std::optional<std::size_t> find_country(const Node& node, const std::string& name);

  // Filled in from the top of the format's table to its bottom, so that names read earlier can be looked up.
  Scenario scenario;
  // Whether all of `countries` and `traffic` could be read.
  bool knows_traffic = false;
  // Files named in a scenario are looked for beside the file that names them, and lie in this folder.
  std::string root;

 private:
  bool wants(const Node& node, Node::Kind kind, std::string_view asked, std::string note = {});

  std::unordered_map<std::string, std::size_t> profile_places_;  // by name
  std::vector<diagnostics::Diagnostic> problems_;
  std::size_t count_ = 0;
};

// The value at a path of keys, or as far as the path goes; of a list the key is "#" and a number.
const Node& value_at(const Node& root, const std::vector<std::string>& path);

// "a, b, c"; "`a`, `b` or `c`".
std::string listed(const std::vector<std::string>& names);
std::string one_of(const std::vector<std::string>& names);

// `{messages: 50,000}` is the value 50 and the key 000. If a key of a map came about like this: a problem saying so.
bool refuse_torn_number(Reading& reading, const Node& map, const Node& key);

// What to write where a map of these keys should stand.
std::string map_of(const std::vector<std::string>& keys);

}  // namespace dlr::sim
