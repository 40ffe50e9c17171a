#include "bench/draw/draw.h"
#include "sim/engine/alias_table.h"
#include "sim/engine/distribution.h"
#include "sim/engine/random.h"

namespace dlr::bench {

void draw_ours(std::uint64_t first, std::vector<Draw>& draws) {
  static const engine::AliasTable routes(route_weights()), outcomes(outcome_weights());
  static const engine::QuantileTable delays = engine::make_quantile_table(
      {engine::Lognormal{Duration{static_cast<std::int64_t>(kMedianMs)}, kSigma, 0, {}}, {}, {}});
  for (Draw& draw : draws) {
    const auto words = engine::draw_block(1, first++, 0);
    draw = {routes.pick(words[0]), outcomes.pick(words[1]), delays.sample(words[2])};
  }
}

}  // namespace dlr::bench
