#include "sim/cli/output.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "reports/human.h"

namespace dlr::sim::cli {
namespace {

bool set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool is_dumb() {
  const char* value = std::getenv("TERM");
  return value != nullptr && std::string_view(value) == "dumb";
}

}  // namespace

bool is_ci() {
  const char* value = std::getenv("CI");
  const std::string_view text = value != nullptr ? value : "";
  return !text.empty() && text != "0" && text != "false" && text != "False" && text != "FALSE";
}

bool print(std::string_view text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  // A reader who has gone, as `head` does, has seen what it wanted: what came out decides the exit status.
  if (written || errno == EPIPE) return true;
  tell(fmt::format("dlrsim: could not write to standard output: {}", std::strerror(errno)));
  return false;
}

bool OutputFile::fail() {
  tell(fmt::format("dlrsim: could not write {}: {}", path_, std::strerror(errno)));
  failed_ = true;
  if (file_ != nullptr) std::fclose(file_);
  file_ = nullptr;
  part_.remove();
  return false;
}

bool same_place(const std::string& one, const std::string& other) {
  if (one == other) return true;
  if (one == "-" || other == "-" || one.empty() || other.empty()) return false;
  std::error_code error;
  if (std::filesystem::equivalent(one, other, error)) return true;
  const auto place = [](const std::string& path) {
    std::error_code ignored;
    const std::filesystem::path absolute = std::filesystem::absolute(path, ignored);
    return std::filesystem::weakly_canonical(absolute, ignored);
  };
  const std::filesystem::path a = place(one), b = place(other);
  return !a.empty() && a == b;
}

bool is_input(std::string_view flag, const std::string& path, std::span<const std::string> inputs) {
  for (const std::string& input : inputs) {
    if (path.empty() || path == "-" || path.starts_with("/dev/") || !same_place(path, input)) continue;
    tell(fmt::format("dlrsim: {} {} would overwrite what is read; name another file", flag, path));
    return true;
  }
  return false;
}

OutputFile::~OutputFile() {
  if (file_ != nullptr) std::fclose(file_);
}

bool OutputFile::open(const std::string& path) {
  path_ = path;
  struct stat status {};
  const bool is_special = stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
  file_ = std::fopen((is_special ? path : part_.begin(path)).c_str(), "wb");
  return file_ != nullptr || fail();
}

bool OutputFile::write(std::string_view text) {
  is_written_ = true;
  if (file_ == nullptr) return !failed_;
  return (std::fwrite(text.data(), 1, text.size(), file_) == text.size() && std::fflush(file_) == 0) || fail();
}

bool OutputFile::take_back(std::uint64_t bytes) {
  if (file_ == nullptr || !part_.is_begun()) return !failed_;
  const off_t end = ftello(file_) - static_cast<off_t>(bytes);
  return (ftruncate(fileno(file_), end) == 0 && fseeko(file_, end, SEEK_SET) == 0) || fail();
}

bool OutputFile::put_in_place() {
  if (file_ == nullptr) return !failed_;
  const bool closed = std::fclose(file_) == 0;
  file_ = nullptr;
  if (closed && !is_written_) {
    part_.remove();
    return true;
  }
  if (!closed || !part_.put_in_place()) return fail();
  return true;
}

void tell(std::string_view text) {
  std::string line;
  for (std::size_t at = 0; at <= text.size();) {  // carets stand below what tabs moved
    const std::size_t end = std::min(text.find('\t', at), text.size());
    line += reports::printable(text.substr(at, end - at)) + (end < text.size() ? "\t" : "\n");
    at = end + 1;
  }
  std::fwrite(line.data(), 1, line.size(), stderr);
}

bool colour_on_stdout(Colour asked) {
  if (asked != Colour::automatic) return asked == Colour::always;
  return isatty(STDOUT_FILENO) != 0 && !set("NO_COLOR") && !is_ci() && !is_dumb();
}

bool stderr_is_terminal() { return isatty(STDERR_FILENO) != 0; }

unsigned terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return std::clamp<unsigned>(size.ws_col, 40, 200);
}

}  // namespace dlr::sim::cli
