// A result as a person reads it on a terminal: what was simulated, what came out, what was noticed, and whether that is
// as expected. Depends on the result alone, so that a result read back from JSON looks as the run did.
// A summary that leaves the prompt on a screen of 24 lines, unless a broken invariant needs its argument; all there is
// when verbose; one line, and below a failure what fails and what to do about it, when quiet.
#pragma once

#include <string>

#include "reports/result.h"

namespace dlr::reports {

struct TerminalOptions {
  bool colour = false;   // colour only adds to words, it never says anything alone
  unsigned width = 80;   // columns; lines are broken for 40 to 100
  bool verbose = false;  // every operator, every count, every expectation, the delays
  bool quiet = false;    // the verdict, and what is needed to act on it
  std::string name{};    // in place of the title in the last line, where titles alone tell nothing apart
};

// Ends with a line feed.
std::string render_terminal(const Result& result, const TerminalOptions& options);

// Whether that is one sentence; anything else stands apart from what is shown above and below it.
bool is_sentence(const Result& result, const TerminalOptions& options);

}  // namespace dlr::reports
