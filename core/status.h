// What each of the provider's statuses and errors means for a message. A status acts by its group: by group id, else by
// group name, else by its own name or id as the table knows it; names are the same in any case.
// Source: Infobip, "Response status and error codes" (statuses, errors), SMPP 3.4 section 5.1.3 (command status).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/lifecycle.h"
#include "core/vocabulary/status_ids.h"

namespace dlr::core {

// All rows of the provider's tables, by group, then id; those without a group last. Rows may be pointed to for ever.
std::span<const ProviderStatus> statuses();
std::span<const ProviderError> errors();

// By name in any case; of a name that stands in two groups (SIGNALS_BLOCKED) the first row.
const ProviderStatus* find_status(std::string_view name);
const ProviderError* find_error(std::string_view name);
// By group and id: an id alone is no key.
const ProviderStatus* find_status(StatusGroup group, std::int32_t id);

// A code of the operators' own protocol, for the reader of an error's description.
struct SmppError {
  std::uint32_t code;
  std::string_view name;
  std::string_view meaning;
};
std::span<const SmppError> smpp_errors();
const SmppError* find_smpp_error(std::uint32_t code);

// Neither group nor id nor name: nothing to go by; in a report that is malformed.
bool says_nothing(const ProviderStatus& status);

// What a status in a 2xx send response means. `repeat_of_ours`: we have sent this message before, so that
// REJECTED_DUPLICATE_MESSAGE_ID says that the provider has it.
Input meaning_in_response(const ProviderStatus& status, bool repeat_of_ours);

struct ReportMeaning {
  Input input = Input::under_way;
  bool unknown_status = false;  // a group that nobody knows: counted, and never final by guess
};
ReportMeaning meaning_in_report(const ProviderStatus& status, bool repeat_of_ours);

}  // namespace dlr::core
