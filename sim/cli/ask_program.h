// Another program that is asked something and answers with text: within a limit of time, and no more than so many
// bytes.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace dlr::sim::cli {

struct Answer {
  std::string text;         // what it said on stdout, and on stderr if that was not to be kept apart
  std::string errors;       // what it said on stderr, if it was
  std::optional<int> exit;  // nothing: it could not be started, was ended by a signal, or by us
  bool too_late = false;    // ended by us, with all that it had started
  bool too_long = false;    // likewise: it said more than fits
};

enum class Stderr : std::uint8_t { with_stdout, apart };

// `command`: a line for the shell. It reads nothing. It does not outlive this program, nor does what it becomes by
// `exec`; what it starts beside does.
Answer ask_program(const std::string& command, std::chrono::milliseconds patience, std::size_t most_bytes,
                   Stderr errors = Stderr::with_stdout);

}  // namespace dlr::sim::cli
