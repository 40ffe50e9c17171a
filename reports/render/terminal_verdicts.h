// What was expected and what came of it, on a terminal: one line for the invariants, one per expectation.
#pragma once

#include <cstddef>
#include <string>

#include "reports/render/table.h"
#include "reports/render/terminal.h"

namespace dlr::reports {

struct VerdictRoom {
  std::size_t not_passed = kAnyNumber;  // expectations, with what they are about
  bool names_of_passed_only = false;    // else a line each
};

// At `width` columns; an empty line ends it.
std::string verdict_lines(const Result& result, const TerminalOptions& options, std::size_t width,
                          const VerdictRoom& room);

}  // namespace dlr::reports
