// The text form of minted ids, and the key that makes their tags.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/vocabulary/message.h"

namespace dlr::core {

// 26 characters of lower-case base32 (a-z, 2-7): 128 bits, the last character holding three of them.
std::string to_text(const MessageId& id);

// Nothing for a text of another length or alphabet, or with stray bits set; upper case is read too.
std::optional<MessageId> parse_message_id(std::string_view text);

// Mints the tag of (partition, sequence) under a secret key; whoever lacks the key cannot make an id that is believed.
class TagKey {
 public:
  explicit TagKey(std::uint64_t secret) : secret_(secret) {}
  std::uint64_t tag(std::uint64_t partition, std::uint64_t sequence) const;

 private:
  std::uint64_t secret_;
};

}  // namespace dlr::core
