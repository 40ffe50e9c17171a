// The formats in which results can be written into a file, by the names that `--report` takes. Each shows any number of
// results, at least one, in one text.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "reports/result.h"

namespace dlr::reports {

struct Format {
  std::string_view name;  // "junit"
  std::string_view summary;
  std::string (*render)(std::span<const Result> results);
};

std::span<const Format> formats();

// Nothing for a name that is none.
const Format* find_format(std::string_view name);

}  // namespace dlr::reports
