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
  struct Page {
    const char* name;
    std::vector<Result> results;
    std::vector<NotRun> not_run = {};
  };
  const Page pages[] = {
      {"small", {samples::small()}},
      {"failing", {samples::failing()}},
      {"broken", {samples::broken()}},
      {"hostile", {samples::hostile()}},
      {"campaign", {samples::result()}},
      {"shard", {samples::result({2, 3})}},
      {"empty-shard", {samples::result({9, 9})}},
      {"several", {samples::small(), samples::failing(), samples::broken(), samples::result({}, samples::broken_lane)}},
      {"not-run", {samples::small()}, {{"scenarios/it's broken.yaml", "it is no valid scenario"}}},
      {"nothing-ran", {}, {{"scenarios/broken.yaml", "it is no valid scenario, or cannot be read"}}},
  };
  for (const auto& [name, results, not_run] : pages) {
    const std::string stem = std::string(arguments[1]) + "/" + name;
    std::ofstream(stem + ".html", std::ios::binary) << render_html(results, not_run);
    std::ofstream json(stem + ".json", std::ios::binary);
    for (const Result& result : results) json << to_json(result) << '\n';
    if (!json) return 1;
  }
}
