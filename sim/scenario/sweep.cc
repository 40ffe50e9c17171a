#include "sim/scenario/sweep.h"

#include <algorithm>

#include "sim/scenario/values.h"

namespace dlr::sim {
namespace {

// More than this and the product is not even made.
constexpr std::size_t kMostBeforeExclusion = 100'000;

template <class Stands>
struct ByParameter {
  const Node* name = nullptr;
  Stands stands;
};

// A map of parameters by name, each with what Kind is.
template <class Kind>
struct ByParameterKind {
  using Type = std::vector<ByParameter<typename Kind::Type>>;
  static bool read(Reading& reading, const Node& node, Type& into) {
    const std::size_t before = reading.count();
    if (!reading.wants_map(node, "a map of parameters by name")) return false;
    for (const Member& member : node.members) {
      ByParameter<typename Kind::Type> one{&member.key, {}};
      if (Kind::read(reading, member.value, one.stands)) into.push_back(std::move(one));
    }
    return reading.fine_since(before);
  }
  static Json schema(Definitions& definitions) {
    return Json::map({{"type", Json::text("object")}, {"additionalProperties", Kind::schema(definitions)}});
  }
};

// With the node itself, for problems with it as a whole.
template <class Kind>
struct Placed {
  struct Type {
    const Node* node = nullptr;
    typename Kind::Type value{};
  };
  static bool read(Reading& reading, const Node& node, Type& into) {
    into.node = &node;
    return Kind::read(reading, node, into.value);
  }
  static Json schema(Definitions& definitions) { return Kind::schema(definitions); }
};

using Lists = ByParameterKind<Placed<ListOf<ScalarKind>>>;
using Values = Placed<ByParameterKind<ScalarKind>>;

struct WrittenSweep {
  Lists::Type grid;
  std::vector<Placed<Lists>::Type> lockstep;
  std::vector<Values::Type> exclude;
};
constexpr Key<WrittenSweep> kSweepKeys[] = {
    key<Lists, &WrittenSweep::grid>("grid", "every value of each list with every one of the others"),
    key<ListOf<Placed<Lists>>, &WrittenSweep::lockstep>("lockstep",
                                                        "groups of lists of one length, gone through in step"),
    key<ListOf<Values>, &WrittenSweep::exclude>("exclude",
                                                "points to leave out: those that have all values of an entry"),
};
constexpr auto kSweep = map_format("sweep", "a sweep", kSweepKeys);

class Sweep {
 public:
  Sweep(Reading& reading, const Node& node, const Parameters& parameters)
      : reading_(reading), node_(node), parameters_(parameters) {}

  std::vector<SweepPoint> points() {
    const std::size_t before = reading_.count();
    WrittenSweep written;
    if (!read_map(reading_, node_, kSweep, written)) return {};
    if (written.grid.empty() && written.lockstep.empty()) {
      reading_.problem(Code::missing_key, node_, "a sweep needs `grid` or `lockstep`", {},
                       "write `{grid: {NAME: [VALUE, ...]}}`, with the name of a parameter");
      return {};
    }
    for (const auto& list : written.grid) add_axis({list});
    for (const auto& group : written.lockstep) {
      if (in_step(group)) add_axis(group.value);
    }
    for (const auto& entry : written.exclude) add_exclusion(entry);
    if (!reading_.fine_since(before)) return {};
    std::vector<SweepPoint> points = product();
    return reading_.fine_since(before) ? std::move(points) : std::vector<SweepPoint>();
  }

 private:
  struct Axis {
    std::vector<std::size_t> parameters;
    std::vector<std::vector<const Node*>> rows;  // a value for each parameter
  };
  struct Exclusion {
    const Node* node = nullptr;
    std::vector<Parameters::Value> values;
    bool strikes = false;
  };

  const Parameters::Parameter& parameter(std::size_t place) const { return parameters_.all()[place]; }

