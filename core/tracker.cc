#include "core/tracker.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace dlr::core {
namespace {

std::size_t bytes_of(const OwnProperties& own) {
  std::size_t bytes = sizeof(OwnProperties);
  for (const auto& [name, value] : own) bytes += 2 * sizeof(std::string) + 32 + name.capacity() + value.capacity();
  return bytes;
}

std::size_t bytes_of_foreign(std::string_view id) { return id.size() + sizeof(std::string) + 48; }

}  // namespace

TrackerBase::TrackerBase(const TrackerSettings& settings)
    : settings_(settings), key_(settings.secret), sender_(settings.send), store_(settings.memory) {
  if (settings_.waiting_period > MessageStore::kLongestWait || settings_.waiting_period < Duration{0}) {
    std::fprintf(stderr, "tracker: a waiting period of %lld ms cannot be kept (at most 12 days)\n",
                 static_cast<long long>(settings_.waiting_period.count()));
    std::abort();
  }
}

ContextId TrackerBase::intern(const CampaignContext& context) {
  const auto at = std::find(contexts_.begin(), contexts_.end(), context);
  if (at != contexts_.end()) return static_cast<ContextId>(at - contexts_.begin());
  contexts_.push_back(context);
  return static_cast<ContextId>(contexts_.size() - 1);
}

Refusal TrackerBase::check(const Submission& submission, std::optional<Country> country) const {
  if (!country) return Refusal::bad_number;
  if (submission.foreign_id.size() > kLongestForeignId) return Refusal::bad_id;
  if (!submission.foreign_id.empty() && foreign_ids_.contains(std::string(submission.foreign_id))) {
    return Refusal::id_in_use;
  }
  if (store_.open() >= settings_.max_in_flight) return Refusal::in_flight_full;
  if (submission.own != nullptr && in_flight_bytes() + bytes_of(*submission.own) > settings_.memory.in_flight_bytes) {
    return Refusal::in_flight_full;
  }
  if (!submission.foreign_id.empty() &&
      remembered_bytes() + bytes_of_foreign(submission.foreign_id) > settings_.memory.remembered_bytes) {
    return Refusal::remembered_full;
  }
  return Refusal::none;
}

std::uint64_t TrackerBase::remember(const Submission& submission, Country country, Instant now) {
  MessageStore::Open open;
  open.reference = submission.reference;
  open.recipient = submission.recipient.digits & ((std::uint64_t{1} << 56) - 1);
  open.parts = submission.parts;
  open.context = submission.context;
  open.mms = submission.channel == Channel::mms;
  open.has_own = submission.own != nullptr;
  open.foreign = !submission.foreign_id.empty();
  MessageStore::Entry entry;
  entry.sent = static_cast<std::uint64_t>(to_ms(now)) & 0x7fffffffU;
  // The list of no-report countries is about SMS.
  entry.silence_expected = submission.channel == Channel::sms && settings_.no_report.contains(country);
  const std::uint64_t sequence = store_.add(open, entry);
  if (open.has_own) {
    own_bytes_ += bytes_of(*submission.own);
    own_.emplace(sequence, *submission.own);
  }
  if (open.foreign) {
    const auto at = foreign_ids_.emplace(std::string(submission.foreign_id), sequence).first;
    foreign_order_.push_back({sequence, &at->first});
    foreign_bytes_ += bytes_of_foreign(submission.foreign_id);
  }
  return sequence;
}

void TrackerBase::count(const Cell& cell, Input input, bool by_report) {
  if (by_report) {
    if (input == Input::under_way) {
      ++counters_.reports_under_way;
    } else if (cell.note == Note::none) {
      ++counters_.reports_tracked;
    } else {
      ++(cell.note == Note::duplicate ? counters_.reports_duplicate : counters_.reports_conflict);
    }
    return;
  }
  if (cell.note != Note::none) {
    ++(cell.note == Note::repeated ? counters_.responses_repeated : counters_.responses_conflict);
    return;
  }
  switch (input) {
    case Input::taken: ++counters_.responses_taken; break;
    case Input::rejected_response: ++counters_.responses_rejected; break;
    case Input::failed_response: ++counters_.responses_failed; break;
    case Input::refused: ++counters_.responses_refused; break;
    default: ++counters_.responses_unknown;
  }
}

void TrackerBase::drop_own(std::uint64_t sequence) {
  const auto own = own_.find(sequence);
  own_bytes_ -= bytes_of(own->second);
  own_.erase(own);
}

void TrackerBase::forget_first() {
  if (!foreign_order_.empty() && foreign_order_.front().sequence == store_.first()) {
    const std::string* id = foreign_order_.front().id;
    foreign_bytes_ -= bytes_of_foreign(*id);
    foreign_ids_.erase(foreign_ids_.find(*id));
    foreign_order_.pop_front();
  }
  store_.forget_first();
}

TrackerBase::Found TrackerBase::find_foreign(std::string_view foreign_id) const {
  const auto at = foreign_ids_.find(std::string(foreign_id));
  return at == foreign_ids_.end() ? Found{} : Found{Known::held, at->second};
}

std::string_view TrackerBase::foreign_id_of(std::uint64_t sequence) const {
  const auto at =
      std::lower_bound(foreign_order_.begin(), foreign_order_.end(), sequence,
                       [](const Foreign& foreign, std::uint64_t wanted) { return foreign.sequence < wanted; });
  return at != foreign_order_.end() && at->sequence == sequence ? std::string_view(*at->id) : std::string_view();
}

const OwnProperties* TrackerBase::own_of(std::uint64_t sequence) const {
  const auto at = own_.find(sequence);
  return at == own_.end() ? nullptr : &at->second;
}

}  // namespace dlr::core
