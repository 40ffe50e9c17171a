// Ids made elsewhere, of the messages that are remembered: text -> sequence and back. All messages are forgotten in the
// order in which they came, so the texts lie one behind the other in chunks that are given back from the front, and a
// hash table holds no text, only where one is.
#pragma once

#include <boost/circular_buffer.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <optional>
#include <string_view>

namespace dlr::core {

class ForeignIds {
 public:
  static constexpr std::size_t kLongest = 200;

  // `seed` makes the hashes; whoever does not know it cannot choose ids that collide.
  explicit ForeignIds(std::uint64_t seed) : seed_(seed) {}
  ForeignIds(const ForeignIds&) = delete;
  ForeignIds& operator=(const ForeignIds&) = delete;

  // Of at most kLongest bytes, not there yet, and of a sequence above all that are there.
  void add(std::uint64_t sequence, std::string_view id);
  std::optional<std::uint64_t> find(std::string_view id) const;
  bool contains(std::string_view id) const { return find(id).has_value(); }
  // Empty: the message of that sequence has none. Valid until it is forgotten.
  std::string_view of(std::uint64_t sequence) const;
  // The oldest message is forgotten: with its id, if it has one.
  void forget(std::uint64_t sequence);

  // What all ids take, and what one of that length does: text, place, and a slot of the table at its emptiest. A sum
  // over ids, so that a copy with the same ids has the same.
  std::size_t bytes() const { return bytes_; }
  static std::size_t bytes_of(std::string_view id) {
    return Record::kHead + id.size() + sizeof(const char*) + kSlotBytes;
  }

 private:
  // An id as it lies in a chunk: a word that holds the sequence, below it the length, and then the text. Whoever has
  // found it has both with one look at memory.
  class Record {
   public:
    explicit Record(const char* at) : at_(at) {}
    std::uint64_t sequence() const { return word() >> 8U; }
    std::string_view id() const { return {at_ + kHead, word() & 0xffU}; }
    const char* at() const { return at_; }

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
  // Where the table's hash is enough, no text is touched.
  struct Place {
    std::uint64_t hash;
    const char* record;
  };
  struct Wanted {
    std::uint64_t hash;
    std::string_view id;
  };
  struct HashOf {
    using is_transparent = void;
    using is_avalanching = void;
    std::size_t operator()(const Place& place) const { return place.hash; }
    std::size_t operator()(const Wanted& wanted) const { return wanted.hash; }
  };
  struct Same {
    using is_transparent = void;
    bool operator()(const Place& a, const Place& b) const { return a.record == b.record; }
    bool operator()(const Place& a, const Wanted& b) const { return a.hash == b.hash && Record(a.record).id() == b.id; }
    bool operator()(const Wanted& a, const Place& b) const { return (*this)(b, a); }
  };
  // 16 bytes and one beside, where three of seven slots are taken.
  static constexpr std::size_t kSlotBytes = 40;
  static constexpr std::size_t kChunk = 64 * 1024;
  struct Chunk {
    std::unique_ptr<char[]> texts;
    std::size_t used = 0;
    std::size_t ids = 0;  // that were not forgotten yet
  };

  std::uint64_t hash(std::string_view id) const;
  const char* keep(std::uint64_t sequence, std::string_view id);

  std::uint64_t seed_;
  boost::circular_buffer<const char*> records_;  // by sequence
  std::deque<Chunk> chunks_;
  std::unique_ptr<char[]> spare_;  // a chunk given back
  boost::unordered_flat_set<Place, HashOf, Same> places_;
  std::size_t bytes_ = 0;
};

}  // namespace dlr::core
