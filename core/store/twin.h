// A store that lives in memory and dies like a real one: what was not synced when it crashes is gone. It is an outbox
// too: an event leaves it with the sync that makes its cause durable, so nothing is ever said that a restart could take
// back. That an event has left is durable with the next sync only: after a crash in between it leaves once more, the
// same to the last byte. At least once, then; a sink that drops the ids it knows hears everything exactly once.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/store/change_log.h"
#include "core/tracker.h"

namespace dlr::core {

class StoreTwin final : public ChangeLog {
 public:
  void on_change(const MessageSnapshot& message) override;
  void on_forgotten(std::uint64_t first) override;

  // What the tracker says, to be handed on when it is durable.
  void hold(const CampaignEvent& event);
  void hold(const Closed& closed);

  bool has_unsynced() const { return !changes_.empty() || !outbox_.empty() || first_ != synced_first_; }

  // Makes everything written so far durable, and hands on what was said.
  template <EventSink Sink>
  void sync(Sink& sink) {
    keep();
    say(sink);
  }
  // The second half of it alone: hands on what was said, durable or not. For whoever plants that mistake.
  template <EventSink Sink>
  void say(Sink& sink) {
    for (const Said& said : outbox_) hand_on(said, sink);
    leaving_ = std::move(outbox_);
    outbox_.clear();
  }

  // What was not synced is gone.
  void crash();

  // After a crash, before anything new is written: to a tracker that has remembered nothing yet, whose contexts were
  // interned in the same order.
  void restore(TrackerBase& tracker) const;
  // Events that had left when nobody had written down yet that they had.
  template <EventSink Sink>
  void repeat(Sink& sink) const {
    for (const Said& said : leaving_) hand_on(said, sink);
  }

 private:
  struct Kept {
    MessageSnapshot message;  // its views point nowhere; see below
    std::string foreign_id;
    std::optional<OwnProperties> own;
  };
  struct KeptEvent {
    CampaignEvent event;  // its views point nowhere; see below
    std::string foreign_id, error, comment;
    std::optional<OwnProperties> own;
  };
  using Said = std::variant<KeptEvent, Closed>;

  void keep();

  template <EventSink Sink>
  static void hand_on(const Said& said, Sink& sink) {
    if (const auto* closed = std::get_if<Closed>(&said)) return sink.on_closed(*closed);
    const auto& kept = std::get<KeptEvent>(said);
    CampaignEvent event = kept.event;
    event.foreign_id = kept.foreign_id;
    event.error = kept.error;
    event.comment = kept.comment;
    event.own = kept.own ? &*kept.own : nullptr;
    sink.on_event(event);
  }

  std::map<std::uint64_t, Kept> messages_;  // durable, by sequence
  std::uint64_t synced_first_ = 0;
  std::vector<Kept> changes_;  // written and not yet durable, in their order
  std::uint64_t first_ = 0;
  std::vector<Said> outbox_;              // what waits for the next sync
  std::vector<Said> leaving_;             // what left with the latest sync
  std::deque<CampaignContext> contexts_;  // what events point to outlives the tracker
};

}  // namespace dlr::core
