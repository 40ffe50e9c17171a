// The text form of minted ids, and the key that makes their tags.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/vocabulary/message.h"

namespace dlr::core {

inline constexpr std::size_t kMessageIdLength = 26;

// 26 characters of lower-case base32 (a-z, 2-7): 128 bits, the last character holding three of them.
std::string to_text(const MessageId& id);
void append_text(std::string& out, const MessageId& id);
void write_text(char* out, const MessageId& id);  // into room for kMessageIdLength characters

// Nothing for a text of another length or alphabet, or with stray bits set; upper case is read too.
std::optional<MessageId> parse_message_id(std::string_view text);

// Mints the tag of (partition, sequence) under a secret key: SipHash-1-3 of the pair. Whoever lacks the key cannot make
// an id that is believed, however many true ones he has seen, short of trying all tags or keys (2^64 each). A tag says
// who minted an id, not who speaks: the provider, or anyone who listens, may repeat an id he saw.
class TagKey {
 public:
  explicit TagKey(std::uint64_t secret);

  // Of `partition` the low 24 bits count, of `sequence` the low 40, as in an id. Inline: it is on every message's way.
  std::uint64_t tag(std::uint64_t partition, std::uint64_t sequence) const {
    const std::uint64_t pair = partition << 40 | (sequence & 0xff'ffff'ffff);
    constexpr std::uint64_t kEnd = std::uint64_t{8} << 56;  // the hash's last block: the length, 8 bytes
    Words v = start_;
    v.v3 ^= pair;
    v.round();
    v.v0 ^= pair;
    v.v3 ^= kEnd;
    v.round();
    v.v0 ^= kEnd;
    v.v2 ^= 0xff;
    v.round();
    v.round();
    v.round();
    return v.v0 ^ v.v1 ^ v.v2 ^ v.v3;
  }

 private:
  // The state of SipHash (source: Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012).
  struct Words {
    std::uint64_t v0, v1, v2, v3;

    void round() {
      v0 += v1;
      v2 += v3;
      v1 = std::rotl(v1, 13) ^ v0;
      v3 = std::rotl(v3, 16) ^ v2;
      v0 = std::rotl(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = std::rotl(v1, 17) ^ v2;
      v3 = std::rotl(v3, 21) ^ v0;
      v2 = std::rotl(v2, 32);
    }
  };

  Words start_;  // with the key mixed in, once and for all
};

}  // namespace dlr::core
