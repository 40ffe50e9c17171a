// A hash over everything that came of a run: the sum of 128-bit hashes of its parts, so that their order never shows
// and lanes, threads and shards add up.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dlr::reports {

struct Fingerprint {
  std::uint64_t low = 0;
  std::uint64_t high = 0;

  // The hash of one part. Each half is a sum of its own.
  constexpr void add(std::uint64_t part_low, std::uint64_t part_high) {
    low += part_low;
    high += part_high;
  }
  constexpr Fingerprint& operator+=(const Fingerprint& other) {
    add(other.low, other.high);
    return *this;
  }
  friend constexpr bool operator==(const Fingerprint&, const Fingerprint&) = default;
};

// Both layers of one block of messages.
struct FingerprintBlock {
  Fingerprint outcomes;  // who ended how
  Fingerprint timeline;  // also when, and with which words

  friend constexpr bool operator==(const FingerprintBlock&, const FingerprintBlock&) = default;
};

// A run's messages are cut into at most this many blocks of equal size, a power of two, so that a change names the
// messages it touched.
inline constexpr std::uint64_t kFingerprintBlocks = 64;
constexpr std::uint64_t messages_in_block(std::uint64_t messages) {
  std::uint64_t size = 1;
  while (size * kFingerprintBlocks < messages) size *= 2;
  return size;
}
constexpr std::uint64_t blocks_of(std::uint64_t messages) {
  const std::uint64_t size = messages_in_block(messages);
  return (messages + size - 1) / size;
}

// 32 hexadecimal digits, high half first, lower case; and back: nothing for any other text.
std::string to_hex(const Fingerprint& fingerprint);
std::optional<Fingerprint> parse_fingerprint(std::string_view hex);

}  // namespace dlr::reports
