#include "core/tracker.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "core/parts.h"

namespace dlr::core {
namespace {

// What a container takes for an entry beside the entry itself: links, the allocator's own words.
constexpr std::size_t kNode = 48;

// By size, not capacity: a copy has the same size, but not the capacity, of what it was made from.
std::size_t bytes_of(std::string_view text) { return sizeof(std::string) + (text.size() < 16 ? 0 : text.size() + 1); }

std::size_t bytes_of(const OwnProperties& own) {
  std::size_t bytes = kNode + sizeof(std::uint64_t) + sizeof(OwnProperties);
  for (const auto& [name, value] : own) bytes += kNode + bytes_of(name) + bytes_of(value);
  return bytes;
}

[[noreturn]] void stop(const char* why, long long value) {
  std::fprintf(stderr, "tracker: %s (%lld)\n", why, value);
  std::abort();
}

}  // namespace

TrackerCounters& TrackerCounters::operator+=(const TrackerCounters& other) {
  static constexpr std::uint64_t TrackerCounters::*kAll[] = {
      &TrackerCounters::responses_taken,        &TrackerCounters::responses_rejected,
      &TrackerCounters::responses_failed,       &TrackerCounters::responses_refused,
      &TrackerCounters::responses_unknown,      &TrackerCounters::responses_repeated,
      &TrackerCounters::responses_conflict,     &TrackerCounters::reports_received,
      &TrackerCounters::reports_tracked,        &TrackerCounters::reports_under_way,
      &TrackerCounters::reports_unknown_status, &TrackerCounters::reports_duplicate,
      &TrackerCounters::reports_conflict,       &TrackerCounters::reports_late,
      &TrackerCounters::reports_unknown,        &TrackerCounters::reports_malformed,
  };
  static_assert(sizeof(kAll) / sizeof(kAll[0]) * sizeof(std::uint64_t) + sizeof(heard) == sizeof(TrackerCounters));
  for (const auto counter : kAll) this->*counter += other.*counter;
  for (std::size_t state = 0; state < kStates; ++state) {
    for (std::size_t input = 0; input < kInputs; ++input) heard[state][input] += other.heard[state][input];
  }
  return *this;
}

TrackerBase::TrackerBase(const TrackerSettings& settings, ChangeLog* log)
    : settings_(settings),
      partition_(settings.partition & 0xffffffU),
      key_(settings.secret),
      sender_(settings.send),
      store_(settings.memory),
      log_(log),
      foreign_(settings.secret) {
  if (settings_.waiting_period > MessageStore::kLongestWait || settings_.waiting_period < Duration{0}) {
    stop("a waiting period must be 0 to 12 days, in ms", settings_.waiting_period.count());
  }
  if (settings_.send.tries < 1 || settings_.send.tries > 255) stop("tries must be 1 to 255", settings_.send.tries);
}

ContextId TrackerBase::intern(const CampaignContext& context) {
  const auto at =
      std::find_if(contexts_.begin(), contexts_.end(), [&](const auto& known) { return *known == context; });
  if (at != contexts_.end()) return static_cast<ContextId>(at - contexts_.begin());
  contexts_.push_back(std::make_unique<const CampaignContext>(context));
  return static_cast<ContextId>(contexts_.size() - 1);
}

TrackerBase::Found TrackerBase::find_as_the_other(const MessageId& id, std::string_view foreign_id) const {
  if (foreign_id.empty()) {
    std::array<char, kMessageIdLength> text;
    write_text(text.data(), id);
    return find(foreign_.search({text.data(), text.size()}));
  }
  const std::optional<MessageId> minted = parse_message_id(foreign_id);
  return minted ? find(*minted) : Found{};
}

void TrackerBase::find_all(std::span<const DeliveryReport> reports) {
  found_.clear();
  searches_.clear();
  for (const DeliveryReport& report : reports) {
    if (report.foreign_id.empty()) continue;
    searches_.push_back(foreign_.search(report.foreign_id));
    foreign_.fetch_index(searches_.back());
  }
  for (ForeignIds::Search& search : searches_) foreign_.fetch_address(search);
  for (const ForeignIds::Search& search : searches_) foreign_.fetch_text(search);
  auto search = searches_.cbegin();
  for (const DeliveryReport& report : reports) {
    const Found found = report.foreign_id.empty() ? find(report.message) : find(*search++);
    found_.push_back(or_as_the_other(found, report.message, report.foreign_id));
  }
  for (const Found& found : found_) store_.prefetch(found.sequence);
  for (const Found& found : found_) store_.prefetch_slot(found.sequence);
}

Refusal TrackerBase::make_room(const Submission& submission) {
  if (store_.open() >= settings_.max_in_flight) return Refusal::in_flight_full;
  // The bytes beside the store's own, with this message's.
  std::size_t own = own_bytes_;
  std::size_t ids = foreign_.bytes();
  if (submission.own != nullptr) {
    own += bytes_of(*submission.own);
    if (store_.in_flight_bytes() + own > settings_.memory.in_flight_bytes) return Refusal::in_flight_full;
  }
  if (!submission.foreign_id.empty()) {
    ids += ForeignIds::bytes_of(submission.foreign_id);
    if (store_.remembered_bytes() + ids > settings_.memory.remembered_bytes) return Refusal::remembered_full;
  }
  switch (store_.reserve(own, ids)) {
    case MessageStore::Room::yes:
      break;
    case MessageStore::Room::in_flight_full:
      return Refusal::in_flight_full;
    case MessageStore::Room::remembered_full:
      return Refusal::remembered_full;
  }
  return Refusal::none;
}

Refusal TrackerBase::admit(const Submission& submission, std::uint64_t& sequence) {
  const std::optional<Country> country = country_of(submission.recipient);
  if (!country) return Refusal::bad_number;
  if (settings_.refuse_too_long &&
      (submission.too_long || (submission.channel == Channel::sms && submission.parts > kPartsLimit))) {
    return Refusal::text_too_long;
  }
  MessageStore::Entry entry;
  // The list of no-report countries is about SMS.
  entry.set_silence_expected(submission.channel == Channel::sms && settings_.no_report.contains(*country));
  entry.set_sent(static_cast<std::uint64_t>(to_ms(now_)));
  // The usual message brings nothing that would have to be looked at.
  ForeignIds::Search name;
  const bool is_plain = submission.own == nullptr && submission.foreign_id.empty();
  if (!is_plain || store_.open() >= settings_.max_in_flight || !store_.has_room()) {
    if (!submission.foreign_id.empty()) {
      if (submission.foreign_id.size() > kLongestForeignId) return Refusal::bad_id;
      name = foreign_.search(submission.foreign_id);
      // A name that is minted here, or will be, is that message's for good.
      const std::optional<MessageId> minted = parse_message_id(submission.foreign_id);
      if (foreign_.find(name) || (minted && is_own(*minted))) return Refusal::id_in_use;
    }
    if (const Refusal refusal = make_room(submission); refusal != Refusal::none) return refusal;
  }

  // What may find no memory comes first, so that a message is taken as a whole or not at all.
  if (submission.own != nullptr) keep_own(store_.next(), *submission.own);
  if (!submission.foreign_id.empty()) {
    try {
      foreign_.add(store_.next(), name);
    } catch (...) {
      if (submission.own != nullptr) drop_own(store_.next());
      throw;
    }
  }
  sequence = store_.add(entry);
  MessageStore::Open& open = store_.slot(store_.entry(sequence).slot());
  open.reference = submission.reference;
  open.recipient = submission.recipient;
  open.context = submission.context;
  open.parts = submission.parts;
  open.mms = submission.channel == Channel::mms;
  open.has_own = submission.own != nullptr;
  open.foreign = !submission.foreign_id.empty();
  write_down(sequence);
  return Refusal::none;
}

void TrackerBase::keep_own(std::uint64_t sequence, const OwnProperties& own) {
  own_.emplace(sequence, own);
  own_bytes_ += bytes_of(own);
}

MessageSnapshot TrackerBase::snapshot(std::uint64_t sequence, Instant next_try) {
  MessageSnapshot message;
  message.sequence = sequence;
  message.entry = store_.entry(sequence);
  message.is_open = message.entry.slot() != MessageStore::kNoSlot;
  if (message.is_open) message.open = store_.slot(message.entry.slot());
  message.at = now_;
  message.next_try = next_try;
  message.foreign_id = foreign_id_of(sequence);
  message.own = message.open.has_own ? own_of(sequence) : nullptr;
  return message;
}

void TrackerBase::restore(const MessageSnapshot& message) {
  if (message.sequence != store_.next()) {
    stop("messages are restored in order of their sequences, without a gap", static_cast<long long>(message.sequence));
  }
  store_.restore(message.entry, message.is_open ? &message.open : nullptr);
  now_ = std::max(now_, message.at);  // ages are told from the last time that anything was heard
  if (message.next_try != Instant::min()) waits_.emplace_back(message.sequence, message.next_try);
  if (message.own != nullptr) keep_own(message.sequence, *message.own);
  if (!message.foreign_id.empty()) foreign_.add(message.sequence, message.foreign_id);
}

void TrackerBase::drop_own(std::uint64_t sequence) {
  const auto own = own_.find(sequence);
  own_bytes_ -= bytes_of(own->second);
  own_.erase(own);
}

void TrackerBase::forget_first() {
  foreign_.forget(store_.first());
  store_.forget_first();
}

const OwnProperties* TrackerBase::own_of(std::uint64_t sequence) const {
  const auto at = own_.find(sequence);
  return at == own_.end() ? nullptr : &at->second;
}

}  // namespace dlr::core
