// A result as a person reads it on a terminal: what was simulated, what came out, what was noticed, and whether that is
// as expected. Depends on the result alone, so that a result read back from JSON looks as the run did.
#pragma once

#include <string>

#include "reports/result.h"

namespace dlr::reports {

struct TerminalOptions {
  bool colour = false;   // colour only adds to words, it never says anything alone
  unsigned width = 80;   // columns; lines are broken for 60 to 100
  bool verbose = false;  // every operator, every count
  bool quiet = false;    // the verdict, and what is needed to act on it
};

// Ends with a line feed.
std::string render_terminal(const Result& result, const TerminalOptions& options);

}  // namespace dlr::reports
