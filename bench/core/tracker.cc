// The tracking core alone, with ids that it minted or foreign ones of 36 characters: what does a message cost from its
// submission to the end of its waiting period? Figures: messages per second (four calls each), bytes per message in
// flight and remembered.
#include "core/tracker.h"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "bench/counted/counted.h"

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

// Made elsewhere, 36 characters each, like UUIDs.
class ForeignIds {
 public:
  explicit ForeignIds(std::uint64_t messages) : texts_(messages * kLength, '-') {
    for (std::uint64_t i = 0; i < messages; ++i) {
      std::uint64_t word = i * 0x9e37'79b9'7f4a'7c15;
      for (std::size_t at = 0; at < kLength; ++at) {
        if (at == 8 || at == 13 || at == 18 || at == 23) continue;
        texts_[i * kLength + at] = "0123456789abcdef"[word >> 60U];
        word = word * 0xd134'2543'de82'ef95 + 1;
      }
    }
  }
  // Empty: there are none.
  std::string_view operator[](std::uint64_t i) const { return in(texts_, i); }
  std::string_view in(const std::string& texts, std::uint64_t i) const {
    return texts_.empty() ? std::string_view() : std::string_view(&texts[i * kLength], kLength);
  }

 private:
  static constexpr std::size_t kLength = 36;
  std::string texts_;
};

// A tracker that stays, as in a service: what it has grown to is there in the next round.
class World {
 public:
  World(std::uint64_t messages, bool foreign_ids)
      : messages_(messages),
        foreign_ids_(foreign_ids ? messages : 0),
        tracker_(core::TrackerSettings{}, sink_),
        context_(tracker_.intern(CampaignContext{})) {
    ids_.reserve(messages);
    reported_.reserve(messages);
    // A stride that has no factor in common with the number of messages visits each once.
    stride_ = messages * 3 / 8 + 1;
    while (std::gcd(stride_, messages) != 1) ++stride_;
  }

  // A round, in three steps. All are submitted, one a millisecond, and all are taken.
  void begin() {
    sink_ = {};
    submit();
    answer();
    in_flight_bytes_ = tracker_.in_flight_bytes();
    remembered_bytes_ = tracker_.remembered_bytes();
  }

  // All but each hundredth will be delivered, in another order: that of their reports, which bring their ids with them.
  void shuffle() {
    reported_.clear();
    reported_texts_.clear();
    for (std::uint64_t i = 0, at = 0; i < messages_; ++i, at = (at + stride_) % messages_) {
      if (at % 100 == 0) continue;
      reported_.push_back(ids_[at]);
      reported_texts_ += foreign_ids_[at];
    }
  }

  // The reports come, by callbacks of a hundred; the waiting periods end. False: the events are not those of what was
  // reported.
  bool end() {
    report();
    now_ += kWaitingPeriod + Duration{1};
    tracker_.advance_to(now_);
    const std::uint64_t silent = (messages_ + 99) / 100;
    return sink_.enqueued == messages_ && sink_.delivered == messages_ - silent && sink_.closed == silent &&
           sink_.others == 0 && tracker_.remembered() == 0 && tracker_.in_flight() == 0;
  }

  double bytes_in_flight() const { return static_cast<double>(in_flight_bytes_) / static_cast<double>(messages_); }
  double bytes_remembered() const { return static_cast<double>(remembered_bytes_) / static_cast<double>(messages_); }

 private:
  void submit() {
    ids_.clear();
    core::Submission submission;
    submission.context = context_;
    for (std::uint64_t i = 0; i < messages_; ++i, now_ += Duration{1}) {
      submission.reference = i;
      submission.recipient.digits = 33'612'000'000 + i % 1'000'000;
      submission.foreign_id = foreign_ids_[i];
      ids_.push_back(tracker_.submit(submission, now_).message);
    }
  }

  void answer() {
    core::SendAnswer answer;
    answer.status = core::find_status("PENDING_ACCEPTED");
    for (std::uint64_t i = 0; i < messages_; ++i) {
      answer.message = ids_[i];
      answer.foreign_id = foreign_ids_[i];
      tracker_.on_send_response(answer, now_);
    }
  }

  void report() {
    DeliveryReport report;
    report.status = core::find_status("DELIVERED_TO_HANDSET");
    report.error = core::find_error("NO_ERROR");
    report.done_at = now_;
    for (std::size_t done = 0; done < reported_.size(); done += callback_.size()) {
      callback_.clear();
      const std::size_t end = std::min(done + kReportsPerCallback, reported_.size());
      for (std::size_t i = done; i < end; ++i) {
        report.message = reported_[i];
        report.foreign_id = foreign_ids_.in(reported_texts_, i);
        callback_.push_back(report);
      }
      tracker_.on_delivery_reports(callback_, now_);
    }
  }

  std::uint64_t messages_;
  std::uint64_t stride_ = 1;
  ForeignIds foreign_ids_;
  CountingSink sink_;
  core::Tracker<CountingSink> tracker_;
  core::ContextId context_;
  Instant now_ = kStart;
  std::vector<MessageId> ids_;
  // Of those that will be reported, in the order of their reports.
  std::vector<MessageId> reported_;
  std::string reported_texts_;
  std::vector<DeliveryReport> callback_;
  std::size_t in_flight_bytes_ = 0, remembered_bytes_ = 0;
};

bool round(World& world) {
  world.begin();
  world.shuffle();
  return world.end();
}

void tracker_alone(benchmark::State& state, std::uint64_t messages, bool foreign_ids) {
  World world(messages, foreign_ids);
  bool is_right = round(world);
  for (auto _ : state) {
    world.begin();
    state.PauseTiming();
    world.shuffle();
    state.ResumeTiming();
    is_right = world.end() && is_right;
  }
  if (!is_right) {
    state.SkipWithError("the events are not those of what was reported");
    return;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(messages));
  state.counters["bytes_in_flight"] = world.bytes_in_flight();
  state.counters["bytes_remembered"] = world.bytes_remembered();
}

const bool registered = [] {
  constexpr struct {
    const char* name;
    std::uint64_t messages;
  } kSizes[] = {{"small", 10'000}, {"1M", 1'000'000}, {"10M", 10'000'000}};
  for (const auto& size : kSizes) {
    for (const bool foreign_ids : {false, true}) {
      const std::string name =
          std::string("core/tracker/") + (foreign_ids ? "foreign_ids/" : "minted_ids/") + size.name;
      benchmark::RegisterBenchmark(name.c_str(), tracker_alone, size.messages, foreign_ids)
          ->Unit(benchmark::kMillisecond);
    }
  }
  // Rounds of a thousand, so that the tracker has done its growing when most of them come.
  static constexpr auto rounds = [](std::uint64_t messages, bool foreign_ids) {
    World world(1'000, foreign_ids);
    bool is_right = true;
    for (std::uint64_t done = 0; done < messages; done += 1'000) is_right = round(world) && is_right;
    return is_right;
  };
  count_too({"core/tracker/minted_ids", 10'000, 110'000, [](std::uint64_t n) { return rounds(n, false); }});
  return count_too({"core/tracker/foreign_ids", 10'000, 40'000, [](std::uint64_t n) { return rounds(n, true); }});
}();

}  // namespace
}  // namespace dlr::bench
