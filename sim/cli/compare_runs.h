// Two runs that are not compared message by message: by their fingerprints where both are the same draws, else as two
// samples.
#pragma once

#include <string>

#include "reports/result.h"
#include "reports/unpaired.h"

namespace dlr::sim::cli {

struct CompareOutput {
  std::string text;  // to print
  int exit = 0;
};

// `why`: they are not the same draws ("one ran with seed 3, the other with 4").
CompareOutput compare_as_samples(const reports::SampledRun& before, const reports::SampledRun& after,
                                 const std::string& why, double false_alarms, bool json);

// Two whole results of any two scenarios.
CompareOutput compare_results(const reports::Result& before, const reports::Result& after, double false_alarms,
                              bool json);

// Two files of results: of each scenario and point that both have. The exit status.
int compare_result_files(const std::string& before, const std::string& after, double false_alarms, bool json);

}  // namespace dlr::sim::cli
