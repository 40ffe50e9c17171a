#include "core/parts.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "core/utf8.h"

namespace dlr::core {
namespace {

struct GreekLetter {
  std::u16string_view written;
  char16_t sent;
};
#include "core/gsm7_tables.inc"

// What one user data of 140 octets holds beside its headers (TS 23.040, 9.2.3.24): a length octet, 3 octets for each
// shift, 5 for the place among several parts.
struct Room {
  std::size_t alone;
  std::size_t split;
};
constexpr std::size_t kUserData = 140;
constexpr std::size_t septets_beside(std::size_t headers) {
  return (kUserData - (headers == 0 ? 0 : headers + 1)) * 8 / 7;
}
constexpr Room room_beside_shifts(std::size_t shifts) {
  return {septets_beside(3 * shifts), septets_beside(3 * shifts + 5)};
}
constexpr Room kUcs2Room = {kUserData / 2, (kUserData - 6) / 2};

// The ways to write a text in septets, in order of preference.
struct Coding {
  Alphabet alphabet;
  NationalLanguage language;
  std::u16string_view one_septet;
  std::u16string_view two_septets;
  Room room;
};
constexpr Coding kCodings[] = {
    {Alphabet::gsm7, NationalLanguage::none, kDefaultTable, kDefaultExtension, room_beside_shifts(0)},
    {Alphabet::gsm7_single_shift, NationalLanguage::turkish, kDefaultTable, kTurkishSingleShift, room_beside_shifts(1)},
    {Alphabet::gsm7_locking_shift, NationalLanguage::turkish, kTurkishLockingTable, kDefaultExtension,
     room_beside_shifts(1)},
    {Alphabet::gsm7_both_shifts, NationalLanguage::turkish, kTurkishLockingTable, kTurkishSingleShift,
     room_beside_shifts(2)},
    {Alphabet::gsm7_single_shift, NationalLanguage::spanish, kDefaultTable, kSpanishSingleShift, room_beside_shifts(1)},
    {Alphabet::gsm7_single_shift, NationalLanguage::portuguese, kDefaultTable, kPortugueseSingleShift,
     room_beside_shifts(1)},
    {Alphabet::gsm7_locking_shift, NationalLanguage::portuguese, kPortugueseLockingTable, kDefaultExtension,
     room_beside_shifts(1)},
    {Alphabet::gsm7_both_shifts, NationalLanguage::portuguese, kPortugueseLockingTable, kPortugueseSingleShift,
     room_beside_shifts(2)},
};
constexpr std::size_t kCodingCount = std::size(kCodings);
constexpr std::size_t kUcs2 = kCodingCount;  // stands after them

// Septets of each character in each coding, two bits each; 0: it has none. Slots: up to U+03FF, two strays, all others.
constexpr std::size_t kSlots = 0x400 + 3;
constexpr std::size_t slot_of(char32_t c) {
  if (c < 0x400) return c;
  return c == U'€' ? 0x400 : c == U'∞' ? 0x401 : 0x402;
}
constexpr auto kSeptets = [] {
  std::array<std::uint16_t, kSlots> table{};
  static_assert(2 * kCodingCount <= 16);
  const auto set = [&table](char32_t c, std::size_t coding, unsigned septets) {
    if (slot_of(c) == kSlots - 1) throw "a character of the tables has no slot";
    const unsigned others = table[slot_of(c)] & ~(3U << 2 * coding);
    table[slot_of(c)] = static_cast<std::uint16_t>(others | septets << 2 * coding);
  };
  for (std::size_t coding = 0; coding < kCodingCount; ++coding) {
    for (const char16_t c : kCodings[coding].two_septets) set(c, coding, 2);
    for (const char16_t c : kCodings[coding].one_septet) {
      if (c != u'\033') set(c, coding, 1);
    }
  }
  return table;
}();

constexpr char32_t kGreekFirst = 0x370;
constexpr char32_t kGreekLast = 0x3FF;
constexpr auto kGreek = [] {
  std::array<char16_t, kGreekLast - kGreekFirst + 1> table{};
  for (char32_t c = kGreekFirst; c <= kGreekLast; ++c) table[c - kGreekFirst] = static_cast<char16_t>(c);
  for (const GreekLetter& letter : kGreekLetters) {
    for (const char16_t c : letter.written) table[c - kGreekFirst] = letter.sent;
  }
  return table;
}();

struct Character {
  char32_t code;
  std::size_t length;  // bytes of the text
  bool whole;
};

// The first one of a text that is not empty, as it will be sent.
Character front_character(std::string_view text, Transliteration transliteration) {
  const Utf8Front front = utf8_front(text);
  if (!front.whole) return {U'\uFFFD', front.length, false};
  char32_t code = static_cast<unsigned char>(text[0]);
  if (front.length > 1) {
    code &= 0x7FU >> front.length;
    for (std::size_t i = 1; i < front.length; ++i) code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
    if (transliteration == Transliteration::greek && code >= kGreekFirst && code <= kGreekLast) {
      code = kGreek[code - kGreekFirst];
    }
  }
  return {code, front.length, true};
}

// 0: the coding has no such character.
std::size_t units_of(char32_t c, std::size_t coding) {
  if (coding == kUcs2) return c > 0xFFFF ? 2 : 1;
  return unsigned{kSeptets[slot_of(c)]} >> 2 * coding & 3U;
}

// A text that grows by a character at a time, in one coding.
struct Filling {
  std::size_t coding;
  Room room;
  bool possible = true;
  std::size_t used = 0;
  std::size_t parts = 1;    // if it takes several
  std::size_t in_last = 0;  // in the last of these

