// What the tracking core says about a message: one event per status that the message reaches.
// Source: Bloomreach Engagement, "System events" (campaign): statuses and the properties of a campaign.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/vocabulary/message.h"
#include "core/vocabulary/status_ids.h"
#include "core/vocabulary/time.h"

namespace dlr {

enum class CampaignStatus : std::uint8_t { enqueued, enqueue_failed, delivered, rejected, failed };

constexpr const char* to_string(CampaignStatus status) {
  constexpr const char* names[] = {"enqueued", "enqueue_failed", "delivered", "rejected", "failed"};
  return names[static_cast<int>(status)];
}

// What all messages of one campaign action have in common; interned once, copied to every event as it is.
struct CampaignContext {
  std::string campaign_id;
  std::string campaign_name;
  std::int64_t action_id = 0;  // 0: no action is known
  std::string action_name;
  std::string campaign_policy;
  std::string language;
  std::string sender;
  std::string event_type = "campaign";  // event mapping; fixed when the message is submitted

  friend bool operator==(const CampaignContext&, const CampaignContext&) = default;
};

// Properties that the sender gave for one message alone.
using OwnProperties = std::map<std::string, std::string>;

// Valid during the call that hands it over: the views point into tables or into what came in.
struct CampaignEvent {
  MessageId message;            // all zero for a message refused before it got an id
  std::string_view foreign_id;  // the id in the provider's ears where the core did not mint it, else empty
  Reference reference = 0;
  CampaignStatus status = CampaignStatus::enqueued;
  Channel channel = Channel::sms;
  std::int32_t status_code = kNoCode;
  std::uint8_t parts = 0;  // number_of_message_parts; 0 when nobody knows
  Instant timestamp;       // when the status came about
  Instant received;        // when the core heard of it
  Instant sent;            // submission
  PhoneNumber recipient;
  std::string_view error;    // empty: no such property
  std::string_view comment;  // empty: no such property
  const CampaignContext* campaign = nullptr;
  const OwnProperties* own = nullptr;  // null: none

  static constexpr std::int32_t kNoCode = kAbsent;  // so that a status without an id has none
};

}  // namespace dlr
