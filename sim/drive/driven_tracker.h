// The tracker that a lane drives, in structs; where they speak in bytes, wire.h makes structs of them first. Between
// tracker and lane is the place where a mistake can be planted, and the outbox of a tracker that has to outlive
// crashes.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/store/twin.h"
#include "core/tracker.h"
#include "sim/defects/defect.h"
#include "sim/event_lines.h"

namespace dlr::sim {

template <core::EventSink Sink>
class DrivenTracker {
 public:
  // `defect` may be null, `store` too: then events go straight to the sink, else whoever syncs the store hands them on.
  // With `lines`, which may be null, what goes straight to the sink is written there too. All must outlive it.
  DrivenTracker(core::TrackerSettings settings, Sink& sink, const Defect* defect, core::StoreTwin* store,
                EventLines* lines)
      : between_{sink, defect, store, lines,
                 (defect == nullptr || defect->say == nullptr) && store == nullptr && lines == nullptr},
        tracker_(tuned(std::move(settings), defect), between_, store) {}

  // After a crash, and when the process is back.
  void restore(const core::StoreTwin& store) { store.restore(tracker_); }
  template <class Wake>
  void resume(Instant now, Wake&& wake) {
    tracker_.resume(now, std::forward<Wake>(wake));
  }

  core::ContextId intern(const CampaignContext& context) { return tracker_.intern(context); }
  // Inline: else a submission is laid out in memory for the call.
  [[gnu::always_inline]] core::Submitted submit(const core::Submission& submission, Instant now) {
    return tracker_.submit(submission, now);
  }
  std::optional<Instant> on_send_response(const core::SendAnswer& answer, Instant now) {
    if (between_.defect != nullptr && between_.defect->hear != nullptr) [[unlikely]] {
      return hear_otherwise(answer, now);
    }
    return tracker_.on_send_response(answer, now);
  }
  std::optional<Instant> on_send_timeout(const MessageId& id, std::uint32_t try_number, Instant now) {
    return tracker_.on_send_timeout(id, {}, try_number, now);
  }
  std::optional<std::uint32_t> next_try(const MessageId& id, Instant now) { return tracker_.next_try(id, {}, now); }

  // Where reports are misread (`misreads`), with the origin of each; else `origins` is empty.
  bool misreads() const { return between_.defect != nullptr && between_.defect->misread != nullptr; }
  void on_delivery_reports(std::vector<DeliveryReport>& reports, std::span<const ReportOrigin> origins,
                           Instant received) {
    read_otherwise(reports, origins);
    tracker_.on_delivery_reports(reports, received);
  }
  // The same, one after another: after each `each(report, counters before it)` is called.
  template <class Each>
  void on_delivery_reports_singly(std::vector<DeliveryReport>& reports, std::span<const ReportOrigin> origins,
                                  Instant received, Each&& each) {
    read_otherwise(reports, origins);
    for (const DeliveryReport& report : reports) {
      const core::TrackerCounters before = tracker_.counters();
      tracker_.on_delivery_reports({&report, 1}, received);
      each(report, before);
    }
  }
  void advance_to(Instant now) { tracker_.advance_to(now); }

  std::uint64_t in_flight() const { return tracker_.in_flight(); }
  const core::TrackerCounters& counters() const { return tracker_.counters(); }

 private:
  void read_otherwise(std::vector<DeliveryReport>& reports, std::span<const ReportOrigin> origins) const {
    if (between_.defect == nullptr) [[likely]] {
      return;
    }
    for (std::size_t i = 0; i < origins.size(); ++i) between_.defect->misread(reports[i], origins[i]);
    if (between_.defect->read != nullptr) between_.defect->read(reports);
  }
  [[gnu::noinline]] std::optional<Instant> hear_otherwise(core::SendAnswer answer, Instant now) {
    between_.defect->hear(answer);
    return tracker_.on_send_response(answer, now);
  }

  struct Between {
    Sink& sink;
    const Defect* defect;
    core::StoreTwin* store;
    EventLines* lines;
    bool is_straight;

    [[gnu::always_inline]] void on_event(const CampaignEvent& event) {
      if (is_straight) [[likely]] {
        return sink.on_event(event);
      }
      say_otherwise(event);
    }
    [[gnu::noinline]] void say_otherwise(CampaignEvent event) {
      unsigned times = defect != nullptr && defect->say != nullptr ? defect->say(event) : 1;
      for (; times > 0; --times) {
        if (store != nullptr) {
          store->hold(event);
          continue;
        }
        if (lines != nullptr) lines->add(event);
        sink.on_event(event);
      }
    }
    void on_closed(const core::Closed& closed) {
      if (store != nullptr) return store->hold(closed);
      sink.on_closed(closed);
    }
  };

  static core::TrackerSettings tuned(core::TrackerSettings settings, const Defect* defect) {
    if (defect != nullptr && defect->tune) defect->tune(settings);
    return settings;
  }

  Between between_;
  core::Tracker<Between> tracker_;
};

}  // namespace dlr::sim
