#include "bench/peers/measured.h"

#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>

namespace dlr::bench {

double resident_bytes() {
  std::ifstream file("/proc/self/statm");
  double all = 0, resident = 0;
  file >> all >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double Stopwatch::work_seconds() const {
  timespec own{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &own);
  double ns_of_server = 0;
  if (server_ != 0) {
    std::ifstream file("/proc/" + std::to_string(server_) + "/schedstat");
    if (!(file >> ns_of_server)) give_up("cannot see how long the server works: no /proc/PID/schedstat");
  }
  return static_cast<double>(own.tv_sec) + (static_cast<double>(own.tv_nsec) + ns_of_server) / 1e9;
}

void give_up(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

int contest(int argc, char** argv,
            const std::map<std::string_view, std::function<Measured(const Task&)>>& contestants) {
  Task task;
  const std::string_view size = argc > 3 ? argv[3] : "";
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), task.size);
  // A message's number and what happens to it share 32 bits.
  const bool is_size =
      error == std::errc() && end == size.data() + size.size() && task.size > 0 && task.size < 1U << 30U;
  const auto contestant = argc > 1 ? contestants.find(argv[1]) : contestants.end();
  if (argc < 4 || argc > 5 || !is_size || contestant == contestants.end()) {
    std::fputs("usage: PROGRAM CONTESTANT WORKLOAD SIZE [SERVER]; contestants:", stderr);
    for (const auto& [name, run] : contestants) {
      std::fprintf(stderr, " %.*s", static_cast<int>(name.size()), name.data());
    }
    std::fputs("\n", stderr);
    return 2;
  }
  task.contestant = argv[1];
  task.workload = argv[2];
  if (argc == 5) task.server = argv[4];
  const Measured measured = contestant->second(task);
  std::printf(
      "{\"version\": \"%s\", \"items\": %llu, \"seconds\": %.9f, \"bytes\": %.0f, \"digest\": \"%016llx\", \"counts\": "
      "{",
      measured.version.c_str(), static_cast<unsigned long long>(measured.items), measured.seconds, measured.bytes,
      static_cast<unsigned long long>(measured.digest));
  const char* before = "";
  for (const auto& [name, count] : measured.counts) {
    std::printf("%s\"%s\": %llu", before, name.c_str(), static_cast<unsigned long long>(count));
    before = ", ";
  }
  std::puts("}}");
  return 0;
}

}  // namespace dlr::bench
