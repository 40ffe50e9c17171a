// A message: who it goes to, by which channel, and the id under which everybody speaks of it.
#pragma once

#include <compare>
#include <cstdint>

namespace dlr {

enum class Channel : std::uint8_t { sms, mms };
constexpr const char* to_string(Channel channel) { return channel == Channel::sms ? "sms" : "mms"; }

// An id minted by the tracking core: which partition minted it, its place in the order of submission there, and a tag
// that only the holder of the key can make. Text form: 26 characters of base32 (core/message_id.h).
struct MessageId {
  std::uint64_t partition : 24 = 0;
  std::uint64_t sequence : 40 = 0;
  std::uint64_t tag = 0;

  friend constexpr bool operator==(const MessageId& a, const MessageId& b) {
    return a.partition == b.partition && a.sequence == b.sequence && a.tag == b.tag;
  }
};

// The sender's own name for a message, echoed in every event: in a simulation the index of the message.
using Reference = std::uint64_t;

// A telephone number in E.164 form: at most 15 digits, country calling code first, no "+". 0 means none.
struct PhoneNumber {
  std::uint64_t digits = 0;
  friend constexpr auto operator<=>(PhoneNumber, PhoneNumber) = default;
};

}  // namespace dlr
