#include "reports/render/expectation_text.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <utility>

#include "reports/decimal.h"
#include "reports/decision.h"
#include "reports/human.h"
#include "reports/verdict.h"

namespace dlr::reports {
namespace {

// On which side of the limits a value lies: two values with the same sides read alike.
std::array<bool, 4> sides(double value, const Limit& limit, unsigned places) {
  const std::int64_t units = to_units(value, places);
  const std::int64_t low = limit.at_least ? to_units(*limit.at_least, places) : units;
  const std::int64_t high = limit.at_most ? to_units(*limit.at_most, places) : units;
  return {units<low, units> low, units<high, units> high};
}

std::string ratio_text(double value, const Limit& limit) {
  unsigned decimals = 2;
  while (decimals < kRatioPlaces - 2 &&
         sides(rounded(value * 100, decimals) / 100, limit, kRatioPlaces) != sides(value, limit, kRatioPlaces)) {
    ++decimals;
  }
  return human_ratio(value, decimals);
}

std::string delay_text(double value, const Limit& limit) {
  const auto is_near = [value](const std::optional<double>& edge) {
    return edge && std::abs(value - *edge) <= *edge / 50 && value != *edge;
  };
  if (value < 1'000 || (!is_near(limit.at_least) && !is_near(limit.at_most))) return human_duration(value);
  const double whole = std::floor(value);
  const std::string fraction = decimal_text(value - whole, kPlaces).substr(1);
  return human_count(static_cast<std::uint64_t>(whole)) + fraction + "ms";
}

std::string what(const Metric& metric) {
  if (const auto* ratio = std::get_if<RatioMetric>(&metric)) {
    return fmt::format("{} of {}", info(ratio->numerator).name, ratio->of_reported ? "reported" : "submitted");
  }
  if (const auto* delay = std::get_if<DelayMetric>(&metric)) {
    constexpr const char* names[] = {"delivery", "report", "rejection"};
    return fmt::format(
        "{} of {} delay",
        delay->percentile ? fmt::format("p{}", decimal_text(*delay->percentile, kPercentilePlaces)) : "mean",
        names[static_cast<int>(delay->delay)]);
  }
  if (const auto* counter = std::get_if<CounterMetric>(&metric)) {
    return info(counter->counter).full_name();
  }
  if (const auto* fault = std::get_if<FaultMetric>(&metric)) return "faults." + fault->fault;
  return "peak in flight";
}

}  // namespace

std::string value_text(const Judgement& judgement) {
  if (!judgement.value) return judgement.verdict == Verdict::fail ? judgement.reason : "-";
  const Expectation& expectation = judgement.expectation;
  if (std::holds_alternative<RatioMetric>(expectation.metric)) return ratio_text(*judgement.value, expectation.limit);
  if (std::holds_alternative<DelayMetric>(expectation.metric)) return delay_text(*judgement.value, expectation.limit);
  return human_count(static_cast<std::uint64_t>(*judgement.value));
}

std::string metric_text(const Expectation& expectation) {
  const Where& where = expectation.where;
  const std::pair<const char*, const std::string&> parts[] = {{"country", where.country},
                                                              {"operator", where.operator_name},
                                                              {"campaign", where.campaign},
                                                              {"channel", where.channel}};
  std::string text = what(expectation.metric);
  for (const auto& [name, value] : parts) {
    if (!value.empty()) text += fmt::format(", {} {}", name, value);
  }
  return text;
}

std::string interval_text(const Judgement& judgement) {
  Judgement low = judgement, high = judgement;
  low.value = judgement.low;
  high.value = judgement.high;
  if (high.value && !std::holds_alternative<RatioMetric>(judgement.expectation.metric))
    high.value = std::ceil(*high.value);
  if (low.value && high.value) return fmt::format("{} to {}", value_text(low), value_text(high));
  if (low.value) return value_text(low) + " or more";
  return high.value ? value_text(high) + " or less" : std::string();
}

std::string basis_text(const Judgement& judgement) {
  if (!judgement.value || judgement.verdict == Verdict::not_sure) return {};
  if (judgement.chance != Chance::unmeasured || is_proven_by_one(judgement.expectation)) return {};
  return "the value itself was compared: how much chance moves it, one run does not show";
}

std::string limit_text(const Judgement& judgement) {
  const std::string& text = judgement.expectation.limit.text;
  return basis_text(judgement).empty() ? text : text + " (value as seen)";
}

std::string part_of_whole(const Result& result, const Judgement& judgement) {
  if (!std::holds_alternative<RatioMetric>(judgement.expectation.metric) || result.replications.size() > 1) return {};
  const Sample sample = sample_of(result, judgement.expectation);
  if (!sample.value || sample.value != judgement.value) return {};
  return fmt::format("{} of {}", human_count(sample.part), human_count(sample.whole));
}

}  // namespace dlr::reports
