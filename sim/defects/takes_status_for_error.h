// Code and text of an event taken from the status where the error is due.
#pragma once

#include "sim/defects/defect.h"

namespace dlr::sim {

inline const Defect kTakesStatusForError{
    .name = "takes-status-for-error",
    .summary = "status_code and error come from the status although an error was given",
    .read =
        [](std::vector<DeliveryReport>& reports) {
          for (DeliveryReport& report : reports) report.error = nullptr;
        },
};

}  // namespace dlr::sim
