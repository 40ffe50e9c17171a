#include "sim/cli/outcome_reader.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "sim/cli/exit_code.h"
#include "sim/cli/output.h"

namespace dlr::sim::cli {

OutcomeReader::~OutcomeReader() {
  if (file_ >= 0) close(file_);
}

int OutcomeReader::open(const std::string& path) {
  path_ = path;
  file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) return wrong(std::strerror(errno));
  std::string bytes(reports::kHeaderPrefix, '\0');
  if (!read(bytes.data(), bytes.size())) return not_one();
  const std::uint64_t size = reports::outcomes_header_size(bytes);
  if (size == 0) return not_one();
  bytes.resize(size);
  if (!read(bytes.data() + reports::kHeaderPrefix, size - reports::kHeaderPrefix)) return not_one();
  return reports::read_outcomes_header(bytes, header) ? kPassed : not_one();
}

bool OutcomeReader::next(std::span<std::uint64_t> into) {
  if (read(reinterpret_cast<char*>(into.data()), into.size_bytes())) return true;
  wrong("it ends too early");
  return false;
}

bool OutcomeReader::read(char* into, std::size_t size) {
  while (size > 0) {
    const ssize_t got = ::read(file_, into, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    into += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

int OutcomeReader::wrong(const char* why) {
  tell(fmt::format("dlrsim: {}: {}", path_, why));
  return kScenarioInvalid;
}

int OutcomeReader::not_one() {
  return wrong("not a file of outcomes; `dlrsim run SCENARIO --outcomes FILE` writes one");
}

bool is_outcome_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  std::string bytes(reports::kHeaderPrefix, '\0');
  const ssize_t got = ::read(file, bytes.data(), bytes.size());
  close(file);
  return got == static_cast<ssize_t>(bytes.size()) && reports::outcomes_header_size(bytes) > 0;
}

}  // namespace dlr::sim::cli
