// Counting and cutting against a reference that is slow and obviously right: it lays out a text unit by unit, marks
// where it may be cut, and takes the longest part each time.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/parts.h"

namespace dlr::core {
namespace {

using enum NationalLanguage;

// The ways to write a text, with their room, and the characters that the texts are made of: what each takes in each way
// (3GPP TS 23.038); 0: it cannot be written so. The last way, UCS-2, can write everything.
struct Way {
  Alphabet alphabet;
  NationalLanguage language;
  std::size_t alone;
  std::size_t split;
};
constexpr Way kWays[] = {
    {Alphabet::gsm7, none, 160, 153},
    {Alphabet::gsm7_single_shift, turkish, 155, 149},
    {Alphabet::gsm7_locking_shift, turkish, 155, 149},
    {Alphabet::gsm7_both_shifts, turkish, 152, 146},
    {Alphabet::gsm7_single_shift, spanish, 155, 149},
    {Alphabet::gsm7_single_shift, portuguese, 155, 149},
    {Alphabet::gsm7_locking_shift, portuguese, 155, 149},
    {Alphabet::gsm7_both_shifts, portuguese, 152, 146},
    {Alphabet::ucs2, none, 70, 67},
};
constexpr std::size_t kUcs2 = 8;

struct Letter {
  std::string_view text;
  std::size_t units[9];  // by way
};
constexpr Letter kLetters[] = {
    {"a", {1, 1, 1, 1, 1, 1, 1, 1, 1}}, {"^", {2, 2, 2, 2, 2, 2, 1, 1, 1}}, {"ж", {0, 0, 0, 0, 0, 0, 0, 0, 1}},
    {"😀", {0, 0, 0, 0, 0, 0, 0, 0, 2}}, {"ğ", {0, 2, 1, 1, 0, 0, 0, 0, 1}}, {"ú", {0, 0, 0, 0, 2, 2, 1, 1, 1}},
    {"Φ", {1, 1, 1, 1, 1, 1, 0, 2, 1}}, {"€", {2, 2, 1, 1, 2, 2, 1, 1, 1}},
};
using Text = std::vector<std::uint8_t>;  // indices of letters
constexpr std::uint8_t kSmallAlphabet = 4;
constexpr std::uint8_t kWholeAlphabet = 8;

// What may be asked for, and the ways that come into question.
struct Request {
  PartsOptions options;
  std::vector<std::size_t> ways;
};
const Request kRequests[] = {
    {{}, {0}},
    {{.single_shift = true, .locking_shift = true}, {0}},
    {{.language = turkish}, {0, 1, 2}},
    {{.language = turkish, .single_shift = true}, {1}},
    {{.language = turkish, .locking_shift = true}, {2}},
    {{.language = turkish, .single_shift = true, .locking_shift = true}, {3}},
    {{.language = spanish}, {0, 4}},
    {{.language = spanish, .single_shift = true}, {4}},
    {{.language = portuguese}, {0, 5, 6}},
    {{.language = portuguese, .single_shift = true}, {5}},
    {{.language = portuguese, .locking_shift = true}, {6}},
    {{.language = portuguese, .single_shift = true, .locking_shift = true}, {7}},
    {{.language = autodetect}, {0, 1, 2, 4, 5, 6}},
    {{.language = autodetect, .single_shift = true}, {0, 1, 4, 5}},
    {{.language = autodetect, .locking_shift = true}, {0, 2, 6}},
    {{.language = autodetect, .single_shift = true, .locking_shift = true}, {0, 3, 7}},
};

struct Layout {
  std::size_t units = 0;
  std::vector<std::size_t> ends;  // of the parts, in units
  std::size_t left = 0;
};

// `cuts`: the places where a text may be cut, in units, from 0 to the end of the text.
Layout longest_parts_first(const std::vector<std::size_t>& cuts, std::size_t alone, std::size_t split) {
  Layout out;
  out.units = cuts.back();
  const std::size_t room = out.units <= alone ? alone : split;
  std::size_t begin = 0;
  do {
    const auto beyond = std::upper_bound(cuts.begin(), cuts.end(), begin + room);
    out.ends.push_back(*(beyond - 1));
    out.left = begin + room - out.ends.back();
    begin = out.ends.back();
  } while (begin != out.units);
  return out;
}

std::optional<std::vector<std::size_t>> cuts_of(const Text& text, std::size_t way) {
  std::vector<std::size_t> cuts = {0};
  for (const std::uint8_t letter : text) {
    if (kLetters[letter].units[way] == 0) return std::nullopt;
    cuts.push_back(cuts.back() + kLetters[letter].units[way]);
  }
  return cuts;
}

struct Expected {
  std::size_t way = kUcs2;
  std::vector<std::size_t> cuts;
  Layout layout;
};

Expected expected(const Text& text, const Request& request) {
  std::vector<Expected> possible;
  for (const std::size_t way : request.ways) {
    const auto cuts = cuts_of(text, way);
    if (!cuts) continue;
    possible.push_back({way, *cuts, longest_parts_first(*cuts, kWays[way].alone, kWays[way].split)});
    if (way == 0 && request.options.language == autodetect) return possible.back();
  }
  if (possible.empty()) {
    const std::vector<std::size_t> cuts = cuts_of(text, kUcs2).value();
    return {kUcs2, cuts, longest_parts_first(cuts, kWays[kUcs2].alone, kWays[kUcs2].split)};
  }
  return *std::min_element(possible.begin(), possible.end(), [](const Expected& a, const Expected& b) {
    if (a.layout.ends.size() != b.layout.ends.size()) return a.layout.ends.size() < b.layout.ends.size();
    return a.layout.left > b.layout.left;
  });
}

// Whether count and cuts are those of the reference.
testing::AssertionResult agrees(const Text& text, const Request& request) {
  const Expected want = expected(text, request);
  std::string bytes;
  std::vector<std::size_t> byte_ends;  // of the parts
  std::size_t part = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bytes += kLetters[text[i]].text;
    if (want.cuts[i + 1] == want.layout.ends[part]) {
      byte_ends.push_back(bytes.size());
      ++part;
    }
  }
  if (text.empty()) byte_ends.push_back(0);

