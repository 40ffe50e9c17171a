// A scenario as the simulator runs it: typed, complete, every default filled in, every name resolved to an index.
// Made by reader.h from YAML; what cannot be said in these types cannot be simulated.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/vocabulary/country.h"
#include "core/vocabulary/message.h"
#include "core/vocabulary/share.h"
#include "core/vocabulary/status_ids.h"
#include "core/vocabulary/time.h"
#include "reports/expectation.h"
#include "sim/engine/distribution.h"

namespace dlr::sim {

using engine::Distribution;

// Things per span of time, exact: 400/s is {400, 1 s}, 30/m is {30, 1 min}.
struct Rate {
  std::uint64_t count = 0;
  Duration per{1000};
};

// A row of the status (or error) table of the core with the share of messages that get it.
struct StatusShare {
  const ProviderStatus* status = nullptr;
  Share share;
};
struct ErrorShare {
  const ProviderError* error = nullptr;
  Share share;
};

enum class Outcome : std::uint8_t { rejected, delivered, failed, handed_over, unreported };
inline constexpr std::size_t kOutcomes = 5;
constexpr const char* to_string(Outcome outcome) {
  constexpr const char* names[] = {"rejected", "delivered", "failed", "handed_over", "unreported"};
  return names[static_cast<int>(outcome)];
}

struct OutcomeProfile {
  Share share;
  std::optional<Distribution> delay;  // none for unreported; present for every other outcome with a share above 0
  std::vector<StatusShare> statuses;  // add up to the whole; empty for unreported
  std::vector<ErrorShare> errors;     // add up to the whole; empty for unreported
};

// How a route behaves.
struct Profile {
  std::string name;
  OutcomeProfile outcomes[kOutcomes];
  Share rejected_in_response;  // of the rejected: already in the send response
  Distribution report_lag{engine::Constant{}, std::nullopt, std::nullopt};
};

// A way to an operator: the unit that has delays and outcomes.
struct Operator {
  std::string name;
  std::string mccmnc;
  Share share;          // of the country's messages
  std::size_t profile;  // index in Scenario::profiles
};

struct CountryTraffic {
  Country country;
  Duration utc_offset{};
  bool reports[2] = {true, true};   // by channel: whether operators there report; the core's table decides by default
  std::vector<Operator> operators;  // at least one; shares add up to the whole
};

struct ConstantArrivals {
  Rate rate;
};
struct PoissonArrivals {
  Rate rate;
};
struct BurstArrivals {
  Duration over{};
};
struct CurvePiece {
  Duration lasting{};
  Rate rate;
};
struct CurveArrivals {
  std::vector<CurvePiece> pieces;
};
using Arrivals = std::variant<ConstantArrivals, PoissonArrivals, BurstArrivals, CurveArrivals>;

struct CountryShare {
  std::size_t country;  // index in Scenario::countries
  Share share;
};
struct PartsShare {
  std::uint8_t parts = 1;
  Share share;
};

struct Traffic {
  std::string campaign;
  std::string name;        // of the campaign, as a person reads it; by default the same
  std::string population;  // entries with the same population share lanes; empty: its own
  Channel channel = Channel::sms;
  std::uint64_t messages = 0;
  Duration starts{};  // from the scenario's start
  Arrivals arrivals;
  std::vector<CountryShare> countries;  // add up to the whole
  std::vector<PartsShare> parts;        // add up to the whole
  std::string sender;
  std::vector<std::pair<std::string, std::string>> properties;  // the sender's own, of every message of this entry
};

struct Backoff {
  Duration first{1000};
  double factor = 2;
  Duration cap{30'000};
  Share jitter;  // a wait is drawn from [wait x (1 - jitter), wait]
};

struct SendSettings {
  Duration timeout{10'000};
  std::uint32_t tries = 3;
  Backoff backoff;
};

struct TrackerSettings {
  SendSettings send;
  std::optional<std::uint64_t> max_in_flight;  // none: no limit
  std::string event_type = "campaign";
  std::optional<std::vector<Country>> no_report;  // replaces the core's table
};

struct CallbackSettings {
  std::uint32_t batch = 100;
  Duration every{500};
  Duration answer{50};
  Duration timeout{30'000};
  std::vector<Duration> retry;  // wait before each retry, from try to try; by default the provider's twenty
};

struct ProviderSettings {
  Distribution answer;  // time to the send response
  CallbackSettings callback;
};

// Which messages a fault strikes; nothing given means all.
struct FaultWhere {
  std::optional<std::size_t> country;         // index in Scenario::countries
  std::optional<std::size_t> operator_index;  // within that country
  std::string campaign;
  std::optional<Channel> channel;
};

struct ProviderBusy {
  Share share;
  std::uint16_t status = 429;  // 429, 500, 502, 503
  std::optional<Duration> retry_after;
};
struct ProviderTimeout {
  Share share;
  Share accepted;  // of those: had got through
};
struct BadRequest {
  Share share;
  std::uint16_t status = 400;  // 400, 401, 403
};
struct SlowResponses {
  Distribution delay;  // added to the provider's answer
};
struct DuplicateReports {
  Share share;
  Distribution after;
  std::uint32_t times = 1;  // copies of each report struck
};
struct DelayReports {
  Share share;
  Distribution by;
};
struct ContradictReports {
  Share share;
  std::vector<StatusShare> statuses;  // what the contradicting report says
  Distribution after;
};
struct EarlyReports {
  Share share;
};
struct HoldReports {
  std::optional<Rate> release;  // none: all at once, at the end of the window
};
enum class CallbackAnswer : std::uint8_t { http_503, refuse, timeout, http_200_lost };
struct CallbackDown {
  CallbackAnswer answer = CallbackAnswer::http_503;
};
using FaultKind = std::variant<ProviderBusy, ProviderTimeout, BadRequest, SlowResponses, DuplicateReports, DelayReports,
                               ContradictReports, EarlyReports, HoldReports, CallbackDown>;

struct Fault {
  std::string id;
  std::optional<Duration> at;       // from the scenario's start; none: always
  std::optional<Duration> lasting;  // `for`; none: from `at` on for ever
  FaultWhere where;
  FaultKind kind;
};

struct Scenario {
  std::string name;
  std::string summary;
  std::vector<std::string> tags;
  std::string file;  // as it was named to the reader
  std::uint64_t seed = 1;
  bool seed_is_files_own = true;                                // not replaced by --seed
  bool parameters_are_files_own = true;                         // none replaced by --set
  std::vector<std::pair<std::string, std::string>> parameters;  // name and value in force, in the file's order
  Instant start;
  Duration waiting_period = kWaitingPeriod;
  std::vector<Profile> profiles;
  std::vector<CountryTraffic> countries;
  ProviderSettings provider;
  TrackerSettings tracker;
  std::vector<Traffic> traffic;  // at least one
  std::vector<Fault> faults;
  std::vector<reports::Expectation> expectations;
  std::optional<std::uint32_t> lanes;

  std::uint64_t messages() const {
    std::uint64_t sum = 0;
    for (const Traffic& entry : traffic) sum += entry.messages;
    return sum;
  }
};

}  // namespace dlr::sim
