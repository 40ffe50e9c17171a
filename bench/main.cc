// dlr_bench: every benchmark, timed by Google Benchmark with its flags; and the same workloads counted:
//
//   dlr_bench --counted            JSON: what can be counted, and what this program was built with
//   dlr_bench --count NAME ITEMS   runs it once for so many items; JSON: what memory it asked for
//
// `dlrsim bench` runs both, and makes figures of it.
#include <benchmark/benchmark.h>

#include <charconv>
#include <cstdio>
#include <string_view>

#include "bench/counted/allocations.h"
#include "bench/counted/counted.h"

namespace dlr::bench {

std::vector<Counted>& counted() {
  static std::vector<Counted> all;
  return all;
}

bool count_too(const Counted& workload) {
  counted().push_back(workload);
  return true;
}

namespace {

int list() {
  std::printf("{\"build\": \"%s\", \"counted\": [", DLR_BUILD);
  const char* before = "";
  for (const Counted& workload : counted()) {
    std::printf("%s\n {\"name\": \"%.*s\", \"few\": %llu, \"many\": %llu}", before,
                static_cast<int>(workload.name.size()), workload.name.data(),
                static_cast<unsigned long long>(workload.few), static_cast<unsigned long long>(workload.many));
    before = ",";
  }
  std::puts("]}");
  return 0;
}

int count(std::string_view name, std::string_view text) {
  std::uint64_t items = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), items);
  if (error != std::errc() || end != text.data() + text.size()) {
    std::fprintf(stderr, "dlr_bench: --count NAME ITEMS: '%.*s' is no number of items\n", static_cast<int>(text.size()),
                 text.data());
    return 2;
  }
  for (const Counted& workload : counted()) {
    if (workload.name != name) continue;
    const Allocations before = allocations();
    if (!workload.run(items)) {
      std::fprintf(stderr, "dlr_bench: %.*s came to a wrong answer\n", static_cast<int>(name.size()), name.data());
      return 1;
    }
    const Allocations after = allocations();
    std::printf("{\"allocations\": %llu, \"bytes\": %llu}\n",
                static_cast<unsigned long long>(after.count - before.count),
                static_cast<unsigned long long>(after.bytes - before.bytes));
    return 0;
  }
  std::fprintf(stderr, "dlr_bench: nothing of the name '%.*s' can be counted; --counted lists what can\n",
               static_cast<int>(name.size()), name.data());
  return 2;
}

}  // namespace
}  // namespace dlr::bench

int main(int argc, char** argv) {
  if (argc == 2 && std::string_view(argv[1]) == "--counted") return dlr::bench::list();
  if (argc == 4 && std::string_view(argv[1]) == "--count") return dlr::bench::count(argv[2], argv[3]);
  benchmark::AddCustomContext("build", DLR_BUILD);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
