#include "reports/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "reports/result.h"

namespace dlr::reports {
namespace {

// "line 3, column 14" of the character at `offset`.
std::string place_in(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t last = before.rfind('\n');
  return fmt::format("line {}, column {}", lines + 1, offset - (last == std::string_view::npos ? 0 : last + 1) + 1);
}

}  // namespace

boost::json::value parse_json(std::string_view text) {
  boost::json::parser parser;
  boost::system::error_code error;
  const std::size_t read_so_far = parser.write_some(text.data(), text.size(), error);
  if (error == boost::json::error::incomplete) {
    throw ResultProblem{place_in(text, text.size()), "the JSON ends too early"};
  }
  if (error) throw ResultProblem{place_in(text, read_so_far), "no JSON from here on"};
  const std::size_t rest = text.find_first_not_of(" \t\r\n", read_so_far);
  if (rest != std::string_view::npos) throw ResultProblem{place_in(text, rest), "something follows after the end"};
  return parser.release();
}

}  // namespace dlr::reports
