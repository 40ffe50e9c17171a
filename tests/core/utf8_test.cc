#include "core/utf8.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace dlr::core {
namespace {

const std::string kMark(kReplacement);

// By the definition: every code point but the surrogates, in its shortest form.
std::string utf8_of(char32_t c) {
  const auto byte = [](char32_t value) { return static_cast<char>(value); };
  if (c < 0x80) return {byte(c)};
  if (c < 0x800) return {byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F))};
  if (c < 0x10000) return {byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F))};
  return {byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F)), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F))};
}

TEST(Utf8, EveryCharacterIsLeftAsItIs) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
    const std::string text = utf8_of(c);
    const Utf8Front front = utf8_front(text);
    ASSERT_EQ(front.whole, !surrogate) << std::hex << static_cast<unsigned>(c);
    ASSERT_EQ(is_utf8(text), !surrogate);
    if (surrogate) continue;
    ASSERT_EQ(front.length, text.size());
    ASSERT_EQ(mended_utf8(text), text);
  }
}

TEST(Utf8, ACharacterBrokenOffIsOneMark) {
  for (const char32_t c : {0x80U, 0x7FFU, 0x800U, 0xD7FFU, 0xE000U, 0xFFFFU, 0x10000U, 0x40000U, 0x10FFFFU}) {
    const std::string text = utf8_of(c);
    for (std::size_t length = 1; length < text.size(); ++length) {
      EXPECT_EQ(mended_utf8(text.substr(0, length)), kMark);
      EXPECT_EQ(mended_utf8(text.substr(0, length) + "x"), kMark + "x");
      EXPECT_EQ(mended_utf8(text.substr(0, length) + text), kMark + text);
    }
    EXPECT_EQ(mended_utf8(text.substr(1)).size(), 3 * (text.size() - 1)) << "each byte without a start is a mark";
  }
}

TEST(Utf8, MarksStandForMaximalSubparts) {
  // Source: Unicode 15, section 3.9, tables 3-8 to 3-11.
  const auto marks = [](int count) {
    std::string all;
    while (count-- > 0) all += kMark;
    return all;
  };
  const std::vector<std::pair<std::string, std::string>> cases{
      {"\xC0\xAF\xE0\x80\xBF\xF0\x81\x82\x41", marks(8) + "A"},                   // overlong forms
      {"\xED\xA0\x80\xED\xBF\xBF\xED\xAF\x41", marks(8) + "A"},                   // surrogates
      {"\xF4\x91\x92\x93\xFF\x41\x80\xBF\x42", marks(5) + "A" + marks(2) + "B"},  // beyond U+10FFFF
      {"\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41", marks(4) + "A"},                   // broken off
      {"\xF5\x80\x80\x80", marks(4)},
      {"\xFE\xFF", marks(2)},
      {"", ""},
  };
  for (const auto& [broken, mended] : cases) EXPECT_EQ(mended_utf8(broken), mended);
}

TEST(Utf8, MendedTextIsUtf8AndMendingItAgainChangesNothing) {
  // Texts of four bytes, out of those where the rules change.
  const std::string bytes(
      "\x00\x41\x7F\x80\x8F\x90\x9F\xA0\xBF\xC0\xC1\xC2\xDF\xE0\xE1\xEC\xED\xEE\xEF\xF0\xF1\xF3\xF4\xF5\xFF", 25);
  for (const char a : bytes) {
    for (const char b : bytes) {
      for (const char c : bytes) {
        for (const char d : {'\x41', '\x80', '\xBF'}) {
          const std::string mended = mended_utf8(std::string{a, b, c, d});
          ASSERT_TRUE(is_utf8(mended));
          ASSERT_EQ(mended_utf8(mended), mended);
        }
      }
    }
  }
}

}  // namespace
}  // namespace dlr::core
