// A later final status replaces the one that stands.
#pragma once

#include "sim/defects/defect.h"

namespace dlr::sim {

inline const Defect kTakesSecondFinal{
    .name = "takes-second-final",
    .summary = "a contradicting report after the final status is believed",
    .tune =
        [](core::TrackerSettings& settings) {
          using core::Input;
          using core::State;
          constexpr std::pair<State, Input> finals[] = {{State::delivered, Input::report_delivered},
                                                        {State::rejected, Input::report_rejected},
                                                        {State::failed, Input::report_failed}};
          constexpr CampaignStatus said[] = {CampaignStatus::delivered, CampaignStatus::rejected,
                                             CampaignStatus::failed};
          for (const auto& [state, own] : finals) {
            for (std::size_t i = 0; i < 3; ++i) {
              const Input other = finals[i].second;
              if (other == own) continue;
              settings.lifecycle[static_cast<std::size_t>(state)][static_cast<std::size_t>(other)] = {
                  false, true, said[i], finals[i].first, core::Note::none};
            }
          }
        },
};

}  // namespace dlr::sim
