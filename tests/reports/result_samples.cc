// Prints the schema of results on one line, then results of every kind, one line each.
#include <cstdio>
#include <string>

#include "reports/result_schema.h"
#include "samples.h"

namespace {

void print_line(std::string text) {
  for (char& character : text) {
    if (character == '\n') character = ' ';
  }
  std::puts(text.c_str());
}

}  // namespace

int main() {
  using namespace dlr::reports;
  print_line(result_schema());
  print_line(to_json(samples::result()));
  print_line(to_json(samples::result({2, 3})));
  print_line(to_json(samples::result({9, 9})));  // a shard without a lane
  print_line(to_json(samples::result({}, samples::broken_lane)));
  Result result = samples::result();
  result.interrupted = true;
  result.exit_code = 130;
  result.speed = {std::nullopt, std::nullopt, std::nullopt, "nobody looked at the clock"};
  print_line(to_json(result));
  result = samples::result();
  result.point = {3, "loss=5%, size=1000"};
  print_line(to_json(result));
}
