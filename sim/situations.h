// Names put to what happened in a run: the cells of the lifecycle, the provider's statuses and errors, those that never
// came among them.
#pragma once

#include "reports/measurements.h"
#include "reports/situations.h"
#include "sim/ground_truth.h"

namespace dlr::sim {

// `words`: those that the counts are of, by their rows.
reports::Situations situations_of(const reports::SituationCounts& counts, const Words& words);

}  // namespace dlr::sim
