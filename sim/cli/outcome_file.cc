#include "sim/cli/outcome_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bit>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "reports/message_outcomes.h"
#include "sim/cli/commands.h"
#include "sim/cli/files.h"
#include "sim/cli/output.h"
#include "sim/result_of.h"

namespace dlr::sim::cli {
namespace {

// The error, or 0.
int write_all(int file, const char* bytes, std::size_t size, std::uint64_t at) {
  while (size > 0) {
    const ssize_t written = pwrite(file, bytes, size, static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return errno != 0 ? errno : EIO;
    bytes += written;
    at += static_cast<std::uint64_t>(written);
    size -= static_cast<std::size_t>(written);
  }
  return 0;
}

}  // namespace

bool OutcomeFile::fail(int error) {
  tell(fmt::format("dlrsim: could not write {}: {}", path_, std::strerror(error)));
  failed_ = true;
  if (file_ >= 0) close(file_);
  file_ = -1;
  part_.remove();
  return false;
}

OutcomeFile::~OutcomeFile() {
  if (file_ >= 0) close(file_);
}

bool OutcomeFile::open(const std::string& path) {
  path_ = path;
  struct stat status {};
  if (stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    tell(fmt::format("dlrsim: {} is no regular file; outcomes are not written in order and need one", path));
    failed_ = true;
    return false;
  }
  file_ = ::open(part_.begin(path).c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0666);
  return file_ >= 0 || fail(errno);
}

bool OutcomeFile::begin(const Scenario& scenario, const reports::Shard& shard, const std::string& planted) {
  if (file_ < 0) return false;
  reports::OutcomesHeader header;
  header.scenario = scenario.name;
  header.point = scenario.point.name;
  if (!scenario.parameters_are_files_own) {
    for (const auto& [name, value] : scenario.parameters) header.set.push_back({name, value});
  }
  header.scenario_file = scenario.file;
  header.scenario_hash = scenario_hash(scenario);
  header.version = kVersion;
  header.planted = planted;
  header.shard = shard;
  header.seed = scenario.seed;
  header.messages = scenario.messages();
  header.groups = group_names(scenario);
  const std::string bytes = write_outcomes_header(header);
  header_ = bytes.size();
  header_checksum_ = reports::outcomes_header_checksum(bytes);
  messages_ = header.messages;
  if (const int error = write_all(file_, bytes.data(), bytes.size(), 0); error != 0) return fail(error);
  // What is not run stays zero: "not run".
  if (ftruncate(file_, static_cast<off_t>(header_ + header.messages * sizeof(std::uint64_t))) != 0) return fail(errno);
  return true;
}

void OutcomeFile::put(std::uint64_t first, std::span<const std::uint64_t> packed) {
  static_assert(std::endian::native == std::endian::little, "the file is little-endian");
  run_ += packed.size();
  checksum_ += reports::outcomes_checksum(first, packed);
  const int error = write_all(file_, reinterpret_cast<const char*>(packed.data()), packed.size_bytes(),
                              header_ + first * sizeof(std::uint64_t));
  if (error != 0) error_ = error;
}

bool OutcomeFile::put_in_place() {
  if (file_ < 0) return !failed_;
  if (error_ != 0) return fail(error_);
  if (header_ == 0) return !failed_;  // interrupted before it began: its place stays as it was
  const std::string end = reports::write_outcomes_end({run_, checksum_, header_checksum_, interrupted_});
  if (const int error = write_all(file_, end.data(), end.size(), header_ + messages_ * sizeof(std::uint64_t));
      error != 0) {
    return fail(error);
  }
  const bool closed = close(file_) == 0;
  file_ = -1;
  return (closed && part_.put_in_place()) || fail(errno);
}

}  // namespace dlr::sim::cli
