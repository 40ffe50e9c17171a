#include "sim/cli/output.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace dlr::sim::cli {
namespace {

bool set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool colour(Colour asked, int descriptor) {
  if (asked != Colour::automatic) return asked == Colour::always;
  return isatty(descriptor) != 0 && !set("NO_COLOR") && !set("CI");
}

}  // namespace

bool print(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (!written) tell(fmt::format("dlrsim: could not write to standard output: {}", std::strerror(errno)));
  return written;
}

bool write_file(const std::string& path, std::string_view text) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  bool written = file != nullptr;
  if (file != nullptr) {
    written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
    const int error = errno;
    written = (std::fclose(file) == 0) && written;
    if (!written && errno == 0) errno = error;
  }
  if (!written) tell(fmt::format("dlrsim: could not write {}: {}", path, std::strerror(errno)));
  return written;
}

void tell(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stderr);
  std::fputc('\n', stderr);
}

bool colour_on_stdout(Colour asked) { return colour(asked, STDOUT_FILENO); }
bool colour_on_stderr(Colour asked) { return colour(asked, STDERR_FILENO); }
bool stderr_is_terminal() { return isatty(STDERR_FILENO) != 0; }

unsigned terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return std::clamp<unsigned>(size.ws_col, 40, 200);
}

}  // namespace dlr::sim::cli
