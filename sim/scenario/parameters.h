// The parameters of a scenario: typed values that stand where `$name` does. Their defaults are the file's; the command
// line may set others, and each point of a sweep has its own.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/scenario/keys.h"
#include "sim/scenario/tree.h"

namespace dlr::sim {

// Any scalar; what it may be is said elsewhere.
struct ScalarKind {
  using Type = const Node*;
  static bool read(Reading& reading, const Node& node, const Node*& into);
  static Json schema(Definitions& definitions);
};

// What is given on the command line stands at a place, too: in its own argument, from a byte of it on.
std::unique_ptr<Node> argument(Tree& tree, std::string flag, std::string line, std::size_t from);

class Parameters {
 public:
  struct Parameter {
    bool (*type)(Reading&, const Node&, double& size) = nullptr;
    const Node* value = nullptr;  // in force; none: there is no fit one, which was told
    const Node* min = nullptr;
    const Node* max = nullptr;
    std::string name;
    const Node* key = nullptr;
    bool is_set = false;  // from outside
  };
  struct Value {
    std::size_t parameter = 0;  // its place
    const Node* node = nullptr;
  };

  // Takes `parameters` out of the tree, and what was set from outside in place of the defaults.
  Parameters(Reading& reading, Tree& tree, const std::vector<std::pair<std::string, std::string>>& set);

  const std::vector<Parameter>& all() const { return all_; }
  std::vector<std::string> names() const;
  std::optional<std::size_t> find(std::string_view name) const;

  // Whether a value is one that the parameter may have; else a problem at its place.
  static bool check(Reading& reading, const Parameter& parameter, const Node& value);
  // Whether two fit values are the same: `1h` and `60m` are.
  static bool same(const Parameter& parameter, const Node& a, const Node& b);

  // Puts the values in where `$name` stands, those of `instead` before the ones in force, and writes them down in
  // reading.scenario.
  void put_in(Reading& reading, Node& root, const std::vector<Value>& instead = {}) const;

 private:
  void read(Reading& reading);
  void put_in_place(Reading& reading, Tree& tree, const std::string& name, const std::string& value);
  void put_in(Reading& reading, Node& node, const std::vector<const Node*>& values, std::vector<bool>& used) const;
  static void unused(Reading& reading, const Parameter& parameter);

  std::unique_ptr<Node> definitions_;
  std::vector<std::unique_ptr<Node>> arguments_;
  std::vector<Parameter> all_;  // in the file's order
  bool fine_ = true;
};

// What may stand at `parameters`, for the schema.
Json parameters_schema(Definitions& definitions);

}  // namespace dlr::sim
