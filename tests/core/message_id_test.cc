#include "core/message_id.h"

#include <gtest/gtest.h>

#include <bit>
#include <cctype>
#include <random>
#include <set>
#include <string>

namespace dlr::core {
namespace {

MessageId id_of(std::uint64_t partition, std::uint64_t sequence, std::uint64_t tag) {
  return {partition, sequence, tag};
}

TEST(MessageIds, HaveAKnownText) {
  EXPECT_EQ(to_text(MessageId{}), std::string(26, 'a'));
  // All 128 bits set: 25 characters of five bits, then three bits and two zeros.
  EXPECT_EQ(to_text(id_of(UINT64_MAX, UINT64_MAX, UINT64_MAX)), std::string(25, '7') + "4");
  // As `base32` of coreutils has it for 01 02 ... 10, in lower case and without padding.
  EXPECT_EQ(to_text(id_of(0x010203, 0x0405060708, 0x090a0b0c0d0e0f10)), "aebagbafaydqqcikbmga2dqpca");
}

TEST(MessageIds, WhatIsWrittenIsReadBack) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 100'000; ++i) {
    const MessageId id = id_of(random(), random(), random());
    const std::string text = to_text(id);
    ASSERT_EQ(text.size(), kMessageIdLength);
    ASSERT_EQ(parse_message_id(text), id) << text;
  }
  for (int bit = 0; bit < 64; ++bit) {
    for (const MessageId& id : {id_of(0, 0, 1ULL << bit), id_of(1ULL << (bit % 24), 1ULL << (bit % 40), 0)}) {
      EXPECT_EQ(parse_message_id(to_text(id)), id);
    }
  }
}

TEST(MessageIds, AreWrittenIntoTheirRoomAlone) {
  std::string room(kMessageIdLength + 2, '#');
  write_text(&room[1], id_of(UINT64_MAX, UINT64_MAX, UINT64_MAX));
  EXPECT_EQ(room, "#" + std::string(25, '7') + "4#");
}

TEST(MessageIds, UpperCaseIsReadToo) {
  const MessageId id = id_of(7, 1'234'567, 0x0123456789abcdef);
  std::string text = to_text(id);
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_EQ(parse_message_id(text), id);
}

TEST(MessageIds, OtherLengthsAreRefused) {
  const std::string text = to_text(id_of(7, 1'234'567, 0x0123456789abcdef));
  EXPECT_FALSE(parse_message_id(""));
  for (std::size_t length = 0; length < text.size(); ++length) EXPECT_FALSE(parse_message_id(text.substr(0, length)));
  EXPECT_FALSE(parse_message_id(text + "a"));
  EXPECT_FALSE(parse_message_id(text + "======"));
}

TEST(MessageIds, OtherAlphabetsAreRefusedAtEveryPlace) {
  const std::string text = to_text(id_of(7, 1'234'567, 0x0123456789abcdef));
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (int c = 0; c < 256; ++c) {
      const bool known = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7');
      if (known) continue;
      std::string other = text;
      other[at] = static_cast<char>(c);
      ASSERT_FALSE(parse_message_id(other)) << at << ' ' << c;
    }
  }
}

TEST(MessageIds, StrayBitsAreRefused) {
  // The last character holds three bits, so only every fourth of the alphabet may stand there.
  const std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz234567";
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    const std::string text = std::string(25, 'a') + alphabet[i];
    EXPECT_EQ(parse_message_id(text).has_value(), i % 4 == 0) << text;
  }
}

// SipHash-c-d as its authors describe it, for any input: the reference for the unrolled one.
std::uint64_t siphash(int c, int d, std::uint64_t k0, std::uint64_t k1, const std::string& input) {
  std::uint64_t v0 = k0 ^ 0x736f6d6570736575;
  std::uint64_t v1 = k1 ^ 0x646f72616e646f6d;
  std::uint64_t v2 = k0 ^ 0x6c7967656e657261;
  std::uint64_t v3 = k1 ^ 0x7465646279746573;
  const auto rounds = [&](int count) {
    for (; count > 0; --count) {
      v0 += v1;
      v1 = std::rotl(v1, 13);
      v1 ^= v0;
      v0 = std::rotl(v0, 32);
      v2 += v3;
      v3 = std::rotl(v3, 16);
      v3 ^= v2;
      v0 += v3;
      v3 = std::rotl(v3, 21);
      v3 ^= v0;
      v2 += v1;
      v1 = std::rotl(v1, 17);
      v1 ^= v2;
      v2 = std::rotl(v2, 32);
    }
  };
  for (std::size_t at = 0; at <= input.size(); at += 8) {
    std::uint64_t word = 0;
    for (std::size_t i = at; i < input.size() && i < at + 8; ++i) {
      word |= static_cast<std::uint64_t>(static_cast<unsigned char>(input[i])) << (8 * (i - at));
    }
    if (at + 8 > input.size()) word |= static_cast<std::uint64_t>(input.size()) << 56;
    v3 ^= word;
    rounds(c);
    v0 ^= word;
  }
  v2 ^= 0xff;
  rounds(d);
  return v0 ^ v1 ^ v2 ^ v3;
}

TEST(TagKeys, TagIsSipHashOfThePair) {
  // The authors' own example for SipHash-2-4, so that the reference can be trusted.
  std::string fifteen;
  for (char i = 0; i < 15; ++i) fifteen += i;
  ASSERT_EQ(siphash(2, 4, 0x0706050403020100, 0x0f0e0d0c0b0a0908, fifteen), 0xa129ca6149be45e5);

  std::mt19937_64 random(2);
  for (int i = 0; i < 1'000; ++i) {
    const std::uint64_t secret = random();
    const std::uint64_t second = (secret ^ (secret >> 32)) * 0x9e3779b97f4a7c15 + 0xd1b54a32d192ed03;
    const std::uint64_t partition = random() & 0xff'ffff;
    const std::uint64_t sequence = random() & 0xff'ffff'ffff;
    std::string bytes;
    for (int at = 0; at < 8; ++at) bytes += static_cast<char>(((partition << 40 | sequence) >> (8 * at)) & 0xff);
    ASSERT_EQ(TagKey(secret).tag(partition, sequence), siphash(1, 3, secret, second, bytes));
  }
}

TEST(TagKeys, AnotherKeyPartitionOrSequenceMakesAnotherTag) {
  std::set<std::uint64_t> tags;
  for (std::uint64_t secret = 0; secret < 10; ++secret) {
    const TagKey key(secret);
    for (std::uint64_t partition = 0; partition < 10; ++partition) {
      for (std::uint64_t sequence = 0; sequence < 1'000; ++sequence) tags.insert(key.tag(partition, sequence));
    }
  }
  EXPECT_EQ(tags.size(), 100'000U);
}

TEST(TagKeys, OneFlippedBitTurnsHalfOfTheTag) {
  std::mt19937_64 random(3);
  const TagKey key(random());
  double turned = 0;
  int flips = 0;
  for (int i = 0; i < 2'000; ++i) {
    const std::uint64_t sequence = random() & 0xff'ffff'ffff;
    for (int bit = 0; bit < 40; ++bit, ++flips) {
      turned += std::popcount(key.tag(1, sequence) ^ key.tag(1, sequence ^ (1ULL << bit)));
    }
  }
  EXPECT_NEAR(turned / flips, 32.0, 0.1);
}

}  // namespace
}  // namespace dlr::core
