// A message: who it goes to, by which channel, and the id under which everybody speaks of it.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace dlr {

enum class Channel : std::uint8_t { sms, mms };
constexpr const char* to_string(Channel channel) { return channel == Channel::sms ? "sms" : "mms"; }

// An id minted by the tracking core: which partition minted it, its place in the order of submission there, and a tag
// that only the holder of the key can make. Text form: 26 characters of base32 (core/message_id.h). Two plain words:
// bit-fields would be written in pieces and waited for when the id is copied.
class MessageId {
 public:
  static constexpr unsigned kSequenceBits = 40;

  constexpr MessageId() = default;
  // Of `partition` the low 24 bits count, of `sequence` the low 40.
  constexpr MessageId(std::uint64_t partition, std::uint64_t sequence, std::uint64_t tag)
      : place_(partition << kSequenceBits | (sequence & kSequenceMask)), tag_(tag) {}

  constexpr std::uint64_t partition() const { return place_ >> kSequenceBits; }
  constexpr std::uint64_t sequence() const { return place_ & kSequenceMask; }
  constexpr std::uint64_t place() const { return place_; }  // partition, then sequence
  constexpr std::uint64_t tag() const { return tag_; }

  friend constexpr bool operator==(const MessageId&, const MessageId&) = default;

 private:
  static constexpr std::uint64_t kSequenceMask = (std::uint64_t{1} << kSequenceBits) - 1;

  std::uint64_t place_ = 0;
  std::uint64_t tag_ = 0;
};

// Bytes of an id made elsewhere (source: infobip, "messageId", at most 200 characters).
inline constexpr std::size_t kLongestForeignId = 200;

// The sender's own name for a message, echoed in every event: in a simulation the index of the message.
using Reference = std::uint64_t;

// A telephone number in E.164 form: at most 15 digits, country calling code first, no "+". 0 means none.
struct PhoneNumber {
  std::uint64_t digits = 0;
  friend constexpr auto operator<=>(PhoneNumber, PhoneNumber) = default;
};

}  // namespace dlr