  bool in_step(const Placed<Lists>::Type& group) {
    if (group.value.empty()) {
      reading_.problem(Code::nothing_there, *group.node, "this group has no lists");
      return false;
    }
    const auto& [first_name, first] = group.value.front();
    for (const auto& [name, list] : group.value) {
      if (list.value.size() == first.value.size()) continue;
      reading_.problem(Code::wrong_shape, *list.node,
                       fmt::format("`{}` has {} values, `{}` has {}", name->text, list.value.size(), first_name->text,
                                   first.value.size()),
                       {}, "lists that go in step are equally long; what is independent of them belongs into `grid`");
      return false;
    }
    return true;
  }

  // Lists of one length.
  void add_axis(const Lists::Type& lists) {
    Axis axis;
    std::vector<std::size_t> set_from_outside;
    axis.rows.resize(lists.front().stands.value.size());
    for (const auto& [name, list] : lists) {
      const auto place = parameters_.find(name->text);
      if (!place) {
        unknown(*name);
        continue;
      }
      if (std::ranges::find(swept_, *place) != swept_.end()) {
        reading_.problem(Code::name_twice, *name, fmt::format("the parameter `{}` is swept twice", name->text));
        continue;
      }
      swept_.push_back(*place);
      if (list.value.empty()) {
        reading_.problem(Code::nothing_there, *list.node, fmt::format("there is no value for `{}`", name->text));
        continue;
      }
      if (parameter(*place).type == nullptr || !fit(*place, list.value)) continue;
      if (lists.size() == 1 && !distinct(*place, list.value)) continue;
      if (parameter(*place).is_set) {
        set_from_outside.push_back(*place);
        continue;
      }
      axis.parameters.push_back(*place);
      for (std::size_t i = 0; i < list.value.size(); ++i) axis.rows[i].push_back(list.value[i]);
    }
    if (!axis.parameters.empty() && !set_from_outside.empty()) out_of_step(axis.parameters, set_from_outside);
    if (!axis.parameters.empty()) axes_.push_back(std::move(axis));
  }

  // Of lists in step one alone is fixed from outside: the others would go on with what belongs to other values of it.
  void out_of_step(const std::vector<std::size_t>& left, const std::vector<std::size_t>& set) {
    std::vector<std::string> others;
    for (const std::size_t place : left) others.push_back(parameter(place).name);
    for (const std::size_t place : set) {
      if (parameter(place).value == nullptr) continue;  // it is wrong, which was told
      reading_.problem(Code::keys_together, *parameter(place).value,
                       fmt::format("`{}` is swept in step with {}", parameter(place).name, listed(others)), {},
                       "set all of them, or take one point with `--point`");
    }
  }

  bool fit(std::size_t place, const std::vector<const Node*>& values) {
    const std::size_t before = reading_.count();
    for (const Node* value : values) Parameters::check(reading_, parameter(place), *value);
    return reading_.fine_since(before);
  }

  // Of lists in step a value may come again, beside others.
  bool distinct(std::size_t place, const std::vector<const Node*>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (!Parameters::same(parameter(place), *values[i], *values[j])) continue;
        reading_.problem(
            Code::name_twice, *values[i],
            fmt::format("`{}` is there already{}", values[i]->text,
                        values[i]->text == values[j]->text ? "" : fmt::format(", as `{}`", values[j]->text)));
        return false;
      }
    }
    return true;
  }

  void unknown(const Node& name) {
    const std::vector<std::string> names = parameters_.names();
    reading_.problem(Code::no_such_parameter, name, fmt::format("there is no parameter `{}`", name.text),
                     diagnostics::nearest(name.text, names), "parameters: " + listed(names));
  }

  void add_exclusion(const Values::Type& entry) {
    Exclusion exclusion{entry.node, {}};
    if (entry.value.empty()) {
      reading_.problem(Code::nothing_there, *entry.node, "this would exclude every point", {},
                       "write `{NAME: VALUE}`: the points that have this value");
      return;
    }
    for (const auto& [name, value] : entry.value) {
      const auto place = parameters_.find(name->text);
      if (!place) {
        unknown(*name);
      } else if (std::ranges::find(swept_, *place) == swept_.end()) {
        std::vector<std::string> names;
        for (const std::size_t one : swept_) names.push_back(parameter(one).name);
        reading_.problem(Code::no_such_parameter, *name, fmt::format("`{}` is not swept", name->text), {},
                         "swept: " + listed(names));
      } else if (parameter(*place).type != nullptr && known(*place, *value)) {
        exclusion.values.push_back({*place, value});
      }
    }
    exclusions_.push_back(std::move(exclusion));
  }

