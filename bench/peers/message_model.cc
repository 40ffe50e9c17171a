#include "bench/peers/message_model.h"

#include "sim/engine/alias_table.h"
#include "sim/engine/distribution.h"
#include "sim/engine/random.h"

namespace dlr::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kSeed = 20'261'127;

engine::QuantileTable lognormal(Duration median, double sigma) {
  return engine::make_quantile_table({engine::Lognormal{median, sigma, 0, {}}, {}, 24h});
}

}  // namespace

std::vector<MessageDraw> draw_messages(std::uint32_t n) {
  const engine::AliasTable fates(std::vector<std::uint64_t>{930, 30, 10, 10, 20});
  const engine::QuantileTable answers = lognormal(80ms, 0.5), reports = lognormal(6s, 1.462);  // p99 3 min
  std::vector<MessageDraw> draws(n);
  for (std::uint32_t i = 0; i < n; ++i) {
    const auto words = engine::draw_block(kSeed, i, 0);
    MessageDraw& draw = draws[i];
    draw.answer_ms = 1 + answers.sample(words[0]);
    draw.report_ms = 1 + reports.sample(words[1]);
    draw.fate = static_cast<Fate>(fates.pick(words[2]));
    draw.twice = draw.is_reported() && engine::strikes(words[3], Share{10'000});
  }
  return draws;
}

}  // namespace dlr::bench
