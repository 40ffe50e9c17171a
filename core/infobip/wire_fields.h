// Fields that delivery reports and send responses have in common. In each object the first of doubled keys counts, and
// what is null, of another type or absurd is as if missing. For the readers of this room.
// Source: Infobip API reference, the objects `status` and `error`, and the counts of parts (v3, v2, MMS).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/infobip/json_body.h"
#include "core/vocabulary/message.h"
#include "core/vocabulary/status_ids.h"

namespace dlr::core::infobip {

// Which fields of one object have been met.
template <class Field>
class Met {
 public:
  bool first(Field field) {
    const std::uint32_t bit = std::uint32_t{1} << static_cast<unsigned>(field);
    const bool is_first = (met_ & bit) == 0;
    met_ |= bit;
    return is_first;
  }

 private:
  std::uint32_t met_ = 0;
};

// The number of parts under any of its names: messageCount (v3), smsCount (v1, v2), mmsCount (MMS v1, pulled), the
// first of these that makes sense, 1 to 255; 0: none does.
class Parts {
 public:
  // Whether the key is one of the names; then `value` was read, and `ok` says whether the body still is JSON.
  bool read(JsonBody& json, const JsonBody::Key& key, JsonBody::Value& value, bool& ok);
  std::uint8_t number() const;

 private:
  Met<unsigned> met_;
  std::array<std::uint8_t, 3> numbers_{};
};

// Whether a text under `messageId` is an id at all; then it is either in the form of the ids that we mint, or foreign.
// A text in the minted form that we never minted is a MessageId all the same: its tag tells the tracker. In capitals it
// is foreign, so that its text stays what it is; the tracker knows a minted one in capitals, too.
bool read_id(std::string_view text, MessageId& minted, std::string_view& foreign);

// The provider says the same few statuses and errors over and over: what an object said is remembered with its bytes,
// the first kMost of them for good. Where the same bytes come again, they need not be read.
template <class Row>
class SeenRows {
 public:
  static constexpr std::size_t kMost = 24;
  static constexpr std::size_t kLongest = 384;  // bytes of one

  SeenRows() { seen_.reserve(kMost); }

  // What the object said that `text` begins with; null: it is not known.
  const Row* find(std::string_view text) {
    if (last_ < seen_.size() && text.starts_with(seen_[last_].text())) return &seen_[last_].row;
    for (last_ = 0; last_ < seen_.size(); ++last_) {
      if (text.starts_with(seen_[last_].text())) return &seen_[last_].row;
    }
    return nullptr;
  }
  // An object, from brace to brace, and what it said; the row's texts lie in it.
  void add(std::string_view object, const Row& row);

 private:
  struct Seen {
    std::array<char, kLongest> bytes;
    std::size_t size = 0;
    Row row;  // its texts lie in `bytes`

    std::string_view text() const { return {bytes.data(), size}; }
  };
  std::vector<Seen> seen_;  // never moves: rows are given out
  std::size_t last_ = 0;    // the one found last
};

// Of an object what it says, of anything else nothing; false: the body is no JSON.
bool read_status(JsonBody& json, JsonBody::Value& value, ProviderStatus& status, SeenRows<ProviderStatus>& seen);
// An error without an id is given the one that its name has in the provider's table.
bool read_error(JsonBody& json, JsonBody::Value& value, ProviderError& error, SeenRows<ProviderError>& seen);

// Neither group nor id nor name: as if there were no error object.
bool is_absent(const ProviderError& error);

}  // namespace dlr::core::infobip
