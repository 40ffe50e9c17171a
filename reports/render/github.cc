#include "reports/render/github.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "reports/human.h"
#include "reports/notices.h"
#include "reports/render/again.h"
#include "reports/render/conclusion.h"
#include "reports/render/expectation_text.h"

namespace dlr::reports {
namespace {

constexpr std::size_t kMost = 10;

// As GitHub's own toolkit does it (actions/toolkit, core/src/command.ts): in properties `:` and `,` too.
std::string escaped(std::string_view text, bool is_property) {
  std::string out;
  for (const char c : text) {
    const bool special = c == '%' || c == '\r' || c == '\n' || (is_property && (c == ':' || c == ','));
    out += special ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  }
  return out;
}

struct Annotation {
  std::string_view level;  // "error", "warning", "notice"
  std::string file;
  std::uint32_t line = 0;
  std::string title;
  std::string text;

  std::string command() const {
    std::string properties;
    if (!file.empty()) properties += fmt::format("file={},", escaped(file, true));
    if (!file.empty() && line > 0) properties += fmt::format("line={},", line);
    return fmt::format("::{} {}title={}::{}\n", level, properties, escaped(title, true), escaped(text, false));
  }
};

std::string with_command(std::string text, const std::string& command) {
  return command.empty() ? text : text + "\nnext: " + command;
}

void annotate(const Result& result, const std::string& name, std::vector<Annotation>& annotations) {
  const std::string next = command_to_run_next(result);
  const std::string& scenario_file = result.provenance.scenario_file;
  if (result.breaches.count() > 0) {
    std::string text = fmt::format("the core is wrong: {} of {} invariants broken",
                                   human_count(result.breaches.count()), human_count(result.invariants_checked));
    for (const std::string& sentence : breach_sentences(result)) text += "\n" + sentence;
    annotations.push_back({"error", scenario_file, 1, name + ": invariants", with_command(std::move(text), next)});
  }
  if (!result.baseline_problem.empty()) {
    annotations.push_back(
        {"error", scenario_file, 1, name + ": baseline", with_command(result.baseline_problem, next)});
  } else if (result.changed() || result.lacks_baseline) {
    std::string text =
        result.changed() ? "what came of the messages is not what was accepted" : why_not_compared(result);
    for (const std::string& sentence : change_sentences(result)) text += "\n" + sentence;
    annotations.push_back({"error", scenario_file, 1, name + ": baseline", with_command(std::move(text), next)});
  }
  if (result.interrupted) {
    annotations.push_back({"error", scenario_file, 1, name + ": interrupted",
                           with_command(conclusion_of(result).text, command_to_repeat(result))});
  }
  for (const std::string& sentence : notice_sentences(result)) {
    annotations.push_back({"notice", scenario_file, 1, name + ": noticed", sentence});
  }
  if (result.partial()) return;  // nothing is decided
  for (const Judgement& judgement : result.expectations) {
    const Expectation& expectation = judgement.expectation;
    const auto [word, tone] = status_of(judgement);
    if (tone == Tone::good) continue;
    std::string text = fmt::format("{}: {} {} {}, expected {}", word, metric_text(expectation),
                                   judgement.value ? "is" : "has", value_text(judgement), limit_text(judgement));
    if (judgement.value && !judgement.reason.empty()) text += "; " + judgement.reason;
    const bool is_red = tone == Tone::bad ||
                        (judgement.verdict == Verdict::not_sure && !result.not_sure_passes && expectation.required);
    annotations.push_back({is_red ? "error" : "warning", expectation.file.empty() ? scenario_file : expectation.file,
                           expectation.line, fmt::format("{}: {}", name, expectation.id),
                           with_command(std::move(text), command_to_look(result, judgement))});
  }
}

}  // namespace

std::string render_github(std::span<const Result> results, std::span<const NotRun> not_run) {
  const std::vector<std::string> names = distinct_names(results);
  std::vector<Annotation> annotations;
  for (const NotRun& one : not_run) {
    const std::string next = next_step(one);
    annotations.push_back(
        {"error", one.file, 1, "not run", next.empty() ? one.why : fmt::format("{}\nnext: {}", one.why, next)});
  }
  for (const std::size_t place : failures_first(results)) annotate(results[place], names[place], annotations);
  std::ranges::stable_sort(annotations, {}, [](const Annotation& one) {
    return one.level == "error" ? 0 : one.level == "warning" ? 1 : 2;
  });
  std::string text;
  // GitHub shows so many of a step; the last one tells of those that there is no room for.
  const std::size_t shown = annotations.size() > kMost ? kMost - 1 : annotations.size();
  for (std::size_t i = 0; i < shown; ++i) text += annotations[i].command();
  if (shown < annotations.size()) {
    text += fmt::format("::{} title=dlrsim::{} more in the other reports of this run\n", annotations[shown].level,
                        annotations.size() - shown);
  }
  return text;
}

}  // namespace dlr::reports
