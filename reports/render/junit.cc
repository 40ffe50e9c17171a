#include "reports/render/junit.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "reports/human.h"
#include "reports/notices.h"
#include "reports/render/again.h"
#include "reports/render/conclusion.h"
#include "reports/render/expectation_text.h"
#include "reports/render/markup.h"
#include "reports/render/terminal.h"
#include "reports/verdict.h"

namespace dlr::reports {
namespace {

// What became of a case: the element inside it; empty: passed.
struct Outcome {
  std::string_view element;  // "failure", "error", "skipped"
  std::string type;
  std::string message;
  std::string text;
};

struct Case {
  std::string name;
  std::string file;
  std::uint32_t line = 0;
  Outcome outcome;
};

struct Suite {
  std::string name;
  const Result* result;
  std::vector<Case> cases;

  std::size_t count(std::string_view element) const {
    return static_cast<std::size_t>(
        std::ranges::count(cases, element, [](const Case& one) { return one.outcome.element; }));
  }
};

std::string and_next(std::string text, const std::string& command) {
  return command.empty() ? text : text + fmt::format("next:  {}\n", command);
}

Outcome outcome_of_invariants(const Result& result) {
  const std::string checked = human_count(result.invariants_checked);
  if (const std::uint64_t broken = result.breaches.count(); broken > 0) {
    std::string text;
    for (const std::string& sentence : breach_sentences(result)) text += sentence + "\n";
    if (!result.argument.empty()) text += "\n" + result.argument + "\n";
    return {"failure", "invariants", fmt::format("{} of {} are broken", human_count(broken), checked),
            and_next(std::move(text), command_to_run_next(result))};
  }
  if (!result.interrupted) return {};
  const std::string done = result.interrupted_between_runs()
                               ? human_number_of(result.replications.size(), "run")
                               : fmt::format("{} of {} lanes", result.lanes_done, result.lanes);
  return {"error", "interrupted",
          result.invariants_checked == 0 ? std::string("interrupted before anything was checked")
                                         : fmt::format("interrupted after {}; all {} hold so far", done, checked),
          and_next("", command_to_run_next(result))};
}

Outcome outcome_of_baseline(const Result& result) {
  if (!result.baseline_problem.empty()) return {"error", "baseline", result.baseline_problem, ""};
  if (result.lacks_baseline) return {"error", "baseline", why_not_compared(result), ""};
  if (!result.baseline) return {"skipped", "baseline", why_not_compared(result), ""};
  if (!result.changed()) return {};
  std::string text;
  for (const std::string& sentence : change_sentences(result)) text += sentence + "\n";
  return {"failure", "baseline", "it differs from what was accepted",
          and_next(std::move(text), command_to_run_next(result))};
}

Outcome outcome_of(const Judgement& judgement, const Result& result) {
  if (judgement.verdict == Verdict::pass) return {};
  const Expectation& expectation = judgement.expectation;
  const bool no_data = judgement.verdict == Verdict::fail && !judgement.value;
  Outcome outcome;
  // Not sure turns a build red as it does the run, unless that lets it pass; of a part nothing is judged.
  const bool is_open = judgement.verdict == Verdict::not_sure && (result.not_sure_passes || result.partial());
  outcome.element = is_open || !expectation.required ? "skipped" : no_data ? "error" : "failure";
  outcome.type = no_data                                  ? "no data"
                 : judgement.verdict == Verdict::not_sure ? "not sure"
                 : expectation.required                   ? "expectation"
                                                          : "advisory";
  outcome.message = fmt::format("{}, expected {}", value_text(judgement), limit_text(judgement));
  if (judgement.value && !judgement.reason.empty()) outcome.message += "; " + judgement.reason;
  const std::string part = part_of_whole(result, judgement);
  std::string text = fmt::format("what:  {}\nvalue: {}{}\nlimit: {}\n", metric_text(expectation), value_text(judgement),
                                 part.empty() ? part : " (" + part + ")", limit_text(judgement));
  if (const std::string interval = interval_text(judgement); !interval.empty())
    text += fmt::format("truly: {}\n", interval);
  if (const std::string basis = basis_text(judgement); !basis.empty()) text += fmt::format("basis: {}\n", basis);
  if (judgement.value && !judgement.reason.empty()) text += fmt::format("why:   {}\n", judgement.reason);
  if (!expectation.file.empty()) text += fmt::format("place: {}:{}\n", expectation.file, expectation.line);
  if (const std::string find = command_to_find(result, judgement); !find.empty())
    text += fmt::format("some:  {}\n", find);
  outcome.text = and_next(std::move(text), command_to_look(result, judgement));
  return outcome;
}

Suite suite_of(const Result& result, const std::string& name) {
  Suite suite{name, &result, {{"invariants", result.provenance.scenario_file, 1, outcome_of_invariants(result)}}};
  suite.cases.push_back({"baseline", result.provenance.scenario_file, 1, outcome_of_baseline(result)});
  for (const Judgement& judgement : result.expectations) {
    const Expectation& expectation = judgement.expectation;
    // One may be named as a case of ours is: two of one name would hide each other.
    const bool is_taken = expectation.id == "invariants" || expectation.id == "baseline";
    suite.cases.push_back({is_taken ? "expectation " + expectation.id : expectation.id, expectation.file,
                           expectation.line, outcome_of(judgement, result)});
  }
  return suite;
}

std::string attribute(std::string_view name, std::string_view value) {
  return fmt::format(" {}=\"{}\"", name, xml_text(value));
}

std::string to_xml(const Case& one, const std::string& classname) {
  std::string text = "    <testcase" + attribute("classname", classname) + attribute("name", one.name);
  if (!one.file.empty()) text += attribute("file", one.file) + attribute("line", std::to_string(one.line));
  if (one.outcome.element.empty()) return text + "/>\n";
  const auto& [element, type, message, detail] = one.outcome;
  return fmt::format("{}>\n      <{}{}{}>{}</{}>\n    </testcase>\n", text, element, attribute("type", type),
                     attribute("message", message), xml_text(detail), element);
}

std::string to_xml(const Suite& suite) {
  const Result& result = *suite.result;
  std::string text = "  <testsuite" + attribute("name", suite.name) +
                     attribute("tests", std::to_string(suite.cases.size())) +
                     attribute("failures", std::to_string(suite.count("failure"))) +
                     attribute("errors", std::to_string(suite.count("error"))) +
                     attribute("skipped", std::to_string(suite.count("skipped")));
  if (const auto us = result.speed.wall_us) {
    text += attribute("time", fmt::format("{}.{:03}", *us / 1'000'000, *us / 1'000 % 1'000));
  }
  text += ">\n    <properties>\n";
  const auto property = [&](std::string_view name, std::string_view value) {
    text += "      <property" + attribute("name", name) + attribute("value", value) + "/>\n";
  };
  property("seed", std::to_string(result.seed));
  if (result.point.is_one()) property("point", result.point.name);
  for (const auto& [name, value] : result.parameters) property("parameter." + name, value);
  property("version", result.provenance.version);
  if (!result.provenance.commit.empty()) property("commit", result.provenance.commit);
  property("drive", result.drive);
  if (!result.planted.empty()) property("planted", result.planted);
  property("scenario_hash", result.provenance.scenario_hash);
  for (const std::string& sentence : notice_sentences(result)) property("notice", sentence);
  property("outcomes", to_hex(result.outcomes));
  property("timeline", to_hex(result.timeline));
  text += "    </properties>\n";
  for (const Case& one : suite.cases) text += to_xml(one, "dlrsim." + suite.name);
  text += "    <system-out>" + xml_text(render_terminal(result, {})) + "</system-out>\n";
  return text + "  </testsuite>\n";
}

std::string to_xml(std::span<const NotRun> not_run) {
  const std::string count = std::to_string(not_run.size());
  std::string text = "  <testsuite" + attribute("name", "not run") + attribute("tests", count) +
                     attribute("failures", "0") + attribute("errors", count) + attribute("skipped", "0") + ">\n";
  for (const NotRun& one : not_run) {
    const std::string next = next_step(one);
    text +=
        to_xml(Case{one.file, one.file, 1, {"error", "not run", one.why, next.empty() ? next : "see: " + next + "\n"}},
               "dlrsim.not-run");
  }
  return text + "  </testsuite>\n";
}

}  // namespace

std::string render_junit(std::span<const Result> results, std::span<const NotRun> not_run) {
  const std::vector<std::string> names = lasting_names(results);
  std::vector<Suite> suites;
  std::size_t tests = 0, failures = 0, errors = 0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const Suite& suite = suites.emplace_back(suite_of(results[i], names[i]));
    tests += suite.cases.size();
    failures += suite.count("failure");
    errors += suite.count("error");
  }
  tests += not_run.size();
  errors += not_run.size();
  // No `skipped` here: strict readers refuse it.
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dlrsim\" tests=\"{}\" failures=\"{}\" "
      "errors=\"{}\">\n",
      tests, failures, errors);
  for (const Suite& suite : suites) text += to_xml(suite);
  if (!not_run.empty()) text += to_xml(not_run);
  return text + "</testsuites>\n";
}

}  // namespace dlr::reports