  // Whether a value to be excluded is one of those that there are.
  bool known(std::size_t place, const Node& value) {
    if (!Parameters::check(reading_, parameter(place), value)) return false;
    if (parameter(place).is_set) return true;
    std::vector<std::string> texts;
    for (const Axis& axis : axes_) {
      const auto at = std::ranges::find(axis.parameters, place);
      if (at == axis.parameters.end()) continue;
      for (const auto& row : axis.rows) {
        const Node& there = *row[static_cast<std::size_t>(at - axis.parameters.begin())];
        if (Parameters::same(parameter(place), there, value)) return true;
        if (std::ranges::find(texts, there.text) == texts.end()) texts.push_back(there.text);
      }
    }
    if (texts.empty()) return false;  // its list is wrong, which was told
    reading_.problem(Code::matches_nothing, value,
                     fmt::format("no point has `{}` for `{}`", value.text, parameter(place).name),
                     diagnostics::nearest(value.text, texts), "values: " + listed(texts));
    return false;
  }

  std::vector<SweepPoint> product() {
    std::vector<SweepPoint> points;
    std::size_t count = 1;
    for (const Axis& axis : axes_) {
      count *= axis.rows.size();
      if (count > kMostBeforeExclusion) return too_many(count);
    }
    for (std::size_t place = 0; place < count && !axes_.empty(); ++place) {
      SweepPoint point;
      std::size_t rest = place;
      std::vector<std::size_t> rows(axes_.size());
      for (std::size_t i = axes_.size(); i-- > 0; rest /= axes_[i].rows.size()) rows[i] = rest % axes_[i].rows.size();
      for (std::size_t i = 0; i < axes_.size(); ++i) {
        for (std::size_t j = 0; j < axes_[i].parameters.size(); ++j) {
          point.values.push_back({axes_[i].parameters[j], axes_[i].rows[rows[i]][j]});
        }
      }
      if (is_excluded(point)) continue;
      point.point.number = static_cast<std::uint32_t>(points.size() + 1);
      for (const auto& [parameter_place, value] : point.values) {
        point.point.name +=
            fmt::format("{}{}={}", point.point.name.empty() ? "" : ", ", parameter(parameter_place).name, value->text);
      }
      points.push_back(std::move(point));
    }
    if (points.size() > kMostPoints) return too_many(points.size());
    check_exclusions(points);
    check_names(points);
    return points;
  }

  std::vector<SweepPoint> too_many(std::size_t count) {
    reading_.problem(Code::too_large_to_run, node_,
                     fmt::format("{}{} points, but a sweep has at most {}",
                                 count > kMostBeforeExclusion ? "at least " : "", count, kMostPoints));
    return {};
  }

  bool is_excluded(const SweepPoint& point) {
    bool is = false;
    for (Exclusion& exclusion : exclusions_) {
      const bool strikes = std::ranges::all_of(exclusion.values, [&](const Parameters::Value& asked) {
        const Node* value = value_of(point, asked.parameter);  // none: what was set from outside is no value for it
        return value != nullptr && Parameters::same(parameter(asked.parameter), *value, *asked.node);
      });
      exclusion.strikes = exclusion.strikes || strikes;
      is = is || strikes;
    }
    return is;
  }

  const Node* value_of(const SweepPoint& point, std::size_t place) const {
    for (const auto& [parameter_place, value] : point.values) {
      if (parameter_place == place) return value;
    }
    return parameter(place).value;  // set from outside
  }

