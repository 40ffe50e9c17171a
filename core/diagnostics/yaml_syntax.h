// What a YAML parser's complaint means for the person who wrote the file: in the file's words, at the place that wants
// mending, with what to type. The parser's own words are kept only where we know no better.
#pragma once

#include <string>

#include "core/diagnostics/yaml_file.h"

namespace dlr::diagnostics {

struct SyntaxError {
  std::string parser_says;
  Place place;            // where the parser gave up
  bool has_place = true;  // false: at the end of the file, or nowhere
  // The innermost `{` or `[` that was not closed by then; no source: none.
  Place opened;
};

// `about_anchors` as for read_yaml().
Diagnostic explain_syntax(const SyntaxError& error, const std::string& about_anchors);

}  // namespace dlr::diagnostics
