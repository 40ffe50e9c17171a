#include <algorithm>

#include "sim/scenario/tree.h"
#include "sim/scenario/values.h"

namespace dlr::sim {
namespace {

// Reads a value to see whether it is of a type, and how large it is, for min and max; 0 for a text.
template <class Kind, class Size>
bool measure(Reading& reading, const Node& node, double& size, Size size_of) {
  typename Kind::Type value{};
  if (!Kind::read(reading, node, value)) return false;
  size = size_of(value);
  return true;
}

using AnyWhole = WholeKind<std::uint64_t, 0, ~std::uint64_t{0}>;

bool measure_duration(Reading& reading, const Node& node, double& size) {
  return measure<DurationKind>(reading, node, size, [](Duration value) { return static_cast<double>(value.count()); });
}
bool measure_share(Reading& reading, const Node& node, double& size) {
  return measure<ShareKind>(reading, node, size, [](Share value) { return static_cast<double>(value.ppm); });
}
bool measure_rate(Reading& reading, const Node& node, double& size) {
  return measure<RateKind>(reading, node, size, [](const Rate& value) {
    return static_cast<double>(value.count) / static_cast<double>(value.per.count());
  });
}
bool measure_instant(Reading& reading, const Node& node, double& size) {
  return measure<InstantKind>(reading, node, size, [](Instant value) { return static_cast<double>(to_ms(value)); });
}
bool measure_whole(Reading& reading, const Node& node, double& size) {
  return measure<AnyWhole>(reading, node, size, [](std::uint64_t value) { return static_cast<double>(value); });
}
bool measure_decimal(Reading& reading, const Node& node, double& size) {
  return measure<DecimalKind>(reading, node, size, [](double value) { return value; });
}
bool measure_text(Reading& reading, const Node& node, double& size) {
  return measure<TextKind>(reading, node, size, [](const std::string&) { return 0.0; });
}

using Measure = bool (*)(Reading&, const Node&, double&);
constexpr std::array<Word<Measure>, 7> kTypes{{{"duration", &measure_duration},
                                               {"share", &measure_share},
                                               {"rate", &measure_rate},
                                               {"instant", &measure_instant},
                                               {"number", &measure_whole},
                                               {"decimal", &measure_decimal},
                                               {"text", &measure_text}}};

// Any scalar; its type is said by the key `type` beside it.
struct ScalarKind {
  using Type = const Node*;
  static bool read(Reading& reading, const Node& node, const Node*& into) {
    if (!reading.wants_text(node, "a value")) return false;
    into = &node;
    return true;
  }
  static Json schema(Definitions& definitions) { return TextKind::schema(definitions); }
};

struct Parameter {
  Measure type = nullptr;
  const Node* value = nullptr;  // the default, or what was set in its place
  const Node* min = nullptr;
  const Node* max = nullptr;
};
constexpr Key<Parameter> kParameterKeys[] = {
    key<WordKind<Measure, kTypes>, &Parameter::type>("type", "of its values", Need::required),
    key<ScalarKind, &Parameter::value>("default", "its value, unless --set gives another", Need::required),
    key<ScalarKind, &Parameter::min>("min", "the least value"),
    key<ScalarKind, &Parameter::max>("max", "the greatest value"),
};
constexpr auto kParameter = map_format("parameter", "a parameter", kParameterKeys);

struct Named {
  std::string name;
  Parameter parameter;
  const Node* key = nullptr;
  bool used = false;
};

void check_value(Reading& reading, const Parameter& parameter) {
  double value = 0, limit = 0;
  if (!parameter.type(reading, *parameter.value, value)) return;
  if (parameter.min != nullptr && parameter.type(reading, *parameter.min, limit) && value < limit) {
    reading.problem(*parameter.value,
                    fmt::format("`{}` is below the least value, `{}`", parameter.value->text, parameter.min->text));
  }
  if (parameter.max != nullptr && parameter.type(reading, *parameter.max, limit) && value > limit) {
    reading.problem(*parameter.value,
                    fmt::format("`{}` is above the greatest value, `{}`", parameter.value->text, parameter.max->text));
  }
}

// A value from the command line stands at a place, too: in its own argument.
Node& argument(Tree& tree, std::vector<std::unique_ptr<Node>>& nodes, const std::string& name,
               const std::string& value) {
  auto source = std::make_unique<diagnostics::Source>();
  source->file = "--set";
  source->lines.push_back(name + "=" + value);
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::text;
  node->text = value;
  node->place = {source.get(), 0, static_cast<std::uint32_t>(name.size() + 1),
                 static_cast<std::uint32_t>(value.size())};
  tree.sources.push_back(std::move(source));
  nodes.push_back(std::move(node));
  return *nodes.back();
}

std::vector<std::string> names_of(const std::vector<Named>& parameters) {
  std::vector<std::string> names;
  for (const Named& known : parameters) names.push_back(known.name);
  return names;
}

// "$$" at the beginning stands for "$" itself.
void put_in(Reading& reading, Node& node, std::vector<Named>& parameters) {
  for (Node& item : node.items) put_in(reading, item, parameters);
  for (Member& member : node.members) put_in(reading, member.value, parameters);
  if (node.kind != Node::Kind::text || node.text.empty() || node.text.front() != '$') return;
  const std::string name = node.text.substr(1);
  if (!name.empty() && name.front() == '$') {
    node.text = name;
    return;
  }
  for (Named& known : parameters) {
    if (known.name != name) continue;
    known.used = true;
    if (known.parameter.value == nullptr) {
      node.kind = Node::Kind::broken;
      return;
    }
    node.written = std::move(node.text);
    node.text = known.parameter.value->text;
    return;
  }
  reading.problem(node, fmt::format("there is no parameter `{}`", name),
                  diagnostics::nearest(name, names_of(parameters)),
                  "parameters: " + listed(names_of(parameters)) + "; a text that begins with `$` is written `$$`");
  node.kind = Node::Kind::broken;
}

std::vector<Named> read_parameters(Reading& reading, const Node& node) {
  std::vector<Named> parameters;
  if (!reading.wants_map(node, "a map of parameters by name")) return parameters;
  for (const Member& member : node.members) {
    std::string name;
    NameKind::read(reading, member.key, name);
    parameters.push_back({member.key.text, {}, &member.key});
    if (!read_map(reading, member.value, kParameter, parameters.back().parameter))
      parameters.back().parameter.value = nullptr;
  }
  return parameters;
}

// A file that others include may offer more than each of them uses.
void check_use(Reading& reading, const std::vector<Named>& parameters) {
  for (const Named& known : parameters) {
    if (known.used || known.parameter.value == nullptr || !known.key->place.source->included_by.empty()) continue;
    reading.problem(*known.key, fmt::format("the parameter `{}` is never used", known.name), {},
                    fmt::format("write `${}` where its value belongs", known.name));
  }
}

}  // namespace

void put_in_parameters(Reading& reading, Tree& tree, const std::vector<std::pair<std::string, std::string>>& set) {
  const std::size_t before = reading.count();
  auto& members = tree.root.members;
  Node definitions;
  std::vector<Named> parameters;
  const auto at = std::find_if(members.begin(), members.end(),
                               [](const Member& member) { return member.key.text == "parameters"; });
  if (at != members.end()) {
    definitions = std::move(at->value);
    members.erase(at);
    parameters = read_parameters(reading, definitions);
  }
  std::vector<std::unique_ptr<Node>> arguments;
  for (const auto& [name, value] : set) {
    Node& node = argument(tree, arguments, name, value);
    bool known = false;
    for (Named& parameter : parameters) {
      if (parameter.name != name) continue;
      known = true;
      if (parameter.parameter.value != nullptr) parameter.parameter.value = &node;
    }
    if (known) continue;
    Node name_node = node;
    name_node.place.byte = 0;
    name_node.place.bytes = static_cast<std::uint32_t>(name.size());
    const auto names = names_of(parameters);
    reading.problem(name_node, fmt::format("there is no parameter `{}`", name), diagnostics::nearest(name, names),
                    "parameters: " + listed(names));
  }
  for (Named& known : parameters) {
    if (known.parameter.value == nullptr) continue;
    const std::size_t before_this = reading.count();
    check_value(reading, known.parameter);
    if (!reading.fine_since(before_this)) known.parameter.value = nullptr;
  }
  put_in(reading, tree.root, parameters);
  // A misspelt name is probably the one that is missing.
  if (reading.fine_since(before)) check_use(reading, parameters);
  for (const Named& known : parameters) {
    if (known.parameter.value != nullptr)
      reading.scenario.parameters.emplace_back(known.name, known.parameter.value->text);
  }
}

Json parameters_schema(Definitions& definitions) {
  return Json::map(
      {{"type", Json::text("object")}, {"additionalProperties", Map<Parameter, kParameter>::schema(definitions)}});
}

}  // namespace dlr::sim
