#include "core/message_id.h"

#include <array>
#include <cstddef>
#include <cstring>

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

using Pair = std::array<char, 2>;

// The two characters of ten bits.
constexpr std::array<Pair, 1024> kPairs = [] {
  std::array<Pair, 1024> pairs{};
  for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i] = {kAlphabet[i >> 5], kAlphabet[i & 31]};
  return pairs;
}();

}  // namespace

void write_text(char* out, const MessageId& id) {
  const std::uint64_t front = id.place();
  const std::uint64_t back = id.tag();
  const auto put = [&out](std::uint64_t bits) {
    std::memcpy(out, kPairs[bits & 1023].data(), 2);
    out += 2;
  };
  // Ten bits each from the front of the 128; past their end come two zeros.
  put(front >> 54);
  put(front >> 44);
  put(front >> 34);
  put(front >> 24);
  put(front >> 14);
  put(front >> 4);
  put(front << 6 | back >> 58);
  put(back >> 48);
  put(back >> 38);
  put(back >> 28);
  put(back >> 18);
  put(back >> 8);
  put(back << 2);
}

void append_text(std::string& out, const MessageId& id) {
  std::array<char, kMessageIdLength> text;
  write_text(text.data(), id);
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
  std::uint64_t strange = 0;  // over 31 once a character was none of the alphabet
  const auto digit = [&](std::size_t i) {
    const std::uint64_t value = kDigitOf[static_cast<unsigned char>(text[i])];
    strange |= value;
    return value;
  };
  // The thirteenth character's five bits belong to both words, the last one's two lowest to none.
  std::uint64_t front = 0;
  for (std::size_t i = 0; i < 12; ++i) front = front << 5 | digit(i);
  const std::uint64_t shared = digit(12);
  std::uint64_t back = shared;
  for (std::size_t i = 13; i < 25; ++i) back = back << 5 | digit(i);
  const std::uint64_t last = digit(25);
  if (strange > 31) return std::nullopt;
  if ((last & 3) != 0) return std::nullopt;  // stray bits: two texts would name the same id
  front = front << 4 | shared >> 1;
  back = back << 3 | last >> 2;
  return MessageId(front >> MessageId::kSequenceBits, front, back);
}

// The hash's key is two words, the secret one: for the other the secret is mixed by odd constants of no meaning.
TagKey::TagKey(std::uint64_t secret) {
  const std::uint64_t k0 = secret;
  const std::uint64_t k1 = (secret ^ (secret >> 32)) * 0x9e37'79b9'7f4a'7c15 + 0xd1b5'4a32'd192'ed03;
  start_ = {k0 ^ 0x736f'6d65'7073'6575, k1 ^ 0x646f'7261'6e64'6f6d, k0 ^ 0x6c79'6765'6e65'7261,
            k1 ^ 0x7465'6462'7974'6573};
}

}  // namespace dlr::core
