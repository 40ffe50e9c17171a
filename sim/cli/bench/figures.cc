#include "sim/cli/bench/figures.h"

#include <boost/math/special_functions/binomial.hpp>
#include <limits>
#include <string_view>

#include "reports/rank_test.h"

namespace dlr::sim::cli {
namespace {

std::vector<double> speeds_of(const Rounds& rounds, const std::string& name) {
  std::vector<double> speeds;
  if (const auto at = rounds.of.find(name); at != rounds.of.end()) {
    for (const Timed& timed : at->second) speeds.push_back(timed.per_second);
  }
  return speeds;
}

std::vector<double> both(std::vector<double> a, const std::vector<double>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

// "engine/wheel/boost_d_ary_heap/1M" -> "engine/wheel/ours/1M"; empty: the name has no contestant.
std::string our_name(const std::string& name) {
  const std::size_t second = name.find('/', name.find('/') + 1);
  const std::size_t last = name.rfind('/');
  if (second == std::string::npos || last <= second) return {};
  return name.substr(0, second) + "/ours" + name.substr(last);
}

}  // namespace

std::vector<Figure> figures_of(const Rounds& a, const Rounds& b) {
  std::vector<Figure> figures;
  for (const std::string& name : a.names) {
    const std::vector<double> one = speeds_of(a, name), other = speeds_of(b, name);
    const std::vector<double> all = both(one, other);
    Figure figure;
    figure.name = name;
    figure.per_second = reports::median(all);
    figure.spread = reports::spread(all);
    figure.smallest = other.empty() ? std::numeric_limits<double>::infinity()
                                    : reports::smallest_factor(one, other, kLevelOfNoise) - 1;
    figure.counters = a.of.at(name).back().counters;
    if (const std::vector<double> ours = speeds_of(a, our_name(name)); !ours.empty() && our_name(name) != name) {
      figure.times_ours = reports::median(both(ours, speeds_of(b, our_name(name)))) / figure.per_second;
    }
    figures.push_back(std::move(figure));
  }
  return figures;
}

bool can_be_told(std::size_t before, std::size_t now) {
  // The least p there is: all figures of one side ahead of all of the other.
  const double orders =
      boost::math::binomial_coefficient<double>(static_cast<unsigned>(before + now), static_cast<unsigned>(before));
  return 2 / orders <= kLevelOfNoise;
}

void compare_with(const Rounds& other, const Rounds& a, const Rounds& b, std::vector<Figure>& figures) {
  for (Figure& figure : figures) {
    const std::vector<double> before = speeds_of(other, figure.name);
    if (before.empty()) continue;
    const std::vector<double> now = both(speeds_of(a, figure.name), speeds_of(b, figure.name));
    const reports::RankTest test = reports::rank_test(before, now);
    figure.change = Change{reports::median(now) / reports::median(before), test.p, test.effect,
                           can_be_told(before.size(), now.size())};
  }
}

}  // namespace dlr::sim::cli
