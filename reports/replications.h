// The replications of a scenario, judged one after the other until every expectation is decided. Pure: the same values
// in the same order give the same verdicts, whoever computed them when. What the intervals of all looks have in common
// is what stands, so that what is decided stays so and looking often costs nothing but its share of the budget.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "reports/decision.h"
#include "reports/expectation.h"
#include "reports/judging.h"
#include "reports/result.h"
#include "reports/sample.h"

namespace dlr::reports {

// The replications so far, in order, against one expectation. Fewer than `plan.min` are not judged unless there is
// nothing random; those after `plan.max` do not count. `error` is what the budget has for one look.
Judgement judge(const Expectation& expectation, Chance chance, std::span<const Sample> samples,
                const Replications& plan, double error);

// Whether so many replications are enough.
bool is_enough(std::size_t done, const Replications& plan, std::span<const Judgement> judgements);

}  // namespace dlr::reports
