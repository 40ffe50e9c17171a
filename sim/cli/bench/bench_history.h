// What `bench --json` wrote on many days, as one page.
#pragma once

#include <string>

namespace dlr::sim::cli {

// Of all files *.json of a folder, in order of the dates they bear. Files that hold no figures are told and left out;
// throws BenchError where none is left.
std::string history_page(const std::string& folder);

}  // namespace dlr::sim::cli
