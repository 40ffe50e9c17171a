#include "sim/scenario/expectations.h"

#include <algorithm>
#include <set>

#include "sim/scenario/values.h"
#include "sim/scenario/where.h"

namespace dlr::sim {
namespace {

using reports::Counter;
using reports::CounterMetric;
using reports::DelayMetric;
using reports::FaultMetric;
using reports::PeakInFlightMetric;
using reports::RatioMetric;

constexpr std::array<Word<Counter>, 5> kRatios{{{"delivered", Counter::messages_delivered},
                                                {"rejected", Counter::messages_rejected},
                                                {"failed", Counter::messages_failed},
                                                {"unreported", Counter::messages_unreported},
                                                {"enqueue_failed", Counter::messages_enqueue_failed}}};
constexpr std::array<Word<reports::Delay>, 3> kDelays{{{"delivery", reports::Delay::delivery},
                                                       {"report", reports::Delay::report},
                                                       {"rejection", reports::Delay::rejection}}};
constexpr std::array<Word<bool>, 1> kPeaks{{{"in_flight", true}}};
constexpr std::array<Word<bool>, 2> kOf{{{"submitted", false}, {"reported", true}}};
constexpr std::array<Word<bool>, 2> kSeverities{{{"required", true}, {"advisory", false}}};
constexpr const char* kFaultPrefix = "faults.";

// A counter of the list, or what a fault has struck.
struct CountKind {
  using Type = reports::Metric;
  static bool read(Reading& reading, const Node& node, reports::Metric& into) {
    if (!reading.wants_text(node, "the name of a counter such as `messages.failed`")) return false;
    if (const auto counter = reports::find_counter(node.text)) {
      into = CounterMetric{*counter};
      return true;
    }
    std::vector<std::string> names;
    for (const Fault& fault : reading.scenario.faults) {
      names.push_back(kFaultPrefix + fault.id);
      if (names.back() != node.text) continue;
      into = FaultMetric{fault.id};
      return true;
    }
    const bool is_fault = node.text.rfind(kFaultPrefix, 0) == 0;
    const std::string faults = "faults: " + listed(names);
    for (const reports::CounterInfo& info : reports::kCounterInfo) names.push_back(info.full_name());
    reading.problem(
        Code::no_such_counter, node, fmt::format("nothing is counted as `{}`", node.text),
        diagnostics::nearest(node.text, names),
        is_fault ? faults : "messages.delivered, reports.late, callbacks.refused, faults.<id> and the like");
    return false;
  }
  static Json schema(Definitions& definitions) {
    return definitions.refer("counter", [](Definitions&) {
      Json names = Json::list();
      for (const reports::CounterInfo& info : reports::kCounterInfo) {
        names.add(Json::text(info.full_name()));
      }
      Json faults =
          Json::map({{"type", Json::text("string")}, {"pattern", Json::text("^(faults\\.|\\$)[A-Za-z0-9._-]+$")}});
      return Json::map({{"anyOf", Json::list({Json::map({{"enum", std::move(names)}}), std::move(faults)})}});
    });
  }
};

struct StatKind {
  using Type = std::optional<double>;  // none: the mean
  static bool read(Reading& reading, const Node& node, Type& into) {
    if (!reading.wants_text(node, "`mean`, or a percentile such as `p95`")) return false;
    into.reset();
    if (node.text == "mean") return true;
    const auto probability = parse_quantile(node.text);
    if (!probability) {
      std::string lower = node.text;
      for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      const bool is_meant = lower == "mean" || parse_quantile(lower).has_value();
      reading.problem(Code::no_quantile, node, fmt::format("`{}` is no statistic", node.text), is_meant ? lower : "",
                      "write `mean`, `p50`, `p99.9`, `p100`");
      return false;
    }
    into = *parse_decimal(std::string_view(node.text).substr(1));
    return true;
  }
  static Json schema(Definitions& definitions) {
    return definitions.refer("stat", [](Definitions&) { return text_schema("mean|p[0-9]+(\\.[0-9]+)?"); });
  }
};

// A limit's value, whose unit is the metric's: it is read when that is known.
struct LimitKind {
  using Type = const Node*;
  static bool read(Reading&, const Node& node, const Node*& into) {
    into = &node;
    return true;
  }
  static Json schema(Definitions& definitions) {
    return definitions.refer("limit", [](Definitions& parts) {
      return Json::map(
          {{"anyOf", Json::list({ShareKind::schema(parts), DurationKind::schema(parts), whole_schema(parts)})}});
    });
  }
};
struct BetweenKind {
  using Type = const Node*;
  static bool read(Reading& reading, const Node& node, const Node*& into) {
    if (!reading.wants_list(node, "a list of two limits")) return false;
    if (node.items.size() != 2) {
      reading.problem(Code::wrong_shape, node, fmt::format("`between` takes two limits, not {}", node.items.size()), {},
                      "the lower and the higher: `[95%, 97%]`");
      return false;
    }
    into = &node;
    return true;
  }
  static Json schema(Definitions& definitions) {
    return Json::map({{"type", Json::text("array")},
                      {"items", LimitKind::schema(definitions)},
                      {"minItems", Json::number(2)},
                      {"maxItems", Json::number(2)}});
  }
};

struct WrittenExpectation {
  std::string id;
  reports::Metric metric;
  std::optional<bool> of_reported;
  std::optional<std::optional<double>> stat;
  reports::Where where;
  const Node* between = nullptr;
  const Node* at_least = nullptr;
  const Node* at_most = nullptr;
  const Node* equals = nullptr;
  const Node* near = nullptr;
  const Node* within = nullptr;
  bool required = true;
};

template <class M, const auto& words, class Value>
void read_metric(Reading& reading, const Node& node, WrittenExpectation& into) {
  Value value{};
  if (!WordKind<Value, words>::read(reading, node, value)) return;
  if constexpr (std::is_same_v<M, RatioMetric>) into.metric = RatioMetric{value, false};
  if constexpr (std::is_same_v<M, DelayMetric>) into.metric = DelayMetric{value, std::nullopt};
  if constexpr (std::is_same_v<M, PeakInFlightMetric>) into.metric = PeakInFlightMetric{};
}

constexpr Key<WrittenExpectation> kExpectationKeys[] = {
    key<NameKind, &WrittenExpectation::id>("id", "its name in results", Need::required),
    {"ratio", Need::choice, &read_metric<RatioMetric, kRatios, Counter>, &WordKind<Counter, kRatios>::schema,
     "a share of the submitted messages"},
    {"delay", Need::choice, &read_metric<DelayMetric, kDelays, reports::Delay>,
     &WordKind<reports::Delay, kDelays>::schema, "sent to doneAt; sent to received; the same of rejected messages"},
    key<CountKind, &WrittenExpectation::metric>("count", "a counter", Need::choice),
    {"peak", Need::choice, &read_metric<PeakInFlightMetric, kPeaks, bool>, &WordKind<bool, kPeaks>::schema,
     "the most open messages at once"},
    key<WordKind<bool, kOf>, &WrittenExpectation::of_reported>(
        "of", "reported: a ratio of those with a final status; submitted by default"),
    key<StatKind, &WrittenExpectation::stat>("stat", "of a delay: the mean or a percentile"),
    key<ExpectationWhereKind, &WrittenExpectation::where>("where", "of which messages; all by default"),
    key<BetweenKind, &WrittenExpectation::between>("between", "from the one to the other, both included",
                                                   Need::choice_too),
    key<LimitKind, &WrittenExpectation::at_least>("at_least", "this or more", Need::choice_too),
    key<LimitKind, &WrittenExpectation::at_most>("at_most", "this or less", Need::choice_too),
    key<LimitKind, &WrittenExpectation::equals>("equals", "exactly this", Need::choice_too),
    key<LimitKind, &WrittenExpectation::near>("near", "this, give or take `within`", Need::choice_too),
    key<LimitKind, &WrittenExpectation::within>("within", "beside `near`: how far off it may be"),
    key<WordKind<bool, kSeverities>, &WrittenExpectation::required>(
        "severity", "advisory: shown, but no failure; required by default"),
};
constexpr auto kExpectation = map_format("expectation", "an expectation", kExpectationKeys);

// Beside a metric that does not know it.
void refuse_beside(Reading& reading, const Node& node, const char* key, const char* belongs_to) {
  for (const Member& member : node.members) {
    if (member.key.text == key)
      reading.problem(Code::keys_together, member.key, fmt::format("`{}` goes with {} only", key, belongs_to), {},
                      "leave it away, or expect something of that kind");
  }
}

void check_metric(Reading& reading, const Node& node, WrittenExpectation& written) {
  auto* ratio = std::get_if<RatioMetric>(&written.metric);
  auto* delay = std::get_if<DelayMetric>(&written.metric);
  const auto* counter = std::get_if<CounterMetric>(&written.metric);
  if (ratio == nullptr) refuse_beside(reading, node, "of", "`ratio`");
  if (delay == nullptr) refuse_beside(reading, node, "stat", "`delay`");
  if (ratio != nullptr) ratio->of_reported = written.of_reported.value_or(false);
  if (delay != nullptr && written.stat) delay->percentile = *written.stat;
  if (delay != nullptr && !written.stat) {
    reading.problem(Code::missing_key, node, "`delay` needs `stat`", {}, "`mean`, or a percentile such as `p95`");
  }
  const bool is_of_messages =
      counter != nullptr && static_cast<std::size_t>(counter->counter) < reports::kMessageCounters;
  if (ratio == nullptr && delay == nullptr && !is_of_messages) {
    refuse_beside(reading, node, "where", "`ratio`, `delay` and counts of messages");
  }
  if (written.near == nullptr) refuse_beside(reading, node, "within", "`near`");
  if (written.near != nullptr && written.within == nullptr)
    reading.problem(Code::missing_key, node, "`near` needs `within`", {}, "how far off it may be, in the same unit");
}

std::optional<double> limit_value(Reading& reading, const Node& node, const reports::Metric& metric) {
  if (std::holds_alternative<RatioMetric>(metric)) {
    Share share;
    if (!ShareKind::read(reading, node, share)) return std::nullopt;
    return static_cast<double>(share.ppm) / static_cast<double>(kWhole.ppm);
  }
  if (std::holds_alternative<DelayMetric>(metric)) {
    Duration duration{};
    if (!DurationKind::read(reading, node, duration)) return std::nullopt;
    return static_cast<double>(duration.count());
  }
  constexpr std::uint64_t kMostExact = std::uint64_t{1} << 53U;
  std::uint64_t count = 0;
  if (!read_whole(reading, node, 0, kMostExact, count)) return std::nullopt;
  return static_cast<double>(count);
}

// The limits of `near a within b` in the metric's steps, so that 95% is 0.95 and not the double beside it.
void set_near(const WrittenExpectation& written, double near, double within, reports::Limit& limit) {
  const double steps = std::holds_alternative<RatioMetric>(written.metric) ? static_cast<double>(kWhole.ppm) : 1;
  const auto step = [steps](double value) {
    return static_cast<double>(static_cast<std::int64_t>(value * steps + 0.5));
  };
  limit.at_least = std::max(step(near) - step(within), 0.0) / steps;
  limit.at_most = (step(near) + step(within)) / steps;
}

void read_limit(Reading& reading, const WrittenExpectation& written, reports::Limit& limit) {
  const auto value = [&](const Node& node) { return limit_value(reading, node, written.metric); };
  if (written.at_least != nullptr) {
    limit.at_least = value(*written.at_least);
    limit.text = "at least " + written.at_least->text;
  } else if (written.at_most != nullptr) {
    limit.at_most = value(*written.at_most);
    limit.text = "at most " + written.at_most->text;
  } else if (written.equals != nullptr) {
    limit.at_least = limit.at_most = value(*written.equals);
    limit.text = "equals " + written.equals->text;
  } else if (written.between != nullptr) {
    const std::vector<Node>& ends = written.between->items;
    limit.at_least = value(ends[0]);
    limit.at_most = value(ends[1]);
    if (limit.at_least && limit.at_most && *limit.at_least > *limit.at_most) {
      reading.problem(Code::nothing_between, ends[0], fmt::format("`{}` is above `{}`", ends[0].text, ends[1].text), {},
                      "nothing lies between");
    }
    limit.text = "between " + ends[0].text + " and " + ends[1].text;
  } else if (written.near != nullptr && written.within != nullptr) {
    const auto near = value(*written.near);
    const auto within = value(*written.within);
    if (near && within) set_near(written, *near, *within, limit);
    limit.text = "near " + written.near->text + " within " + written.within->text;
  }
}

bool read_expectation(Reading& reading, const Node& node, reports::Expectation& into) {
  const std::size_t before = reading.count();
  WrittenExpectation written;
  // Where something has failed in between, the metric may be missing, and with it the limit's unit.
  if (!read_map(reading, node, kExpectation, written)) return false;
  check_metric(reading, node, written);
  read_limit(reading, written, into.limit);
  into.id = std::move(written.id);
  into.metric = std::move(written.metric);
  into.where = std::move(written.where);
  into.required = written.required;
  into.file = node.place.source->file;
  into.line = node.place.line + 1;
  return reading.fine_since(before);
}

}  // namespace

bool ExpectationsKind::read(Reading& reading, const Node& node, Type& into) {
  const std::size_t before = reading.count();
  if (!reading.wants_list(node, "a list of expectations")) return false;
  std::set<std::string> ids;
  for (const Node& item : node.items) {
    reports::Expectation expectation;
    if (!read_expectation(reading, item, expectation)) continue;
    if (!ids.insert(expectation.id).second) {
      reading.problem(Code::name_twice, *item.find("id"), fmt::format("the id `{}` is given twice", expectation.id), {},
                      "results tell expectations apart by it: give this one another");
    }
    into.push_back(std::move(expectation));
  }
  return reading.fine_since(before);
}

Json ExpectationsKind::schema(Definitions& definitions) {
  return ListOf<Map<WrittenExpectation, kExpectation>>::schema(definitions);
}

std::pair<std::string, std::string> written_metric(const reports::Metric& metric) {
  const auto word = [](const auto& table, auto value) -> std::string {
    for (const auto& entry : table) {
      if (entry.value == value) return entry.word;
    }
    return "";
  };
  if (const auto* ratio = std::get_if<RatioMetric>(&metric)) return {"ratio", word(kRatios, ratio->numerator)};
  if (const auto* delay = std::get_if<DelayMetric>(&metric)) return {"delay", word(kDelays, delay->delay)};
  if (const auto* fault = std::get_if<FaultMetric>(&metric)) return {"count", kFaultPrefix + fault->fault};
  if (const auto* counter = std::get_if<CounterMetric>(&metric)) {
    const reports::CounterInfo& info = reports::info(counter->counter);
    return {"count", info.full_name()};
  }
  return {"peak", kPeaks[0].word};
}

}  // namespace dlr::sim
