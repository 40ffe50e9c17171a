// The commands that lead on from a result, as a shell takes them.
#pragma once

#include <string>
#include <string_view>

#include "reports/result.h"

namespace dlr::reports {

// A word as a shell takes it, quoted where it must be.
std::string shell_word(std::string_view word);

// Runs the same again: "./dlrsim run scenarios/race.yaml --seed 4 --set rate=5/s". Empty: nobody knows the file.
std::string command_to_repeat(const Result& result);

// What to type next when all is not well: what the result says, else the run again with every count. Empty: nothing.
std::string command_to_run_next(const Result& result);

// To see more of one expectation that did not pass, or what decides it where that is not sure. Empty: as above.
std::string command_to_look(const Result& result, const Judgement& judgement);

// What says which messages changed, after a run that differs from what was accepted: two runs and a `compare`, a line
// each, of the older program, or where the scenario was changed of the older scenario. Empty: as above.
struct CompareCommands {
  std::string why;
  std::string lines;
};
CompareCommands commands_to_compare(const Result& result);

// Shows some of the messages because of which an expectation was not met: "./dlrsim trace scenarios/race.yaml --where
// 'outcome=failed country=US' --first 3". Empty: it is about no messages that one could look for, or nobody knows the
// file.
std::string command_to_find(const Result& result, const Judgement& judgement);

// Shows one message of the run: "./dlrsim trace scenarios/race.yaml --message 12". Empty: nobody knows the file.
std::string command_to_trace(const Result& result, Reference message);

}  // namespace dlr::reports
