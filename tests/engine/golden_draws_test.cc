// Ten thousand draws of every distribution. The committed file has a line for each: its name, a checksum over all ten
// thousand, and every hundredth of them as it is. The checksum sees every draw; the hundred show, where compilers,
// processors or libraries differ, what about it is different. (All draws would be 1.5 MB that nobody reads.)
#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>

#include "sim/engine/random.h"
#include "tests/engine/cases.h"

namespace dlr::engine::testing {
namespace {

constexpr std::uint64_t kGoldenSeed = 20'261'127;

std::string golden_draws() {
  std::ostringstream text;
  for (const Case& c : cases()) {
    const QuantileTable table = make_quantile_table(c.distribution);
    std::uint64_t checksum = 0xcbf2'9ce4'8422'2325;  // FNV-1a, over whole draws
    std::string shown;
    for (std::uint32_t i = 0; i < 10'000; ++i) {
      const std::uint32_t ms = table.sample(draw_block(kGoldenSeed, i / 4, 0)[i % 4]);
      checksum = (checksum ^ ms) * 0x100'0000'01b3;
      if (i % 100 == 0) shown += ' ' + std::to_string(ms);
    }
    text << c.name << ' ' << std::hex << checksum << std::dec << shown << '\n';
  }
  return text.str();
}

// Where two texts begin to differ, in words; nothing where they are the same to the last byte.
std::string first_difference(const std::string& drawn, const std::string& committed) {
  if (drawn == committed) return "";
  std::istringstream is(drawn), was(committed);
  for (int line = 1;; ++line) {
    std::string is_line, was_line;
    const bool is_there = bool{std::getline(is, is_line)}, was_there = bool{std::getline(was, was_line)};
    if (!is_there && !was_there) return "they differ in how the last line ends";
    if (is_there && was_there && is_line == was_line) continue;
    return "line " + std::to_string(line) + "\ndrawn:     " + (is_there ? is_line : "(none)") +
           "\ncommitted: " + (was_there ? was_line : "(none)");
  }
}

TEST(GoldenDraws, AreWhatWasCommitted) {
  std::ifstream file(DLR_GOLDEN_DRAWS, std::ios::binary);
  std::ostringstream committed;
  committed << file.rdbuf();
  const std::string drawn = golden_draws();
  if (drawn != committed.str()) std::ofstream("golden_draws.txt", std::ios::binary) << drawn;
  EXPECT_EQ(first_difference(drawn, committed.str()), "")
      << "results change for the same seed; the new file is golden_draws.txt in the folder that the test ran in";
}

// Lines that are there too much, or not whole, are a difference as well.
TEST(GoldenDraws, AreComparedToTheirEnd) {
  const std::string drawn = golden_draws();
  EXPECT_EQ(first_difference(drawn, drawn), "");
  EXPECT_NE(first_difference(drawn, drawn + "another 0 1 2\n"), "");
  EXPECT_NE(first_difference(drawn, drawn + '\n'), "");
  EXPECT_NE(first_difference(drawn, drawn.substr(0, drawn.size() - 1)), "");
  EXPECT_NE(first_difference(drawn, drawn.substr(0, drawn.rfind('\n', drawn.size() - 2) + 1)), "");
  EXPECT_NE(first_difference(drawn, ""), "");
}

}  // namespace
}  // namespace dlr::engine::testing
