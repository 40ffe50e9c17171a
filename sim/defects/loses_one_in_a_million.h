// One message in a million says nothing of its end.
#pragma once

#include "sim/defects/defect.h"

namespace dlr::sim {

inline const Defect kLosesOneInAMillion{
    .name = "loses-one-in-a-million",
    .summary = "the last event of message 4242 of each million is lost",
    .say =
        [](CampaignEvent& event) {
          return event.reference % 1'000'000 != 4'242 || event.status == CampaignStatus::enqueued;
        },
};

}  // namespace dlr::sim
