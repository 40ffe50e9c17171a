// What a scenario expects of its result, as data: a metric, where, and a limit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "reports/counters.h"

namespace dlr::reports {

// Which groups of messages are meant; an empty text means all.
struct Where {
  std::string country;        // "FR"
  std::string operator_name;  // "Orange", with the country given
  std::string campaign;
  std::string channel;  // "sms", "mms"

  bool all() const { return country.empty() && operator_name.empty() && campaign.empty() && channel.empty(); }
  friend bool operator==(const Where&, const Where&) = default;
};

// A share of the submitted messages, or of those that reached a final status (delivered, rejected or failed).
struct RatioMetric {
  Counter numerator = Counter::messages_delivered;
  bool of_reported = false;
};

enum class Delay : std::uint8_t {
  delivery,   // sent -> doneAt, of delivered and failed messages whose final status came by report
  report,     // sent -> received by the tracker, of the same
  rejection,  // sent -> received by the tracker, of rejected messages
};

struct DelayMetric {
  Delay delay = Delay::report;
  std::optional<double> percentile;  // 0 to 100; none: the mean
};

struct CounterMetric {
  Counter counter = Counter::messages_submitted;
};
struct FaultMetric {
  std::string fault;  // the fault's id
};
struct PeakInFlightMetric {};

using Metric = std::variant<RatioMetric, DelayMetric, CounterMetric, FaultMetric, PeakInFlightMetric>;

// All limits are in the metric's own unit: ratios 0 to 1, delays in milliseconds, counts in ones.
struct Limit {
  std::optional<double> at_least;
  std::optional<double> at_most;  // both: between; equal: equals
  std::string text;               // as the file says it: "between 96% and 97%"
};

// What has to be drawn again to learn more about a value.
enum class Chance : std::uint8_t {
  none,          // nothing: what was seen is what is meant
  messages,      // each message: they are independent, and those of all replications count as one sample
  replications,  // the whole world: messages share what is random, or the value is no sum over messages
  unmeasured,    // the whole world, which was drawn once: what was seen passes, or does not tell
};
constexpr const char* to_string(Chance chance) {
  constexpr const char* names[] = {"none", "messages", "replications", "unmeasured"};
  return names[static_cast<int>(chance)];
}

struct Expectation {
  std::string id;
  Metric metric;
  Where where;
  Limit limit;
  bool required = true;  // false: advisory
  bool certain = false;  // the scenario leaves chance no say: whatever the seed, it comes to the same
  std::string file;      // where it stands, for reports
  std::uint32_t line = 0;
};

}  // namespace dlr::reports
