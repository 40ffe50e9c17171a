// Results as `run -o` wrote them: files with a line of JSON for each.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_set>
#include <vector>

#include "reports/render/not_run.h"
#include "reports/result.h"

namespace dlr::sim::cli {

// Results as they were read, and for each the file it came from.
struct ReadResults {
  std::vector<reports::Result> results;
  std::vector<std::string> files;
  std::vector<reports::NotRun> not_run;   // what the runs came to no result of, each file once
  std::unordered_set<std::size_t> lines;  // hashes of all: a result that is there twice is told of
  std::vector<reports::NotRun> unusable;  // files that hold no result, and shards that make no whole; told on stderr
};

// Adds those of a file; a problem is told on stderr, with its place.
void read_results(const std::string& file, ReadResults& into);

}  // namespace dlr::sim::cli
