// A trace says which fault strikes, what the core took each report for, and in a few words what is wrong.
#include "sim/trace.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "sim/run.h"
#include "tests/sim/scenario_text.h"

namespace dlr::sim {
namespace {

TraceEvent event(CampaignStatus status, std::vector<std::pair<std::string_view, std::string>> properties = {}) {
  return {status, std::move(properties)};
}
const TraceEvent kEnqueuedEvent = event(CampaignStatus::enqueued);
const TraceEvent kDeliveredEvent = event(CampaignStatus::delivered);
const TraceEvent kFailed = event(CampaignStatus::failed);

TEST(DifferenceOfEvents, SaysNothingOfEqualOnes) {
  EXPECT_EQ(difference({}, {}), "");
  EXPECT_EQ(difference({kEnqueuedEvent, kDeliveredEvent}, {kEnqueuedEvent, kDeliveredEvent}), "");
}

TEST(DifferenceOfEvents, NamesWhatNeverCame) {
  EXPECT_EQ(difference({kEnqueuedEvent, kDeliveredEvent}, {kEnqueuedEvent}), "`delivered` never came");
  EXPECT_EQ(difference({kEnqueuedEvent, kDeliveredEvent}, {kDeliveredEvent}), "`enqueued` never came");
  EXPECT_EQ(difference({kEnqueuedEvent}, {}), "`enqueued` never came");
}

TEST(DifferenceOfEvents, NamesWhatShouldNotHaveCome) {
  EXPECT_EQ(difference({kEnqueuedEvent, kDeliveredEvent}, {kEnqueuedEvent, kDeliveredEvent, kFailed}),
            "`failed` came although the message had ended with `delivered`");
  EXPECT_EQ(difference({kEnqueuedEvent}, {kEnqueuedEvent, kDeliveredEvent}),
            "`delivered` came although nothing called for it");
  EXPECT_EQ(difference({}, {kEnqueuedEvent}), "`enqueued` came although nothing called for it");
  EXPECT_EQ(difference({kDeliveredEvent}, {kEnqueuedEvent, kDeliveredEvent}),
            "`enqueued` came although nothing called for it");
}

TEST(DifferenceOfEvents, NamesWhatIsDoubled) {
  EXPECT_EQ(difference({kEnqueuedEvent, kDeliveredEvent}, {kEnqueuedEvent, kDeliveredEvent, kEnqueuedEvent}),
            "`enqueued` came a second time");
  EXPECT_EQ(difference({kEnqueuedEvent, kDeliveredEvent}, {kEnqueuedEvent, kEnqueuedEvent, kDeliveredEvent}),
            "`enqueued` came a second time");
  EXPECT_EQ(difference({kEnqueuedEvent, kDeliveredEvent}, {kEnqueuedEvent, kDeliveredEvent, kDeliveredEvent}),
            "`delivered` came a second time");
}

TEST(DifferenceOfEvents, NamesWhatCameInPlaceOfWhat) {
  EXPECT_EQ(difference({kEnqueuedEvent, kDeliveredEvent}, {kEnqueuedEvent, kFailed}),
            "`failed` came in place of `delivered`");
  EXPECT_EQ(difference({kEnqueuedEvent, kDeliveredEvent}, {kDeliveredEvent, kEnqueuedEvent}),
            "the events came in another order than they had to");
}

TEST(DifferenceOfEvents, NamesThePropertiesThatDiffer) {
  const TraceEvent one = event(CampaignStatus::failed, {{"status_code", "1"}, {"error", "A"}, {"parts", "1"}});
  EXPECT_EQ(difference({one}, {event(CampaignStatus::failed, {{"status_code", "2"}, {"error", "A"}, {"parts", "1"}})}),
            "`failed` came with another status_code");
  EXPECT_EQ(
      difference({one}, {event(CampaignStatus::failed, {{"status_code", "1"}, {"comment", "C"}, {"parts", "2"}})}),
      "`failed` came with another error, parts and comment");
}

// What is missing matters more than what is said otherwise before it.
TEST(DifferenceOfEvents, NamesTheMissingEventBeforeTheOtherProperty) {
  EXPECT_EQ(difference({event(CampaignStatus::enqueued, {{"parts", "1"}}), kDeliveredEvent},
                       {event(CampaignStatus::enqueued, {{"parts", "2"}})}),
            "`delivered` never came");
}

// Messages that are all delivered after 10 s, forgotten after an hour; `more` brings the faults.
std::string traced_world(const std::string& more) {
  return R"(
waiting_period: 1h
lanes: 1
profiles: {p: {delivered: {share: 100%, delay: {constant: 10s}}}}
countries: {SE: {operators: {Telia: {mccmnc: "24001", share: 100%, profile: p}}}}
provider: {answer: {delay: {constant: 100ms}}, callback: {batch: 100, every: 0ms}}
traffic:
  - {campaign: c, channel: sms, messages: 20, arrivals: {constant: {rate: 1/s}}, countries: [SE]}
)" + more;
}

Trace trace(const std::string& more, std::uint64_t message = 5, const Defect* defect = nullptr) {
  return trace_message(scenario_from(traced_world(more)), message, defect);
}

// How many of its lines are by `who` and contain the words.
std::ptrdiff_t lines(const Trace& trace, const std::string& who, const std::string& words) {
  return std::count_if(trace.lines.begin(), trace.lines.end(), [&](const TraceLine& line) {
    return line.who == who && line.what.find(words) != std::string::npos;
  });
}

TEST(Traces, BearTheIdOfTheMessage) {
  const Scenario scenario = scenario_from(traced_world(""));
  const Trace one = trace_message(scenario, 5, nullptr), other = trace_message(scenario, 6, nullptr);
  EXPECT_EQ(one.id.size(), 26u);
  EXPECT_NE(one.id, other.id);
  EXPECT_NE(describe(one, scenario).find("message 5 of t, id " + one.id + "\n"), std::string::npos);
  EXPECT_EQ(trace("tracker: {ids: {foreign: {length: 40}}}\n").id.size(), 40u);
  const Trace refused = trace("tracker: {max_in_flight: 1}\n");
  EXPECT_EQ(refused.id, "");
  EXPECT_EQ(lines(refused, "core", "refuses the message: SEND_IN_FLIGHT_LIMIT"), 1);
}

TEST(Traces, NameTheFaultThatStrikesATry) {
  const Trace struck = trace(R"(
faults:
  - {id: elsewhere, at: 2m, for: 1h, provider_busy: {share: 100%, status: 503}}
  - {id: rush, at: 0s, for: 6s, provider_busy: {share: 100%, status: 503}}
  - {id: slow, slow_responses: {delay: {constant: 1s}}}
)");
  EXPECT_EQ(lines(struck, "core", "try 1: does not get through (faults `rush`, `slow` strike)"), 1);
  EXPECT_EQ(lines(struck, "core", "try 2: gets through (fault `slow` strikes)"), 1);
  EXPECT_EQ(lines(struck, "core", "elsewhere"), 0);
}

TEST(Traces, NameTheFaultsThatStrikeReports) {
  const Trace lost = trace(R"(
faults:
  - {id: wait, delay_reports: {share: 100%, by: {constant: 5s}}}
  - {id: never, at: 150s, for: 1h, drop_reports: {share: 100%}}
  - {id: gone, drop_reports: {share: 100%}}
)");
  EXPECT_EQ(lines(lost, "world", "its reports will not come as they would have (faults `wait`, `gone` strike)"), 1);
  EXPECT_EQ(lines(lost, "operator", "gets lost on the way to the provider (fault `gone` strikes)"), 1);
  EXPECT_EQ(lines(lost, "core", "takes"), 0);
  EXPECT_EQ(lines(trace(""), "world", "fault"), 0);
}

TEST(Traces, ShowTheTimeOfAReportAsTheCoreGotIt) {
  const auto handed = [](const char* kind, const char* words) {
    return lines(trace(std::string("faults: [{id: clock, skewed_done_at: ") + kind + "}]\n"), "provider", words);
  };
  EXPECT_EQ(lines(trace(""), "provider", "DELIVERED_TO_HANDSET (doneAt 2026-01-01T00:00:15Z), try"), 1);
  EXPECT_EQ(handed("{missing: 100%}", "(no doneAt)"), 1);
  EXPECT_EQ(handed("{absurd: 100%}", "(doneAt 1970-01-0"), 1);
  EXPECT_EQ(handed("{zones: [\"-0330\"]}", ":15Z, written in -0330)"), 1);
}

TEST(Traces, NameTheFaultThatStrikesACallback) {
  const Trace down = trace("faults: [{id: outage, at: 0s, for: 20s, callback_down: {answer: 503}}]\n");
  EXPECT_EQ(lines(down, "provider", "try 1 of a callback of 1: refused (fault `outage` strikes)"), 1);
  EXPECT_EQ(lines(down, "provider", "try 2 of a callback of 1: accepted"), 1);
  const Trace crash = trace("faults: [{id: bang, at: 8s, tracker_crash: {restart_after: 1s}}]\n");
  EXPECT_EQ(lines(crash, "core", "the tracker crashes; 0 answers and reports were not durable (fault `bang` strikes)"),
            1);
}

TEST(Traces, SayWhatTheCoreTookEachReportFor) {
  EXPECT_EQ(lines(trace(""), "core", "takes DELIVERED_TO_HANDSET as new"), 1);
  const Trace copies = trace("faults: [{id: f, duplicate_reports: {share: 100%, after: {constant: 5s}, times: 2}}]\n");
  EXPECT_EQ(lines(copies, "core", "takes DELIVERED_TO_HANDSET as new"), 1);
  EXPECT_EQ(lines(copies, "core", "takes DELIVERED_TO_HANDSET as duplicate"), 2);
  const Trace other = trace(R"(
faults:
  - {id: f, contradict_reports: {share: 100%, after: {constant: 5s}, statuses: {EXPIRED_EXPIRED: 100%}}}
)");
  EXPECT_EQ(lines(other, "core", "takes EXPIRED_EXPIRED as conflict"), 1);
  const Trace late = trace("faults: [{id: f, delay_reports: {share: 100%, by: {constant: 2h}}}]\n");
  EXPECT_EQ(lines(late, "core", "takes DELIVERED_TO_HANDSET as late"), 1);
  EXPECT_EQ(late.came.size(), 1u);
  const Trace foreign = trace(R"(
tracker: {ids: {foreign: uuid}}
faults: [{id: f, delay_reports: {share: 100%, by: {constant: 2h}}}]
)");
  EXPECT_EQ(lines(foreign, "core", "takes DELIVERED_TO_HANDSET as unknown"), 1);
  const Trace spoilt = trace("faults: [{id: typos, corrupt_callbacks: {share: 100%, how: fields}}]\n");
  EXPECT_EQ(
      lines(spoilt, "provider", "spoilt beyond reading, try 1 of a callback of 1: accepted (fault `typos` strikes)"),
      1);
  EXPECT_EQ(lines(spoilt, "core", "takes DELIVERED_TO_HANDSET as malformed"), 1);
}

TEST(Traces, SayItBeforeTheEventThatCameOfIt) {
  const Trace one = trace("");
  const auto taken = std::find_if(one.lines.begin(), one.lines.end(), [](const TraceLine& line) {
    return line.what == "takes DELIVERED_TO_HANDSET as new";
  });
  ASSERT_NE(taken, one.lines.end());
  ASSERT_NE(taken + 1, one.lines.end());
  EXPECT_EQ((taken + 1)->who, "event");
  EXPECT_EQ((taken - 1)->who, "provider");
}

// Strays that name a message once it is forgotten are about it.
TEST(Traces, TellOfStraysThatBearTheMessagesId) {
  const std::string strays = "faults: [{id: f, at: 2h, for: 5m, unknown_reports: {rate: 2/s}}]\n";
  for (const std::uint64_t message : {0U, 7U}) {
    const Trace one = trace(strays, message);
    EXPECT_GT(lines(one, "core", " as late"), 2);
    EXPECT_LT(lines(one, "core", " as late"), 30);  // 150 are late, of 20 messages
    EXPECT_EQ(lines(one, "core", " as late"), lines(one, "provider", "try 1 of a callback of 1: accepted") - 1);
  }
}

TEST(Traces, SayWhatAnEventDoesNotRepeat) {
  Defect defect;
  defect.say = [](CampaignEvent& said) {
    said.recipient.digits += 1;
    return 1U;
  };
  EXPECT_EQ(trace("", 5, &defect).verdict,
            "an event does not repeat what was submitted: id, reference, recipient, campaign, time or own properties");
}

TEST(Traces, SayOfAnExtraEventThatItIsOne) {
  const std::string twice = R"(
faults:
  - {id: f, contradict_reports: {share: 100%, after: {constant: 5s}, statuses: {EXPIRED_EXPIRED: 100%}}}
)";
  const Trace second = trace(twice, 5, find_defect("takes-second-final"));
  EXPECT_EQ(second.verdict, "`failed` came although the message had ended with `delivered`");
  EXPECT_EQ(second.came.size(), second.expected.size() + 1);
  const Trace overwritten = trace(
      "faults: [{id: f, slow_responses: {delay: {constant: 30s}}}]\n"
      "tracker: {send: {timeout: 1m}}\n",
      5, find_defect("late-response-overwrites"));
  EXPECT_EQ(overwritten.verdict, "`enqueued` came a second time");
}

}  // namespace
}  // namespace dlr::sim
