#include "reports/laws.h"

#include <fmt/format.h>

#include <span>

namespace dlr::reports {
namespace {

std::string sum_of(std::span<const Counter> counters) {
  std::string text;
  for (const Counter counter : counters) {
    text += (text.empty() ? "" : " + ") + info(counter).full_name();
  }
  return text;
}

}  // namespace

std::string words_of(const Law& law) {
  return sum_of(std::span(law.left).first(law.terms_left)) + " = " +
         sum_of(std::span(law.right).first(law.terms_right));
}

}  // namespace dlr::reports
