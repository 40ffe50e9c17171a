// Two samples of figures that share nothing but the question: does one lie above the other, and by how much? Asked by
// ranks, so that an outlier (a machine that was busy for a moment) has no more weight than its place.
#pragma once

#include <span>

namespace dlr::reports {

struct RankTest {
  // Of Mann and Whitney's U, two-sided: how likely so great a difference is between samples of one kind. Exact, by
  // counting arrangements; with ties, or more than 40 figures, by the normal approximation with its correction for
  // ties.
  double p = 1;
  // Cliff's delta: how much likelier it is that one of `b` is above one of `a` than below; -1 to 1.
  double effect = 0;
};

// Neither is empty.
RankTest rank_test(std::span<const double> a, std::span<const double> b);

// By which factor one of two samples of the same thing must be multiplied (above 1) so that the test tells them apart
// at `level`, in whichever direction takes more; infinity: so few figures never tell anything. That is the smallest
// change that measuring like this can show.
double smallest_factor(std::span<const double> a, std::span<const double> b, double level);

// The value below which `part` of the figures lie, between two of them where need be. Not of an empty one; so are
// these:
double quantile(std::span<const double> figures, double part);
double median(std::span<const double> figures);
// Half the distance between the quartiles, as a part of the median.
double spread(std::span<const double> figures);

}  // namespace dlr::reports
