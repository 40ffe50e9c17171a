// Ten thousand draws of every distribution, by checksum, and every hundredth of them as it is: so that a difference
// between compilers, processors or libraries shows where it begins.
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

TEST(GoldenDraws, AreWhatWasCommitted) {
  std::ifstream file(DLR_GOLDEN_DRAWS, std::ios::binary);
  std::ostringstream committed;
  committed << file.rdbuf();
  const std::string drawn = golden_draws();
  if (drawn == committed.str()) return;
  std::ofstream("golden_draws.txt", std::ios::binary) << drawn;
  std::istringstream was(committed.str()), is(drawn);
  std::string was_line, is_line;
  while (std::getline(is, is_line)) {
    std::getline(was, was_line);
    EXPECT_EQ(is_line, was_line) << "results change for the same seed; the new file is golden_draws.txt in the folder "
                                    "that the test ran in";
  }
}

}  // namespace
}  // namespace dlr::engine::testing
