// The loop over a callback's reports ends one too early.
#pragma once

#include "sim/defects/defect.h"

namespace dlr::sim {

inline const Defect kDropsLastReport{
    .name = "drops-last-report",
    .summary = "the last report of each callback is not read",
    .read = [](std::vector<DeliveryReport>& reports) { reports.pop_back(); },
};

}  // namespace dlr::sim
