#include "sim/scenario/parameters.h"

#include <algorithm>

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

using Parameter = Parameters::Parameter;

constexpr Key<Parameter> kParameterKeys[] = {
    key<WordKind<Measure, kTypes>, &Parameter::type>("type", "of its values", Need::required),
    key<ScalarKind, &Parameter::value>("default", "its value, unless --set gives another", Need::required),
    key<ScalarKind, &Parameter::min>("min", "the least value"),
    key<ScalarKind, &Parameter::max>("max", "the greatest value"),
};
constexpr auto kParameter = map_format("parameter", "a parameter", kParameterKeys);

}  // namespace

std::unique_ptr<Node> argument(Tree& tree, std::string flag, std::string line, std::size_t from) {
  auto source = std::make_unique<diagnostics::Source>();
  source->file = std::move(flag);
  source->lines.push_back(std::move(line));
  auto node = std::make_unique<Node>();
  node->kind = Node::Kind::text;
  node->text = source->lines[0].substr(from);
  node->place = {source.get(), 0, static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(node->text.size())};
  tree.sources.push_back(std::move(source));
  return node;
}

bool ScalarKind::read(Reading& reading, const Node& node, const Node*& into) {
  if (!reading.wants_text(node, "a value")) return false;
  into = &node;
  return true;
}

Json ScalarKind::schema(Definitions& definitions) { return TextKind::schema(definitions); }

Parameters::Parameters(Reading& reading, Tree& tree, const std::vector<std::pair<std::string, std::string>>& set) {
  const std::size_t before = reading.count();
  auto& members = tree.root.members;
  const auto at = std::find_if(members.begin(), members.end(),
                               [](const Member& member) { return member.key.text == "parameters"; });
  if (at != members.end()) {
    definitions_ = std::make_unique<Node>(std::move(at->value));
    members.erase(at);
    read(reading);
  }
  for (const auto& [name, value] : set) put_in_place(reading, tree, name, value);
  for (Parameter& known : all_) {
    if (known.value == nullptr || check(reading, known, *known.value)) continue;
    known.value = nullptr;
  }
  fine_ = reading.fine_since(before);
}

void Parameters::read(Reading& reading) {
  if (!reading.wants_map(*definitions_, "a map of parameters by name")) return;
  for (const Member& member : definitions_->members) {
    std::string name;
    NameKind::read(reading, member.key, name);
    Parameter& parameter = all_.emplace_back();
    if (!read_map(reading, member.value, kParameter, parameter)) parameter.value = nullptr;
    parameter.name = member.key.text;
    parameter.key = &member.key;
  }
}

void Parameters::put_in_place(Reading& reading, Tree& tree, const std::string& name, const std::string& value) {
  arguments_.push_back(argument(tree, "--set", name + "=" + value, name.size() + 1));
  const Node& node = *arguments_.back();
  if (const auto place = find(name)) {
    Parameter& parameter = all_[*place];
    parameter.is_set = true;
    if (parameter.value != nullptr) parameter.value = &node;
    return;
  }
  Node name_node = node;
  name_node.place.byte = 0;
  name_node.place.bytes = static_cast<std::uint32_t>(name.size());
  reading.problem(Code::no_such_parameter, name_node, fmt::format("there is no parameter `{}`", name),
                  diagnostics::nearest(name, names()), "parameters: " + listed(names()));
}

std::vector<std::string> Parameters::names() const {
  std::vector<std::string> names;
  for (const Parameter& known : all_) names.push_back(known.name);
  return names;
}

std::optional<std::size_t> Parameters::find(std::string_view name) const {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (all_[i].name == name) return i;
  }
  return std::nullopt;
}

bool Parameters::check(Reading& reading, const Parameter& parameter, const Node& value) {
  const std::size_t before = reading.count();
  double size = 0, limit = 0;
  if (!parameter.type(reading, value, size)) return false;
  if (parameter.min != nullptr && parameter.type(reading, *parameter.min, limit) && size < limit) {
    reading.problem(Code::out_of_range, value,
                    fmt::format("`{}` is below the least value, `{}`", value.text, parameter.min->text));
  }
  if (parameter.max != nullptr && parameter.type(reading, *parameter.max, limit) && size > limit) {
    reading.problem(Code::out_of_range, value,
                    fmt::format("`{}` is above the greatest value, `{}`", value.text, parameter.max->text));
  }
  return reading.fine_since(before);
}

bool Parameters::same(const Parameter& parameter, const Node& a, const Node& b) {
  if (a.text == b.text) return true;
  Reading unheard;
  double size_a = 0, size_b = 0;
  return parameter.type != &measure_text && parameter.type(unheard, a, size_a) && parameter.type(unheard, b, size_b) &&
         !(size_a < size_b) && !(size_b < size_a);
}

// "$$" at the beginning stands for "$" itself.
void Parameters::put_in(Reading& reading, Node& node, const std::vector<const Node*>& values,
                        std::vector<bool>& used) const {
  for (Node& item : node.items) put_in(reading, item, values, used);
  for (Member& member : node.members) put_in(reading, member.value, values, used);
  if (node.kind != Node::Kind::text || node.text.empty() || node.text.front() != '$') return;
  const std::string name = node.text.substr(1);
  if (!name.empty() && name.front() == '$') {
    node.text = name;
    return;
  }
  const auto place = find(name);
  if (!place) {
    reading.problem(Code::no_such_parameter, node, fmt::format("there is no parameter `{}`", name),
                    diagnostics::nearest(name, names()),
                    "parameters: " + listed(names()) + "; a text that begins with `$` is written `$$`");
    node.kind = Node::Kind::broken;
    return;
  }
  used[*place] = true;
  if (values[*place] == nullptr) {
    node.kind = Node::Kind::broken;
    return;
  }
  node.written = std::move(node.text);
  node.text = values[*place]->text;
}

void Parameters::put_in(Reading& reading, Node& root, const std::vector<Value>& instead) const {
  const std::size_t before = reading.count();
  std::vector<const Node*> values;
  for (const Parameter& known : all_) values.push_back(known.value);
  for (const Value& value : instead) values[value.parameter] = value.node;
  std::vector<bool> used(all_.size());
  put_in(reading, root, values, used);
  const bool fine = fine_ && reading.fine_since(before);
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (values[i] == nullptr) continue;
    reading.scenario.parameters.emplace_back(all_[i].name, values[i]->text);
    // A misspelt name is probably the one that is missing; and a file that others include may offer more than each of
    // them uses.
    if (!used[i] && fine && all_[i].key->place.source->included_by.empty()) unused(reading, all_[i]);
  }
}

void Parameters::unused(Reading& reading, const Parameter& parameter) {
  reading.problem(Code::parameter_unused, *parameter.key,
                  fmt::format("the parameter `{}` is never used", parameter.name), {},
                  fmt::format("write `${}` where its value belongs", parameter.name));
}

Json parameters_schema(Definitions& definitions) {
  return Json::map(
      {{"type", Json::text("object")}, {"additionalProperties", Map<Parameter, kParameter>::schema(definitions)}});
}

}  // namespace dlr::sim
