#include "sim/cli/histories.h"

#include <fmt/format.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string_view>

#include "reports/render/human.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"

namespace dlr::sim::cli {
namespace {

constexpr std::size_t kMostBytes = 1 << 20;  // of a life

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// A trace ends with 8 when the oracle objects to it: a life all the same.
std::optional<std::vector<std::string>> told_by(const std::string& program, const std::string& arguments) {
  std::FILE* pipe = popen((shell_word(program) + arguments + " 2>&1").c_str(), "re");
  std::string text;
  char buffer[4096];
  std::size_t size = 0;
  while (pipe != nullptr && text.size() < kMostBytes && (size = std::fread(buffer, 1, sizeof buffer, pipe)) > 0) {
    text.append(buffer, size);
  }
  const int status = pipe == nullptr ? -1 : pclose(pipe);
  const int exit = status >= 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  if (exit == kPassed || exit == kInvariantBroken) return lines_of(text);
  const std::string first = text.substr(0, text.find('\n'));
  tell(fmt::format("dlrsim: {} cannot tell ({}): left out", program,
                   first.empty() ? fmt::format("exit {}", exit) : reports::printable(first)));
  return std::nullopt;
}

// lengths[i][j]: of the longest run of lines that a from i and b from j have in common, in order.
std::vector<std::vector<std::size_t>> common_lengths(const std::vector<std::string>& a,
                                                     const std::vector<std::string>& b) {
  std::vector<std::vector<std::size_t>> lengths(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      lengths[i][j] = a[i] == b[j] ? lengths[i + 1][j + 1] + 1 : std::max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  return lengths;
}

std::string line(char mark, const std::string& text) {
  return fmt::format("    {} {}\n", mark, reports::printable(text));
}

}  // namespace

std::string trace_arguments(const reports::OutcomesHeader& header, std::uint64_t message) {
  std::string text =
      fmt::format(" trace {} --message {} --seed {}", shell_word(header.scenario_file), message, header.seed);
  if (header.set.empty() && !header.point.empty()) text += " --point " + shell_word(header.point);
  for (const auto& [name, value] : header.set) text += " --set " + shell_word(name + "=" + value);
  return text;
}

std::vector<History> histories(const reports::OutcomesHeader& header, const std::vector<std::uint64_t>& messages,
                               const Programs& programs) {
  std::vector<History> all;
  if (!programs.any()) return all;
  std::error_code error;
  const std::string itself = std::filesystem::read_symlink("/proc/self/exe", error).string();
  const std::string& after = programs.after.empty() ? itself : programs.after;
  bool before_tells = !programs.before.empty(), after_tells = true;  // one that cannot is not asked again
  for (const std::uint64_t message : messages) {
    const std::string arguments = trace_arguments(header, message);
    History& history = all.emplace_back();
    history.message = message;
    if (before_tells) history.before = told_by(programs.before, arguments);
    if (after_tells) history.after = told_by(after, arguments);
    before_tells = history.before.has_value();
    after_tells = history.after.has_value();
  }
  return all;
}

std::string beside_each_other(const History& history) {
  std::string text;
  if (!history.before || !history.after) {
    for (const auto& [mark, lines] : {std::pair{'<', &history.before}, {'>', &history.after}}) {
      if (!*lines) continue;
      for (const std::string& one : **lines) text += line(mark, one);
    }
    return text;
  }
  const std::vector<std::string>&a = *history.before, &b = *history.after;
  const auto lengths = common_lengths(a, b);
  for (std::size_t i = 0, j = 0; i < a.size() || j < b.size();) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      text += line(' ', a[i]);
      ++i, ++j;
    } else if (j == b.size() || (i < a.size() && lengths[i + 1][j] >= lengths[i][j + 1])) {
      text += line('<', a[i++]);
    } else {
      text += line('>', b[j++]);
    }
  }
  if (a == b) text += "      both tell the same life: what differs came of a planted mistake, or of another program\n";
  return text;
}

}  // namespace dlr::sim::cli
