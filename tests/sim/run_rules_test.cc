// Whole runs of a few messages, to the last count: callbacks and their retries, faults, limits, what silence means.
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/run.h"
#include "tests/sim/scenario_text.h"

namespace dlr::sim {
namespace {

using Counts = std::map<std::string, std::uint64_t>;

// What a run came to. Nothing in it may break an invariant.
class Ran {
 public:
  explicit Ran(const Scenario& scenario) : measured_(run_lanes(scenario, {}).measurements) {
    EXPECT_EQ(measured_.breaches.count(), 0);
  }
  explicit Ran(const std::string& text) : Ran(scenario_from(text)) {}

  // All that was counted of one family, without the zeros.
  Counts counts(std::string_view family) const {
    Counts found;
    for (std::size_t i = 0; i < reports::kCounters; ++i) {
      const reports::CounterInfo& counter = reports::kCounterInfo[i];
      if (counter.family == family && measured_.counters.values[i] > 0) {
        found.emplace(counter.name, measured_.counters.values[i]);
      }
    }
    return found;
  }
  const reports::Measurements& measured() const { return measured_; }
  const reports::GroupMeasurements& group() const { return measured_.groups.at(0); }

 private:
  reports::Measurements measured_;
};

// Messages to France, a tenth of a second apart, answered at once; delivered after a second, unless `profile` says
// else.
std::string france(int messages, const std::string& more,
                   const std::string& profile = "{delivered: {share: 100%, delay: {constant: 1s}}}") {
  return "profiles: {p: " + profile + "}\ncountries: {FR: {profile: p}}\n" +
         "traffic: [{campaign: c, channel: sms, countries: [FR], arrivals: {constant: {rate: 10/s}}, messages: " +
         std::to_string(messages) + "}]\n" + more + "\n";
}
const std::string kAtOnce = "provider: {answer: {delay: {constant: 0ms}}}\n";

TEST(CallbackRetries, FollowTheProvidersSchedule) {
  // Ready at 1 s; refused then, and again 1, 2 and 5 minutes after the answer (50 ms) to the try before; the next one,
  // after 10 minutes, is past the outage.
  const Ran ran(france(1, kAtOnce + "faults: [{id: f, at: 0s, for: 10m, callback_down: {answer: 503}}]"));
  EXPECT_EQ(ran.counts("callbacks"), (Counts{{"sent", 5}, {"accepted", 1}, {"refused", 4}, {"retried", 4}}));
  EXPECT_EQ(ran.counts("reports"), (Counts{{"made", 1}, {"received", 1}, {"tracked", 1}}));
  EXPECT_EQ(ran.measured().faults.at(0), 4);
  EXPECT_EQ(ran.group().report_delay.max(), 1'000 + 18 * 60'000 + 4 * 50);
  EXPECT_EQ(ran.group().delivery_delay.max(), 1'000);
}

TEST(CallbackRetries, WaitFromTheRefusalOnWhenTheConnectionIsRefused) {
  const Ran ran(france(1, kAtOnce + "faults: [{id: f, at: 0s, for: 10m, callback_down: {answer: refuse}}]"));
  EXPECT_EQ(ran.counts("callbacks"), (Counts{{"sent", 5}, {"accepted", 1}, {"refused", 4}, {"retried", 4}}));
  EXPECT_EQ(ran.group().report_delay.max(), 1'000 + 18 * 60'000);
}

TEST(CallbackRetries, FailInsideTheWindowOnly) {
  // Ready at 1 s: with the window's end at 1 s it is not struck, with its end a millisecond later it is.
  const auto tries = [](const std::string& window) {
    return Ran(france(1, kAtOnce + "faults: [{id: f, " + window + ", callback_down: {answer: 503}}]"))
        .counts("callbacks")["sent"];
  };
  EXPECT_EQ(tries("at: 0s, for: 1000ms"), 1);
  EXPECT_EQ(tries("at: 0s, for: 1001ms"), 2);
  EXPECT_EQ(tries("at: 1000ms, for: 1s"), 2);
  EXPECT_EQ(tries("at: 1001ms, for: 1s"), 1);
}

TEST(CallbackRetries, EndAfterTheWholeSchedule) {
  // 20 retries in 41 h 30 min; the address is down for two days. All three reports are in one callback.
  const Ran ran(france(3,
                       "provider: {answer: {delay: {constant: 0ms}}, callback: {every: 10s}}\n"
                       "faults: [{id: f, at: 0s, for: 2d, callback_down: {answer: 503}}]"));
  EXPECT_EQ(ran.counts("callbacks"), (Counts{{"sent", 21}, {"refused", 21}, {"retried", 20}, {"given_up", 1}}));
  EXPECT_EQ(ran.counts("reports"), (Counts{{"made", 3}, {"lost", 3}}));
  EXPECT_EQ(ran.counts("messages"), (Counts{{"submitted", 3}, {"enqueued", 3}, {"unreported", 3}}));
}

TEST(CallbackRetries, OfAScheduleOfOnesOwn) {
  const std::string provider = "provider: {answer: {delay: {constant: 0ms}}, callback: {retry: [10s, 20s]}}\n";
  const Ran late(france(1, provider + "faults: [{id: f, at: 0s, for: 31s, callback_down: {answer: refuse}}]"));
  EXPECT_EQ(late.counts("callbacks"), (Counts{{"sent", 3}, {"accepted", 1}, {"refused", 2}, {"retried", 2}}));
  EXPECT_EQ(late.group().report_delay.max(), 31'000);
  const Ran lost(france(1, provider + "faults: [{id: f, at: 0s, for: 32s, callback_down: {answer: refuse}}]"));
  EXPECT_EQ(lost.counts("callbacks"), (Counts{{"sent", 3}, {"refused", 3}, {"retried", 2}, {"given_up", 1}}));
}

TEST(CallbackRetries, MayBeAsManyAsAScenarioCanSay) {
  std::string waits = "1s";
  for (int i = 1; i < 1000; ++i) waits += ", 1s";
  const Ran ran(france(1, "provider: {answer: {delay: {constant: 0ms}}, callback: {retry: [" + waits +
                              "]}}\nfaults: [{id: f, callback_down: {answer: refuse}}]"));
  EXPECT_EQ(ran.counts("callbacks"), (Counts{{"sent", 1001}, {"refused", 1001}, {"retried", 1000}, {"given_up", 1}}));
  EXPECT_EQ(ran.counts("reports"), (Counts{{"made", 1}, {"lost", 1}}));
}

TEST(Backoff, IsRoundedAsTheProductThatItIs) {
  // 100 ms x 9.3 x 9.3 is 8649 ms, and in doubles a little more, but not as a power.
  const Ran ran(
      france(1, kAtOnce + "tracker: {send: {tries: 4, backoff: {first: 100ms, factor: 9.3, cap: 30s, jitter: 0%}}}\n"
                          "faults: [{id: f, provider_busy: {share: 100%, status: 429}}]"));
  EXPECT_EQ(ran.counts("messages"), (Counts{{"submitted", 1}, {"enqueue_failed", 1}}));
}

TEST(CallbackDown, With200LostTheReportsAreGone) {
  const Ran ran(france(7, kAtOnce + "faults: [{id: f, callback_down: {answer: 200_lost}}]"));
  EXPECT_EQ(ran.counts("callbacks"), (Counts{{"sent", 3}, {"accepted", 3}}));
  EXPECT_EQ(ran.counts("reports"), (Counts{{"made", 7}, {"lost", 7}}));
  EXPECT_EQ(ran.counts("messages"), (Counts{{"submitted", 7}, {"enqueued", 7}, {"unreported", 7}}));
}

TEST(CallbackDown, WithATimeoutTheCoreReadsTwice) {
  // The provider knows after 30 s, and tries again a minute later.
  const Ran ran(france(1, kAtOnce + "faults: [{id: f, at: 0s, for: 1m, callback_down: {answer: timeout}}]"));
  EXPECT_EQ(ran.counts("callbacks"), (Counts{{"sent", 2}, {"accepted", 1}, {"refused", 1}, {"retried", 1}}));
  EXPECT_EQ(ran.counts("reports"),
            (Counts{{"made", 1}, {"repeated", 1}, {"received", 2}, {"tracked", 1}, {"duplicate", 1}}));
  EXPECT_EQ(ran.counts("events"), (Counts{{"enqueued", 1}, {"delivered", 1}}));
  EXPECT_EQ(ran.group().report_delay.max(), 1'000);
}

TEST(CallbackDown, WithATimeoutToTheEndNothingIsLost) {
  const Ran ran(france(1, kAtOnce + "faults: [{id: f, callback_down: {answer: timeout}}]"));
  EXPECT_EQ(ran.counts("callbacks"), (Counts{{"sent", 21}, {"refused", 21}, {"retried", 20}, {"given_up", 1}}));
  EXPECT_EQ(ran.counts("reports"),
            (Counts{{"made", 1}, {"repeated", 20}, {"received", 21}, {"tracked", 1}, {"duplicate", 20}}));
}

TEST(CallbackRetries, AreForWhatTheTrackerAnswersTooLate) {
  const auto ran = [](const std::string& answer) {
    return Ran(france(1, "provider: {answer: {delay: {constant: 0ms}}, callback: {answer: " + answer +
                             ", timeout: 10s, retry: [1m, 2m]}}"));
  };
  EXPECT_EQ(ran("10s").counts("callbacks"), (Counts{{"sent", 1}, {"accepted", 1}}));
  // The core has read it each time; the provider hears of none.
  const Ran late = ran("10001ms");
  EXPECT_EQ(late.counts("callbacks"), (Counts{{"sent", 3}, {"refused", 3}, {"retried", 2}, {"given_up", 1}}));
  EXPECT_EQ(late.counts("reports"),
            (Counts{{"made", 1}, {"repeated", 2}, {"received", 3}, {"tracked", 1}, {"duplicate", 2}}));
  EXPECT_EQ(late.group().report_delay.max(), 1'000);
}

TEST(ProviderFaults, StrikeTheTriesMadeInsideTheirWindow) {
  // Sent at 0.0 to 0.9 s; 0.3, 0.4 and 0.5 s are inside.
  const Ran ran(
      france(10, kAtOnce + "faults: [{id: f, at: 300ms, for: 300ms, bad_request: {share: 100%, status: 400}}]"));
  EXPECT_EQ(ran.counts("responses"), (Counts{{"taken", 7}, {"refused", 3}}));
  EXPECT_EQ(ran.counts("messages")["enqueue_failed"], 3);
  EXPECT_EQ(ran.measured().faults.at(0), 3);
}

TEST(ProviderFaults, OfSeveralTheFirstWins) {
  const Ran ran(france(10, kAtOnce + "faults:\n"
                                     "  - {id: first, bad_request: {share: 100%, status: 400}}\n"
                                     "  - {id: second, provider_busy: {share: 100%, status: 429}}"));
  EXPECT_EQ(ran.measured().faults, (std::vector<std::uint64_t>{10, 0}));
}

// How many are struck, by a fault of the provider and by one of reports.
std::vector<std::uint64_t> struck(const std::string& where) {
  const Ran ran(R"(
profiles: {p: {delivered: {share: 100%, delay: {constant: 1s}}}}
countries:
  FR: {operators: {Orange: {mccmnc: "20801", share: 60%, profile: p}, SFR: {mccmnc: "20810", share: 40%, profile: p}}}
  GB: {operators: {EE: {mccmnc: "23430", share: 100%, profile: p}}}
traffic:
  - {campaign: a, channel: sms, messages: 100, arrivals: {burst: {over: 1s}}, countries: [FR]}
  - {campaign: b, channel: mms, messages: 20, arrivals: {burst: {over: 1s}}, countries: [GB]}
  - {campaign: b, channel: sms, messages: 3, arrivals: {burst: {over: 1s}}, countries: [GB]}
faults:
  - {id: slow, where: )" +
                where + R"(, slow_responses: {delay: {constant: 1s}}}
  - {id: late, where: )" +
                where + R"(, delay_reports: {share: 100%, by: {constant: 1s}}}
)");
  return ran.measured().faults;
}

TEST(Faults, StrikeWhereTheySay) {
  using Struck = std::vector<std::uint64_t>;
  EXPECT_EQ(struck("{country: FR}"), (Struck{100, 100}));
  EXPECT_EQ(struck("{country: GB}"), (Struck{23, 23}));
  EXPECT_EQ(struck("{campaign: b}"), (Struck{23, 23}));
  EXPECT_EQ(struck("{channel: mms}"), (Struck{20, 20}));
  EXPECT_EQ(struck("{channel: sms, campaign: b}"), (Struck{3, 3}));
  EXPECT_EQ(struck("{operator: GB/EE}"), (Struck{23, 23}));
  const std::uint64_t orange = struck("{operator: FR/Orange}")[0];
  EXPECT_NEAR(static_cast<double>(orange), 60, 25);
  EXPECT_EQ(struck("{operator: FR/SFR}"), (Struck{100 - orange, 100 - orange}));
}

TEST(HoldReports, ReleaseAtTheEndOfTheWindow) {
  // Of 20 messages sent from 0 s to 1.9 s, the reports get ready from 1 s to 2.9 s; the window takes those before 2 s.
  const std::string text = france(20,
                                  "provider: {answer: {delay: {constant: 0ms}}, callback: {every: 0ms}}\n"
                                  "lanes: 1\nfaults: [{id: f, at: 0s, for: 2s, hold_reports: {release: RELEASE}}]");
  const auto release = [&](const std::string& how) {
    std::string whole = text;
    return Ran(whole.replace(whole.find("RELEASE"), 7, how));
  };
  const Ran at_once = release("at_once");
  EXPECT_EQ(at_once.counts("reports"), (Counts{{"made", 20}, {"received", 20}, {"tracked", 20}, {"held", 10}}));
  EXPECT_EQ(at_once.measured().faults.at(0), 10);
  EXPECT_EQ(at_once.group().report_delay.max(), 2'000);  // of the first
  EXPECT_EQ(at_once.group().delivery_delay.max(), 1'000);
  EXPECT_EQ(at_once.counts("callbacks")["sent"], 10);  // ten at once, the one of 2 s with them; nine as they come
  // Ten in 20 s, as the first comes at the end of the window: the last one, sent at 0.9 s, is there at 2 s + 18 s.
  const Ran by_rate = release("30/m");
  EXPECT_EQ(by_rate.counts("reports")["held"], 10);
  EXPECT_EQ(by_rate.group().report_delay.max(), 20'000 - 900);
}

TEST(DelayReports, MoveReportDelayNotDeliveryDelay) {
  const Ran ran(france(5, kAtOnce + "faults: [{id: f, delay_reports: {share: 100%, by: {constant: 5m}}}]"));
  EXPECT_EQ(ran.group().delivery_delay.min(), 1'000);
  EXPECT_EQ(ran.group().delivery_delay.max(), 1'000);
  EXPECT_EQ(ran.group().report_delay.min(), 301'000);        // sent at 0 s: ready on a tick
  EXPECT_EQ(ran.group().report_delay.max(), 301'000 + 400);  // sent at 0.1 s, it waits for the tick at 301.5 s
}

TEST(MaxInFlight, RefusesExactlyWhatIsTooMuch) {
  // Each message is open for 950 ms: ten at a time. With room for nine every tenth is refused.
  const auto run = [](const std::string& limit) {
    return Ran(france(100,
                      "provider: {answer: {delay: {constant: 0ms}}, callback: {every: 0ms}}\nlanes: 1\n"
                      "tracker: {max_in_flight: " +
                          limit + "}",
                      "{delivered: {share: 100%, delay: {constant: 950ms}}}"));
  };
  EXPECT_EQ(run("10").counts("messages"), (Counts{{"submitted", 100}, {"enqueued", 100}, {"delivered", 100}}));
  const Ran tight = run("9");
  EXPECT_EQ(tight.counts("messages"),
            (Counts{{"submitted", 100}, {"enqueued", 90}, {"enqueue_failed", 10}, {"delivered", 90}}));
  EXPECT_EQ(tight.counts("responses"), (Counts{{"taken", 90}, {"refused", 10}}));
  EXPECT_EQ(tight.counts("reports")["made"], 90);
  EXPECT_EQ(run("1").counts("messages")["enqueue_failed"], 90);
}

TEST(NoReportCountries, SilenceIsExpectedOfSmsOnly) {
  // Bangladesh is on the core's list, which is about SMS; nobody is to be expected silent in France.
  const Ran ran(R"(
profiles: {silent: {unreported: {share: 100%}}, p: {delivered: {share: 100%, delay: {constant: 1s}}}}
countries: {FR: {profile: silent}, BD: {profile: p}}
traffic:
  - {campaign: a, channel: sms, messages: 1, arrivals: {burst: {over: 1s}}, countries: [BD]}
  - {campaign: b, channel: mms, messages: 2, arrivals: {burst: {over: 1s}}, countries: [BD]}
  - {campaign: c, channel: sms, messages: 4, arrivals: {burst: {over: 1s}}, countries: [FR]}
  - {campaign: d, channel: mms, messages: 8, arrivals: {burst: {over: 1s}}, countries: [FR]}
)");
  EXPECT_EQ(ran.counts("messages")["unreported_expected"], 1);
  EXPECT_EQ(ran.counts("messages")["unreported"], 13);
  EXPECT_EQ(ran.counts("messages")["delivered"], 2);  // the MMS to Bangladesh
}

TEST(NoReportCountries, SilentMmsAreNotExpected) {
  const Ran ran(R"(
profiles: {p: {unreported: {share: 100%}}}
countries: {BD: {profile: p}}
traffic: [{campaign: b, channel: mms, messages: 2, arrivals: {burst: {over: 1s}}, countries: [BD]}]
)");
  EXPECT_EQ(ran.counts("messages"), (Counts{{"submitted", 2}, {"enqueued", 2}, {"unreported", 2}}));
}

TEST(NoReportCountries, RejectionsArriveAllTheSame) {
  const Ran ran(R"(
profiles: {p: {rejected: {share: 100%}}}
countries: {BD: {profile: p}}
traffic: [{campaign: b, channel: sms, messages: 2, arrivals: {burst: {over: 1s}}, countries: [BD]}]
)");
  EXPECT_EQ(ran.counts("messages"), (Counts{{"submitted", 2}, {"enqueued", 2}, {"rejected", 2}}));
}

TEST(Batches, HoldAtMostSoManyReports) {
  // Ten reports get ready between two ticks.
  const auto callbacks = [](const std::string& callback) {
    return Ran(france(10, "provider: {answer: {delay: {constant: 0ms}}, callback: {" + callback + "}}"))
        .counts("callbacks");
  };
  EXPECT_EQ(callbacks("every: 1m, batch: 100"), (Counts{{"sent", 1}, {"accepted", 1}}));
  EXPECT_EQ(callbacks("every: 1m, batch: 10"), (Counts{{"sent", 1}, {"accepted", 1}}));
  EXPECT_EQ(callbacks("every: 1m, batch: 9"), (Counts{{"sent", 2}, {"accepted", 2}}));
  EXPECT_EQ(callbacks("every: 1m, batch: 3"), (Counts{{"sent", 4}, {"accepted", 4}}));
  EXPECT_EQ(callbacks("every: 1m, batch: 1"), (Counts{{"sent", 10}, {"accepted", 10}}));
  EXPECT_EQ(callbacks("every: 0ms, batch: 100"), (Counts{{"sent", 10}, {"accepted", 10}}));
  EXPECT_EQ(callbacks("every: 500ms, batch: 100"), (Counts{{"sent", 3}, {"accepted", 3}}));  // 1 s, 1.5 s, 2 s
}

TEST(Rejections, InTheResponseOrByCallback) {
  const auto run = [](const std::string& share) {
    return Ran(france(4, kAtOnce, "{rejected: {share: 100%, delay: {constant: 3s}, in_response: " + share + "}}"));
  };
  const Ran at_once = run("100%");
  EXPECT_EQ(at_once.counts("responses"), (Counts{{"rejected", 4}}));
  EXPECT_EQ(at_once.counts("events"), (Counts{{"rejected", 4}}));
  EXPECT_EQ(at_once.counts("reports"), Counts{});
  EXPECT_EQ(at_once.group().rejection_delay.max(), 0);
  const Ran later = run("0%");
  EXPECT_EQ(later.counts("responses"), (Counts{{"taken", 4}}));
  EXPECT_EQ(later.counts("events"), (Counts{{"enqueued", 4}, {"rejected", 4}}));
  EXPECT_EQ(later.counts("reports"), (Counts{{"made", 4}, {"received", 4}, {"tracked", 4}}));
  EXPECT_EQ(later.group().rejection_delay.min(), 3'000);  // ready at 3.0 to 3.3 s; the ticks are at 3 s and 3.5 s
  EXPECT_EQ(later.group().rejection_delay.max(), 3'400);
}

TEST(Rejections, UnheardInTheResponseComeByCallback) {
  // The answer that bears the rejection takes longer than the core waits; the repeat is told of a duplicate id.
  const Ran ran(
      france(2,
             "provider: {answer: {delay: {constant: 0ms}}}\n"
             "tracker: {send: {timeout: 1s, tries: 2, backoff: {first: 1s, factor: 1, cap: 1s, jitter: 0%}}}\n"
             "faults: [{id: f, at: 0s, for: 1s, slow_responses: {delay: {constant: 1h}}}]",
             "{rejected: {share: 100%, delay: {constant: 3s}, in_response: 100%}}"));
  EXPECT_EQ(ran.counts("messages"), (Counts{{"submitted", 2}, {"enqueued", 2}, {"rejected", 2}}));
  EXPECT_EQ(ran.counts("reports"), (Counts{{"made", 2}, {"received", 2}, {"tracked", 2}}));
}

TEST(Lanes, ChangeNothingWhereNothingIsShared) {
  const std::string text =
      france(5'000,
             "provider: {answer: {delay: {uniform: {min: 0ms, max: 3s}}}}\n"
             "tracker: {send: {timeout: 2s, tries: 2}}\n"
             "faults:\n"
             "  - {id: busy, provider_busy: {share: 20%, status: 503}}\n"
             "  - {id: twice, duplicate_reports: {share: 20%, after: {exponential: {mean: 5s}}}}\n"
             "  - {id: down, at: 1m, for: 5m, callback_down: {answer: 503}}",
             "{rejected: {share: 10%, in_response: 50%}, delivered: {share: 60%, delay: {uniform: "
             "{min: 1s, max: 60s}}}, failed: {share: 20%, delay: {constant: 9s}}, unreported: {share: 10%}}");
  Scenario scenario = scenario_from(text);
  scenario.lanes = 1;
  const Ran one(scenario);
  scenario.lanes = 4;
  const Ran four(scenario);
  for (const char* family : {"messages", "events", "responses", "reports"}) {
    EXPECT_EQ(one.counts(family), four.counts(family));
  }
  EXPECT_EQ(one.group().delivery_delay, four.group().delivery_delay);
  EXPECT_EQ(one.measured().outcomes, four.measured().outcomes);
  EXPECT_GT(four.counts("callbacks")["sent"], one.counts("callbacks")["sent"]) << "batches belong to a lane";
}

}  // namespace
}  // namespace dlr::sim
