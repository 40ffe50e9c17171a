// The parts of a text message as the provider counts them: which alphabet a text needs, how many parts it takes, where
// they end. A character is never split: neither an escape from its septet nor one half of a surrogate pair from the
// other; the part ends one unit early instead. Pure, no allocation, linear in the text. Sources: 3GPP TS 23.038
// (tables) and TS 23.040 (headers); Infobip's OpenAPI document for SMS (`/sms/1/preview`).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/vocabulary/message.h"

namespace dlr::core {

// `languageCode` of the send request.
enum class NationalLanguage : std::uint8_t { none, turkish, spanish, portuguese, autodetect };
std::optional<NationalLanguage> parse_national_language(std::string_view code);  // NONE TR ES PT AUTODETECT
std::string_view code_of(NationalLanguage language);

// `transliteration` of the send request.
enum class Transliteration : std::uint8_t {
  none,
  turkish,
  greek,
  cyrillic,
  serbian_cyrillic,
  bulgarian_cyrillic,
  central_european,
  baltic,
  non_unicode,
  portuguese,
  colombian,
  all,
};
std::optional<Transliteration> parse_transliteration(std::string_view name);  // in capitals, as the provider writes it

// What is asked for in the send request. With a language, a shift that is asked for is used, needed or not. With none
// asked for the provider chooses: GSM-7 or one shift, whichever takes fewer parts, then whichever leaves more room, the
// first of equals. AUTODETECT leaves a text that is GSM-7 alone and chooses among TR, ES, PT otherwise. How the
// provider chooses is not published; its example, where "TR" alone makes each Turkish letter one septet, agrees.
// Without a language the flags mean nothing.
struct PartsOptions {
  NationalLanguage language = NationalLanguage::none;
  bool single_shift = false;
  bool locking_shift = false;
  Transliteration transliteration = Transliteration::none;
};

// Units are septets, for ucs2 units of UTF-16.
enum class Alphabet : std::uint8_t {
  gsm7,                // 160 units, 153 in each of several parts
  gsm7_single_shift,   // 155, 149: letters of a language for two units each
  gsm7_locking_shift,  // 155, 149: the language's alphabet instead of the default one
  gsm7_both_shifts,    // 152, 146
  ucs2,                // 70, 67: one character outside the tables turns the whole text into it
};

inline constexpr std::size_t kPartsLimit = 25;
inline constexpr std::size_t kTextBytesLimit = 4000;
inline constexpr std::size_t kMmsCharactersLimit = 1600;

struct PartCount {
  enum class Refused : std::uint8_t {
    no,
    too_long,  // over one of the limits; the provider refuses it with status 25. The numbers below stand all the same
    unsupported,  // a transliteration other than NONE and GREEK (the provider does not publish its tables), or a
                  // locking shift for Spanish, which has none. Nothing was counted
  };
  Refused refused = Refused::no;
  Alphabet alphabet = Alphabet::gsm7;
  NationalLanguage language = NationalLanguage::none;  // whose tables are used
  std::size_t parts = 0;                               // at least 1, also for an empty text
  std::size_t units_used = 0;                          // what the characters take, without gaps at the end of a part
  std::size_t units_left = 0;                          // free in the last part

  friend bool operator==(const PartCount&, const PartCount&) = default;
};

// Of UTF-8; broken bytes are counted as the U+FFFD that will be sent instead (core/utf8.h).
PartCount count_parts(std::string_view text, const PartsOptions& options = {});

// Whether the provider refuses a message for its length: with status 25 an SMS, with status 77 an MMS. Where the parts
// of an SMS cannot be counted (PartCount::Refused::unsupported), the limit on its bytes is all that is asked.
bool is_too_long(Channel channel, std::string_view text, const PartsOptions& options = {});

// A stretch of the text: bytes [begin, end).
struct TextPart {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t units = 0;
};

// Cuts a text where the provider does: parts that lie end to end, from the first byte to the last. They are bytes of
// the text as given, before mending and transliteration. The text must outlive the cutter.
class PartCutter {
 public:
  explicit PartCutter(std::string_view text, const PartsOptions& options = {});

  const PartCount& count() const { return count_; }

  // count().parts times a part (0 when unsupported), then nothing.
  std::optional<TextPart> next();

 private:
  std::string_view text_;
  PartCount count_;
  Transliteration transliteration_;
  std::size_t given_ = 0;  // parts
  std::size_t at_ = 0;     // bytes
};

}  // namespace dlr::core
