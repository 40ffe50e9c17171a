#include "reports/render/points.h"

#include <gtest/gtest.h>

#include "golden.h"
#include "report_samples.h"
#include "reports/render/conclusion.h"

namespace dlr::reports {
namespace {

std::vector<Result> sweep() {
  std::vector<Result> points{samples::small(), samples::failing(), samples::broken()};
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i].scenario = "small";
    points[i].point = {static_cast<std::uint32_t>(i + 1), "loss=" + std::to_string(i) + "%, size=10"};
  }
  return points;
}

TEST(Points, AreATableWithAColumnForEachExpectation) { expect_golden("points.txt", render_points(sweep(), {})); }

TEST(Points, FitNarrowTerminals) {
  TerminalOptions options;
  options.width = 60;
  const std::string text = render_points(sweep(), options);
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    EXPECT_LE(text.find('\n', at) - at, 60U) << text.substr(at, text.find('\n', at) - at);
  }
}

TEST(Points, OfOneSweepFollowEachOther) {
  std::vector<Result> results = sweep();
  results.insert(results.begin(), samples::small());
  results.push_back(results[1]);  // another sweep begins
  EXPECT_EQ(points_from(results, 0), 0U);
  EXPECT_EQ(points_from(results, 1), 3U);
  EXPECT_EQ(points_from(results, 4), 1U);
}

TEST(Points, HaveNamesOfTheirOwn) {
  EXPECT_EQ(distinct_names(sweep()), (std::vector<std::string>{"small [loss=0%, size=10]", "small [loss=1%, size=10]",
                                                               "small [loss=2%, size=10]"}));
  EXPECT_EQ(what_they_are(3, 3), "3 points");
  EXPECT_EQ(what_they_are(3, 1), "3 scenarios and points");
}

}  // namespace
}  // namespace dlr::reports
