#include "sim/scenario/clock_limit.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <utility>

#include "core/message_store.h"
#include "sim/engine/curve.h"

namespace dlr::sim {
namespace {

__extension__ using Wide = __int128;

constexpr Duration kClockEnds = engine::kLongestDelay;
constexpr double kMostCutOff = 0.01;
// The last of the 2^32 equally likely samples of a delay.
constexpr double kRarest = 0x1p-33;

Duration clipped(Wide ms) {
  return Duration{static_cast<std::int64_t>(std::min<Wide>(ms, std::numeric_limits<std::int64_t>::max() / 1024))};
}

Duration longest(const Distribution& distribution) {
  const double ms = engine::Curve(distribution).quantile(engine::Level::from_above(kRarest));
  return Duration{static_cast<std::int64_t>(std::ceil(std::min(ms, static_cast<double>(kClockEnds.count()))))};
}

Duration duration_at(const Rate& rate, std::uint64_t messages) {
  return clipped(Wide{messages} * rate.per.count() / static_cast<Wide>(rate.count));
}

Duration arrivals_last(const Traffic& entry) {
  if (const auto* burst = std::get_if<BurstArrivals>(&entry.arrivals)) return burst->over;
  if (const auto* constant = std::get_if<ConstantArrivals>(&entry.arrivals))
    return duration_at(constant->rate, entry.messages);
  if (const auto* poisson = std::get_if<PoissonArrivals>(&entry.arrivals))
    return duration_at(poisson->rate, entry.messages);
  Duration sum{};
  for (const CurvePiece& piece : std::get<CurveArrivals>(entry.arrivals).pieces) sum += piece.lasting;
  return sum;
}

// One thing that takes time on a report's way, at its longest.
struct DelayPart {
  const Node* node = nullptr;
  std::string what;
  Distribution* distribution = nullptr;
  Duration longest{};
};

class ClockLimit {
 public:
  ClockLimit(Reading& reading, const Node& root) : reading_(reading), scenario_(reading.scenario), root_(root) {}

  LatestTimes check() {
    check_sends();
    if (fine_) collect_parts();
    for (std::size_t i = 0; fine_ && i < scenario_.profiles.size(); ++i) check_profile(i);
    return latest_;
  }

 private:
  void problem(const Node& node, std::string message, std::string note = {}) {
    fine_ = false;
    reading_.problem(Code::clock, node, std::move(message), {}, std::move(note));
  }

  void check_sends() {
    const Duration period = scenario_.waiting_period;
    if (period > core::MessageStore::kLongestWait) {
      problem(value_at(root_, {"waiting_period"}),
              fmt::format("the tracking core waits at most {}", format_duration(core::MessageStore::kLongestWait)));
      return;
    }
    for (std::size_t i = 0; i < scenario_.traffic.size(); ++i) {
      const Traffic& entry = scenario_.traffic[i];
      const Duration lasts = arrivals_last(entry) + latest_local_time(entry);
      last_sent_without_crashes_ = last_send_ = std::max(last_send_, entry.starts + lasts);
      if (entry.starts + lasts + period < kClockEnds) continue;
      problem(value_at(root_, {"traffic", "#" + std::to_string(i), entry.starts > lasts ? "starts" : "arrivals"}),
              fmt::format("this traffic ends {} after the start, its waiting periods {} later; the clock of a run ends "
                          "after {}",
                          format_duration(entry.starts + lasts), format_duration(period), format_duration(kClockEnds)));
    }
  }

  // Where the clock is behind UTC, `local_time` sends later.
  Duration latest_local_time(const Traffic& entry) const {
    Duration latest{};
    if (!entry.local_time) return latest;
    for (const CountryShare& share : entry.countries) {
      latest = std::max(latest, -scenario_.countries[share.country].utc_offset);
    }
    return latest;
  }