  const bool too_long = want.layout.ends.size() > 25 || bytes.size() > 4000;
  const PartCount count{.refused = too_long ? PartCount::Refused::too_long : PartCount::Refused::no,
                        .alphabet = kWays[want.way].alphabet,
                        .language = kWays[want.way].language,
                        .parts = want.layout.ends.size(),
                        .units_used = want.layout.units,
                        .units_left = want.layout.left};
  const auto fail = [&bytes, &request](std::string_view what) {
    return testing::AssertionFailure() << what << ", language "
                                       << int{static_cast<std::uint8_t>(request.options.language)} << ", shifts "
                                       << request.options.single_shift << request.options.locking_shift << ": "
                                       << bytes;
  };
  if (!(count_parts(bytes, request.options) == count)) return fail("count");

  PartCutter cutter(bytes, request.options);
  std::size_t begin_byte = 0;
  std::size_t begin_unit = 0;
  for (std::size_t i = 0; i < byte_ends.size(); ++i) {
    const auto got = cutter.next();
    if (!got || got->begin != begin_byte || got->end != byte_ends[i]) return fail("cut");
    if (got->units != want.layout.ends[i] - begin_unit) return fail("units");
    begin_byte = byte_ends[i];
    begin_unit = want.layout.ends[i];
  }
  if (begin_byte != bytes.size() || cutter.next()) return fail("end");
  return testing::AssertionSuccess();
}

// Every word of 0 to `longest` of the first `letters`, to be put where a part ends.
void each_word(std::uint8_t letters, std::size_t longest, const std::function<void(const Text&)>& visit) {
  Text word;
  const std::function<void()> grow = [&] {
    visit(word);
    if (word.size() == longest) return;
    for (std::uint8_t letter = 0; letter < letters; ++letter) {
      word.push_back(letter);
      grow();
      word.pop_back();
    }
  };
  grow();
}

Text operator+(Text a, const Text& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST(PartsReference, TakingTheLongestPartGivesTheFewest) {
  constexpr std::size_t kRoom = 5;
  for (std::uint32_t bits = 1; bits < 1U << 14; ++bits) {  // below the highest bit: 1 stands for two units, 0 for one
    std::vector<std::size_t> cuts = {0};
    for (std::uint32_t rest = bits; rest > 1; rest >>= 1) cuts.push_back(cuts.back() + 1 + (rest & 1));
    std::vector<std::size_t> fewest(cuts.size(), 0);
    for (std::size_t end = 1; end < cuts.size(); ++end) {
      fewest[end] = fewest[end - 1] + 1;
      for (std::size_t begin = 0; begin < end; ++begin) {
        if (cuts[end] - cuts[begin] <= kRoom) fewest[end] = std::min(fewest[end], fewest[begin] + 1);
      }
    }
    const std::size_t parts = longest_parts_first(cuts, kRoom, kRoom).ends.size();
    ASSERT_EQ(parts, std::max<std::size_t>(fewest.back(), 1)) << bits;
  }
}

// Fillers of one letter that end up to seven units before, or one after, the end of a part; then every word.
void every_word_at(std::size_t end, std::uint8_t filler, std::uint8_t letters, std::size_t longest,
                   const Request& request) {
  for (std::size_t length = (end - 7) / 2; length <= end + 1; ++length) {
    const auto near = [&](std::size_t way) {
      const std::size_t units = length * kLetters[filler].units[way];
      return units + 7 >= end && units <= end + 1;
    };
    if (!near(kUcs2) && !std::any_of(request.ways.begin(), request.ways.end(), near)) continue;
    each_word(letters, longest, [&](const Text& word) { ASSERT_TRUE(agrees(Text(length, filler) + word, request)); });
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(PartsReference, EveryWordAtEveryEndOfAPart) {
  for (const std::size_t end : {67U, 70U, 134U, 153U, 160U, 201U, 306U, 459U}) {
    for (std::uint8_t filler = 0; filler < kSmallAlphabet; ++filler) {
      every_word_at(end, filler, kSmallAlphabet, 5, kRequests[0]);
      if (HasFatalFailure()) return;
    }
  }
}

TEST(PartsReference, EveryRequestAtEveryEndOfAPart) {
  for (const Request& request : kRequests) {
    for (const std::size_t end : {146U, 149U, 152U, 153U, 155U, 160U, 292U, 298U, 306U}) {
      for (const std::uint8_t filler : std::initializer_list<std::uint8_t>{0, 4, 5}) {
        every_word_at(end, filler, kWholeAlphabet, 2, request);
        if (HasFatalFailure()) return;
      }
    }
  }
}

TEST(PartsReference, EveryPairOfWordsAtTwoEnds) {
  struct Gap {
    std::size_t before;
    std::size_t shortest;
    std::size_t longest;
  };
  for (const Gap gap : {Gap{149, 146, 154}, Gap{63, 60, 68}}) {
    each_word(kSmallAlphabet, 3, [&](const Text& first) {
      each_word(kSmallAlphabet, 3, [&](const Text& second) {
        for (std::size_t between = gap.shortest; between <= gap.longest; between += 2) {
          ASSERT_TRUE(agrees(Text(gap.before, 0) + first + Text(between, 0) + second, kRequests[0]));
        }
      });
    });
    if (HasFatalFailure()) return;
  }
}

// All requests, texts that lie around one to four parts, letters mixed by chance (a linear congruential generator).
TEST(PartsReference, RandomTexts) {
  std::uint64_t state = 1;
  const auto draw = [&state](std::size_t below) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>((state >> 33) % below);
  };
  for (int i = 0; i < 300'000; ++i) {
    const std::size_t mix[] = {draw(8), draw(8), draw(8)};  // few kinds in one text, else all are UCS-2
    const std::size_t rare = draw(20) == 0 ? draw(8) : 0;
    Text text(draw(draw(10) == 0 ? 700 : 180));
    for (std::uint8_t& letter : text) {
      letter = static_cast<std::uint8_t>(draw(30) == 0 ? rare : mix[draw(3)]);
      if ((letter == 2 || letter == 3) && i % 4 != 0) letter = 0;
    }
    ASSERT_TRUE(agrees(text, kRequests[draw(std::size(kRequests))]));
  }
}

}  // namespace
}  // namespace dlr::core
