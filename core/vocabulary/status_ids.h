// The provider's words for what became of a message: a status and an error, each with a group, an id within the group,
// a name and a sentence. Only the words; what they mean for a message is core/status.h's to say, and the oracle's.
#pragma once

#include <cstdint>
#include <string_view>

namespace dlr {

// Group ids of statuses, as in delivery reports (source: Infobip, "Response status and error codes").
enum class StatusGroup : std::int32_t {
  accepted = 0,
  pending = 1,
  undeliverable = 2,
  delivered = 3,
  expired = 4,
  rejected = 5,
};

// Ids that rules speak of by name; an id is unique within its group only.
inline constexpr std::int32_t kDeliveredToOperator = 2;            // group delivered, and yet not delivered
inline constexpr std::int32_t kRejectedDuplicateMessageId = 23;    // group rejected: "I have that one already"
inline constexpr std::int32_t kNoError = 0;
inline constexpr std::int32_t kAbsent = -1;                        // a group or id that was not given

// One status as the provider says it. The views point into tables or into the text a report was read from.
struct ProviderStatus {
  std::int32_t group_id = kAbsent;
  std::int32_t id = kAbsent;
  std::string_view group_name;
  std::string_view name;
  std::string_view description;
};

// One error as the provider says it; id 0 (NO_ERROR) means there was none.
struct ProviderError {
  std::int32_t group_id = kAbsent;
  std::int32_t id = kAbsent;
  std::string_view group_name;
  std::string_view name;
  std::string_view description;
  bool permanent = false;
};

}  // namespace dlr
