#include "core/message_id.h"

#include <array>
#include <cstddef>

namespace dlr::core {
namespace {

constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::uint8_t kNoDigit = 0xff;

constexpr std::array<std::uint8_t, 256> kDigitOf = [] {
  std::array<std::uint8_t, 256> digits{};
  digits.fill(kNoDigit);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    const auto c = static_cast<unsigned char>(kAlphabet[i]);
    digits[c] = static_cast<std::uint8_t>(i);
    if (c >= 'a') digits[c - 'a' + 'A'] = static_cast<std::uint8_t>(i);
  }
  return digits;
}();

}  // namespace

void append_text(std::string& out, const MessageId& id) {
  const std::array<std::uint64_t, 2> words{id.place(), id.tag()};
  std::array<char, kMessageIdLength> text;
  for (std::size_t i = 0; i < text.size(); ++i) {
    // The five bits from bit 5 x i on, counted from the front of the 128; past their end come zeros.
    const std::size_t at = 5 * i;
    const std::size_t word = at / 64;
    const std::size_t offset = at % 64;
    std::uint64_t bits = words[word] << offset;
    if (offset > 59 && word == 0) bits |= words[1] >> (64 - offset);
    text[i] = kAlphabet[bits >> 59];
  }
  out.append(text.data(), text.size());
}

std::string to_text(const MessageId& id) {
  std::string out;
  out.reserve(kMessageIdLength);
  append_text(out, id);
  return out;
}

std::optional<MessageId> parse_message_id(std::string_view text) {
  if (text.size() != kMessageIdLength) return std::nullopt;
  std::array<std::uint64_t, 2> words{};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint64_t digit = kDigitOf[static_cast<unsigned char>(text[i])];
    if (digit == kNoDigit) return std::nullopt;
    const std::size_t at = 5 * i;
    const std::size_t word = at / 64;
    const std::size_t offset = at % 64;
    const std::uint64_t bits = digit << 59;
    words[word] |= bits >> offset;
    if (offset > 59) {
      const std::uint64_t spilt = bits << (64 - offset);
      if (word == 0) {
        words[1] |= spilt;
      } else if (spilt != 0) {
        return std::nullopt;  // stray bits: two texts would name the same id
      }
    }
  }
  return MessageId(words[0] >> MessageId::kSequenceBits, words[0], words[1]);
}

// The hash's key is two words, the secret one: for the other the secret is mixed by odd constants of no meaning.
TagKey::TagKey(std::uint64_t secret) {
  const std::uint64_t k0 = secret;
  const std::uint64_t k1 = (secret ^ (secret >> 32)) * 0x9e37'79b9'7f4a'7c15 + 0xd1b5'4a32'd192'ed03;
  start_ = {k0 ^ 0x736f'6d65'7073'6575, k1 ^ 0x646f'7261'6e64'6f6d, k0 ^ 0x6c79'6765'6e65'7261,
            k1 ^ 0x7465'6462'7974'6573};
}

}  // namespace dlr::core
