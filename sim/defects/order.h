// Answers and reports come in any order, twice, and contradict each other.
#pragma once

#include "sim/defects/defect.h"

namespace dlr::sim {

// A later final status replaces the one that stands.
inline const Defect kTakesSecondFinal{
    .name = "takes-second-final",
    .summary = "a contradicting report after the final status is believed",
    .tune =
        [](core::TrackerSettings& settings) {
          for (std::size_t standing = 0; standing < kFinalStates.size(); ++standing) {
            for (std::size_t later = 0; later < kFinalStates.size(); ++later) {
              if (later == standing) continue;
              cell(settings, kFinalStates[standing], kFinalReports[later]) =
                  say_and_go(kFinalStatuses[later], kFinalStates[later]);
            }
          }
        },
};

// A final report that overtakes the send response ends the message without its first event.
inline const Defect kForgetsEnqueued{
    .name = "forgets-enqueued",
    .summary = "no enqueued when the final report comes first",
    .tune =
        [](core::TrackerSettings& settings) {
          for (core::Cell& one : settings.lifecycle[static_cast<std::size_t>(core::State::submitted)]) {
            one.enqueued_first = false;
          }
        },
};

// A report that comes before the answer finds nobody, and is dropped.
inline const Defect kDropsEarlyReports{
    .name = "drops-early-reports",
    .summary = "a report that comes before the send response is dropped",
    .tune =
        [](core::TrackerSettings& settings) {
          for (const core::Input input : kFinalReports) {
            cell(settings, core::State::submitted, input) = stay_in(core::State::submitted);
          }
        },
};

// The sender writes its answer down without asking what has become of the message meanwhile.
inline const Defect kLateResponseOverwrites{
    .name = "late-response-overwrites",
    .summary = "a send response after the final status says enqueued again",
    .tune =
        [](core::TrackerSettings& settings) {
          for (const core::State state : kFinalStates) {
            cell(settings, state, core::Input::taken) = say_and_go(CampaignStatus::enqueued, core::State::enqueued);
          }
        },
};

// An intermediate report that was overtaken by the final one brings the message back.
inline const Defect kOlderStateReplaces{
    .name = "older-state-replaces",
    .summary = "an intermediate report after the final status says enqueued again",
    .tune =
        [](core::TrackerSettings& settings) {
          for (const core::State state : kFinalStates) {
            cell(settings, state, core::Input::under_way) = say_and_go(CampaignStatus::enqueued, core::State::enqueued);
          }
        },
};

// Without a filter for duplicates, a callback that is repeated makes its events again.
inline const Defect kRepeatsDuplicates{
    .name = "repeats-duplicates",
    .summary = "a final report that comes twice is said twice",
    .tune =
        [](core::TrackerSettings& settings) {
          for (std::size_t i = 0; i < kFinalStates.size(); ++i) {
            cell(settings, kFinalStates[i], kFinalReports[i]) = say_and_go(kFinalStatuses[i], kFinalStates[i]);
          }
        },
};

// Each final report is taken for the first that is heard.
inline const Defect kEnqueuedTwice{
    .name = "enqueued-twice",
    .summary = "a final report says enqueued first, although the send response has said so",
    .tune =
        [](core::TrackerSettings& settings) {
          for (const core::Input input : kFinalReports) {
            cell(settings, core::State::enqueued, input).enqueued_first = true;
          }
        },
};

// The filter for duplicates is keyed by the message alone: after anything was said, nothing more is.
inline const Defect kFiltersByMessageAlone{
    .name = "filters-by-message-alone",
    .summary = "whatever comes after a message's first event is taken for a duplicate",
    .tune =
        [](core::TrackerSettings& settings) {
          for (core::Cell& one : settings.lifecycle[static_cast<std::size_t>(core::State::submitted)]) {
            if (!one.enqueued_first) continue;
            one.enqueued_first = false;
            one.event = CampaignStatus::enqueued;
          }
          for (const core::State state : {core::State::enqueued, core::State::unconfirmed}) {
            for (core::Cell& one : settings.lifecycle[static_cast<std::size_t>(state)]) {
              one.enqueued_first = one.has_event = false;
            }
          }
        },
};

// A second final that disagrees ends as a duplicate: silently, so that nobody can see how often it happens.
inline const Defect kHidesConflicts{
    .name = "hides-conflicts",
    .summary = "a contradicting report is counted as a duplicate",
    .tune =
        [](core::TrackerSettings& settings) {
          for (const core::State state : kFinalStates) {
            for (const core::Input input : kFinalReports) {
              cell(settings, state, input).note = core::Note::duplicate;
            }
          }
        },
};

}  // namespace dlr::sim
