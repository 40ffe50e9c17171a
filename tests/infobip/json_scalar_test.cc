#include "core/infobip/json_scalar.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <optional>
#include <string>

namespace dlr::core::infobip {
namespace {

TEST(JsonScalars, AWholeNumberIsOneHoweverItIsWritten) {
  for (const char* text : {"26", "26.0", "2.6e1", "2.6E+1", "260e-1", "0.26e2"}) {
    EXPECT_EQ(whole_number_of(text), 26) << text;
  }
  EXPECT_EQ(whole_number_of("-26"), -26);
  EXPECT_EQ(whole_number_of("-0"), 0);
  EXPECT_EQ(whole_number_of("0.0"), 0);
}

TEST(JsonScalars, WhatADoubleHoldsExactlyIsTheLimit) {
  EXPECT_EQ(whole_number_of("9007199254740992"), 9007199254740992);
  EXPECT_EQ(whole_number_of("-9007199254740992"), -9007199254740992);
  EXPECT_EQ(whole_number_of("9007199254740991.0"), 9007199254740991);
  EXPECT_EQ(whole_number_of("-9007199254740991.0"), -9007199254740991);
  for (const char* text :
       {"9007199254740993", "-9007199254740993", "9007199254740993.0", "9007199254740992.0", "-9007199254740993.0",
        "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e16", "-1e300", "1e400"}) {
    EXPECT_EQ(whole_number_of(text), std::nullopt) << text;
  }
}

TEST(JsonScalars, OtherTextsAreNoWholeNumbers) {
  for (const char* text : {"", "-", "x", "26x", "1.5", "1e-1", "026", "26.", ".26", "26e", "26e+", "+26", " 26"}) {
    EXPECT_EQ(whole_number_of(text), std::nullopt) << text;
  }
}

// The text after undoing; where an escape is none, where that stands.
std::string undone(std::string text) {
  const Unescaped unescaped = undo_escapes(text.data(), text.data() + text.size());
  if (unescaped.bad != nullptr) return "bad at " + std::to_string(unescaped.bad - text.data());
  return std::string(text.data(), unescaped.end);
}

TEST(JsonScalars, EscapesAreUndoneInPlace) {
  EXPECT_EQ(undone(""), "");
  EXPECT_EQ(undone("plain"), "plain");
  EXPECT_EQ(undone(R"(\n)"), "\n");
  EXPECT_EQ(undone(R"(a\tb\"c)"), "a\tb\"c");
  EXPECT_EQ(undone(R"(\u00aF\u00Fa)"), "\u00AF\u00FA");
}

TEST(JsonScalars, AnEscapeThatTheTextCutsOffIsNone) {
  for (const std::string text : {R"(ab\n)", R"(ab\u0041)"}) {
    for (std::size_t end = 3; end < text.size(); ++end) {
      std::string copy = text;
      const Unescaped unescaped = undo_escapes(copy.data(), copy.data() + end);
      EXPECT_EQ(unescaped.bad, copy.data() + 2) << text << " up to " << end;
    }
  }
}

// Either side of where the surrogates begin and end.
TEST(JsonScalars, WhatIsNoSurrogateIsACharacterOfItsOwn) {
  EXPECT_EQ(undone(R"(\ud7ff)"), "\xED\x9F\xBF");
  EXPECT_EQ(undone(R"(\ue000)"), "\xEE\x80\x80");
  EXPECT_EQ(undone(R"(\ud800\ue000)"), "\xEF\xBF\xBD\xEE\x80\x80");
  EXPECT_EQ(undone(R"(\ud800\ud7ff)"), "\xEF\xBF\xBD\xED\x9F\xBF");
  EXPECT_EQ(undone(R"(\udbff\udfff)"), "\xF4\x8F\xBF\xBF");
  // Half of a pair, and then what only looks like the other half.
  EXPECT_EQ(undone(R"(\ud83dxude00)"), "\xEF\xBF\xBDxude00");
}

TEST(JsonScalars, AnEscapeThatIsNoneIsNamed) {
  EXPECT_EQ(undone("ab\\"), "bad at 2");
  EXPECT_EQ(undone(R"(\n\x)"), "bad at 2");
  // Each digit may be anything beside 0-9, a-f and A-F; so may be what is next to these.
  for (std::size_t place = 2; place < 6; ++place) {
    for (const char c : {'/', ':', '@', 'G', '`', 'g', ' ', '\\'}) {
      std::string text = R"(\u12aB)";
      text[place] = c;
      EXPECT_EQ(undone(text), "bad at 0") << text;
    }
  }
  EXPECT_EQ(undone(R"(\u12a)"), "bad at 0");
}

TEST(JsonScalars, EscapesAreWrittenInAsManyBytesAsTheyTake) {
  EXPECT_EQ(undone(R"(\u007f)"), "\x7f");
  EXPECT_EQ(undone(R"(\u0080)"), "\xC2\x80");
  EXPECT_EQ(undone(R"(\u07ff)"), "\xDF\xBF");
  EXPECT_EQ(undone(R"(\u0800)"), "\xE0\xA0\x80");
  EXPECT_EQ(undone(R"(\uffff)"), "\xEF\xBF\xBF");
  EXPECT_EQ(undone(R"(\ud800\udc00)"), "\xF0\x90\x80\x80");
}

TEST(JsonScalars, AWholeNumberEndsWhereItsTextDoes) {
  constexpr std::string_view kMore = "12345";
  EXPECT_EQ(whole_number_of(kMore.substr(0, 2)), 12);
  EXPECT_EQ(whole_number_of(std::string_view("1e2.5").substr(0, 3)), 100);
}

}  // namespace
}  // namespace dlr::core::infobip
