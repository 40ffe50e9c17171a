#include "sim/cli/histories.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "reports/human.h"
#include "reports/render/table.h"
#include "sim/cli/ask_program.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"

namespace dlr::sim::cli {
namespace {

constexpr std::size_t kMostOfALife = 1 << 20;
constexpr std::size_t kMostLines = 300, kLongestLine = 400;
constexpr std::size_t kWide = 120;  // columns: two lives fit beside each other

// Of UTF-8.
bool is_inside_letter(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U; }

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// Of a life that goes on and on: the first lines, each no longer than fits.
void shorten(std::vector<std::string>& lines) {
  const std::size_t all = lines.size();
  if (all > kMostLines) {
    lines.resize(kMostLines);
    lines.push_back(fmt::format("  ... and {} more lines", all - kMostLines));
  }
  for (std::string& line : lines) {
    if (line.size() <= kLongestLine) continue;
    std::size_t end = kLongestLine;
    while (end > 0 && is_inside_letter(line[end])) --end;
    line.resize(end);
    line += " ...";
  }
}

// A trace ends with 8 when the oracle objects to it: a life all the same.
std::optional<std::vector<std::string>> told_by(const std::string& program, const std::string& arguments,
                                                std::chrono::milliseconds patience) {
  const Answer answer = ask_program(shell_word(program) + arguments, patience, kMostOfALife);
  if (answer.exit == kPassed || answer.exit == kInvariantBroken) {
    std::vector<std::string> lines = lines_of(answer.text);
    shorten(lines);
    if (!lines.empty()) return lines;
  }
  std::string why = answer.text.substr(0, std::min(answer.text.find('\n'), kLongestLine));
  if (answer.too_late) {
    why = fmt::format("no answer within {}; --timeout gives it longer", format_duration(patience));
  } else if (answer.too_long) {
    why = "its answer has no end";
  } else if (why.empty() && answer.exit == kPassed) {
    why = "it said nothing";
  } else if (why.empty()) {
    why = answer.exit ? fmt::format("exit {}", *answer.exit) : std::string("it was ended by a signal");
  }
  tell(fmt::format("dlrsim: {} cannot tell ({}): left out", program, reports::printable(why)));
  return std::nullopt;
}

// A line of either life, or of both.
struct Step {
  const std::string* before = nullptr;
  const std::string* after = nullptr;

  bool is_common() const { return before != nullptr && after != nullptr; }
};
using Lines = std::vector<std::string>;

// Both lives in order, with as many lines in common as there can be.
std::vector<Step> steps_of(const Lines& a, const Lines& b) {
  // lengths[i][j]: how many, of those of a from i on and of b from j on.
  std::vector<std::vector<std::size_t>> lengths(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      lengths[i][j] = a[i] == b[j] ? lengths[i + 1][j + 1] + 1 : std::max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  std::vector<Step> steps;
  for (std::size_t i = 0, j = 0; i < a.size() || j < b.size();) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      steps.push_back({&a[i++], &b[j++]});
    } else if (j == b.size() || (i < a.size() && lengths[i + 1][j] >= lengths[i][j + 1])) {
      steps.push_back({&a[i++], nullptr});
    } else {
      steps.push_back({nullptr, &b[j++]});
    }
  }
  return steps;
}

std::string in_one_column(const std::vector<Step>& steps) {
  std::string text;
  for (const Step& step : steps) {
    const char mark = step.is_common() ? ' ' : step.before != nullptr ? '<' : '>';
    text += fmt::format("    {} {}\n", mark, reports::printable(step.before != nullptr ? *step.before : *step.after));
  }
  return text;
}

// In lines that fit a column; those after the first are indented.
Lines fitted(const std::string* line, std::size_t width) {
  if (line == nullptr) return {};
  constexpr std::size_t kIndent = 6;
  const std::string text = reports::printable(*line);
  const std::size_t begins = std::min(text.find_first_not_of(' '), text.size());
  const std::string head = std::string(std::min(begins, kIndent), ' ');
  Lines lines;
  for (std::string& one : lines_of(reports::wrapped(text.substr(begins), width - kIndent))) {
    for (std::size_t end = 0; reports::columns(one) > width - kIndent; one.erase(0, end)) {  // a word too long
      end = width - kIndent;
      while (end > 1 && is_inside_letter(one[end])) --end;
      lines.push_back((lines.empty() ? head : std::string(kIndent, ' ')) + one.substr(0, end));
    }
    lines.push_back((lines.empty() ? head : std::string(kIndent, ' ')) + one);
  }
  return lines;
}

void add_row(std::string& text, const std::string* before, const std::string* after, std::size_t width) {
  const bool is_common = before != nullptr && after != nullptr && *before == *after;
  const char mark = is_common ? ' ' : before == nullptr ? '>' : after == nullptr ? '<' : '|';
  const Lines left = fitted(before, width), right = fitted(after, width);
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    std::string row = fmt::format("    {} {} ", reports::left_aligned(i < left.size() ? left[i] : "", width), mark);
    if (i < right.size()) row += right[i];
    row.erase(row.find_last_not_of(' ') + 1);
    text += row + '\n';
  }
}

