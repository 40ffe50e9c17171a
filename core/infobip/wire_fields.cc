#include "core/infobip/wire_fields.h"

#include <algorithm>
#include <limits>

#include "core/message_id.h"
#include "core/status.h"

namespace dlr::core::infobip {
namespace {

using Key = JsonBody::Key;
using Value = JsonBody::Value;

constexpr std::int64_t kMostParts = 255;

bool read_number(JsonBody& json, Value& value, std::int32_t& out) {
  std::optional<std::int64_t> number;
  if (!json.whole_number(value, number)) return false;
  if (number && *number >= 0 && *number <= std::numeric_limits<std::int32_t>::max()) {
    out = static_cast<std::int32_t>(*number);
  }
  return true;
}

enum class Named : unsigned { group_id, group_name, id, name, description, permanent };

// What status and error have in common; `other` reads what is left.
template <class Row, class Other>
bool read_row(JsonBody& json, Value& value, Row& row, SeenRows<Row>& seen, Other&& other) {
  if (!JsonBody::is_object(value)) return json.skip(value);
  const std::string_view from_here = json.all_from(value);
  if (const Row* known = seen.find(from_here)) {
    row = *known;
    return true;
  }
  Met<Named> met;
  const bool ok = json.object(value, [&](const Key& key, Value& field) {
    switch (key.first()) {
      case 'g':
        if (key == "groupId" && met.first(Named::group_id)) return read_number(json, field, row.group_id);
        if (key == "groupName" && met.first(Named::group_name)) return json.text(field, row.group_name);
        break;
      case 'i':
        if (key == "id" && met.first(Named::id)) return read_number(json, field, row.id);
        break;
      case 'n':
        if (key == "name" && met.first(Named::name)) return json.text(field, row.name);
        break;
      case 'd':
        if (key == "description" && met.first(Named::description)) return json.text(field, row.description);
        break;
      default:
        break;
    }
    return other(key, field, met);
  });
  if (ok) seen.add(json.bytes_of_object(from_here.data()), row);
  return ok;
}

}  // namespace

bool Parts::read(JsonBody& json, const Key& key, Value& value, bool& ok) {
  constexpr std::array<std::string_view, 3> kNames{"messageCount", "smsCount", "mmsCount"};
  for (unsigned i = 0; i < kNames.size(); ++i) {
    if (!(key == kNames[i])) continue;
    std::optional<std::int64_t> number;
    ok = met_.first(i) ? json.whole_number(value, number) : json.skip(value);
    if (number && *number >= 1 && *number <= kMostParts) numbers_[i] = static_cast<std::uint8_t>(*number);
    return true;
  }
  return false;
}

std::uint8_t Parts::number() const {
  for (const std::uint8_t number : numbers_) {
    if (number != 0) return number;
  }
  return 0;
}

namespace {

// Of a text of letters and digits, of which capitals alone lack one bit.
bool has_capitals(std::string_view text) {
  unsigned common = 0x20;
  for (const char c : text) common &= static_cast<unsigned char>(c);
  return common == 0;
}

}  // namespace

bool read_id(std::string_view text, MessageId& minted, std::string_view& foreign) {
  if (text.empty() || text.size() > kLongestForeignId) return false;
  if (const std::optional<MessageId> id = parse_message_id(text); id && !has_capitals(text)) {
    minted = *id;
  } else {
    foreign = text;
  }
  return true;
}

bool read_status(JsonBody& json, Value& value, ProviderStatus& status, SeenRows<ProviderStatus>& seen) {
  return read_row(json, value, status, seen,
                  [&json](const Key&, Value& field, Met<Named>&) { return json.skip(field); });
}

bool read_error(JsonBody& json, Value& value, ProviderError& error, SeenRows<ProviderError>& seen) {
  const bool ok = read_row(json, value, error, seen, [&](const Key& key, Value& field, Met<Named>& met) {
    if (key == "permanent" && met.first(Named::permanent)) return json.truth(field, error.permanent);
    return json.skip(field);
  });
  // Without an id its name says which one it is, as with statuses.
  if (error.id == kAbsent && !error.name.empty()) {
    if (const ProviderError* const known = find_error(error.name)) error.id = known->id;
  }
  return ok;
}

template <class Row>
void SeenRows<Row>::add(std::string_view object, const Row& row) {
  if (object.empty() || object.size() > kLongest || seen_.size() == kMost) return;
  Seen& seen = seen_.emplace_back();
  std::copy(object.begin(), object.end(), seen.bytes.begin());
  seen.size = object.size();
  seen.row = row;
  for (std::string_view* text : {&seen.row.group_name, &seen.row.name, &seen.row.description}) {
    if (!text->empty())
      *text = seen.text().substr(static_cast<std::size_t>(text->data() - object.data()), text->size());
  }
}
template class SeenRows<ProviderStatus>;
template class SeenRows<ProviderError>;

bool is_absent(const ProviderError& error) {
  return error.group_id == kAbsent && error.id == kAbsent && error.group_name.empty() && error.name.empty();
}

}  // namespace dlr::core::infobip
