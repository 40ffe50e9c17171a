// A final report that overtakes the send response ends the message without its first event.
#pragma once

#include "sim/defects/defect.h"

namespace dlr::sim {

inline const Defect kForgetsEnqueued{
    .name = "forgets-enqueued",
    .summary = "no enqueued when the final report comes first",
    .tune =
        [](core::TrackerSettings& settings) {
          for (core::Cell& cell : settings.lifecycle[static_cast<std::size_t>(core::State::submitted)]) {
            cell.enqueued_first = false;
          }
        },
};

}  // namespace dlr::sim
