#include "reports/notices.h"

#include <fmt/format.h>

#include "reports/decision.h"

namespace dlr::reports {

std::vector<std::string> idle_faults(const Result& result) {
  std::vector<std::string> ids;
  if (result.partial()) return ids;
  for (const FaultCount& fault : result.faults) {
    if (fault.struck == 0) ids.push_back(fault.id);
  }
  return ids;
}

bool asks_one_share_exactly(const Expectation& expectation) {
  const std::optional<double>& share = expectation.limit.at_least;
  return std::holds_alternative<RatioMetric>(expectation.metric) && !expectation.certain &&
         asks_exactly(expectation.limit) && *share > 0 && *share < 1;
}

std::vector<std::string> notice_sentences(const Result& result) {
  std::vector<std::string> sentences;
  for (const std::string& id : idle_faults(result)) {
    sentences.push_back(fmt::format("the fault `{}` struck nobody: this run says nothing about it", id));
  }
  for (const Judgement& judgement : result.expectations) {
    if (result.partial() || !asks_one_share_exactly(judgement.expectation)) continue;
    sentences.push_back(fmt::format("`{}` {}", judgement.expectation.id, kExactShareCure));
  }
  return sentences;
}

bool is_nothing_accepted(const Result& result) {
  return !result.baseline && result.baseline_problem.empty() && result.baseline_use != BaselineUse::ignored &&
         result.planted.empty() && !result.partial() && result.own_seed && result.own_parameters;
}

std::string why_not_compared(const Result& result) {
  if (result.baseline || !result.baseline_problem.empty()) return {};
  if (is_nothing_accepted(result)) return "nothing is accepted yet to compare it with";
  if (result.baseline_use == BaselineUse::ignored) return "not compared, as was asked for";
  if (!result.planted.empty()) return "not compared: it has a mistake planted on purpose";
  if (result.partial()) return "not compared: it is a part of a run";
  if (!result.own_seed) return "not compared: what is accepted is of the file's own seed";
  return "not compared: what is accepted is of the file's own parameters";
}

}  // namespace dlr::reports
