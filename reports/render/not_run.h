// What was asked for and came to no result. Every format tells of it: a green report must not hide it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "reports/exit_code.h"

namespace dlr::reports {

struct NotRun {
  std::string file;
  std::string why;                   // "it is no valid scenario"
  int exit_code = kScenarioInvalid;  // what it makes the program end with, among others

  friend bool operator==(const NotRun&, const NotRun&) = default;
};

// "dlrsim validate FILE" of a scenario; empty of anything else, such as a file that holds no result.
std::string next_step(const NotRun& not_run);

// Among results, one to a line, such a file is a line of its own: {"not_run": {"file": ..., "why": ..., "exit_code":
// 3}}.
std::string to_json(const NotRun& not_run);
// Nothing: this line is none of that kind.
std::optional<NotRun> read_not_run(std::string_view json);

}  // namespace dlr::reports
