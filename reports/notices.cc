#include "reports/notices.h"

#include <fmt/format.h>

namespace dlr::reports {

std::vector<std::string> idle_faults(const Result& result) {
  std::vector<std::string> ids;
  if (result.partial()) return ids;
  for (const FaultCount& fault : result.faults) {
    if (fault.struck == 0) ids.push_back(fault.id);
  }
  return ids;
}

std::vector<std::string> notice_sentences(const Result& result) {
  std::vector<std::string> sentences;
  for (const std::string& id : idle_faults(result)) {
    sentences.push_back(fmt::format("the fault `{}` struck nobody: this run says nothing about it", id));
  }
  return sentences;
}

}  // namespace dlr::reports
