#include "sim/cli/exit_meaning.h"

#include "sim/cli/exit_code.h"

namespace dlr::sim::cli {
namespace {

constexpr ExitMeaning kMeanings[] = {
    {kPassed, "all required expectations passed", "Nothing to do."},
    {kExpectationFailed, "an expectation failed, or had no data",
     "The output names it, with its value and its limit; -v shows every operator and every count. One without data is "
     "about messages that never came so far."},
    {kUsage, "the command was not understood",
     "The sentence on stderr says what is missing; all flags: dlrsim COMMAND --help."},
    {kScenarioInvalid, "a scenario (or result) is invalid or cannot be read",
     "Every mistake was told with its place and, behind it, its code: dlrsim explain CODE."},
    {kNotSure, "not sure: too little to decide a required expectation",
     "More messages or replications decide it; the output says how many. --not-sure warn lets such a run pass."},
    {kChanged, "the outcome differs from what was accepted",
     "Which messages, and how: run it with --outcomes FILE by the older program and by this one, then dlrsim compare "
     "OLD NEW; dlrsim trace of one of them shows where the two part. Was it meant? dlrsim accept FILE --reason WHY."},
    {kGateFell, "bench: a budget was overrun, or something became slower than tolerated",
     "The output names it. When it is meant: dlrsim bench --write-budgets, and commit the budgets."},
    {kNothingRan, "nothing ran, or under --require-baseline there was nothing to compare with",
     "Name a scenario or a folder that holds some; accept a first outcome with dlrsim accept FILE --reason WHY. What "
     "is "
     "accepted is of the file's own seed and parameters: with others there is nothing to compare."},
    {kInvariantBroken, "an invariant broke: the core is wrong",
     "The output shows the first such message, what had to come and what came, and the command that traces it."},
    {kInternalError, "an internal error, too little memory, or the set-up failed",
     "Of memory, dlrsim validate says how much a run takes; -j 1 takes less. Anything else please report."},
    {kCouldNotWrite, "something could not be written", "Look at the path, the rights and the room on the disk."},
    {kSkipped, "under --bisect: nothing could be judged", "git bisect skips such a commit by itself."},
    {kInterrupted, "interrupted", "The partial result was written and says so; run it again for a whole one."},
};

}  // namespace

std::span<const ExitMeaning> exit_meanings() { return kMeanings; }

}  // namespace dlr::sim::cli
