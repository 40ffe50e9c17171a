// The scalars of a scenario as they stand in a file: durations, shares, rates, instants, numbers, names. Every one is
// read from a node, says what is wrong with it there, and what the schema asks of it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "sim/scenario/keys.h"
#include "sim/scenario/value_text.h"

namespace dlr::sim {

struct DurationKind {
  using Type = Duration;
  static bool read(Reading& reading, const Node& node, Duration& into);
  static Json schema(Definitions& definitions);
};
struct PositiveDurationKind {
  using Type = Duration;
  static bool read(Reading& reading, const Node& node, Duration& into);
  static Json schema(Definitions& definitions) { return DurationKind::schema(definitions); }
};
struct ShareKind {
  using Type = Share;
  static bool read(Reading& reading, const Node& node, Share& into);
  static Json schema(Definitions& definitions);
};
struct RateKind {
  using Type = Rate;
  static bool read(Reading& reading, const Node& node, Rate& into);
  static Json schema(Definitions& definitions);
};
struct PositiveRateKind {
  using Type = Rate;
  static bool read(Reading& reading, const Node& node, Rate& into);
  static Json schema(Definitions& definitions) { return RateKind::schema(definitions); }
};
struct InstantKind {
  using Type = Instant;
  static bool read(Reading& reading, const Node& node, Instant& into);
  static Json schema(Definitions& definitions);
};
struct UtcOffsetKind {
  using Type = Duration;
  static bool read(Reading& reading, const Node& node, Duration& into);
  static Json schema(Definitions& definitions);
};
struct ZoneKind {
  using Type = Duration;
  static bool read(Reading& reading, const Node& node, Duration& into);
  static Json schema(Definitions& definitions);
};
struct DecimalKind {
  using Type = double;
  static bool read(Reading& reading, const Node& node, double& into);
  static Json schema(Definitions& definitions);
};
// By which each wait is longer than the one before: 1 to 100.
struct FactorKind {
  using Type = double;
  static bool read(Reading& reading, const Node& node, double& into);
  static Json schema(Definitions& definitions) { return DecimalKind::schema(definitions); }
};
// true or false.
struct BooleanKind {
  using Type = bool;
  static bool read(Reading& reading, const Node& node, bool& into);
  static Json schema(Definitions& definitions);
};
// Any text of one line that is not empty.
struct TextKind {
  using Type = std::string;
  static bool read(Reading& reading, const Node& node, std::string& into);
  static Json schema(Definitions& definitions);
};
// Something to be named elsewhere: letters, digits, ".", "-" and "_".
struct NameKind {
  using Type = std::string;
  static bool read(Reading& reading, const Node& node, std::string& into);
  static Json schema(Definitions& definitions);
};

bool read_whole(Reading& reading, const Node& node, std::uint64_t least, std::uint64_t most, std::uint64_t& into);
Json whole_schema(Definitions& definitions);

template <class Number, std::uint64_t least, std::uint64_t most>
struct WholeKind {
  using Type = Number;
  static bool read(Reading& reading, const Node& node, Number& into) {
    std::uint64_t value = 0;
    if (!read_whole(reading, node, least, most, value)) return false;
    into = static_cast<Number>(value);
    return true;
  }
  static Json schema(Definitions& definitions) { return whole_schema(definitions); }
};

// One word of a few.
template <class T>
struct Word {
  const char* word;
  T value;
};

void refuse_word(Reading& reading, const Node& node, const std::vector<std::string>& words, std::string note);
Json words_schema(const std::vector<std::string>& words);

template <class T, std::size_t n>
std::vector<std::string> words_of(const std::array<Word<T>, n>& table) {
  std::vector<std::string> words;
  for (const Word<T>& entry : table) words.emplace_back(entry.word);
  return words;
}

template <class T, const auto& table>
struct WordKind {
  using Type = T;
  // The note says what else may stand there.
  static bool read(Reading& reading, const Node& node, T& into, std::string note = {}) {
    for (const Word<T>& entry : table) {
      if (node.kind != Node::Kind::text || node.text != entry.word) continue;
      into = entry.value;
      return true;
    }
    refuse_word(reading, node, words_of(table), std::move(note));
    return false;
  }
  static Json schema(Definitions&) { return words_schema(words_of(table)); }
};

inline constexpr std::array<Word<Channel>, 2> kChannels{{{"sms", Channel::sms}, {"mms", Channel::mms}}};
using ChannelKind = WordKind<Channel, kChannels>;

// The shares of one group, which must add up to the whole exactly; else a problem at `node`.
bool check_sum(Reading& reading, const Node& node, std::uint64_t sum_ppm, std::string_view what);

// What the schema asks of a scalar: the pattern, or a parameter in its place; besides, what an editor's YAML reader, to
// which a number is no text, may make of it: "number", "integer".
Json text_schema(std::string_view pattern, const char* or_type = nullptr);

}  // namespace dlr::sim
