// What is wrong with a file that a person wrote: the place, the words, the line itself and, where we know one, the
// cure. Rendered it always has the same shape, so that editors and CI find the place: FILE:LINE:COLUMN: error: MESSAGE
// [CODE], or FILE: error: MESSAGE [CODE] where it is the file as a whole. The code stands last, as compilers put
// theirs.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/diagnostics/code.h"

namespace dlr::diagnostics {

struct Diagnostic {
  Code code = Code::none;
  std::string file;
  std::size_t line = 0;    // from 1; 0: the file as a whole
  std::size_t column = 0;  // from 1, in characters (code points), not bytes
  std::size_t length = 0;  // characters underlined; 0: nothing to underline
  std::string message;     // one line, no full stop
  std::string excerpt;  // the line of the file, without its end, or the piece of it around the place; empty: not shown
  std::size_t excerpt_column = 1;  // of its first character
  bool excerpt_goes_on = false;    // the line does, behind it
  std::string hint;                // the name probably meant; empty: none
  std::string note;                // a cure, or what is allowed here; lines separated by '\n'; empty: none
};

// The text for a terminal or a log, with a line feed at its end. Long lines are cut around the place; what a terminal
// would act upon is shown as "?".
std::string render(const Diagnostic& diagnostic);

// In order of file, line and column; what is said twice of one place once. The files keep the order in which they
// appear.
void sort_by_place(std::vector<Diagnostic>& diagnostics);

// One after the other, at most `limit`, then a line "and n more".
inline constexpr std::size_t kShownAtMost = 20;
std::string render(const std::vector<Diagnostic>& diagnostics, std::size_t limit = kShownAtMost);

}  // namespace dlr::diagnostics
