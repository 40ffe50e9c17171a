// The hash of one campaign event over everything it says, as fingerprints and the comparison with the oracle use it.
// Keyed by the message's index in the scenario (the event's reference) and the event's place among that message's events;
// never by ids, so that how ids are minted does not show.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "core/vocabulary/campaign_event.h"

namespace dlr::reports {

struct Digest {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

class EventDigester {
 public:
  // Contexts are remembered by address: those of the events given must outlive the digester and not change.
  Digest operator()(const CampaignEvent& event, std::uint32_t place) {
    struct {
      std::uint64_t reference, recipient;
      std::int64_t timestamp, received, sent;
      std::uint64_t error, comment, campaign, own;
      std::int32_t status_code;
      std::uint32_t place;
      std::uint8_t status, channel, parts, zero[5];
    } said{};
    static_assert(sizeof said == 88, "no padding: its bytes are hashed");
    said.reference = event.reference;
    said.recipient = event.recipient.digits;
    said.timestamp = to_ms(event.timestamp);
    said.received = to_ms(event.received);
    said.sent = to_ms(event.sent);
    said.error = hash(event.error);
    said.comment = hash(event.comment);
    said.campaign = hash_of(event.campaign);
    said.own = event.own == nullptr ? 0 : hash_of(*event.own);
    said.status_code = event.status_code;
    said.place = place;
    said.status = static_cast<std::uint8_t>(event.status);
    said.channel = static_cast<std::uint8_t>(event.channel);
    said.parts = event.parts;
    const XXH128_hash_t digest = XXH3_128bits(&said, sizeof said);
    return {digest.low64, digest.high64};
  }

 private:
  static std::uint64_t hash(std::string_view text) {
    return text.empty() ? 0 : XXH3_64bits(text.data(), text.size());
  }
  static std::uint64_t hash_of(const OwnProperties& own) {
    std::uint64_t sum = own.size();
    for (const auto& [name, value] : own) sum = sum * 0x9e3779b97f4a7c15ULL + hash(name) * 3 + hash(value);
    return sum;
  }
  std::uint64_t hash_of(const CampaignContext* context) {
    for (const auto& [known, digest] : contexts_) {
      if (known == context) return digest;
    }
    std::uint64_t digest = 0;
    if (context != nullptr) {
      digest = static_cast<std::uint64_t>(context->action_id);
      for (const std::string* text : {&context->campaign_id, &context->campaign_name, &context->action_name,
                                      &context->campaign_policy, &context->language, &context->sender,
                                      &context->event_type}) {
        digest = digest * 0x9e3779b97f4a7c15ULL + hash(*text) + text->size();
      }
    }
    contexts_.push_back({context, digest});
    return digest;
  }

  struct Known {
    const CampaignContext* context;
    std::uint64_t digest;
  };
  std::vector<Known> contexts_;
};

}  // namespace dlr::reports