  void check_exclusions(const std::vector<SweepPoint>& points) {
    const bool as_written = std::ranges::none_of(swept_, [this](std::size_t place) { return parameter(place).is_set; });
    for (const Exclusion& exclusion : exclusions_) {
      if (exclusion.strikes || !as_written) continue;
      reading_.problem(Code::matches_nothing, *exclusion.node, "no point has all of these values");
    }
    if (points.empty() && !axes_.empty()) {
      reading_.problem(Code::nothing_there, exclusions_.empty() ? node_ : *exclusions_.back().node,
                       "with this every point is excluded");
    }
  }

  // Lists in step may say the same twice, and so may others once a parameter of their group is set from outside.
  void check_names(const std::vector<SweepPoint>& points) {
    std::vector<std::string> names;
    for (const SweepPoint& point : points) names.push_back(point.point.name);
    std::ranges::sort(names);
    const auto twice = std::ranges::adjacent_find(names);
    if (twice == names.end()) return;
    reading_.problem(Code::name_twice, node_, fmt::format("there are two points `{}`", *twice));
  }

  Reading& reading_;
  const Node& node_;
  const Parameters& parameters_;
  std::vector<std::size_t> swept_;  // also what was set from outside
  std::vector<Axis> axes_;
  std::vector<Exclusion> exclusions_;
};

std::string without_blanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

// "loss=5%,size=1000" as its parts, in an order that does not hang on theirs.
std::vector<std::string> parts_of(const std::string& name) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= name.size();) {
    const std::size_t end = std::min(name.find(',', at), name.size());
    parts.push_back(without_blanks(name.substr(at, end - at)));
    at = end + 1;
  }
  std::ranges::sort(parts);  // by the parameter, which no other part has
  return parts;
}

// "10000" is "10_000", and "60s" is "1m".
bool same_value(const std::string& a, const std::string& b) {
  const auto alike = [&](auto parse) {
    const auto one = parse(a), other = parse(b);
    return one && other && *one == *other;
  };
  return a == b || alike(parse_whole) || alike([](const std::string& text) { return parse_duration(text); }) ||
         alike([](const std::string& text) -> std::optional<std::uint32_t> {
           const std::optional<Share> share = parse_share(text);
           return share ? std::optional(share->ppm) : std::nullopt;
         });
}

bool same_parts(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::ranges::equal(a, b, [](const std::string& one, const std::string& other) {
    const std::size_t at = one.find('=');
    if (at == std::string::npos || other.find('=') != at || one.compare(0, at, other, 0, at) != 0) return one == other;
    return same_value(one.substr(at + 1), other.substr(at + 1));
  });
}

}  // namespace

std::vector<SweepPoint> read_sweep(Reading& reading, const Node& sweep, const Parameters& parameters) {
  return Sweep(reading, sweep, parameters).points();
}

std::vector<SweepPoint> choose_point(Reading& reading, const Node& asked, std::vector<SweepPoint> points) {
  const std::optional<std::uint64_t> number = parse_whole(asked.text);
  std::vector<std::string> names;
  for (SweepPoint& point : points) {
    const bool is_it =
        number ? point.point.number == *number : same_parts(parts_of(point.point.name), parts_of(asked.text));
    if (is_it) return {std::move(point)};
    names.push_back(point.point.name);
  }
  if (points.empty()) {
    reading.problem(Code::matches_nothing, asked, "the scenario has no sweep, and so no points");
    return {};
  }
  constexpr std::size_t kShown = 20;
  std::string note =
      fmt::format("{}:", names.size() == 1 ? "there is one point" : fmt::format("there are {} points", names.size()));
  for (std::size_t i = 0; i < std::min(names.size(), kShown); ++i) note += fmt::format("\n{:>4}  {}", i + 1, names[i]);
  if (names.size() > kShown) note += "\n      and more: dlrsim validate lists them";
  note += "\none is taken by its number, or by all of its values";
  reading.problem(Code::matches_nothing, asked, fmt::format("there is no point `{}`", asked.text),
                  number ? std::string() : diagnostics::nearest(asked.text, names), note);
  return {};
}

Json sweep_schema(Definitions& definitions) { return Map<WrittenSweep, kSweep>::schema(definitions); }

}  // namespace dlr::sim
