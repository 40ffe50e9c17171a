// Ids made elsewhere, of the messages that are remembered: text -> sequence and back. All messages are forgotten in the
// order in which they came, so the texts lie one behind the other in chunks that are given back from the front, and are
// numbered; the index (core/id_index.h) leads from a hash to a number.
#pragma once

#include <boost/circular_buffer.hpp>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>

#include "core/id_index.h"

namespace dlr::core {

class ForeignIds {
 public:
  // `seed` makes the hashes; whoever does not know it cannot choose ids that collide.
  explicit ForeignIds(std::uint64_t seed) : seed_(seed) {}
  ForeignIds(const ForeignIds&) = delete;
  ForeignIds& operator=(const ForeignIds&) = delete;

  // An id that is looked for. Many are looked for step by step, each step for all of them: it fetches what the next one
  // reads, so that their misses of the cache overlap (of ten million, a callback of 100: 305 ns a report, 385 one by
  // one).
  struct Search {
    std::string_view id;
    std::uint64_t hash = 0;
    const char* const* guess = nullptr;  // where the address of its text is, if the tag tells the truth
  };
  Search search(std::string_view id) const { return {id, hash(id), nullptr}; }
  void fetch_index(const Search& search) const { index_.prefetch(search.hash); }
  void fetch_address(Search& search) const;
  void fetch_text(const Search& search) const;

  // The sequence of the message that has this id.
  std::optional<std::uint64_t> find(const Search& search) const;
  std::optional<std::uint64_t> find(std::string_view id) const { return find(search(id)); }
  // Of at most kLongestForeignId bytes, not there yet, and of a sequence above all that are there.
  void add(std::uint64_t sequence, const Search& search);
  void add(std::uint64_t sequence, std::string_view id) { add(sequence, search(id)); }
  // Empty: the message of that sequence has none. Valid until it is forgotten.
  std::string_view of(std::uint64_t sequence) const;
  // The oldest message is forgotten: with its id, if it has one.
  void forget(std::uint64_t sequence);

  // What all ids take, and what one of that length does: text, its address, and its share of the index, each at its
  // emptiest. A sum over ids, so that a copy with the same ids has the same.
  std::size_t bytes() const { return bytes_; }
  static std::size_t bytes_of(std::string_view id) {
    return Record::kHead + id.size() + 2 * sizeof(const char*) + IdIndex::kBytesPerId;
  }

 private:
  // An id as it lies in a chunk: a word that holds the sequence, below it the length, and then the text. Whoever has
  // found it has both with one look at memory.
  class Record {
   public:
    explicit Record(const char* at) : at_(at) {}
    std::uint64_t sequence() const { return word() >> 8U; }
    std::string_view id() const { return {at_ + kHead, word() & 0xffU}; }

    static constexpr std::size_t kHead = sizeof(std::uint64_t);
    static void write(char* to, std::uint64_t sequence, std::string_view id) {
      const std::uint64_t word = sequence << 8U | id.size();
      std::memcpy(to, &word, kHead);
      std::memcpy(to + kHead, id.data(), id.size());
    }

   private:
    std::uint64_t word() const {
      std::uint64_t word = 0;
      std::memcpy(&word, at_, kHead);
      return word;
    }
    const char* at_;
  };
  static constexpr std::size_t kChunk = 64 * 1024;
  struct Chunk {
    std::unique_ptr<char[]> texts;
    std::size_t used = 0;
    std::size_t ids = 0;  // that were not forgotten yet
  };

  std::uint64_t hash(std::string_view id) const;
  IdIndex::Window window() const { return {forgotten_, records_.size()}; }
  // Of a number that is held.
  const char* const& record(std::uint64_t number) const { return records_[number - forgotten_]; }
  const char* keep(std::uint64_t sequence, std::string_view id);

  std::uint64_t seed_;
  boost::circular_buffer<const char*> records_;  // by number, which is by sequence
  std::uint64_t forgotten_ = 0;                  // how many ids; the number of the first one held
  std::deque<Chunk> chunks_;
  std::unique_ptr<char[]> spare_;  // a chunk given back
  IdIndex index_;
  std::size_t bytes_ = 0;
};

}  // namespace dlr::core