  void add(char32_t c) {
    const std::size_t units = units_of(c, coding);
    if (units == 0) possible = false;
    used += units;
    if (in_last + units > room.split) {
      ++parts;
      in_last = 0;
    }
    in_last += units;
  }
  bool alone() const { return used <= room.alone; }
  std::size_t total_parts() const { return alone() ? 1 : parts; }
  std::size_t left() const { return alone() ? room.alone - used : room.split - in_last; }
  bool better_than(const Filling& other) const {
    if (total_parts() != other.total_parts()) return total_parts() < other.total_parts();
    return left() > other.left();
  }
};

bool comes_into_question(const Coding& coding, const PartsOptions& options) {
  const bool free_choice = !options.single_shift && !options.locking_shift;
  const bool detect = options.language == NationalLanguage::autodetect;
  if (coding.alphabet == Alphabet::gsm7) {
    return detect || free_choice || options.language == NationalLanguage::none;
  }
  if (!detect && coding.language != options.language) return false;
  if (free_choice) return coding.alphabet != Alphabet::gsm7_both_shifts;
  const bool single = coding.alphabet != Alphabet::gsm7_locking_shift;
  const bool locking = coding.alphabet != Alphabet::gsm7_single_shift;
  return single == options.single_shift && locking == options.locking_shift;
}

bool supported(const PartsOptions& options) {
  if (options.locking_shift && options.language == NationalLanguage::spanish) return false;
  return options.transliteration == Transliteration::none || options.transliteration == Transliteration::greek;
}

std::size_t coding_of(const PartCount& count) {
  std::size_t coding = 0;
  while (coding < kCodingCount &&
         (kCodings[coding].alphabet != count.alphabet || kCodings[coding].language != count.language)) {
    ++coding;
  }
  return coding;
}

const Filling& chosen(const Filling* begin, const Filling* end, const Filling& ucs2, const PartsOptions& options) {
  const Filling* best = nullptr;
  for (const Filling* filling = begin; filling != end; ++filling) {
    if (!filling->possible) continue;
    if (best == nullptr || filling->better_than(*best)) best = filling;
    // Nothing to detect: no foreign letter. (The euro sign is shorter in Turkish.)
    if (filling->coding == 0 && options.language == NationalLanguage::autodetect) break;
  }
  return best != nullptr ? *best : ucs2;
}

template <typename Value>
struct Name {
  std::string_view name;
  Value value;
};
constexpr Name<NationalLanguage> kLanguages[] = {
    {"NONE", NationalLanguage::none},
    {"TR", NationalLanguage::turkish},
    {"ES", NationalLanguage::spanish},
    {"PT", NationalLanguage::portuguese},
    {"AUTODETECT", NationalLanguage::autodetect},
};
constexpr Name<Transliteration> kTransliterations[] = {
    {"NONE", Transliteration::none},
    {"TURKISH", Transliteration::turkish},
    {"GREEK", Transliteration::greek},
    {"CYRILLIC", Transliteration::cyrillic},
    {"SERBIAN_CYRILLIC", Transliteration::serbian_cyrillic},
    {"BULGARIAN_CYRILLIC", Transliteration::bulgarian_cyrillic},
    {"CENTRAL_EUROPEAN", Transliteration::central_european},
    {"BALTIC", Transliteration::baltic},
    {"NON_UNICODE", Transliteration::non_unicode},
    {"PORTUGUESE", Transliteration::portuguese},
    {"COLOMBIAN", Transliteration::colombian},
    {"ALL", Transliteration::all},
};

template <typename Value, std::size_t N>
std::optional<Value> named(const Name<Value> (&names)[N], std::string_view name) {
  for (const Name<Value>& candidate : names) {
    if (candidate.name == name) return candidate.value;
  }
  return std::nullopt;
}

}  // namespace

std::optional<NationalLanguage> parse_national_language(std::string_view code) { return named(kLanguages, code); }
std::optional<Transliteration> parse_transliteration(std::string_view name) { return named(kTransliterations, name); }

PartCount count_parts(std::string_view text, const PartsOptions& options) {
  if (!supported(options)) return {.refused = PartCount::Refused::unsupported};

  std::array<Filling, kCodingCount> fillings{};
  std::size_t candidates = 0;
  for (std::size_t coding = 0; coding < kCodingCount; ++coding) {
    if (!comes_into_question(kCodings[coding], options)) continue;
    fillings[candidates++] = {.coding = coding, .room = kCodings[coding].room};
  }
  Filling ucs2{.coding = kUcs2, .room = kUcs2Room};

  std::size_t bytes = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const Character character = front_character(rest, options.transliteration);
    rest.remove_prefix(character.length);
    bytes += character.whole ? character.length : kReplacement.size();
    for (std::size_t i = 0; i < candidates; ++i) fillings[i].add(character.code);
    ucs2.add(character.code);
  }

