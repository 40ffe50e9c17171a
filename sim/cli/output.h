// Where results and messages go. Results on stdout and in files, checked to the last byte; everything else on stderr.
#pragma once

#include <string>
#include <string_view>

namespace dlr::sim::cli {

// False (and a sentence on stderr) when not all of it could be written.
bool print(std::string_view text);
bool write_file(const std::string& path, std::string_view text);

// A message for the user, on stderr, with a line feed.
void tell(std::string_view text);

enum class Colour { automatic, always, never };

// Colour on stdout (stderr): as asked, else on a terminal without NO_COLOR and CI.
bool colour_on_stdout(Colour asked);
bool colour_on_stderr(Colour asked);

// Columns of the terminal on stdout; 80 where there is none.
unsigned terminal_width();
bool stderr_is_terminal();

}  // namespace dlr::sim::cli
