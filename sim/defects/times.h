// The waiting period's two ends, and clocks of other people.
#pragma once

#include "sim/defects/defect.h"

namespace dlr::sim {

// The waiting period's end compared with the wrong sign of equality.
inline const Defect kAcceptsTooLate{
    .name = "accepts-too-late",
    .summary = "a report one millisecond after the waiting period still counts",
    .tune = [](core::TrackerSettings& settings) { settings.waiting_period += Duration{1}; },
};

// With the other wrong sign.
inline const Defect kRefusesAtDeadline{
    .name = "refuses-at-deadline",
    .summary = "a report exactly at the end of the waiting period does not count",
    .tune = [](core::TrackerSettings& settings) { settings.waiting_period -= Duration{1}; },
};

// The map from id to message lives shorter than the message.
inline const Defect kForgetsAfterThreeDays{
    .name = "forgets-after-three-days",
    .summary = "a report of the fourth day finds no message, which waits on for it",
    .misread =
        [](DeliveryReport& report, const ReportOrigin& origin) {
          if (origin.age <= std::chrono::hours{72}) return;
          report.message = MessageId{};
          report.foreign_id = {};
        },
};

// Open messages are looked for, and then ended by their ids, whatever has become of them between the two.
inline const Defect kSweepsWithoutAsking{
    .name = "sweeps-without-asking",
    .summary = "the end of the waiting period ends as unreported what has a final status already",
    .tune =
        [](core::TrackerSettings& settings) {
          for (const core::State state : kFinalStates) {
            cell(settings, state, core::Input::period_ends).note = core::Note::unreported;
          }
        },
};

// Nobody ends what nobody reports: messages pending for ever.
inline const Defect kLeavesThemOpen{
    .name = "leaves-them-open",
    .summary = "a message without a report is never closed",
    .tune =
        [](core::TrackerSettings& settings) {
          for (const core::State state : {core::State::submitted, core::State::enqueued}) {
            cell(settings, state, core::Input::period_ends).note = core::Note::forgotten;
          }
        },
};

inline const Defect kTakesReceiptForDone{
    .name = "takes-receipt-for-done",
    .summary = "an event bears the time at which its report came, not that of which it speaks",
    .read =
        [](std::vector<DeliveryReport>& reports) {
          for (DeliveryReport& report : reports) report.done_at.reset();
        },
};

inline const Defect kIgnoresZones{
    .name = "ignores-zones",
    .summary = "a time with an offset is taken for UTC",
    .misread =
        [](DeliveryReport& report, const ReportOrigin& origin) {
          if (report.done_at) *report.done_at += std::chrono::minutes{origin.zone_minutes};
        },
};

inline const Defect kTurnsZoneSign{
    .name = "turns-zone-sign",
    .summary = "the offset of a time is added where it is to be taken away",
    .misread =
        [](DeliveryReport& report, const ReportOrigin& origin) {
          if (report.done_at) *report.done_at += 2 * std::chrono::minutes{origin.zone_minutes};
        },
};

inline const Defect kTakesNoTimeForZero{
    .name = "takes-no-time-for-zero",
    .summary = "a report without a time is one of 1970",
    .read =
        [](std::vector<DeliveryReport>& reports) {
          for (DeliveryReport& report : reports) {
            if (!report.done_at) report.done_at = Instant{};
          }
        },
};

// The store has a column of whole seconds.
inline const Defect kTruncatesToSeconds{
    .name = "truncates-to-seconds",
    .summary = "the milliseconds of a report's time are cut off",
    .read =
        [](std::vector<DeliveryReport>& reports) {
          for (DeliveryReport& report : reports) {
            if (report.done_at) *report.done_at -= report.done_at->time_since_epoch() % std::chrono::seconds{1};
          }
        },
};

}  // namespace dlr::sim