// What only one says stands beside what only the other says in its place.
std::string in_two_columns(const std::vector<Step>& steps, std::size_t width) {
  std::string text;
  for (std::size_t at = 0; at < steps.size();) {
    if (steps[at].is_common()) {
      add_row(text, steps[at].before, steps[at].after, width);
      ++at;
      continue;
    }
    std::vector<const std::string*> before, after;
    for (; at < steps.size() && !steps[at].is_common(); ++at) {
      if (steps[at].before != nullptr) before.push_back(steps[at].before);
      if (steps[at].after != nullptr) after.push_back(steps[at].after);
    }
    for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
      add_row(text, i < before.size() ? before[i] : nullptr, i < after.size() ? after[i] : nullptr, width);
    }
  }
  return text;
}

}  // namespace

std::string trace_arguments(const reports::OutcomesHeader& header, std::uint64_t message) {
  std::string text =
      fmt::format(" trace {} --message {} --seed {}", shell_word(header.scenario_file), message, header.seed);
  if (header.set.empty() && !header.point.empty()) text += " --point " + shell_word(header.point);
  for (const auto& [name, value] : header.set) text += " --set " + shell_word(name + "=" + value);
  if (!header.planted.empty()) text += " --plant " + shell_word(header.planted);
  return text;
}

std::vector<History> histories(const reports::OutcomesHeader& run_before, const reports::OutcomesHeader& header,
                               const std::vector<std::uint64_t>& messages, const Programs& programs) {
  std::vector<History> all;
  if (!programs.any() || messages.empty()) return all;
  std::error_code error;
  if (!std::filesystem::exists(header.scenario_file, error)) {
    tell(fmt::format(
        "dlrsim: no life is told: it takes {}, which is not there from here. Compare in the folder in which it was run",
        header.scenario_file));
    return all;
  }
  const std::string itself = std::filesystem::read_symlink("/proc/self/exe", error).string();
  const std::string& after = programs.after.empty() ? itself : programs.after;
  bool before_tells = !programs.before.empty(), after_tells = true;  // one that cannot is not asked again
  for (const std::uint64_t message : messages) {
    const std::string arguments = trace_arguments(header, message);
    History& history = all.emplace_back();
    history.message = message;
    if (before_tells)
      history.before = told_by(programs.before, trace_arguments(run_before, message), programs.patience);
    if (after_tells) history.after = told_by(after, arguments, programs.patience);
    before_tells = history.before.has_value();
    after_tells = history.after.has_value();
  }
  return all;
}

std::string beside_each_other(const History& history, std::size_t width) {
  static const Lines untold;
  const std::vector<Step> steps =
      steps_of(history.before ? *history.before : untold, history.after ? *history.after : untold);
  const bool both = history.before && history.after, wide = both && width >= kWide;
  std::string text = fmt::format("  the life of message {}, by the older program ({}) and the newer one ({}):\n",
                                 history.message, wide ? "left" : "<", wide ? "right" : ">");
  text += wide ? in_two_columns(steps, (width - 7) / 2) : in_one_column(steps);
  if (both && *history.before == *history.after) {
    text += "      both tell the same life: what differs came of a planted mistake, or of another program\n";
  }
  return text;
}

}  // namespace dlr::sim::cli
