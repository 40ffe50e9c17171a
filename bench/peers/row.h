// What a tracker on somebody else's store keeps of a message, and the life of one: the plain cases of core/lifecycle.h,
// as one would write them for oneself.
#pragma once

#include <cstdint>

#include "bench/peers/tracker_run.h"

namespace dlr::bench {

enum class RowState : std::uint8_t { submitted, enqueued, delivered, failed, rejected };

struct Row {
  std::uint64_t message = 0;
  std::uint64_t recipient = 0;
  std::uint32_t sent_ms = 0;
  RowState state = RowState::submitted;

  bool is_open() const { return state <= RowState::enqueued; }

  void answered(bool taken, Heard& heard) {
    if (!taken && is_open()) {
      become(RowState::rejected, CampaignStatus::rejected, heard);
    } else if (taken && state == RowState::submitted) {
      become(RowState::enqueued, CampaignStatus::enqueued, heard);
    }
  }

  void reported(Fate fate, Heard& heard) {
    if (!is_open()) {
      ++heard.duplicates;
      return;
    }
    if (state == RowState::submitted) become(RowState::enqueued, CampaignStatus::enqueued, heard);
    if (fate == Fate::delivered) {
      become(RowState::delivered, CampaignStatus::delivered, heard);
    } else if (fate == Fate::failed) {
      become(RowState::failed, CampaignStatus::failed, heard);
    } else {
      become(RowState::rejected, CampaignStatus::rejected, heard);
    }
  }

  void waited(Heard& heard) const { heard.unreported += static_cast<std::uint64_t>(is_open()); }

 private:
  void become(RowState next, CampaignStatus status, Heard& heard) {
    state = next;
    heard.event(status, message, recipient, sent_ms);
  }
};

}  // namespace dlr::bench
