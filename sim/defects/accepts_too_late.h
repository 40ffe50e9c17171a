// The waiting period's end compared with the wrong sign of equality.
#pragma once

#include "sim/defects/defect.h"

namespace dlr::sim {

inline const Defect kAcceptsTooLate{
    .name = "accepts-too-late",
    .summary = "a report one millisecond after the waiting period still counts",
    .tune = [](core::TrackerSettings& settings) { settings.waiting_period += Duration{1}; },
};

}  // namespace dlr::sim
