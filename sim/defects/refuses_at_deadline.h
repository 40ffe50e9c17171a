// The waiting period's end compared with the other wrong sign of equality.
#pragma once

#include "sim/defects/defect.h"

namespace dlr::sim {

inline const Defect kRefusesAtDeadline{
    .name = "refuses-at-deadline",
    .summary = "a report exactly at the end of the waiting period does not count",
    .tune = [](core::TrackerSettings& settings) { settings.waiting_period -= Duration{1}; },
};

}  // namespace dlr::sim
