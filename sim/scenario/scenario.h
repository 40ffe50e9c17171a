// A scenario as the simulator runs it: typed, complete, every default filled in, every name resolved to an index.
// Made by reader.h from YAML; what cannot be said in these types cannot be simulated.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/parts.h"
#include "core/vocabulary/country.h"
#include "core/vocabulary/message.h"
#include "core/vocabulary/share.h"
#include "core/vocabulary/status_ids.h"
#include "core/vocabulary/time.h"
#include "reports/expectation.h"
#include "reports/judging.h"
#include "reports/point.h"
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

// From the send to the provider's rejection, where nothing else is said.
inline constexpr engine::Uniform kUsualRejectionDelay{Duration{20}, Duration{2'000}};

struct OutcomeProfile {
  Share share;
  // None for unreported, and for delivered and failed where the profile has a mechanism; else present for every outcome
  // with a share above 0.
  std::optional<Distribution> delay;
  std::vector<StatusShare> statuses;  // add up to the whole; empty for unreported
  std::vector<ErrorShare> errors;     // add up to the whole; empty for unreported
};

// Delivery as it comes about, in place of the delays of `delivered` and `failed`. Who is `delivered` by the profile
// goes through it and ends delivered, or else EXPIRED_EXPIRED with EC_ABSENT_SUBSCRIBER at the end of the validity. The
// other failures keep the share of `failed` and are reported at the time of the first attempt.
struct Mechanism {
  Share success;                 // of the first attempts
  Distribution latency;          // from sending to the first attempt
  Distribution absent_return;    // from a first attempt that failed to the handset's return
  Share never;                   // of the absent: do not return
  Share alert;                   // of those that return: noticed at once, else found by the next rung
  std::vector<Duration> ladder;  // attempts after the first, each as the time since the first: rising, below `validity`
  Duration validity{};           // from sending
};

// What each part of a message beyond the first adds.
enum class PartReports : std::uint8_t { once, each };  // `each`: one report per part, all on the message's id
struct PerPart {
  Distribution delay{engine::Constant{}, std::nullopt, std::nullopt};  // extra, of each further part
  Share loss;                                                          // of the further parts, each: it gets lost
  PartReports reports = PartReports::once;
};

// Hours of the recipient's clock with more absent handsets: from from_hour:00 until to_hour:00. Windows of a profile do
// not overlap.
struct AbsentHours {
  int from_hour = 0;  // 0 to 23
  int to_hour = 0;    // 0 to 23, another one; before from_hour: on the next day
  Share absent;       // of the handsets, in these hours
};

// How a route behaves.
struct Profile {
  std::string name;
  OutcomeProfile outcomes[kOutcomes];
  Share rejected_in_response;  // of the rejected: already in the send response
  Distribution report_lag{engine::Constant{}, std::nullopt, std::nullopt};
  std::optional<Mechanism> mechanism;
  std::optional<PerPart> per_part;
  std::vector<AbsentHours> hours;  // by from_hour
};

// A way to an operator: the unit that has delays and outcomes.
struct Operator {
  std::string name;
  std::string mccmnc;
  Share share;                       // of the country's messages
  std::size_t profile[2] = {0, 0};   // by channel: indexes in Scenario::profiles
  std::optional<Rate> throughput{};  // how many parts of messages it takes at most; none: any
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

// A MMS that the handset cannot take arrives as an SMS.
struct SmsFallback {
  Share share;             // of the messages
  std::uint8_t parts = 1;  // of that SMS
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
  std::vector<PartsShare> parts;        // add up to the whole; with a text: the one number that the core counts
  std::string sender;
  std::vector<std::pair<std::string, std::string>> properties;  // the sender's own, of every message of this entry
  std::string text;                                             // empty: none given
  core::PartsOptions text_options;          // the language whose tables the text is counted and sent with
  bool local_time = false;                  // sent earlier by the country's utc_offset; never before the start
  std::optional<SmsFallback> sms_fallback;  // only on the channel mms
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

// Who makes the ids of the messages, and of which form.
enum class IdForm : std::uint8_t {
  minted,  // by the core
  uuid,    // foreign: 36 characters
  digits,  // foreign: 20 decimal digits
  text,    // foreign: any characters
};
struct Ids {
  IdForm form = IdForm::minted;
  std::uint8_t length = 26;  // characters of an id, 1 to 200; 16^length is at least the number of messages
};

struct TrackerSettings {
  SendSettings send;
  std::optional<std::uint64_t> max_in_flight;  // none: no limit
  bool refuse_too_long = true;                 // by the core itself; else the provider gets it, and rejects it
  std::string event_type = "campaign";
  std::optional<std::vector<Country>> no_report;  // replaces the core's table
  Ids ids;
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
  Share body_v2;              // of the callbacks: in the older form of the body
  bool intermediate = false;  // also reports under way: PENDING_ENROUTE, DELIVERED_TO_OPERATOR
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
// A word of the operator inside the window moves to its end plus a new delay. Has `at`, `for` and where.country.
struct OperatorDown {};
struct DropReports {
  Share share;
};
// Reports of ids that were never sent. Has `at` and `for`, no `where`.
struct UnknownReports {
  Rate rate;  // inside the window
};
// Status ids or groups that the tables do not have.
struct UnknownStatuses {
  Share share;
};
enum class Corruption : std::uint8_t { truncated, not_json, utf8, fields };
// Has no `where`: a callback carries reports of all kinds of messages.
struct CorruptCallbacks {
  Share share;
  Corruption how = Corruption::truncated;
};
// Has `at`, neither `for` nor `where`; none begins before an earlier one's restart.
struct TrackerCrash {
  Duration restart_after{};
};
// At least one of the four.
struct SkewedDoneAt {
  std::optional<Distribution> by;  // how wrong the clock is
  std::vector<Duration> zones{};   // the offsets that doneAt is written with, evenly: quarter hours, -14h to +14h
  Share missing{};                 // of the reports: no doneAt at all
  Share absurd{};  // of the reports: an absurd doneAt (faults/absurd_times.h); both together at most the whole
};
using FaultKind = std::variant<ProviderBusy, ProviderTimeout, BadRequest, SlowResponses, DuplicateReports, DelayReports,
                               ContradictReports, EarlyReports, HoldReports, CallbackDown, OperatorDown, DropReports,
                               UnknownReports, UnknownStatuses, CorruptCallbacks, TrackerCrash, SkewedDoneAt>;

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
  std::string file;      // as it was named to the reader
  reports::Point point;  // of the file's sweep, which this scenario is
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
  reports::Replications replications;
  std::optional<reports::Replications> files_replications;  // where --replications replaced the file's own

  // The name, and the point's where it is one.
  std::string title() const { return reports::titled(name, point); }

  std::uint64_t messages() const {
    std::uint64_t sum = 0;
    for (const Traffic& entry : traffic) sum += entry.messages;
    return sum;
  }
};

}  // namespace dlr::sim
