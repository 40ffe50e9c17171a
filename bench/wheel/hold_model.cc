#include "bench/wheel/hold_model.h"

#include "sim/engine/distribution.h"

namespace dlr::bench {
namespace {

using namespace std::chrono_literals;

// The median of the delays that are under way at a random moment is e^(sigma^2) times as long, and they are lognormal
// with the same sigma.
constexpr double kSigma = 3.598;
constexpr Duration kMedian = 5s, kMedianUnderWay{2'095'000'000};

engine::QuantileTable lognormal(Duration median) {
  return engine::make_quantile_table({engine::Lognormal{median, kSigma, 0, {}}, {}, 96h});
}

}  // namespace

HoldModel::HoldModel() : delays_(lognormal(kMedian)), under_way_(lognormal(kMedianUnderWay)) {}

}  // namespace dlr::bench
