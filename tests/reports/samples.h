// Results to test with: a small campaign of eight lanes to three countries, with everything in it that a result can
// hold.
#pragma once

#include <cstdint>
#include <vector>

#include "reports/result.h"

namespace dlr::reports::samples {

// A delay that a histogram can hold, spread over seconds to days; the same for the same number.
std::uint64_t delay_ms(std::uint64_t number);

// What lane 0 to 7 measures: 1000 messages.
Measurements lane(std::uint32_t number);

// The same run, with one broken message, a miscount and a difference in flight in lanes 2 and 5.
Measurements broken_lane(std::uint32_t number);

// The result of the lanes of one shard; 1 of 1 is the whole run.
Result result(Shard shard = {}, Measurements (*measure)(std::uint32_t) = lane);

// An expectation of the whole campaign, unless `where` says otherwise.
Expectation expectation(std::string id, Metric metric, std::optional<double> at_least, std::optional<double> at_most,
                        std::string text, Where where = {});

}  // namespace dlr::reports::samples
