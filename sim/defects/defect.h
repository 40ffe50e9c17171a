// Mistakes that can be planted between drive and core, to prove that the oracle sees them. Each has a file of its own
// that says what it imitates; the list is defects.cc.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "core/delivery_report.h"
#include "core/tracker.h"
#include "core/vocabulary/campaign_event.h"

namespace dlr::sim {

struct Defect {
  std::string_view name;
  std::string_view summary;
  // Each may be empty. What the tracker is started with; what it is given to read; what it says (false: it says
  // nothing).
  std::function<void(core::TrackerSettings& settings)> tune = {};
  void (*read)(std::vector<DeliveryReport>& reports) = nullptr;
  bool (*say)(CampaignEvent& event) = nullptr;
};

std::span<const Defect* const> defects();
const Defect* find_defect(std::string_view name);

}  // namespace dlr::sim
