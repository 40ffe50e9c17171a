// The readers of what runs leave behind, in the way of `report` and `compare`: lines of results, whole or of shards,
// and files of outcomes. Whatever the bytes, each is read or refused; what is read is written as it was read, and
// shards that merge make a result that is one.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "reports/exit_status.h"
#include "reports/message_outcomes.h"
#include "reports/render/not_run.h"
#include "reports/result.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/outcome_reader.h"
#include "sim/cli/output.h"
#include "sim/cli/program_name.h"

// The two that the reader of outcomes speaks through, so that the rest of the program need not be built.
namespace dlr::sim::cli {
void tell(std::string_view text) {
  if (text.empty()) std::abort();
}
std::string program_name() { return "dlrsim"; }
}  // namespace dlr::sim::cli

namespace {

using namespace dlr::reports;

void must(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

void is_written_as_it_was_read(const Result& result, const char* what) {
  const std::string json = to_json(result);
  const auto again = read_result(json);
  must(std::holds_alternative<Result>(again) && to_json(std::get<Result>(again)) == json, what);
}

// As it is, or else without the seal that no chance would find: an unsealed result is read, too.
std::variant<Result, ResultProblem> read_unsealed(std::string_view line) {
  auto read = read_result(line);
  constexpr std::string_view kSealed = ",\"seal\":\"";
  constexpr std::size_t kDigits = 32;
  const std::size_t at = line.rfind(kSealed);
  if (std::holds_alternative<Result>(read) || at == std::string_view::npos) return read;
  return read_result(std::string(line).erase(at, kSealed.size() + kDigits + 1));
}

void lines(std::string_view text) {
  std::vector<Result> shards;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (const auto not_run = read_not_run(line)) {
      must(read_not_run(to_json(*not_run)) == not_run, "what was not run is written as it was read");
      continue;
    }
    auto read = read_unsealed(line);
    if (const auto* problem = std::get_if<ResultProblem>(&read)) {
      must(!problem->text.empty(), "a problem says what it is");
      continue;
    }
    Result& result = std::get<Result>(read);
    if (!contradiction_in(result).empty()) continue;
    is_written_as_it_was_read(result, "a result is written as it was read");
    if (shards.size() < 8) shards.push_back(std::move(result));
  }
  if (shards.empty()) return;
  const auto merged = merge(shards);
  if (const auto* problem = std::get_if<MergeProblem>(&merged)) {
    must(!problem->text.empty(), "a problem says what it is");
    must(!problem->which || *problem->which < shards.size(), "and about which");
  } else {
    is_written_as_it_was_read(std::get<Result>(merged), "a merged result is one");
  }
}

// One file of this process, written anew each time.
const std::string& file_of(const std::string& bytes) {
  static const std::string path = [] {
    char name[] = "/tmp/results_fuzz_XXXXXX";
    const int file = mkstemp(name);
    if (file < 0) std::abort();
    close(file);
    return std::string(name);
  }();
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr || std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size() || std::fclose(file) != 0) {
    std::abort();
  }
  return path;
}

// How many messages it holds, if it is one to its end.
bool read_outcomes(const std::string& bytes, std::vector<std::uint64_t>& messages) {
  dlr::sim::cli::OutcomeReader reader;
  if (reader.open(file_of(bytes)) != dlr::sim::cli::kPassed) return false;
  must(reader.header.messages <= bytes.size() / sizeof(std::uint64_t), "so many messages are there");
  (void)reader.what_part();
  constexpr std::uint64_t kAtOnce = 5;
  for (std::uint64_t read = 0; read < reader.header.messages;) {
    std::array<std::uint64_t, kAtOnce> some{};
    const std::uint64_t number = std::min(kAtOnce, reader.header.messages - read);
    if (!reader.next(std::span(some).first(number))) return false;
    messages.insert(messages.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(number));
    read += number;
  }
  for (const std::uint64_t message : messages) {
    must(unpack(pack(unpack(message))) == unpack(message), "an outcome is packed as it was unpacked");
  }
  return true;
}

// As it is; and with the sums and the end that belong to it, which no chance would find.
void outcomes(std::string bytes) {
  std::vector<std::uint64_t> messages;
  read_outcomes(bytes, messages);
  constexpr std::uint64_t kLongest = 1U << 16U;
  const std::uint64_t size = outcomes_header_size(bytes);
  if (size == 0 || size > kLongest) return;
  std::string header = bytes.substr(0, std::min<std::uint64_t>(size, bytes.size()));
  header.resize(size, ' ');
  OutcomesHeader read;
  if (const std::string why = read_outcomes_header(header, read); !why.empty() || read.messages > kLongest) return;
  OutcomesHeader again;
  must(read_outcomes_header(write_outcomes_header(read), again).empty(), "a header is written as it was read");
  must(write_outcomes_header(again) == write_outcomes_header(read), "to the same bytes");

  std::vector<std::uint64_t> words(read.messages);
  const std::string_view rest = std::string_view(bytes).substr(std::min<std::size_t>(size, bytes.size()));
  std::copy_n(rest.data(), std::min(rest.size(), words.size() * sizeof(std::uint64_t)),
              reinterpret_cast<char*>(words.data()));
  OutcomesEnd end;
  end.run = read.messages - static_cast<std::uint64_t>(std::ranges::count(words, std::uint64_t{0}));
  end.checksum = outcomes_checksum(0, words);
  end.header_checksum = outcomes_header_checksum(header);
  end.interrupted = rest.size() % 2 != 0;
  std::string whole = header;
  whole.append(reinterpret_cast<const char*>(words.data()), words.size() * sizeof(std::uint64_t));
  whole += write_outcomes_end(end);
  messages.clear();
  must(read_outcomes(whole, messages) && messages == words, "what was written whole is read");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  if (bytes.starts_with("dlrsim outcomes")) {
    outcomes(bytes);
  } else {
    lines(bytes);
  }
  return 0;
}
