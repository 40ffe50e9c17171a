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

// What is at a path where a file should be: "a folder", "a named pipe", "a device", "a socket"; empty: a file, or
// nothing.
std::string what_else_is_at(const std::string& path);

// Of the files beside a path that leads nowhere, the path of the one that was most likely meant; empty: none.
std::string nearest_file(const std::string& path);

// Without their ends, "\n" or "\r\n".
std::vector<std::string> split_lines(const std::string& text);

// How many characters (code points) the first `bytes` bytes of a line are.
std::size_t characters_in(const std::string& line, std::size_t bytes);

}  // namespace dlr::diagnostics
