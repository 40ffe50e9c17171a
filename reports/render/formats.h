// The formats in which results can be written into a file, by the names that `--report` takes. Each shows any number of
// results, and what was not run, in one text.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "reports/render/not_run.h"
#include "reports/result.h"

namespace dlr::reports {

struct Format {
  std::string_view name;  // "junit"
  std::string_view summary;
  std::string (*render)(std::span<const Result> results, std::span<const NotRun> not_run);
};

std::span<const Format> formats();

// Nothing for a name that is none.
const Format* find_format(std::string_view name);

}  // namespace dlr::reports
