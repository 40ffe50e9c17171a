// One result as the sections of a page, from the verdict to where it comes from.
#pragma once

#include <string>
#include <vector>

#include "reports/result.h"

namespace dlr::reports {

// What to do next, as a paragraph.
std::string html_next(const Result& result);

// `prefix` makes the ids of this result's sections different from those of others; `level` is that of their headings.
std::string html_scenario(const Result& result, const std::string& prefix, int level);

struct SectionLink {
  std::string id, title;
};
// The sections, for a table of contents.
std::vector<SectionLink> section_links(const std::string& prefix);

}  // namespace dlr::reports
