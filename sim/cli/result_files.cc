#include "sim/cli/result_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string_view>

#include "reports/exit_status.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/files.h"
#include "sim/cli/output.h"
#include "sim/cli/program_name.h"

namespace dlr::sim::cli {

void read_results(const std::string& file, ReadResults& into) {
  const std::optional<std::string> text = read_file(file);
  const std::string what_it_is = fmt::format("a result is what `{} run SCENARIO -o FILE` writes", program_name());
  const auto no_result = [&](const std::string& why) { into.unusable.push_back({file, why, kScenarioInvalid}); };
  if (!text) {
    tell("dlrsim: " + what_it_is);
    return no_result("could not be read");
  }
  std::size_t line = 0;
  std::size_t found = 0;
  for (std::size_t at = 0; at < text->size(); ++line) {
    const std::size_t end = std::min(text->find('\n', at), text->size());
    const std::string_view one = std::string_view(*text).substr(at, end - at);
    at = end + 1;
    if (one.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    ++found;
    if (std::optional<reports::NotRun> not_run = reports::read_not_run(one)) {
      // Every shard of a run says so.
      if (std::ranges::find(into.not_run, *not_run) == into.not_run.end()) into.not_run.push_back(std::move(*not_run));
      continue;
    }
    auto read = reports::read_result(one);
    if (const auto* problem = std::get_if<reports::ResultProblem>(&read)) {
      const std::string why = fmt::format("not a result: {}: {}", problem->place, problem->text);
      tell(fmt::format("{}:{}: error: {}; {}", file, line + 1, why, what_it_is));
      return no_result(why);
    }
    const auto& result = std::get<reports::Result>(read);
    if (const std::string wrong = reports::contradiction_in(result); !wrong.empty()) {
      const std::string why = fmt::format("the result of {} contradicts itself: {}", result.title(), wrong);
      tell(fmt::format("{}:{}: error: {}. It was altered, or comes of another version: run it again", file, line + 1,
                       why));
      return no_result(why);
    }
    if (!into.lines.insert(std::hash<std::string_view>{}(one)).second && !result.shard.is_part()) {
      tell(fmt::format("dlrsim: {}:{}: the result of {} is here a second time, and is counted again", file, line + 1,
                       result.title()));
    }
    into.results.push_back(std::move(std::get<reports::Result>(read)));
    into.files.push_back(file);
  }
  if (found == 0) {
    tell(fmt::format("{}: error: the file is empty; {}", file, what_it_is));
    no_result("the file is empty");
  }
}

}  // namespace dlr::sim::cli