  // What every report may go through, and what takes the same time always.
  void collect_parts() {
    const SendSettings& send = scenario_.tracker.send;
    Duration wait = send.backoff.cap;
    Wait longest_wait{&value_at(root_, {"tracker", "send", "backoff"}), longest_backoff(send)};
    const CallbackSettings& callback = scenario_.provider.callback;
    fixed_ = callback.every + std::max(callback.timeout, callback.answer);
    for (const Duration retry : callback.retry) fixed_ += retry + callback.timeout;
    add({&value_at(root_, {"provider", "answer", "delay"}), "the provider's answer", &scenario_.provider.answer, {}});
    std::uint64_t crashes = 0;
    for (std::size_t i = 0; i < scenario_.faults.size(); ++i) {
      Fault& fault = scenario_.faults[i];
      const Node& node = value_at(root_, {"faults", "#" + std::to_string(i)});
      const std::string what = "the fault `" + fault.id + "`";
      if (auto* busy = std::get_if<ProviderBusy>(&fault.kind)) {
        wait = std::max(wait, busy->retry_after.value_or(wait));
        if (send.tries > 1 && busy->retry_after > longest_wait.lasts)
          longest_wait = {&value_at(node, {"provider_busy", "retry_after"}), *busy->retry_after};
      }
      if (auto* slow = std::get_if<SlowResponses>(&fault.kind)) {
        add({&value_at(node, {"slow_responses", "delay"}), what, &slow->delay, {}});
      }
      if (auto* copies = std::get_if<DuplicateReports>(&fault.kind)) {
        add({&value_at(node, {"duplicate_reports", "after"}), what, &copies->after, {}});
      }
      if (auto* later = std::get_if<DelayReports>(&fault.kind)) {
        add({&value_at(node, {"delay_reports", "by"}), what, &later->by, {}});
      }
      if (auto* other = std::get_if<ContradictReports>(&fault.kind)) {
        add({&value_at(node, {"contradict_reports", "after"}), what, &other->after, {}});
      }
      if (auto* hold = std::get_if<HoldReports>(&fault.kind)) {
        Duration held = *fault.lasting;
        if (hold->release) held += duration_at(*hold->release, scenario_.messages());
        add({&value_at(node, {"hold_reports"}), what, nullptr, held});
      }
      if (std::holds_alternative<OperatorDown>(fault.kind)) {
        ++outages_;
        add({&value_at(node, {"for"}), what, nullptr, *fault.lasting});
      }
      if (const auto* crash = std::get_if<TrackerCrash>(&fault.kind)) {
        ++crashes;
        last_send_ = std::max(last_send_, *fault.at + crash->restart_after);
      }
    }
    // Tries end with the waiting period at the latest; a crash may lengthen each by as much.
    const Duration each = clipped(Wide{send.tries} * (send.timeout + wait).count());
    const Duration tries = (1 + static_cast<std::int64_t>(crashes)) * std::min(each, scenario_.waiting_period);
    check_last_try(crashes, longest_wait);
    latest_.sends = last_sent_without_crashes_;
    latest_.reports = latest_.tries = last_send_ + tries;
    latest_.callbacks = fixed_;
    fixed_ += tries;
    collect_queues();
    check_ends_of_faults();
  }

  // Before a try: a wait, and where its length is said.
  struct Wait {
    const Node* node = nullptr;
    Duration lasts{};
  };

  static Duration longest_backoff(const SendSettings& send) {
    if (send.tries < 2) return Duration{0};
    const double grown =
        static_cast<double>(send.backoff.first.count()) * std::pow(send.backoff.factor, send.tries - 2);
    return Duration{static_cast<std::int64_t>(std::min(grown, static_cast<double>(send.backoff.cap.count())))};
  }

  // A deadline and a wait are set as a whole, although the period may end before them.
  void check_last_try(std::uint64_t crashes, const Wait& wait) {
    const SendSettings& send = scenario_.tracker.send;
    const Duration before_last = clipped(Wide{send.tries - 1} * (send.timeout + wait.lasts).count());
    const Duration tries =
        std::min(before_last + send.timeout, scenario_.waiting_period + std::max(send.timeout, wait.lasts));
    const Duration end = last_send_ + (1 + static_cast<std::int64_t>(crashes)) * tries;
    if (end < kClockEnds) return;
    const Node& timeout = value_at(root_, {"tracker", "send", "timeout"});
    problem(
        send.timeout > wait.lasts ? timeout : *wait.node,
        fmt::format(
            "with a timeout of {} and waits of up to {}, sending can last until {} after the start; the clock of a run "
            "ends after {}",
            format_duration(send.timeout), format_duration(wait.lasts), format_duration(end),
            format_duration(kClockEnds)),
        crashes > 0 ? "tries go on after each crash of the tracker" : "");
  }

