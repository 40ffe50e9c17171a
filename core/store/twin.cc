#include "core/store/twin.h"

#include <algorithm>

namespace dlr::core {
namespace {

std::optional<OwnProperties> copy_of(const OwnProperties* own) {
  return own != nullptr ? std::optional(*own) : std::nullopt;
}

}  // namespace

void StoreTwin::on_change(const MessageSnapshot& message) {
  changes_.push_back({message, std::string(message.foreign_id), copy_of(message.own)});
}

void StoreTwin::on_forgotten(std::uint64_t first) { first_ = first; }

void StoreTwin::hold(const CampaignEvent& event) {
  KeptEvent kept{event, std::string(event.foreign_id), std::string(event.error), std::string(event.comment),
                 copy_of(event.own)};
  if (event.campaign != nullptr) {
    const auto known = std::find(contexts_.begin(), contexts_.end(), *event.campaign);
    kept.event.campaign = known != contexts_.end() ? &*known : &contexts_.emplace_back(*event.campaign);
  }
  outbox_.emplace_back(std::move(kept));
}

void StoreTwin::hold(const Closed& closed) { outbox_.emplace_back(closed); }

void StoreTwin::keep() {
  for (Kept& change : changes_) {
    const std::uint64_t sequence = change.message.sequence;
    messages_.insert_or_assign(sequence, std::move(change));
  }
  changes_.clear();
  messages_.erase(messages_.begin(), messages_.lower_bound(first_));
  synced_first_ = first_;
}

void StoreTwin::crash() {
  changes_.clear();
  outbox_.clear();
  first_ = synced_first_;
}

void StoreTwin::restore(TrackerBase& tracker) const {
  tracker.restore_from(synced_first_);
  for (const auto& [sequence, kept] : messages_) {
    MessageSnapshot message = kept.message;
    message.foreign_id = kept.foreign_id;
    message.own = kept.own ? &*kept.own : nullptr;
    tracker.restore(message);
  }
}

}  // namespace dlr::core
