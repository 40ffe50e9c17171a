// Tries, answers, and what it means when there is none.
#pragma once

#include <algorithm>

#include "sim/defects/defect.h"

namespace dlr::sim {

// Success assumed before anybody proved it.
inline const Defect kTakesSilenceForSent{
    .name = "takes-silence-for-sent",
    .summary = "a message whose tries ended without an answer is said to be enqueued",
    .tune =
        [](core::TrackerSettings& settings) {
          cell(settings, core::State::submitted, core::Input::unknown) =
              say_and_go(CampaignStatus::enqueued, core::State::enqueued);
        },
};

// Once it was said that nobody knows, nothing that is heard changes it.
inline const Defect kNeverRecovers{
    .name = "never-recovers",
    .summary = "reports of a message that was said to have failed to get through are ignored",
    .tune =
        [](core::TrackerSettings& settings) {
          const auto ignore = [&settings](core::Input input) {
            cell(settings, core::State::unconfirmed, input) = stay_in(core::State::unconfirmed);
          };
          ignore(core::Input::under_way);
          std::ranges::for_each(kFinalReports, ignore);
        },
};

// A send that was refused produces no event.
inline const Defect kRefusesSilently{
    .name = "refuses-silently",
    .summary = "no event for a message that never got through",
    .tune =
        [](core::TrackerSettings& settings) {
          cell(settings, core::State::submitted, core::Input::refused).has_event = false;
        },
};

// The length of a text is left to the provider.
inline const Defect kSubmitsTooLong{
    .name = "submits-too-long",
    .summary = "a text that the provider is known to refuse for its length is submitted",
    .tune = [](core::TrackerSettings& settings) { settings.refuse_too_long = false; },
};

inline const Defect kTriesOnce{
    .name = "tries-once",
    .summary = "a try that failed is not repeated",
    .tune = [](core::TrackerSettings& settings) { settings.send.tries = 1; },
};

inline const Defect kTriesOnceMore{
    .name = "tries-once-more",
    .summary = "one try more than asked for",
    .tune = [](core::TrackerSettings& settings) { ++settings.send.tries; },
};

inline const Defect kIgnoresRetryAfter{
    .name = "ignores-retry-after",
    .summary = "a busy provider is asked again without the wait it asks for",
    .hear = [](core::SendAnswer& answer) { answer.retry_after.reset(); },
};

inline const Defect kNeverJitters{
    .name = "never-jitters",
    .summary = "whoever was refused together asks again together",
    .tune = [](core::TrackerSettings& settings) { settings.send.backoff_jitter = {}; },
};

inline const Defect kGivesUpWhenBusy{
    .name = "gives-up-when-busy",
    .summary = "429 and 503 are taken for a refusal of the message",
    .hear =
        [](core::SendAnswer& answer) {
          if (answer.http_status == 429 || answer.http_status == 503) answer.http_status = 400;
        },
};

// A client that hides the failure: any answer in the 200s is a success.
inline const Defect kBelievesAnyAnswer{
    .name = "believes-any-answer",
    .summary = "a rejection inside an answer of 200 is taken for accepted",
    .hear =
        [](core::SendAnswer& answer) {
          if (is_said(answer.status, StatusGroup::rejected)) answer.status = &kSaysAccepted;
        },
};

// The provider knows the id already: it was ours, of the try before.
inline const Defect kTakesItsEchoForRefusal{
    .name = "takes-its-echo-for-refusal",
    .summary = "REJECTED_DUPLICATE_MESSAGE_ID on a repeated try is taken for a rejection",
    .hear =
        [](core::SendAnswer& answer) {
          if (answer.status != nullptr && answer.status->id == kRejectedDuplicateMessageId)
            answer.status = &kSaysRejected;
        },
};

}  // namespace dlr::sim
