#include "core/parts.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/utf8.h"

namespace dlr::core {
namespace {

using enum NationalLanguage;

std::string repeated(std::size_t times, std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

PartCount counted(Alphabet alphabet, NationalLanguage language, std::size_t parts, std::size_t used, std::size_t left) {
  return {.alphabet = alphabet, .language = language, .parts = parts, .units_used = used, .units_left = left};
}

}  // namespace

void PrintTo(const PartCount& count, std::ostream* out) {
  *out << "alphabet " << int{static_cast<std::uint8_t>(count.alphabet)} << ", language "
       << int{static_cast<std::uint8_t>(count.language)} << ", refused "
       << int{static_cast<std::uint8_t>(count.refused)} << ", parts " << count.parts << ", used " << count.units_used
       << ", left " << count.units_left;
}

namespace {

// ---- What the provider publishes: the examples of `/sms/1/preview` in its OpenAPI document.

const char* const kTurkish =
    "Mesaj gönderimi yapmadan önce önizleme seçeneğini kullanmanız doğru karar vermenize yardımcı olur.";
const char* const kGreek =
    "Ως Μεγαρικό ψήφισμα είναι γνωστή η απόφαση της Εκκλησίας του δήμου των Αθηναίων (πιθανόν γύρω στο 433/2 π.Χ.) να "
    "επιβάλει αυστηρό και καθολικό εμπάργκο στα";
const char* const kGreekAsSent =
    "ΩΣ MEΓAPIKO ΨHΦIΣMA EINAI ΓNΩΣTH H AΠOΦAΣH THΣ EKKΛHΣIAΣ TOY ΔHMOY TΩN AΘHNAIΩN (ΠIΘANON ΓYPΩ ΣTO 433/2 Π.X.) NA "
    "EΠIBAΛEI AYΣTHPO KAI KAΘOΛIKO EMΠAPΓKO ΣTA";

TEST(Parts, ProvidersPlainExample) {
  EXPECT_EQ(count_parts("Let's see how many characters remain unused in this message."),
            counted(Alphabet::gsm7, none, 1, 60, 100));
}

TEST(Parts, ProvidersTurkishExample) {
  EXPECT_EQ(count_parts(kTurkish), counted(Alphabet::ucs2, none, 2, 98, 36));
  EXPECT_EQ(count_parts(kTurkish, {.language = turkish}), counted(Alphabet::gsm7_locking_shift, turkish, 1, 98, 57));
}

TEST(Parts, ProvidersGreekExample) {
  EXPECT_EQ(count_parts(kGreek), counted(Alphabet::ucs2, none, 3, 155, 46));
  EXPECT_EQ(count_parts(kGreek, {.transliteration = Transliteration::greek}), counted(Alphabet::gsm7, none, 1, 155, 5));
  EXPECT_EQ(count_parts(kGreekAsSent), counted(Alphabet::gsm7, none, 1, 155, 5));
}

// ---- The tables, as differences from the default one (3GPP TS 23.038), against every character there is.

using Characters = std::set<char32_t>;

Characters default_table() {
  Characters out = {0x0A, 0x0D, 0x5F, 0xA1, 0xA3,  0xA4,  0xA5,  0xA7,  0xBF,  0xC4,  0xC5,  0xC6,  0xC7,  0xC9,
                    0xD1, 0xD6, 0xD8, 0xDC, 0xDF,  0xE0,  0xE4,  0xE5,  0xE6,  0xE8,  0xE9,  0xEC,  0xF1,  0xF2,
                    0xF6, 0xF8, 0xF9, 0xFC, 0x393, 0x394, 0x398, 0x39B, 0x39E, 0x3A0, 0x3A3, 0x3A6, 0x3A8, 0x3A9};
  for (char32_t c = ' '; c <= 'Z'; ++c) out.insert(c);
  for (char32_t c = 'a'; c <= 'z'; ++c) out.insert(c);
  return out;
}

Characters changed(Characters table, const Characters& without, const Characters& with) {
  for (const char32_t c : without) table.erase(c);
  table.insert(with.begin(), with.end());
  return table;
}

const Characters kDefault = default_table();
const Characters kExtension = {0x0C, '^', '{', '}', '\\', '[', '~', ']', '|', 0x20AC};
const Characters kTurkishLocking = changed(kDefault, {0xE8, 0xEC, 0xD8, 0xF8, 0xC6, 0xE6, 0xA1, 0xBF},
                                           {0x20AC, 0x131, 0x11E, 0x11F, 0x15E, 0x15F, 0x130, 0xE7});
const Characters kPortugueseLocking = changed(
    kDefault, {0xE8,  0xF9,  0xEC, 0xF2, 0xD8, 0xF8, 0xC5, 0xE5, 0x3A6, 0x393, 0x39B, 0x3A9, 0x3A0, 0x3A8, 0x3A3,
               0x398, 0x39E, 0xC6, 0xE6, 0xDF, 0xA4, 0xA1, 0xC4, 0xD6,  0xD1,  0xBF,  0xE4,  0xF6,  0xF1},
    {0xEA, 0xFA, 0xED, 0xF3, 0xE7, 0xD4, 0xF4, 0xC1, 0xE1, 0xAA, 0xC0, 0x221E, '^',  '\\', 0x20AC,
     0xD3, '|',  0xC2, 0xE2, 0xCA, 0xBA, 0xCD, 0xC3, 0xD5, 0xDA, '~',  0xE3,   0xF5, '`'});
const Characters kTurkishSingle = changed(kExtension, {}, {0x11E, 0x130, 0x15E, 0xE7, 0x11F, 0x131, 0x15F});
const Characters kSpanishSingle = changed(kExtension, {}, {0xE7, 0xC1, 0xCD, 0xD3, 0xDA, 0xE1, 0xED, 0xF3, 0xFA});
const Characters kPortugueseSingle =
    changed(kExtension, {}, {0xEA, 0xE7, 0xD4, 0xF4, 0xC1, 0xE1, 0x3A6, 0x393, 0x3A9, 0x3A0, 0x3A8, 0x3A3, 0x398, 0xCA,
                             0xC0, 0xCD, 0xD3, 0xDA, 0xC3, 0xD5, 0xC2,  0xED,  0xF3,  0xFA,  0xE3,  0xF5,  0xE2});

struct Coding {
  PartsOptions asked;
  Alphabet alphabet;
  const Characters& one_septet;
  const Characters& two_septets;
  std::size_t alone;
  std::size_t split;
};

PartsOptions shifts(NationalLanguage language, bool single, bool locking) {
  return {.language = language, .single_shift = single, .locking_shift = locking};
}

const Coding kCodings[] = {
    {{}, Alphabet::gsm7, kDefault, kExtension, 160, 153},
    {shifts(turkish, true, false), Alphabet::gsm7_single_shift, kDefault, kTurkishSingle, 155, 149},
    {shifts(turkish, false, true), Alphabet::gsm7_locking_shift, kTurkishLocking, kExtension, 155, 149},
    {shifts(turkish, true, true), Alphabet::gsm7_both_shifts, kTurkishLocking, kTurkishSingle, 152, 146},
    {shifts(spanish, true, false), Alphabet::gsm7_single_shift, kDefault, kSpanishSingle, 155, 149},
    {shifts(portuguese, true, false), Alphabet::gsm7_single_shift, kDefault, kPortugueseSingle, 155, 149},
    {shifts(portuguese, false, true), Alphabet::gsm7_locking_shift, kPortugueseLocking, kExtension, 155, 149},
    {shifts(portuguese, true, true), Alphabet::gsm7_both_shifts, kPortugueseLocking, kPortugueseSingle, 152, 146},
};

std::size_t septets(const Coding& coding, char32_t c) {
  return coding.one_septet.contains(c) ? 1 : coding.two_septets.contains(c) ? 2 : 0;
}

std::string encoded(char32_t c) {
  const auto byte = [](char32_t value) { return static_cast<char>(value); };
  if (c < 0x80) return {byte(c)};
  if (c < 0x800) return {byte(0xC0 | c >> 6), byte(0x80 | (c & 0x3F))};
  if (c < 0x10000) return {byte(0xE0 | c >> 12), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F))};
  return {byte(0xF0 | c >> 18), byte(0x80 | (c >> 12 & 0x3F)), byte(0x80 | (c >> 6 & 0x3F)), byte(0x80 | (c & 0x3F))};
}

TEST(Parts, TablesHave127CharactersAndTheEscape) {
  for (const Characters* table : {&kDefault, &kTurkishLocking, &kPortugueseLocking}) EXPECT_EQ(table->size(), 127U);
}

TEST(Parts, EveryCharacterTakesWhatItsTablesSay) {
  for (const Coding& coding : kCodings) {
    for (char32_t c = 0; c <= 0x10FFFF; c += c == 0xD7FF ? 0x801 : 1) {
      const std::size_t units = septets(coding, c);
      const PartCount expected = units != 0
                                     ? counted(coding.alphabet, coding.asked.language, 1, units, coding.alone - units)
                                 : c > 0xFFFF ? counted(Alphabet::ucs2, none, 1, 2, 68)
                                              : counted(Alphabet::ucs2, none, 1, 1, 69);
      ASSERT_EQ(count_parts(encoded(c), coding.asked), expected) << encoded(c);
    }
  }
}

TEST(Parts, EveryCharacterOfTheTablesFillsAPart) {
  for (const Coding& coding : kCodings) {
    for (char32_t c = 0; c <= 0x2300; ++c) {
      const std::size_t units = septets(coding, c);
      if (units == 0) continue;
      const std::size_t fit = coding.alone / units;
      const PartCount full = count_parts(repeated(fit, encoded(c)), coding.asked);
      EXPECT_EQ(full.parts, 1U) << encoded(c);
      EXPECT_EQ(full.units_left, coding.alone % units);
      EXPECT_EQ(count_parts(repeated(fit + 1, encoded(c)), coding.asked).parts, 2U) << encoded(c);
    }
  }
}

TEST(Parts, OneCharacterOutsideTurnsTheWholeTextIntoUcs2) {
  EXPECT_EQ(count_parts(repeated(159, "a")), counted(Alphabet::gsm7, none, 1, 159, 1));
  EXPECT_EQ(count_parts(repeated(159, "a") + "ж"), counted(Alphabet::ucs2, none, 3, 160, 41));
  EXPECT_EQ(count_parts("\033"), counted(Alphabet::ucs2, none, 1, 1, 69));  // the escape itself is no character
}

// ---- Ends of parts.

TEST(Parts, AnEscapeSequenceIsNotSplit) {
  const std::string text = repeated(152, "a") + "^" + repeated(150, "a") + "^";  // 306 septets would be two parts
  EXPECT_EQ(count_parts(text), counted(Alphabet::gsm7, none, 3, 306, 151));
  PartCutter cutter(text);
  EXPECT_EQ(cutter.next()->end, 152U);
  EXPECT_EQ(cutter.next()->end, 303U);
  EXPECT_EQ(cutter.next()->end, 304U);
  EXPECT_FALSE(cutter.next());
}

TEST(Parts, ASurrogatePairIsNotSplit) {
  const std::string text = repeated(66, "ж") + "😀" + repeated(64, "ж") + "😀";  // 134 units would be two parts
  EXPECT_EQ(count_parts(text), counted(Alphabet::ucs2, none, 3, 134, 65));
}

TEST(Parts, AnEmptyTextIsOneEmptyPart) {
  EXPECT_EQ(count_parts(""), counted(Alphabet::gsm7, none, 1, 0, 160));
  PartCutter cutter("");
  EXPECT_EQ(cutter.next()->end, 0U);
  EXPECT_FALSE(cutter.next());
}

// All comparisons here stand on it.
TEST(Parts, CountsThatDifferInAnythingAreNotEqual) {
  const PartCount count = counted(Alphabet::gsm7, none, 1, 3, 157);
  EXPECT_EQ(count, count_parts("abc"));
  EXPECT_NE(count, counted(Alphabet::ucs2, none, 1, 3, 157));
  EXPECT_NE(count, counted(Alphabet::gsm7, turkish, 1, 3, 157));
  EXPECT_NE(count, counted(Alphabet::gsm7, none, 2, 3, 157));
  EXPECT_NE(count, counted(Alphabet::gsm7, none, 1, 4, 157));
  EXPECT_NE(count, counted(Alphabet::gsm7, none, 1, 3, 156));
  PartCount refused = count;
  refused.refused = PartCount::Refused::too_long;
  EXPECT_NE(count, refused);
}

// ---- Which shift.

TEST(Parts, AShiftThatIsAskedForIsUsedNeededOrNot) {
  EXPECT_EQ(count_parts("abc", shifts(turkish, true, false)), counted(Alphabet::gsm7_single_shift, turkish, 1, 3, 152));
  EXPECT_EQ(count_parts("abc", shifts(none, true, false)), counted(Alphabet::gsm7, none, 1, 3, 157));
}

TEST(Parts, WithoutAFlagWhateverIsShortestIsUsed) {
  EXPECT_EQ(count_parts("abc", {.language = turkish}), counted(Alphabet::gsm7, none, 1, 3, 157));
  const std::string prices = repeated(100, "€");  // one septet in Turkish
  EXPECT_EQ(count_parts(prices, {.language = turkish}), counted(Alphabet::gsm7_locking_shift, turkish, 1, 100, 55));
  EXPECT_EQ(count_parts(prices, {.language = autodetect}), counted(Alphabet::gsm7, none, 2, 200, 105));
}

TEST(Parts, AutodetectFindsTheLanguageThatHasTheLetters) {
  const auto found = [](std::string_view text) { return count_parts(text, {.language = autodetect}).language; };
  EXPECT_EQ(found("ağır"), turkish);
  EXPECT_EQ(found("años útiles"), spanish);
  EXPECT_EQ(found("não"), portuguese);
  EXPECT_EQ(found("não ağır"), none);
}

// ---- Greek.

std::vector<std::string> letters(std::string_view text) {
  std::vector<std::string> out;
  for (; !text.empty(); text.remove_prefix(utf8_front(text).length)) out.emplace_back(text, 0, utf8_front(text).length);
  return out;
}

TEST(Parts, GreekIsCountedAsTheLettersThatThePublishedExampleShows) {
  const std::vector<std::string> written = letters(kGreek);
  const std::vector<std::string> sent = letters(kGreekAsSent);
  ASSERT_EQ(written.size(), sent.size());
  for (Coding coding : kCodings) {
    for (std::size_t i = 0; i < written.size(); ++i) {
      const PartCount as_sent = count_parts(sent[i], coding.asked);
      coding.asked.transliteration = Transliteration::greek;
      EXPECT_EQ(count_parts(written[i], coding.asked), as_sent) << written[i] << " " << sent[i];
      coding.asked.transliteration = Transliteration::none;
    }
  }
}

TEST(Parts, GreekCoversTheModernAlphabetAndNothingElse) {
  const PartsOptions greek{.transliteration = Transliteration::greek};
  const std::string modern = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏΪΫαβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ";
  EXPECT_EQ(count_parts(modern, greek), counted(Alphabet::gsm7, none, 1, 69, 91));
  for (const char* other : {"ἀ", "ᾳ", "ϑ", "ϕ", ";", "µ", "ж", "ğ"}) {
    const Alphabet alphabet = *other == ';' ? Alphabet::gsm7 : Alphabet::ucs2;
    EXPECT_EQ(count_parts(other, greek).alphabet, alphabet) << other;
  }
}

// ---- What is refused.

TEST(Parts, TwentyFivePartsAreTheLimit) {
  const auto refused = [](const std::string& text) { return count_parts(text).refused; };
  EXPECT_EQ(refused(repeated(25 * 153, "a")), PartCount::Refused::no);
  EXPECT_EQ(refused(repeated(25 * 153 + 1, "a")), PartCount::Refused::too_long);
  EXPECT_EQ(count_parts(repeated(25 * 153 + 1, "a")).parts, 26U);
  EXPECT_EQ(refused(repeated(25 * 67, "ж")), PartCount::Refused::no);
  EXPECT_EQ(refused(repeated(25 * 67 + 1, "ж")), PartCount::Refused::too_long);
}

TEST(Parts, FourThousandBytesAreTheLimit) {
  const std::string text = repeated(1333, "語") + "a";  // 4000 bytes, 20 parts
  EXPECT_EQ(count_parts(text), counted(Alphabet::ucs2, none, 20, 1334, 6));
  EXPECT_EQ(count_parts(text + "a").refused, PartCount::Refused::too_long);
  EXPECT_EQ(count_parts(text + "a").parts, 20U);
}

TEST(Parts, AnMmsHasItsOwnLimitInCharacters) {
  EXPECT_FALSE(is_too_long(Channel::mms, repeated(1600, "語")));
  EXPECT_TRUE(is_too_long(Channel::mms, repeated(1600, "語") + "a"));
  EXPECT_FALSE(is_too_long(Channel::sms, repeated(25 * 153, "a")));
  EXPECT_TRUE(is_too_long(Channel::sms, repeated(25 * 153 + 1, "a")));
  EXPECT_FALSE(is_too_long(Channel::sms, ""));
}

TEST(Parts, BytesHaveTheirLimitWherePartsCannotBeCounted) {
  const PartsOptions uncounted{.transliteration = Transliteration::cyrillic};
  EXPECT_FALSE(is_too_long(Channel::sms, repeated(kTextBytesLimit, "a"), uncounted));
  EXPECT_TRUE(is_too_long(Channel::sms, repeated(kTextBytesLimit + 1, "a"), uncounted));
}

TEST(Parts, BrokenBytesCountAsWhatIsSentInstead) {
  EXPECT_EQ(count_parts("a\xFF\xE8\xAAz"), count_parts("a\uFFFD\uFFFDz"));
  const std::string text = repeated(1333, "\xFF") + "a";
  EXPECT_EQ(count_parts(text).refused, PartCount::Refused::no);
  EXPECT_EQ(count_parts(text + "a").refused, PartCount::Refused::too_long);
}

TEST(Parts, UnpublishedTransliterationsAndMissingTablesAreNotGuessed) {
  const PartCount unsupported{.refused = PartCount::Refused::unsupported};
  for (const char* name : {"TURKISH", "CYRILLIC", "SERBIAN_CYRILLIC", "BULGARIAN_CYRILLIC", "CENTRAL_EUROPEAN",
                           "BALTIC", "NON_UNICODE", "PORTUGUESE", "COLOMBIAN", "ALL"}) {
    EXPECT_EQ(count_parts("a", {.transliteration = parse_transliteration(name).value()}), unsupported) << name;
  }
  EXPECT_EQ(count_parts("a", shifts(spanish, false, true)), unsupported);
  EXPECT_EQ(unsupported.units_used, 0U);
  EXPECT_EQ(unsupported.units_left, 0U);
  EXPECT_FALSE(PartCutter("a", shifts(spanish, false, true)).next());
}

TEST(Parts, NamesAreTheProviders) {
  EXPECT_EQ(parse_national_language("NONE"), none);
  EXPECT_EQ(parse_national_language("TR"), turkish);
  EXPECT_EQ(parse_national_language("ES"), spanish);
  EXPECT_EQ(parse_national_language("PT"), portuguese);
  EXPECT_EQ(parse_national_language("AUTODETECT"), autodetect);
  EXPECT_EQ(parse_national_language("tr"), std::nullopt);
  for (const NationalLanguage language : {none, turkish, spanish, portuguese, autodetect}) {
    EXPECT_EQ(parse_national_language(code_of(language)), language);
  }
  EXPECT_EQ(parse_transliteration("GREEK"), Transliteration::greek);
  EXPECT_EQ(parse_transliteration("NONE"), Transliteration::none);
  EXPECT_EQ(parse_transliteration(""), std::nullopt);
}

}  // namespace
}  // namespace dlr::core