  // Behind an operator's throughput, all that goes there may have to wait.
  void collect_queues() {
    for (std::size_t i = 0; i < scenario_.countries.size(); ++i) {
      const CountryTraffic& country = scenario_.countries[i];
      for (const Operator& entry : country.operators) {
        if (!entry.throughput) continue;
        add({&value_at(root_, {"countries", country.country.text(), "operators", entry.name, "throughput"}),
             fmt::format("the queue before `{}/{}`", country.country.text(), entry.name), nullptr,
             duration_at(*entry.throughput, parts_to(i, entry))});
      }
    }
  }

  // How many go where is drawn; a tenth more is never reached where it matters.
  std::uint64_t parts_to(std::size_t country, const Operator& entry) const {
    constexpr std::uint64_t kAndATenth = 11, kTenths = 10;
    Wide parts = 0;
    for (const Traffic& traffic : scenario_.traffic) {
      Wide of_message = 0;  // in parts per million
      for (const PartsShare& share : traffic.parts) of_message += Wide{share.parts} * share.share.ppm;
      if (traffic.sms_fallback) of_message += Wide{traffic.sms_fallback->parts} * traffic.sms_fallback->share.ppm;
      for (const CountryShare& share : traffic.countries) {
        if (share.country != country) continue;
        parts += Wide{traffic.messages} * of_message / kWhole.ppm * share.share.ppm / kWhole.ppm;
      }
    }
    return static_cast<std::uint64_t>(parts * entry.share.ppm / kWhole.ppm * kAndATenth / kTenths + 1);
  }

  // What a fault itself brings about, without any message.
  void check_ends_of_faults() {
    for (std::size_t i = 0; i < scenario_.faults.size(); ++i) {
      const Fault& fault = scenario_.faults[i];
      const Node& node = value_at(root_, {"faults", "#" + std::to_string(i)});
      const auto* crash = std::get_if<TrackerCrash>(&fault.kind);
      const bool strays = std::holds_alternative<UnknownReports>(fault.kind);
      if (crash == nullptr && !strays) continue;
      const Duration end =
          *fault.at + (strays ? *fault.lasting + fixed_ : crash->restart_after + scenario_.waiting_period);
      if (end < kClockEnds) continue;
      problem(value_at(node, {strays ? "for" : "at"}),
              fmt::format("the fault `{}` has an effect up to {} after the start; the clock of a run ends after {}",
                          fault.id, format_duration(end), format_duration(kClockEnds)),
              strays ? "with the retries of callbacks" : "with the waiting period of what is sent at the restart");
    }
  }

  void add(DelayPart part) {
    if (part.distribution != nullptr) part.longest = longest(*part.distribution);
    shared_.push_back(std::move(part));
  }

  void check_profile(std::size_t index) {
    Profile& profile = scenario_.profiles[index];
    // By its place: by its name it would be looked for among all of them.
    const Node& node = value_at(root_, {"profiles"}).members[index].value;
    DelayPart lag{&value_at(node, {"report_lag"}), "the report lag", &profile.report_lag, {}};
    lag.longest = longest(profile.report_lag);
    DelayPart part{&value_at(node, {"per_part", "delay"}), "the delay per part", nullptr, {}};
    if (profile.per_part) {
      part.distribution = &profile.per_part->delay;
      part.longest = longest(profile.per_part->delay);
    }
    if (profile.mechanism) check_mechanism(*profile.mechanism, value_at(node, {"mechanism"}), part, lag);
    for (std::size_t i = 0; i < kOutcomes; ++i) {
      OutcomeProfile& outcome = profile.outcomes[i];
      if (!outcome.delay) continue;
      const char* name = to_string(static_cast<Outcome>(i));
      DelayPart delay{&value_at(node, {name, "delay"}), fmt::format("this delay of `{}`", name), &*outcome.delay,
                      longest(*outcome.delay)};
      fit_all(delay, part, lag);
    }
  }

