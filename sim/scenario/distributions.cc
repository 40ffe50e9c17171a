#include "sim/scenario/distributions.h"

#include <algorithm>
#include <utility>

#include "core/diagnostics/file_text.h"
#include "sim/scenario/tree.h"
#include "sim/scenario/values.h"

namespace dlr::sim {
namespace {

using engine::Constant;
using engine::Empirical;
using engine::Exponential;
using engine::Gamma;
using engine::Lognormal;
using engine::Mixture;
using engine::MixturePart;
using engine::Uniform;
using engine::Weibull;

struct ConstantKind {
  using Type = Constant;
  static bool read(Reading& reading, const Node& node, Constant& into) {
    return DurationKind::read(reading, node, into.value);
  }
  static Json schema(Definitions& definitions) { return DurationKind::schema(definitions); }
};

constexpr Key<Uniform> kUniformKeys[] = {
    key<DurationKind, &Uniform::min>("min", "the shortest delay", Need::required),
    key<DurationKind, &Uniform::max>("max", "the longest delay", Need::required),
};
constexpr auto kUniform = map_format("uniform", "a uniform delay", kUniformKeys);

// The limits that any distribution may carry. They may stand inside the shape's own map, too, except where that has a
// min and a max of its own.
template <class T>
struct Limited {
  T shape;
  std::optional<Duration> min, max;
};
template <class T, auto member, class Kind>
void read_shape(Reading& reading, const Node& node, Limited<T>& into) {
  read_member<Kind, member>(reading, node, into.shape);
}
template <class T, auto member, class Kind>
constexpr Key<Limited<T>> shape_key(const char* name, const char* meaning, Need need = Need::required) {
  return {name, need, &read_shape<T, member, Kind>, &Kind::schema, meaning};
}
template <class T>
constexpr Key<Limited<T>> min_key() {
  return key<DurationKind, &Limited<T>::min>("min", "on condition that the delay is at least this long");
}
template <class T>
constexpr Key<Limited<T>> max_key() {
  return key<DurationKind, &Limited<T>::max>("max", "on condition that the delay is at most this long");
}

constexpr Key<Limited<Exponential>> kExponentialKeys[] = {
    shape_key<Exponential, &Exponential::mean, DurationKind>("mean", "the mean delay, before min and max"),
    min_key<Exponential>(),
    max_key<Exponential>(),
};
constexpr auto kExponential = map_format("exponential", "an exponential delay", kExponentialKeys);

// The quantile by which a log-normal delay is given, beside its median.
template <int percent>
void read_upper_quantile(Reading& reading, const Node& node, Limited<Lognormal>& into) {
  into.shape.probability = *parse_quantile(fmt::format("p{}", percent));
  DurationKind::read(reading, node, into.shape.value);
}
template <int percent>
constexpr Key<Limited<Lognormal>> upper_quantile(const char* name, const char* meaning) {
  return {name, Need::choice, &read_upper_quantile<percent>, &DurationKind::schema, meaning};
}
constexpr Key<Limited<Lognormal>> kLognormalKeys[] = {
    shape_key<Lognormal, &Lognormal::median, DurationKind>("median", "half of the delays are shorter"),
    shape_key<Lognormal, &Lognormal::sigma, DecimalKind>("sigma", "standard deviation of the delay's logarithm",
                                                         Need::choice),
    upper_quantile<90>("p90", "nine of ten delays are shorter"),
    upper_quantile<95>("p95", "19 of 20 delays are shorter"),
    upper_quantile<99>("p99", "99 of 100 delays are shorter"),
    min_key<Lognormal>(),
    max_key<Lognormal>(),
};
constexpr auto kLognormal = map_format("lognormal", "a log-normal delay", kLognormalKeys);

constexpr Key<Limited<Weibull>> kWeibullKeys[] = {
    shape_key<Weibull, &Weibull::shape, DecimalKind>("shape", "below 1: a long tail"),
    shape_key<Weibull, &Weibull::scale, DurationKind>("scale", "63 % of the delays are shorter"),
    min_key<Weibull>(),
    max_key<Weibull>(),
};
constexpr auto kWeibull = map_format("weibull", "a Weibull delay", kWeibullKeys);

constexpr Key<Limited<Gamma>> kGammaKeys[] = {
    shape_key<Gamma, &Gamma::shape, DecimalKind>("shape", "the mean is shape x scale"),
    shape_key<Gamma, &Gamma::scale, DurationKind>("scale", "the mean is shape x scale"),
    min_key<Gamma>(),
    max_key<Gamma>(),
};
constexpr auto kGamma = map_format("gamma", "a gamma delay", kGammaKeys);

// A shape with its limits as a whole distribution.
template <class T, const MapFormat<Limited<T>>& format>
struct LimitedKind {
  static void read(Reading& reading, const Node& node, Distribution& into) {
    Limited<T> limited;
    if (!read_map(reading, node, format, limited)) return;
    into.shape = limited.shape;
    if (limited.min) into.min = limited.min;
    if (limited.max) into.max = limited.max;
  }
  static Json schema(Definitions& definitions) {
    return definitions.refer_to_map(format.name, [](Definitions& parts) { return schema_of(format, parts); });
  }
};

// Rows "p50,6s"; a first line without a duration is a heading, and "#" begins a comment.
bool read_quantile_file(Reading& reading, const Node& name, Empirical& into) {
  constexpr std::size_t kMostBytes = 1 << 20;
  const auto path = path_beside(reading, name);
  if (!path) return false;
  diagnostics::FileText file = diagnostics::read_text_file(*path, kMostBytes);
  if (file.problem) {
    reading.problem(Code::unreadable, name, fmt::format("`{}` {}", name.text, file.problem->message));
    return false;
  }
  const std::vector<std::string> lines = diagnostics::split_lines(*file.text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string& line = lines[i];
    if (line.empty() || line[0] == '#') continue;
    const std::size_t comma = std::min(line.find(','), line.size());
    const auto probability = parse_quantile(std::string_view(line).substr(0, comma));
    const auto delay = parse_duration(std::string_view(line).substr(std::min(comma + 1, line.size())));
    if (probability && delay) {
      into.quantiles.emplace_back(*probability, *delay);
    } else if (i > 0) {
      diagnostics::Diagnostic problem;
      problem.code = Code::no_quantile;
      problem.file = *path;
      problem.line = i + 1;
      problem.column = 1;
      problem.length = line.size();
      problem.excerpt = line;
      problem.message = "not a quantile and its delay";
      problem.note = "write `p50,6s`, a line for each quantile from p0 to p100";
      reading.add(std::move(problem));
      return false;
    }
  }
  return true;
}

bool read_empirical(Reading& reading, const Node& node, Empirical& into) {
  const std::size_t before = reading.count();
  if (!reading.wants_map(node, "a map of quantiles such as `p50: 6s`")) return false;
  for (const Member& member : node.members) {
    if (member.key.text == "csv") {
      if (node.members.size() > 1) {
        reading.problem(Code::keys_together, member.key, "`csv` beside quantiles", {},
                        "an empirical delay has one or the other");
      } else if (reading.wants_text(member.value, "the name of a file")) {
        read_quantile_file(reading, member.value, into);
      }
      continue;
    }
    const auto probability = parse_quantile(member.key.text);
    Duration delay{};
    if (!probability) {
      reading.problem(Code::no_quantile, member.key, fmt::format("`{}` is no quantile", member.key.text), {},
                      "here: `p0`, `p50`, `p99.9`, `p100` and the like, or `csv`");
    } else if (DurationKind::read(reading, member.value, delay)) {
      into.quantiles.emplace_back(*probability, delay);
    }
  }
  std::stable_sort(into.quantiles.begin(), into.quantiles.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  return reading.fine_since(before);
}

struct EmpiricalKind {
  using Type = Empirical;
  static bool read(Reading& reading, const Node& node, Empirical& into) { return read_empirical(reading, node, into); }
  static Json schema(Definitions& definitions) {
    return definitions.refer("empirical", [](Definitions& parts) {
      Json patterns = Json::map({{"^p[0-9]+(\\.[0-9]+)?$", DurationKind::schema(parts)}});
      return Json::map({{"type", Json::text("object")},
                        {"properties", Json::map({{"csv", TextKind::schema(parts)}})},
                        {"patternProperties", std::move(patterns)},
                        {"additionalProperties", Json::boolean(false)}});
    });
  }
};

struct MixtureKind {
  using Type = Mixture;
  static bool read(Reading& reading, const Node& node, Mixture& into);
  static Json schema(Definitions& definitions);
};

template <class Kind>
constexpr Key<Distribution> distribution_key(const char* name, const char* meaning) {
  return {name, Need::choice, &Kind::read, &Kind::schema, meaning};
}

// A limit beside the shape. Limits inside the shape's map have been read before.
template <std::optional<Duration> Distribution::*limit>
void read_limit(Reading& reading, const Node& node, Distribution& into) {
  if (into.*limit) {
    reading.problem(Code::keys_together, node, "this limit is given inside the shape and beside it", {}, "say it once");
    return;
  }
  read_member<DurationKind, limit>(reading, node, into);
}

constexpr Key<Distribution> kDistributionKeys[] = {
    key<ConstantKind, &Distribution::shape>("constant", "always the same delay", Need::choice),
    key<Map<Uniform, kUniform>, &Distribution::shape>("uniform", "evenly between min and max", Need::choice),
    distribution_key<LimitedKind<Exponential, kExponential>>("exponential", "given by its mean"),
    distribution_key<LimitedKind<Lognormal, kLognormal>>("lognormal", "given by its median and one more figure"),
    distribution_key<LimitedKind<Weibull, kWeibull>>("weibull", "given by shape and scale"),
    distribution_key<LimitedKind<Gamma, kGamma>>("gamma", "given by shape and scale"),
    key<EmpiricalKind, &Distribution::shape>("empirical", "quantiles from p0 to p100, linear between them",
                                             Need::choice),
    key<MixtureKind, &Distribution::shape>("mixture", "one of several, by weight", Need::choice),
    {"min", Need::optional, &read_limit<&Distribution::min>, &DurationKind::schema,
     "on condition that the delay is at least this long"},
    {"max", Need::optional, &read_limit<&Distribution::max>, &DurationKind::schema,
     "on condition that the delay is at most this long"},
};
constexpr auto kDistribution = map_format("distribution", "a distribution of delays", kDistributionKeys);

// A part of a mixture: a distribution's keys, and its weight.
template <std::size_t i>
constexpr Key<MixturePart> part_key() {
  constexpr const Key<Distribution>& whole = kDistributionKeys[i];
  return {whole.name, whole.need,
          [](Reading& reading, const Node& node, MixturePart& into) {
            kDistributionKeys[i].read(reading, node, into.distribution);
          },
          whole.schema, whole.meaning};
}
constexpr Key<MixturePart> kPartKeys[] = {
    key<ShareKind, &MixturePart::weight>("weight", "how much of the whole it is", Need::required),
    part_key<0>(),
    part_key<1>(),
    part_key<2>(),
    part_key<3>(),
    part_key<4>(),
    part_key<5>(),
    part_key<6>(),
    part_key<7>(),
    part_key<8>(),
    part_key<9>(),
};
static_assert(std::size(kPartKeys) == std::size(kDistributionKeys) + 1);
constexpr auto kPart = map_format("mixture_part", "a part of a mixture", kPartKeys);

struct PartKind {
  using Type = MixturePart;
  static bool read(Reading& reading, const Node& node, MixturePart& into) {
    if (!read_map(reading, node, kPart, into)) return false;
    if (const auto wrong = engine::problem_of(into.distribution)) {
      reading.problem(Code::impossible_delay, node, *wrong);
      return false;
    }
    return true;
  }
  static Json schema(Definitions& definitions) { return Map<MixturePart, kPart>::schema(definitions); }
};

bool MixtureKind::read(Reading& reading, const Node& node, Mixture& into) {
  return ListOf<PartKind>::read(reading, node, into.parts);
}
Json MixtureKind::schema(Definitions& definitions) { return ListOf<PartKind>::schema(definitions); }

}  // namespace

bool DistributionKind::read(Reading& reading, const Node& node, Distribution& into) {
  if (!read_map(reading, node, kDistribution, into)) return false;
  if (const auto wrong = engine::problem_of(into)) {
    reading.problem(Code::impossible_delay, node, *wrong);
    return false;
  }
  return true;
}

Json DistributionKind::schema(Definitions& definitions) {
  return Map<Distribution, kDistribution>::schema(definitions);
}

}  // namespace dlr::sim
