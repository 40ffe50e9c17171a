// The waiting period's two ends, and clocks of other people.
#pragma once

#include <algorithm>

#include "sim/defects/defect.h"

namespace dlr::sim {

// As far as a tracker can.
inline void wait_longer(core::TrackerSettings& settings, Duration by) {
  settings.waiting_period = std::min(settings.waiting_period + by, core::MessageStore::kLongestWait);
}

// The waiting period's end compared with the wrong sign of equality.
inline const Defect kAcceptsTooLate{
    .name = "accepts-too-late",
    .summary = "a report one millisecond after the waiting period still counts",
    .tune = [](core::TrackerSettings& settings) { wait_longer(settings, Duration{1}); },
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

// Nobody hears of the end of what nobody reports: messages pending for ever, in whatever waits for it.
inline const Defect kEndsUnheard{
    .name = "ends-unheard",
    .summary = "nobody is told that the waiting period of a message has ended without a report",
    .tune =
        [](core::TrackerSettings& settings) {
          for (const core::State state : {core::State::submitted, core::State::enqueued}) {
            cell(settings, state, core::Input::period_ends).note = core::Note::forgotten;
          }
        },
};

// An entry that outlives its time, in memory as well.
inline const Defect kKeepsThemADayMore{
    .name = "keeps-them-a-day-more",
    .summary = "the waiting period is a day longer than it should be",
    .tune = [](core::TrackerSettings& settings) { wait_longer(settings, std::chrono::hours{24}); },
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
