// What the oracle keeps of one message while it goes through its log; its own business.
#pragma once

#include "sim/oracle.h"

namespace dlr::sim {

// A message's story as it unfolds.
struct Oracle::Story {
  const MessageTruth& truth;
  bool enqueued = false;
  bool unconfirmed = false;
  bool was_unconfirmed = false;
  bool final_said = false;
  CampaignStatus final_status = CampaignStatus::enqueued;
  std::uint8_t response_parts = 0;

  std::uint32_t tries = 1;
  LaneTime try_at = 0;
  bool sending = true;  // tries go on
  bool ended_by_report = false;
  bool ambiguous = false;  // one try may have got through
  bool waiting = false;    // for the next try, due within [due_from, due_to]
  std::uint64_t due_from = 0, due_to = 0;
  bool drawn_freely = false;  // nothing but jitter decides when in that time

  bool over(const Frame& frame, LaneTime at) const {
    return at - truth.sent > static_cast<std::uint64_t>(frame.waiting_period.count());
  }
};

}  // namespace dlr::sim
