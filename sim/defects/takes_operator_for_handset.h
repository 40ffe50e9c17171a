// DELIVERED_TO_OPERATOR stands in the group DELIVERED; whoever maps the group only takes it for final.
#pragma once

#include "sim/defects/defect.h"

namespace dlr::sim {

inline const Defect kTakesOperatorForHandset{
    .name = "takes-operator-for-handset",
    .summary = "DELIVERED_TO_OPERATOR counts as delivered",
    .read =
        [](std::vector<DeliveryReport>& reports) {
          static constexpr ProviderStatus handset{3, 5, "DELIVERED", "DELIVERED_TO_HANDSET",
                                                  "Operator reported delivery to the handset"};
          for (DeliveryReport& report : reports) {
            if (report.status->group_id == 3 && report.status->id == kDeliveredToOperator) report.status = &handset;
          }
        },
};

}  // namespace dlr::sim
