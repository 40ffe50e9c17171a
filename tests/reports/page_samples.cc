// Writes pages, and the results that they show, into a folder: NAME.html and NAME.json (a result per line).
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "report_samples.h"
#include "reports/render/html/page.h"
#include "samples.h"

int main(int, char** arguments) {
  using namespace dlr::reports;
  const std::pair<const char*, std::vector<Result>> pages[] = {
      {"small", {samples::small()}},
      {"failing", {samples::failing()}},
      {"broken", {samples::broken()}},
      {"hostile", {samples::hostile()}},
      {"campaign", {samples::result()}},
      {"shard", {samples::result({2, 3})}},
      {"empty-shard", {samples::result({9, 9})}},
      {"several", {samples::small(), samples::failing(), samples::broken(), samples::result({}, samples::broken_lane)}},
  };
  for (const auto& [name, results] : pages) {
    const std::string stem = std::string(arguments[1]) + "/" + name;
    std::ofstream(stem + ".html", std::ios::binary) << render_html(results);
    std::ofstream json(stem + ".json", std::ios::binary);
    for (const Result& result : results) json << to_json(result) << '\n';
    if (!json) return 1;
  }
}
