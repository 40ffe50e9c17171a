#include "core/foreign_ids.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace dlr::core {

std::uint64_t ForeignIds::hash(std::string_view id) const { return XXH3_64bits_withSeed(id.data(), id.size(), seed_); }

const char* ForeignIds::keep(std::uint64_t sequence, std::string_view id) {
  const std::size_t size = Record::kHead + id.size();
  if (chunks_.empty() || chunks_.back().used + size > kChunk) {
    if (spare_ == nullptr) spare_ = std::make_unique_for_overwrite<char[]>(kChunk);
    chunks_.emplace_back().texts = std::move(spare_);
  }
  Chunk& chunk = chunks_.back();
  char* const record = &chunk.texts[chunk.used];
  Record::write(record, sequence, id);
  chunk.used += size;
  ++chunk.ids;
  return record;
}

void ForeignIds::add(std::uint64_t sequence, const Search& search) {
  constexpr std::size_t kSmallest = 64;
  if (records_.full()) records_.set_capacity(std::max(records_.capacity() * 2, kSmallest));
  const char* const record = keep(sequence, search.id);
  try {
    index_.add(search.hash, window(), [this](std::uint64_t number) { return hash(Record(this->record(number)).id()); });
  } catch (...) {  // no memory: as if nobody had asked
    chunks_.back().used -= Record::kHead + search.id.size();
    --chunks_.back().ids;
    throw;
  }
  records_.push_back(record);
  bytes_ += bytes_of(search.id);
}

std::optional<std::uint64_t> ForeignIds::find(const Search& search) const {
  if (search.guess != nullptr) {
    if (const Record guess(*search.guess); guess.id() == search.id) return guess.sequence();
  }
  const auto number = index_.find(search.hash, window(),
                                  [&](std::uint64_t candidate) { return Record(record(candidate)).id() == search.id; });
  if (!number) return std::nullopt;
  return Record(record(*number)).sequence();
}

void ForeignIds::fetch_address(Search& search) const {
  const auto number = index_.find(search.hash, window(), [](std::uint64_t) { return true; });
  if (!number) return;
  search.guess = &record(*number);
  __builtin_prefetch(search.guess);
}

void ForeignIds::fetch_text(const Search& search) const {
  if (search.guess == nullptr) return;
  constexpr std::size_t kLine = 64;
  __builtin_prefetch(*search.guess);
  __builtin_prefetch(*search.guess + std::min(search.id.size(), kLine));
}

std::string_view ForeignIds::of(std::uint64_t sequence) const {
  if (records_.empty()) return {};
  // Where every message has one, it is as far from the first as its sequence is.
  if (const std::uint64_t far = sequence - Record(records_.front()).sequence(); far < records_.size()) {
    if (const Record guess(records_[far]); guess.sequence() == sequence) return guess.id();
  }
  const auto at =
      std::lower_bound(records_.begin(), records_.end(), sequence,
                       [](const char* record, std::uint64_t wanted) { return Record(record).sequence() < wanted; });
  return at != records_.end() && Record(*at).sequence() == sequence ? Record(*at).id() : std::string_view();
}

void ForeignIds::forget(std::uint64_t sequence) {
  if (records_.empty() || Record(records_.front()).sequence() != sequence) return;
  bytes_ -= bytes_of(Record(records_.front()).id());
  records_.pop_front();
  ++forgotten_;
  if (--chunks_.front().ids > 0) return;
  // The last one may still have room.
  if (chunks_.size() > 1) {
    spare_ = std::move(chunks_.front().texts);
    chunks_.pop_front();
  } else {
    chunks_.front().used = 0;
  }
}

}  // namespace dlr::core
