// Where results and messages go. Results on stdout and in files, checked to the last byte; everything else on stderr.
#pragma once

#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>

#include "sim/cli/part_file.h"

namespace dlr::sim::cli {

// Whether a CI runs this: the variable CI is set, and neither to 0 nor to false.
bool is_ci();

// False, and told on stderr, when not all of it could be written; a reader who has gone has had all that it wanted.
bool print(std::string_view text);

// Whether two paths name one file, also one that is not there yet: by way of links, `.` and `..`.
bool same_place(const std::string& one, const std::string& other);

// Whether what `flag` writes to `path` would overwrite one of the files that are read; told on stderr.
bool is_input(std::string_view flag, const std::string& path, std::span<const std::string> inputs);

// A file that is there whole or as it was: written beside its place, flushed piece by piece, and put there at the end.
// What is no regular file (a pipe, a device) is written directly. Whether it can be written is known before anything is
// computed.
class OutputFile {
 public:
  OutputFile() = default;  // none: everything succeeds and nothing is written
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  bool is_asked_for() const { return !path_.empty(); }

  // All four: false, and told on stderr, when it is not possible; after that nothing more is written.
  bool open(const std::string& path);
  bool write(std::string_view text);
  // The last bytes written, where they are not on their way already (a pipe, a device).
  bool take_back(std::uint64_t bytes);
  // Where write() was never called, what was there before stays.
  bool put_in_place();

 private:
  bool fail();

  std::string path_;
  PartFile part_;  // not begun: written directly
  std::FILE* file_ = nullptr;
  bool is_written_ = false;
  bool failed_ = false;
};

// Where something goes whole: such a file, stdout (-), or nowhere (an empty path).
class Destination {
 public:
  // Both: false, and told on stderr, when it is not possible.
  bool open(const std::string& path) {
    is_stdout_ = path == "-";
    return path.empty() || is_stdout_ || file_.open(path);
  }
  bool write(std::string_view text) { return is_stdout_ ? print(text) : file_.write(text) && file_.put_in_place(); }
  bool is_stdout() const { return is_stdout_; }

 private:
  bool is_stdout_ = false;
  OutputFile file_;
};

// A message for the user, on stderr, with a line feed. Nothing in it can move the cursor or change a colour.
void tell(std::string_view text);

enum class Colour { automatic, always, never };

// Colour on stdout: as asked, else on a terminal without NO_COLOR and CI.
bool colour_on_stdout(Colour asked);

// Columns of the terminal on stdout; 80 where there is none.
unsigned terminal_width();
bool stderr_is_terminal();

}  // namespace dlr::sim::cli
