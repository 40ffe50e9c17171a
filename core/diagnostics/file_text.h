// The bytes of a file that should be text: whole, not too large, UTF-8, without a byte-order mark.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/diagnostics/diagnostic.h"

namespace dlr::diagnostics {

struct FileText {
  std::optional<std::string> text;
  std::optional<Diagnostic> problem;  // exactly one of the two
};

// No such file, no right to read it, a directory, more than `most_bytes`, no UTF-8, control characters: problems.
FileText read_text_file(const std::string& path, std::size_t most_bytes);

// Without their ends, "\n" or "\r\n".
std::vector<std::string> split_lines(const std::string& text);

// How many characters (code points) the first `bytes` bytes of a line are.
std::size_t characters_in(const std::string& line, std::size_t bytes);

}  // namespace dlr::diagnostics
