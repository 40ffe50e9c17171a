#include "sim/cli/outcome_reader.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "reports/human.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/output.h"
#include "sim/cli/program_name.h"

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
  struct stat status {};
  if (fstat(file_, &status) != 0) return wrong(std::strerror(errno));
  // Asked before there is room for it: what is damaged may speak of gigabytes.
  if (static_cast<std::uint64_t>(status.st_size) < size) return write_it_anew("it is cut short");
  bytes.resize(size);
  if (!read(bytes.data() + reports::kHeaderPrefix, size - reports::kHeaderPrefix))
    return write_it_anew("it is cut short");
  header_checksum_ = reports::outcomes_header_checksum(bytes);
  if (const std::string why = reports::read_outcomes_header(bytes, header); !why.empty()) return write_it_anew(why);
  return check_size_and_end(static_cast<std::uint64_t>(status.st_size), size);
}

int OutcomeReader::check_size_and_end(std::uint64_t size, std::uint64_t header_size) {
  constexpr const char* kAltered = "it was altered: its checksum does not fit";
  // More would not be a file.
  if (header.messages > std::uint64_t{1} << 56U) return write_it_anew(kAltered);
  const std::uint64_t whole = header_size + header.messages * sizeof(std::uint64_t) + reports::kOutcomesEndSize;
  if (size < whole) return write_it_anew(fmt::format("it is cut short: {} of {} bytes are there", size, whole));
  if (size > whole) return write_it_anew(fmt::format("it was altered: {} bytes stand behind its end", size - whole));
  std::string bytes(reports::kOutcomesEndSize, '\0');
  if (pread(file_, bytes.data(), bytes.size(), static_cast<off_t>(whole - bytes.size())) !=
      static_cast<ssize_t>(bytes.size())) {
    return write_it_anew("its end cannot be read");
  }
  const std::optional<reports::OutcomesEnd> found = reports::read_outcomes_end(bytes);
  if (!found || found->header_checksum != header_checksum_) return write_it_anew(kAltered);
  end = *found;
  return kPassed;
}

bool OutcomeReader::next(std::span<std::uint64_t> into) {
  if (!read(reinterpret_cast<char*>(into.data()), into.size_bytes())) {
    write_it_anew("it ends too early");
    return false;
  }
  checksum_ += reports::outcomes_checksum(read_, into);
  read_ += into.size();
  run_ += into.size() - static_cast<std::uint64_t>(std::ranges::count(into, std::uint64_t{0}));
  if (read_ < header.messages || (checksum_ == end.checksum && run_ == end.run)) return true;
  write_it_anew("it was altered: the checksum of its messages does not fit");
  return false;
}

std::string OutcomeReader::what_part() const {
  std::string text;
  if (header.shard.is_part()) text = fmt::format("shard {} of {}", header.shard.index, header.shard.of);
  if (!end.interrupted) return text;
  return fmt::format("{}{}interrupted after {}", text, text.empty() ? "" : ", ",
                     reports::human_number_of(end.run, "message"));
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

int OutcomeReader::wrong(const std::string& why) {
  tell(fmt::format("dlrsim: {}: {}", path_, why));
  return kScenarioInvalid;
}

int OutcomeReader::not_one() {
  return wrong(fmt::format("not a file of outcomes; `{} run SCENARIO --outcomes FILE` writes one", program_name()));
}

int OutcomeReader::write_it_anew(const std::string& why) {
  return wrong(fmt::format("{}. Nothing is compared with it; write it anew: {} run SCENARIO --outcomes FILE", why,
                           program_name()));
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
