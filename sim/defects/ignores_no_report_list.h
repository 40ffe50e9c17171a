// Silence from a country whose operators never report taken for a fault.
#pragma once

#include "sim/defects/defect.h"

namespace dlr::sim {

inline const Defect kIgnoresNoReportList{
    .name = "ignores-no-report-list",
    .summary = "the no-report countries are treated like all others",
    .tune =
        [](core::TrackerSettings& settings) { settings.no_report = core::NoReportTable(std::span<const Country>()); },
};

}  // namespace dlr::sim
