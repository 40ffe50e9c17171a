#include "reports/fingerprint.h"

#include <gtest/gtest.h>

namespace dlr::reports {
namespace {

TEST(Fingerprint, OrderOfPartsDoesNotShow) {
  Fingerprint forth, back;
  for (std::uint64_t i = 0; i < 100; ++i) forth.add(i * 0x9e3779b97f4a7c15ULL, ~i);
  for (std::uint64_t i = 100; i-- > 0;) back.add(i * 0x9e3779b97f4a7c15ULL, ~i);
  EXPECT_EQ(forth, back);
}

TEST(Fingerprint, LanesAddUp) {
  Fingerprint one, other, whole;
  one.add(~0ULL, 5);
  other.add(3, ~0ULL);
  whole.add(~0ULL, 5);
  whole.add(3, ~0ULL);
  EXPECT_EQ(one += other, whole);
  EXPECT_EQ(whole, (Fingerprint{2, 4}));
}

TEST(Fingerprint, APartThatComesTwiceShows) {
  Fingerprint once, twice;
  once.add(1, 2);
  twice.add(1, 2);
  twice.add(1, 2);
  EXPECT_FALSE(once == twice);
}

TEST(Fingerprint, TextIs32DigitsHighHalfFirst) {
  const Fingerprint fingerprint{0x00000000000000abULL, 0x123456789abcdef0ULL};
  EXPECT_EQ(to_hex(fingerprint), "123456789abcdef000000000000000ab");
  EXPECT_EQ(parse_fingerprint("123456789abcdef000000000000000ab"), fingerprint);
}

TEST(Fingerprint, OtherTextIsRefused) {
  for (const char* text :
       {"", "123456789abcdef000000000000000a", "123456789abcdef000000000000000ab0", "123456789ABCDEF000000000000000ab",
        "0x3456789abcdef000000000000000ab", "-23456789abcdef000000000000000ab"}) {
    EXPECT_FALSE(parse_fingerprint(text)) << text;
  }
}

}  // namespace
}  // namespace dlr::reports
