// What one campaign event of a known message says, packed, and its hash as fingerprints use it. Keyed by the message's
// index in the scenario and the event's place among that message's events; never by ids, so that how ids are minted
// does not show.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "core/vocabulary/campaign_event.h"

namespace dlr::reports {

// All that an event adds to what was known when its message was submitted. Compared as a whole.
struct EventFacts {
  std::uint64_t text = 0;       // hash of error and comment
  std::uint32_t timestamp = 0;  // ms since the scenario's start
  std::uint32_t received = 0;
  std::int32_t status_code = CampaignEvent::kNoCode;
  CampaignStatus status = CampaignStatus::enqueued;
  std::uint8_t parts = 0;

  friend bool operator==(const EventFacts&, const EventFacts&) = default;
};

struct Digest {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

// Flat, so that the compiler knows the length and takes the hash's short way.
[[gnu::flatten]] inline Digest digest_of(const EventFacts& facts, Reference message, std::uint32_t place) {
  const std::array<std::uint64_t, 4> words{
      message, facts.text, std::uint64_t{facts.timestamp} << 32U | facts.received,
      static_cast<std::uint64_t>(static_cast<std::uint32_t>(facts.status_code)) << 32U | place << 16U |
          static_cast<std::uint32_t>(facts.parts) << 8U | static_cast<std::uint32_t>(facts.status)};
  const XXH128_hash_t digest = XXH3_128bits(words.data(), sizeof words);
  return {digest.low64, digest.high64};
}

// The same of how a message ended: the statuses said, four bits each, and whether and how its waiting period closed it.
[[gnu::flatten]] inline Digest digest_of_outcome(Reference message, std::uint64_t ended) {
  const std::array<std::uint64_t, 2> words{message, ended};
  const XXH128_hash_t digest = XXH3_128bits(words.data(), sizeof words);
  return {digest.low64, digest.high64};
}

// Hashes the two texts of an event. Where texts lie in tables that stand still (`stable`), a text that was hashed
// before is known by its address.
class TextHasher {
 public:
  explicit TextHasher(bool stable = true) : stable_(stable) {}

  std::uint64_t operator()(std::string_view error, std::string_view comment) {
    if (error.empty() && comment.empty()) return 0;
    if (!stable_) return hash(error, comment);
    const auto address =
        reinterpret_cast<std::uintptr_t>(error.data()) * 31 + reinterpret_cast<std::uintptr_t>(comment.data());
    Known& known = known_[(address * 0x9e3779b97f4a7c15ULL) >> 58U];
    if (known.error.data() != error.data() || known.comment.data() != comment.data() ||
        known.error.size() != error.size() || known.comment.size() != comment.size()) [[unlikely]] {
      remember(known, error, comment);
    }
    return known.value;
  }

 private:
  static std::uint64_t hash(std::string_view error, std::string_view comment) {
    return XXH3_64bits_withSeed(comment.data(), comment.size(), XXH3_64bits(error.data(), error.size()));
  }

  struct Known {
    std::string_view error, comment;
    std::uint64_t value = 0;
  };
  // Apart from the rest, which is on every event's way.
  [[gnu::noinline]] static void remember(Known& known, std::string_view error, std::string_view comment) {
    known = {error, comment, hash(error, comment)};
  }

  bool stable_;
  std::array<Known, 64> known_{};
};

}  // namespace dlr::reports
