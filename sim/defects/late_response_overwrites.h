// The sender writes its answer down without asking what has become of the message meanwhile.
#pragma once

#include "sim/defects/defect.h"

namespace dlr::sim {

inline const Defect kLateResponseOverwrites{
    .name = "late-response-overwrites",
    .summary = "a send response after the final status says enqueued again",
    .tune =
        [](core::TrackerSettings& settings) {
          for (const core::State state : {core::State::delivered, core::State::rejected, core::State::failed}) {
            settings.lifecycle[static_cast<std::size_t>(state)][static_cast<std::size_t>(core::Input::taken)] = {
                false, true, CampaignStatus::enqueued, core::State::enqueued, core::Note::none};
          }
        },
};

}  // namespace dlr::sim
