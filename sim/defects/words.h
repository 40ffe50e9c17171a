// Statuses and errors: what the provider's words mean, and which of them an event repeats.
#pragma once

#include <deque>
#include <utility>

#include "sim/defects/defect.h"

namespace dlr::sim {

// Puts other words in the place of a group's.
template <StatusGroup kGroup, const ProviderStatus& kInstead>
void take_group_for(std::vector<DeliveryReport>& reports) {
  for (DeliveryReport& report : reports) {
    if (is_said(report.status, kGroup)) report.status = &kInstead;
  }
}

// DELIVERED_TO_OPERATOR stands in the group DELIVERED; whoever maps the group only takes it for final.
inline const Defect kTakesOperatorForHandset{
    .name = "takes-operator-for-handset",
    .summary = "DELIVERED_TO_OPERATOR counts as delivered",
    .read =
        [](std::vector<DeliveryReport>& reports) {
          for (DeliveryReport& report : reports) {
            if (!is_said(report.status, StatusGroup::delivered)) continue;
            if (report.status->id == kDeliveredToOperator) report.status = &kSaysDelivered;
          }
        },
};

inline const Defect kTakesExpiredForSent{
    .name = "takes-expired-for-sent",
    .summary = "EXPIRED is taken for under way: such messages never end",
    .read = take_group_for<StatusGroup::expired, kSaysAccepted>,
};

inline const Defect kTakesPendingForFailed{
    .name = "takes-pending-for-failed",
    .summary = "an intermediate PENDING is taken for a failure",
    .read = take_group_for<StatusGroup::pending, kSaysNotDelivered>,
};

inline const Defect kTakesRejectedForFailed{
    .name = "takes-rejected-for-failed",
    .summary = "a rejection that comes by callback is said to be failed",
    .tune =
        [](core::TrackerSettings& settings) {
          cell(settings, core::State::enqueued, core::Input::report_rejected) =
              say_and_go(CampaignStatus::failed, core::State::failed);
        },
};

// A status that the table lacks is made final by guess.
inline const Defect kEndsUnknownStatuses{
    .name = "ends-unknown-statuses",
    .summary = "a status of an unknown group is taken for a failure",
    .read =
        [](std::vector<DeliveryReport>& reports) {
          for (DeliveryReport& report : reports) {
            if (is_said_unknown(report.status)) report.status = &kSaysNotDelivered;
          }
        },
};

// Code and text of an event taken from the status where the error is due.
inline const Defect kTakesStatusForError{
    .name = "takes-status-for-error",
    .summary = "status_code and error come from the status although an error was given",
    .read =
        [](std::vector<DeliveryReport>& reports) {
          for (DeliveryReport& report : reports) report.error = nullptr;
        },
};

// The two objects of a report have the same members, so a reader that takes one for the other does not notice.
inline const Defect kSwapsStatusAndError{
    .name = "swaps-status-and-error",
    .summary = "what a report says in `status` is read from `error`, and the other way round",
    .read =
        [](std::vector<DeliveryReport>& reports) {
          thread_local std::deque<std::pair<ProviderStatus, ProviderError>> swapped;  // read until the next callback
          swapped.clear();
          for (DeliveryReport& report : reports) {
            if (report.status == nullptr || report.error == nullptr) continue;
            auto& [status, error] = swapped.emplace_back(*report.status, *report.error);
            std::swap(status.id, error.id);
            std::swap(status.name, error.name);
            std::swap(status.description, error.description);
            report.status = &status;
            report.error = &error;
          }
        },
};

inline const Defect kErrorOfSuccess{
    .name = "error-of-success",
    .summary = "delivered bears the error NO_ERROR",
    .say =
        [](CampaignEvent& event) {
          if (event.status == CampaignStatus::delivered) event.error = "NO_ERROR";
          return 1U;
        },
};

inline const Defect kErasesReasons{
    .name = "erases-reasons",
    .summary = "failed comes without the text of its reason",
    .say =
        [](CampaignEvent& event) {
          if (event.status == CampaignStatus::failed) event.comment = {};
          return 1U;
        },
};

// Silence from a country whose operators never report taken for a fault.
inline const Defect kIgnoresNoReportList{
    .name = "ignores-no-report-list",
    .summary = "the no-report countries are treated like all others",
    .tune =
        [](core::TrackerSettings& settings) { settings.no_report = core::NoReportTable(std::span<const Country>()); },
};

inline const Defect kCountsAsOnePart{
    .name = "counts-as-one-part",
    .summary = "every message is said to be of one part",
    .say =
        [](CampaignEvent& event) {
          event.parts = 1;
          return 1U;
        },
};

}  // namespace dlr::sim