  const Filling& best = chosen(fillings.data(), fillings.data() + candidates, ucs2, options);
  PartCount count{.parts = best.total_parts(), .units_used = best.used, .units_left = best.left()};
  if (count.parts > kPartsLimit || bytes > kTextBytesLimit) count.refused = PartCount::Refused::too_long;
  count.alphabet = best.coding == kUcs2 ? Alphabet::ucs2 : kCodings[best.coding].alphabet;
  count.language = best.coding == kUcs2 ? NationalLanguage::none : kCodings[best.coding].language;
  return count;
}

std::string_view code_of(NationalLanguage language) {
  const auto* const at = std::find_if(std::begin(kLanguages), std::end(kLanguages),
                                      [language](const auto& name) { return name.value == language; });
  return at->name;
}

bool is_too_long(Channel channel, std::string_view text, const PartsOptions& options) {
  if (channel == Channel::sms) {
    const PartCount::Refused refused = count_parts(text, options).refused;
    return refused == PartCount::Refused::too_long ||
           (refused == PartCount::Refused::unsupported && text.size() > kTextBytesLimit);
  }
  std::size_t characters = 0;
  while (!text.empty()) {
    text.remove_prefix(front_character(text, Transliteration::none).length);
    ++characters;
  }
  return characters > kMmsCharactersLimit;
}

PartCutter::PartCutter(std::string_view text, const PartsOptions& options)
    : text_(text), count_(count_parts(text, options)), transliteration_(options.transliteration) {}

std::optional<TextPart> PartCutter::next() {
  if (given_ == count_.parts) return std::nullopt;
  const std::size_t coding = coding_of(count_);
  const Room room = coding == kUcs2 ? kUcs2Room : kCodings[coding].room;
  const std::size_t capacity = count_.parts == 1 ? room.alone : room.split;

  TextPart part{.begin = at_, .end = at_};
  while (part.end < text_.size()) {
    const Character character = front_character(text_.substr(part.end), transliteration_);
    const std::size_t units = units_of(character.code, coding);
    if (part.units + units > capacity) break;
    part.units += units;
    part.end += character.length;
  }
  at_ = part.end;
  ++given_;
  return part;
}

}  // namespace dlr::core
