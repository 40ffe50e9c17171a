// What every tracker goes through, and what it has to say: each event, with what an event bears, and what was counted.
//
//   hear(const ReportStream&, const Tick&, Heard&)   submissions, answers, reports
//   end_periods(uint32_t now, Heard&)                of all messages that waited for more than four days
//   double bytes()                                   held for messages; 0: ask the process
//   int server()                                     the process that works for it; 0: none
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "bench/peers/measured.h"
#include "bench/peers/report_stream.h"
#include "bench/wheel/hold_model.h"
#include "core/vocabulary/campaign_event.h"

namespace dlr::bench {

struct Heard {
  std::uint64_t enqueued = 0, delivered = 0, failed = 0, rejected = 0, unreported = 0, duplicates = 0;
  std::uint64_t digest = 0;

  void event(CampaignStatus status, std::uint64_t message, std::uint64_t recipient, std::uint32_t sent_ms) {
    ++(status == CampaignStatus::enqueued    ? enqueued
       : status == CampaignStatus::delivered ? delivered
       : status == CampaignStatus::failed    ? failed
                                             : rejected);
    digest += HoldModel::trace(static_cast<std::uint32_t>(recipient) ^ sent_ms,
                               static_cast<std::uint32_t>(message) << 3U | static_cast<std::uint32_t>(status));
  }
};

template <class Tracker>
Measured run_tracker(const Task& task, const ReportStream& stream, Tracker& tracker, std::string version) {
  if (task.workload != "track") give_up("a tracker runs 'track', not '" + std::string(task.workload) + "'");
  Heard heard;
  Measured measured;
  const double before = resident_bytes();
  const Stopwatch stopwatch(tracker.server());
  for (std::uint32_t tick = 0; tick < stream.ticks(); ++tick) {
    if (stream[tick].is_empty()) continue;  // of the last reports' tail
    tracker.hear(stream, stream[tick], heard);
    tracker.end_periods(stream[tick].now, heard);
  }
  const double with_messages = stopwatch.seconds();
  const double own_bytes = tracker.bytes();  // everything is still remembered; a server's answer takes its time
  measured.bytes = own_bytes > 0 ? own_bytes : resident_bytes() - before;
  const Stopwatch rest(tracker.server());
  for (std::uint32_t tick = 0; tick < stream.ticks_with_submissions(); ++tick) {
    tracker.end_periods(stream.end_of_waiting(tick), heard);
  }
  measured.seconds = with_messages + rest.seconds();
  measured.version = std::move(version);
  measured.items = stream.messages();
  measured.digest = heard.digest;
  measured.counts = {{"enqueued", heard.enqueued}, {"delivered", heard.delivered},   {"failed", heard.failed},
                     {"rejected", heard.rejected}, {"unreported", heard.unreported}, {"duplicates", heard.duplicates}};
  return measured;
}

}  // namespace dlr::bench