  // A message is delivered at the first attempt, or within the validity, or not at all.
  void check_mechanism(Mechanism& mechanism, const Node& node, DelayPart& part, DelayPart& lag) {
    DelayPart latency{&value_at(node, {"first_attempt", "latency"}), "the latency of the first attempt",
                      &mechanism.latency, longest(mechanism.latency)};
    DelayPart validity{&value_at(node, {"validity"}), "this validity", nullptr, mechanism.validity};
    fit_all(latency, part, lag);
    fit_all(validity, part, lag);
  }

  // Each part beyond the first adds its delay; after each outage there is a new delay.
  void fit_all(DelayPart& delay, DelayPart& part, DelayPart& lag) {
    std::vector<DelayPart*> chain(1 + outages_, &delay);
    chain.push_back(&lag);
    if (part.distribution != nullptr) chain.insert(chain.end(), most_parts() - 1, &part);
    for (DelayPart& shared : shared_) chain.push_back(&shared);
    fit(chain);
  }

  std::size_t most_parts() const {
    std::size_t most = 1;
    for (const Traffic& entry : scenario_.traffic) {
      for (const PartsShare& share : entry.parts) most = std::max<std::size_t>(most, share.parts);
      if (entry.sms_fallback) most = std::max<std::size_t>(most, entry.sms_fallback->parts);
    }
    return most;
  }

  // Lets each part be as long as it is, or as long as the longest ones can all be within what is left.
  void fit(std::vector<DelayPart*>& chain) {
    std::stable_sort(chain.begin(), chain.end(),
                     [](const DelayPart* a, const DelayPart* b) { return a->longest < b->longest; });
    Duration left = kClockEnds - last_send_ - fixed_;
    Duration cap = kClockEnds;
    for (std::size_t i = 0; i < chain.size(); ++i) {
      const auto others = static_cast<std::int64_t>(chain.size() - i);
      if (chain[i]->longest * others > left) {
        cap = rounded_down(left / others);
        break;
      }
      left -= chain[i]->longest;
    }
    Duration sum{};
    for (DelayPart* part : chain) {
      if (part->longest > cap) cut(*part, cap);
      sum += part->longest;
    }
    latest_.reports = std::max(latest_.reports, latest_.tries + sum);
  }

  static Duration rounded_down(Duration cap) {
    using namespace std::chrono_literals;
    if (cap < 1h) return std::max(cap, Duration{0});
    return std::chrono::floor<std::chrono::minutes>(cap);
  }

  void cut(DelayPart& part, Duration cap) {
    const bool is_tail = part.distribution != nullptr && cap > Duration{0} &&
                         engine::Curve(*part.distribution).up_to(static_cast<double>(cap.count())).above <= kMostCutOff;
    if (!is_tail) {
      problem(
          *part.node,
          fmt::format("{} can take {}, but at most {} is left", part.what, format_duration(part.longest),
                      format_duration(cap)),
          fmt::format("the clock of a run ends after {}; the last message is sent after {}, tries and callbacks can "
                      "take {}",
                      format_duration(kClockEnds), format_duration(last_send_), format_duration(fixed_)));
      // Said once is enough.
      part.longest = Duration{0};
      return;
    }
    part.distribution->max = cap;
    part.longest = cap;
  }

  Reading& reading_;
  Scenario& scenario_;
  const Node& root_;
  std::vector<DelayPart> shared_;
  Duration last_send_{}, last_sent_without_crashes_{}, fixed_{};
  LatestTimes latest_;
  std::size_t outages_ = 0;
  bool fine_ = true;
};

}  // namespace

LatestTimes keep_within_clock(Reading& reading, const Node& root) {
  LatestTimes latest = ClockLimit(reading, root).check();
  // Handsets may be off by the hour.
  const std::vector<Profile>& profiles = reading.scenario.profiles;
  const auto has_hours = [](const Profile& profile) { return !profile.hours.empty(); };
  if (std::any_of(profiles.begin(), profiles.end(), has_hours)) latest.reports += std::chrono::hours(24);
  latest.callbacks += latest.reports;
  return latest;
}

}  // namespace dlr::sim
