#include "tests/engine/cases.h"

#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

namespace dlr::engine::testing {
namespace {

using namespace std::chrono_literals;
using boost::math::gamma_p;

Distribution between(Distribution distribution, std::optional<Duration> min, std::optional<Duration> max) {
  distribution.min = min;
  distribution.max = max;
  return distribution;
}

template <class Shape>
Distribution plain(const Shape& shape) {
  return {shape, {}, {}};
}

Distribution mixture(std::initializer_list<MixturePart> parts) { return plain(Mixture{parts}); }

double ms(Duration duration) { return static_cast<double>(duration.count()); }

double phi(double z) { return boost::math::cdf(boost::math::normal(), z); }

double lognormal_mean(double median_ms, double sigma) { return median_ms * std::exp(sigma * sigma / 2); }

// What lies between two limits, and what it adds to the mean.
struct LognormalPiece {
  double mass, part_of_mean;
};
LognormalPiece piece(double median_ms, double sigma, double min_ms, double max_ms) {
  const double a = std::log(min_ms / median_ms) / sigma, b = std::log(max_ms / median_ms) / sigma;
  // Upper tails, which keep their precision where lower ones are nearly 1.
  return {phi(-a) - phi(-b), lognormal_mean(median_ms, sigma) * (phi(sigma - a) - phi(sigma - b))};
}

double lognormal_mean_between(double median_ms, double sigma, double min_ms, double max_ms) {
  const LognormalPiece inside = piece(median_ms, sigma, min_ms, max_ms);
  return inside.part_of_mean / inside.mass;
}

double exponential_mean_between(double mean_ms, double min_ms, double max_ms) {
  const double a = std::exp(-min_ms / mean_ms), b = std::exp(-max_ms / mean_ms);
  return mean_ms + (min_ms * a - max_ms * b) / (a - b);
}

double gamma_mean_between(double shape, double scale_ms, double min_ms, double max_ms) {
  const double a = min_ms / scale_ms, b = max_ms / scale_ms;
  return shape * scale_ms * (gamma_p(shape + 1, b) - gamma_p(shape + 1, a)) / (gamma_p(shape, b) - gamma_p(shape, a));
}

double weibull_mean_between(double shape, double scale_ms, double min_ms, double max_ms) {
  const double a = std::pow(min_ms / scale_ms, shape), b = std::pow(max_ms / scale_ms, shape);
  return scale_ms * boost::math::tgamma(1 + 1 / shape) * (gamma_p(1 + 1 / shape, b) - gamma_p(1 + 1 / shape, a)) /
         (std::exp(-a) - std::exp(-b));
}

double sigma(Duration median, double probability, Duration value) {
  return std::log(ms(value) / ms(median)) / boost::math::quantile(boost::math::normal(), probability);
}

std::vector<Case> make_cases() {
  const Distribution quick = plain(Lognormal{7s, 0.269, 0, {}});
  const Distribution late = plain(Lognormal{569s, 2.171, 0, {}});
  const Distribution measured =
      plain(Empirical{{{0, 800ms}, {0.25, 3s}, {0.5, 6s}, {0.7, 6s}, {0.9, 40s}, {0.99, 1h}, {1, 48h}}});
  const double measured_mean =
      0.25 * 1'900 + 0.25 * 4'500 + 0.2 * 6'000 + 0.2 * 23'000 + 0.09 * 1'820'000 + 0.01 * (ms(48h) + ms(1h)) / 2;

  std::vector<Case> all;
  const auto add = [&all](const char* name, const Distribution& distribution, double mean_ms) {
    all.push_back({name, distribution, mean_ms, 0});
  };
  add("constant", plain(Constant{48h}), ms(48h));
  add("uniform", plain(Uniform{20ms, 2s}), 1010);
  add("uniform_between", between(plain(Uniform{20ms, 2s}), 500ms, 4s), 1250);
  add("exponential", plain(Exponential{90s}), 90'000);
  add("exponential_between", between(plain(Exponential{90s}), 30s, 4min),
      exponential_mean_between(90'000, 30'000, 240'000));
  add("lognormal_sigma", plain(Lognormal{1min, 1.2, 0, {}}), lognormal_mean(60'000, 1.2));
  add("lognormal_p90", plain(Lognormal{6s, {}, 0.9, 20s}), lognormal_mean(6'000, sigma(6s, 0.9, 20s)));
  add("lognormal_p95", plain(Lognormal{80ms, {}, 0.95, 900ms}), lognormal_mean(80, sigma(80ms, 0.95, 900ms)));
  add("lognormal_p99", plain(Lognormal{6s, {}, 0.99, 3min}), lognormal_mean(6'000, sigma(6s, 0.99, 3min)));
  add("lognormal_between", between(plain(Lognormal{5s, {}, 0.99, 6h}), 1s, 96h),
      lognormal_mean_between(5'000, sigma(5s, 0.99, 6h), 1'000, ms(96h)));
  add("lognormal_upper_tail", between(plain(Lognormal{10s, 1.0, 0, {}}), 10min, {}),
      lognormal_mean_between(10'000, 1, 600'000, 1e300));
  add("weibull_heavy", plain(Weibull{0.5, 10min}), 2 * ms(10min));
  add("weibull_light", plain(Weibull{3, 20s}), 20'000 * boost::math::tgamma(1 + 1 / 3.0));
  add("weibull_between", between(plain(Weibull{0.05, 1s}), 1s, 24h), weibull_mean_between(0.05, 1'000, 1'000, ms(24h)));
  add("gamma_small_shape", plain(Gamma{0.1, 24h}), 0.1 * ms(24h));
  add("gamma_below_one", plain(Gamma{0.7, 10min}), 0.7 * ms(10min));
  add("gamma", plain(Gamma{16.2, 741ms}), 16.2 * 741);
  add("gamma_large_shape", plain(Gamma{900, 1s}), 900'000);
  add("gamma_between", between(plain(Gamma{0.7, 10min}), 10s, 30min),
      gamma_mean_between(0.7, 600'000, 10'000, 1'800'000));
  add("empirical", measured, measured_mean);
  add("empirical_between", between(measured, 6s, 40s), 0.5 * 6'000 + 0.5 * 23'000);
  // Of its mean, 1 % lies beyond the longest delay and is cut off.
  const LognormalPiece late_kept = piece(569'000, 2.171, 1e-300, ms(kLongestDelay));
  add("mixture", mixture({{Share{800'000}, quick}, {Share{200'000}, late}}),
      0.8 * lognormal_mean(7'000, 0.269) + 0.2 * (late_kept.part_of_mean + (1 - late_kept.mass) * ms(kLongestDelay)));
  add("mixture_with_atom",
      mixture({{Share{700'000}, plain(Lognormal{20s, {}, 0.99, 10min})}, {Share{300'000}, plain(Constant{48h})}}),
      0.7 * lognormal_mean(20'000, sigma(20s, 0.99, 10min)) + 0.3 * ms(48h));
  const LognormalPiece quick_piece = piece(7'000, 0.269, 5'000, ms(48h)),
                       late_piece = piece(569'000, 2.171, 5'000, ms(48h));
  add("mixture_between",
      between(mixture({{Share{800'000}, quick}, {Share{190'000}, late}, {Share{10'000}, plain(Constant{24h})}}), 5s,
              48h),
      (0.8 * quick_piece.part_of_mean + 0.19 * late_piece.part_of_mean + 0.01 * ms(24h)) /
          (0.8 * quick_piece.mass + 0.19 * late_piece.mass + 0.01));
  add("mixture_of_all",
      mixture({{Share{300'000}, measured},
               {Share{200'000}, plain(Gamma{0.5, 1min})},
               {Share{200'000}, between(plain(Exponential{90s}), 30s, 4min)},
               {Share{200'000}, mixture({{Share{500'000}, plain(Uniform{20ms, 2s})}, {Share{500'000}, quick}})},
               {Share{100'000}, plain(Constant{6s})}}),
      0.3 * measured_mean + 0.2 * 30'000 + 0.2 * exponential_mean_between(90'000, 30'000, 240'000) + 0.1 * 1'010 +
          0.1 * lognormal_mean(7'000, 0.269) + 0.1 * 6'000);

  // What the tables were on the day that they were found right. Another value: results change for the same seed.
  static constexpr std::uint64_t kChecksums[] = {
      0x87be28f9fe61ca72, 0x10f2a3c826e67aaa, 0xfb39ecdabd74ec52, 0xea3f4f50252b8938, 0x1b116c37ea90b4c2,
      0x8d949e8ec7bd7c97, 0xd5f568ab29e8b86b, 0x11b8d1d4ec3891f5, 0x433d7eb1bb77569d, 0x921153ff3d8086a0,
      0x0363c9a2b129abaa, 0xca14ae8eba301280, 0xdaeb2f44a21626d2, 0xebe592660b82783a, 0x8ef5ae9814f02619,
      0xd589c3335ef64d1b, 0x08fc3567ace2203e, 0xe5cf029c21607df4, 0xf043638fc882edba, 0x92085535de7e22a9,
      0xf9aa169e35836c8a, 0x585a309ae4305818, 0xb98833243d4d652c, 0x41803174e1d3122a, 0x6f16634279519662,
  };
  static_assert(std::size(kChecksums) == 25);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].checksum = kChecksums[i];
  return all;
}

}  // namespace

const std::vector<Case>& cases() {
  static const std::vector<Case> all = make_cases();
  return all;
}

}  // namespace dlr::engine::testing
