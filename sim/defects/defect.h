// Mistakes that can be planted between drive and core, to prove that the oracle sees them: those that real trackers
// made, and those a hand that changes the lifecycle could make. By subject in the files beside this one; the list is
// defects.cc.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "core/delivery_report.h"
#include "core/sender.h"
#include "core/tracker.h"
#include "core/vocabulary/campaign_event.h"
#include "core/vocabulary/time.h"

namespace dlr::sim {

// What a tracker's store does wrong; nothing of it shows before a crash.
enum class StoreMistake : std::uint8_t {
  none,
  acknowledges_unwritten,
  says_before_written,
  tries_before_written,
  says_anew,
  loses_key
};

// What is known of a report beside what the core's reader makes of it.
struct ReportOrigin {
  std::int16_t zone_minutes = 0;  // that its times are written in: 60 is +0100
  Duration age{};                 // since its message was sent; nothing for one that never was
};

// Each function may be empty.
struct Defect {
  std::string_view name;
  std::string_view summary;
  std::function<void(core::TrackerSettings& settings)> tune = {};  // what the tracker is started with
  void (*hear)(core::SendAnswer& answer) = nullptr;                // what it is answered
  void (*read)(std::vector<DeliveryReport>& reports) = nullptr;    // what it is given to read: a callback
  void (*misread)(DeliveryReport& report, const ReportOrigin& origin) = nullptr;  // and one report of it, before that
  unsigned (*say)(CampaignEvent& event) = nullptr;                                // what it says, and how often
  StoreMistake store = StoreMistake::none;
};

std::span<const Defect* const> defects();
const Defect* find_defect(std::string_view name);

// For tune: the cell of a state and an input.
inline core::Cell& cell(core::TrackerSettings& settings, core::State state, core::Input input) {
  return settings.lifecycle[static_cast<std::size_t>(state)][static_cast<std::size_t>(input)];
}
// The states that a message does not leave; in the same order the reports that bring it there, and what is said then.
inline constexpr std::array kFinalStates{core::State::delivered, core::State::rejected, core::State::failed};
inline constexpr std::array kFinalReports{core::Input::report_delivered, core::Input::report_rejected,
                                          core::Input::report_failed};
inline constexpr std::array kFinalStatuses{CampaignStatus::delivered, CampaignStatus::rejected, CampaignStatus::failed};
// And what it may be made to do: say this and go there, or keep silent and stay.
constexpr core::Cell say_and_go(CampaignStatus event, core::State next) {
  return {false, true, event, next, core::Note::none};
}
constexpr core::Cell stay_in(core::State state) {
  return {false, false, CampaignStatus::enqueued, state, core::Note::none};
}

// For hear and read: words to put in the place of others.
inline constexpr ProviderStatus kSaysAccepted{1, 26, "PENDING", "PENDING_ACCEPTED", "Pending Accepted"};
inline constexpr ProviderStatus kSaysDelivered{3, 5, "DELIVERED", "DELIVERED_TO_HANDSET",
                                               "Message delivered to handset"};
inline constexpr ProviderStatus kSaysNotDelivered{2, 9, "UNDELIVERABLE", "UNDELIVERABLE_NOT_DELIVERED",
                                                  "Message sent not delivered"};
inline constexpr ProviderStatus kSaysRejected{5, 6, "REJECTED", "REJECTED_NETWORK", "Network is forbidden"};

// Whether a status says that it is of this group.
inline bool is_said(const ProviderStatus* status, StatusGroup group) {
  return status != nullptr && status->group_id == static_cast<std::int32_t>(group);
}
// Or of one that nobody knows.
inline bool is_said_unknown(const ProviderStatus* status) {
  return status != nullptr && status->group_id > static_cast<std::int32_t>(StatusGroup::rejected);
}

}  // namespace dlr::sim
