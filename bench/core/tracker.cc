// The tracking core alone, with minted ids: what does a message cost from its submission to the end of its waiting
// period? Figures: messages per second (four calls each), bytes per message in flight and remembered.
#include "core/tracker.h"

#include <benchmark/benchmark.h>

#include <numeric>
#include <vector>

namespace dlr::bench {
namespace {

constexpr Instant kStart = instant_from_ms(1'795'800'000'000);
constexpr std::size_t kReportsPerCallback = 100;

struct CountingSink {
  std::uint64_t enqueued = 0, delivered = 0, others = 0, closed = 0;

  void on_event(const CampaignEvent& event) {
    ++(event.status == CampaignStatus::enqueued    ? enqueued
       : event.status == CampaignStatus::delivered ? delivered
                                                   : others);
  }
  void on_closed(const core::Closed&) { ++closed; }
};

struct Run {
  CountingSink seen;
  std::size_t in_flight_bytes = 0, remembered_bytes = 0;
  bool forgot_all = false;
};

// All are submitted, one a millisecond; all are taken; all but each hundredth are delivered, by callbacks of a hundred
// in another order; the waiting periods end.
Run run(std::uint64_t messages) {
  Run result;
  core::Tracker<CountingSink> tracker(core::TrackerSettings{}, result.seen);
  const core::ContextId context = tracker.intern(CampaignContext{});
  Instant now = kStart;
  std::vector<MessageId> ids;
  ids.reserve(messages);
  core::Submission submission;
  submission.context = context;
  for (std::uint64_t i = 0; i < messages; ++i, now += Duration{1}) {
    submission.reference = i;
    submission.recipient.digits = 33'612'000'000 + i % 1'000'000;
    ids.push_back(tracker.submit(submission, now).message);
  }
  core::SendAnswer answer;
  answer.status = core::find_status("PENDING_ACCEPTED");
  for (const MessageId& id : ids) {
    answer.message = id;
    tracker.on_send_response(answer, now);
  }
  result.in_flight_bytes = tracker.in_flight_bytes();
  result.remembered_bytes = tracker.remembered_bytes();

  std::vector<DeliveryReport> callback;
  DeliveryReport report;
  report.status = core::find_status("DELIVERED_TO_HANDSET");
  report.error = core::find_error("NO_ERROR");
  report.done_at = now;
  // A stride that has no factor in common with the number of messages visits each once.
  std::uint64_t stride = messages * 3 / 8 + 1;
  while (std::gcd(stride, messages) != 1) ++stride;
  for (std::uint64_t i = 0, at = 0; i < messages; ++i, at = (at + stride) % messages) {
    if (at % 100 != 0) {
      report.message = ids[at];
      callback.push_back(report);
    }
    if (callback.size() == kReportsPerCallback || i + 1 == messages) {
      tracker.on_delivery_reports(callback, now);
      callback.clear();
    }
  }
  tracker.advance_to(now + kWaitingPeriod + Duration{1});
  result.forgot_all = tracker.remembered() == 0 && tracker.in_flight() == 0;
  return result;
}

void tracker_alone(benchmark::State& state, std::uint64_t messages) {
  Run last;
  for (auto _ : state) {
    last = run(messages);
    const std::uint64_t silent = messages / 100;
    if (last.seen.enqueued != messages || last.seen.delivered != messages - silent || last.seen.closed != silent ||
        last.seen.others != 0 || !last.forgot_all) {
      state.SkipWithError("the events are not those of what was reported");
      return;
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(messages));
  state.counters["bytes_in_flight"] = static_cast<double>(last.in_flight_bytes) / static_cast<double>(messages);
  state.counters["bytes_remembered"] = static_cast<double>(last.remembered_bytes) / static_cast<double>(messages);
}

BENCHMARK_CAPTURE(tracker_alone, small, 10'000);
BENCHMARK_CAPTURE(tracker_alone, 1M, 1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace dlr::bench
