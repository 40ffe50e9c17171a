#include "core/status.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace dlr::core {
namespace {

#include "core/status_table.inc"

constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// ASCII only: the provider's names are, and no locale may have a say.
constexpr bool same_name(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (upper(a[i]) != upper(b[i])) return false;
  }
  return true;
}

constexpr std::string_view kGroupNames[] = {"ACCEPTED", "PENDING", "UNDELIVERABLE", "DELIVERED", "EXPIRED", "REJECTED"};

constexpr bool is_group(std::int32_t id) { return id >= 0 && id < static_cast<std::int32_t>(std::size(kGroupNames)); }

template <class Row>
const Row* find_by_name(std::span<const Row> rows, std::string_view name) {
  const auto at = std::find_if(rows.begin(), rows.end(), [name](const Row& row) { return same_name(row.name, name); });
  return at == rows.end() ? nullptr : &*at;
}

// The one group of all rows that fit; kAbsent when there is none, or more than one.
template <class Fits>
std::int32_t common_group(Fits fits) {
  std::int32_t group = kAbsent;
  for (const ProviderStatus& row : kStatuses) {
    if (!fits(row) || row.group_id == group) continue;
    if (group != kAbsent) return kAbsent;
    group = row.group_id;
  }
  return group;
}

std::int32_t group_by_words(const ProviderStatus& status) {
  for (std::int32_t id = 0; is_group(id); ++id) {
    if (same_name(kGroupNames[id], status.group_name)) return id;
  }
  const std::int32_t by_name =
      common_group([&](const ProviderStatus& row) { return same_name(row.name, status.name); });
  // An id is one within its group: it says nothing beside a group that nobody knows.
  if (by_name != kAbsent || status.group_id != kAbsent || !status.group_name.empty()) return by_name;
  return common_group([&](const ProviderStatus& row) { return row.id == status.id; });
}

// The index in the tables below of the group that a status belongs to; one past the last when neither group id, group
// name, nor the status's own name or id is known. A name or id that stands in two groups names none, nor does an id
// beside a group that nobody knows.
std::size_t group_index(const ProviderStatus& status) {
  const std::int32_t id = is_group(status.group_id) ? status.group_id : group_by_words(status);
  return id == kAbsent ? std::size(kGroupNames) : static_cast<std::size_t>(id);
}

// By group: accepted, pending, undeliverable, delivered, expired, rejected, one that nobody knows.
constexpr Input kInResponse[] = {Input::taken, Input::taken,           Input::failed_response,
                                 Input::taken, Input::failed_response, Input::rejected_response,
                                 Input::taken};
constexpr Input kInReport[] = {Input::under_way,        Input::under_way,     Input::report_failed,
                               Input::report_delivered, Input::report_failed, Input::report_rejected,
                               Input::under_way};
static_assert(std::size(kInResponse) == std::size(kGroupNames) + 1);
static_assert(std::size(kInReport) == std::size(kGroupNames) + 1);

bool is_delivered_to_operator(const ProviderStatus& status) {
  return status.id == kDeliveredToOperator || same_name(status.name, "DELIVERED_TO_OPERATOR");
}

bool is_duplicate_id(const ProviderStatus& status) {
  return status.id == kRejectedDuplicateMessageId || same_name(status.name, "REJECTED_DUPLICATE_MESSAGE_ID");
}

}  // namespace

std::span<const ProviderStatus> statuses() { return kStatuses; }
std::span<const ProviderError> errors() { return kErrors; }
std::span<const SmppError> smpp_errors() { return kSmppErrors; }

const ProviderStatus* find_status(std::string_view name) { return find_by_name(statuses(), name); }
const ProviderError* find_error(std::string_view name) { return find_by_name(errors(), name); }

const ProviderStatus* find_status(StatusGroup group, std::int32_t id) {
  const auto at = std::find_if(std::begin(kStatuses), std::end(kStatuses), [group, id](const ProviderStatus& row) {
    return row.group_id == static_cast<std::int32_t>(group) && row.id == id;
  });
  return at == std::end(kStatuses) ? nullptr : at;
}

const SmppError* find_smpp_error(std::uint32_t code) {
  const auto at = std::find_if(std::begin(kSmppErrors), std::end(kSmppErrors),
                               [code](const SmppError& row) { return row.code == code; });
  return at == std::end(kSmppErrors) ? nullptr : at;
}

bool says_nothing(const ProviderStatus& status) {
  return status.group_id == kAbsent && status.id == kAbsent && status.group_name.empty() && status.name.empty();
}

Input meaning_in_response(const ProviderStatus& status, bool repeat_of_ours) {
  const Input input = kInResponse[group_index(status)];
  return input == Input::rejected_response && repeat_of_ours && is_duplicate_id(status) ? Input::taken : input;
}

ReportMeaning meaning_in_report(const ProviderStatus& status, bool repeat_of_ours) {
  const std::size_t group = group_index(status);
  const Input input = kInReport[group];
  if (input == Input::report_delivered && is_delivered_to_operator(status)) return {Input::under_way, false};
  if (input == Input::report_rejected && repeat_of_ours && is_duplicate_id(status)) return {Input::under_way, false};
  return {input, group == std::size(kGroupNames)};
}

}  // namespace dlr::core
