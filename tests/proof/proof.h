// For programs that prove what verdicts promise: scenario files read, run, replicated and judged as `dlrsim run` does
// it, many thousand times. Errors end the program with what is to be told.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "sim/replicate.h"
#include "sim/run.h"
#include "sim/scenario/scenario.h"

namespace dlr::proof {

// A wrong verdict, or a missed one, is no accident when it is less likely than this.
inline constexpr double kAccident = 1e-6;

[[noreturn]] void stop(const std::string& why);

// What the program was told: `--runs N` and `--threads N`; anything else ends it with how to call it.
struct Arguments {
  std::uint64_t runs = 0;
  std::uint32_t threads = 1;
};
Arguments arguments(int count, char** words, std::string_view what, std::uint64_t runs);

// One of the files beside this one, by its name without .yaml.
sim::Scenario scenario(const std::string& name, const std::vector<std::pair<std::string, std::string>>& set = {});

// "93.2068%": a share as a scenario's parameter is written.
std::string share_text(std::uint64_t ppm);

// The worlds of one scenario by their seeds, each run once however often it is judged.
class Worlds {
 public:
  explicit Worlds(const sim::Scenario& scenario) : scenario_(scenario) {}

  // As `dlrsim run` judges `asked`: this scenario, with expectations of its own, beginning at `seed`.
  reports::Result judge(sim::Scenario asked, const reports::Judging& judging, std::uint64_t seed);

 private:
  const sim::Scenario& scenario_;
  std::map<std::uint64_t, sim::RunOutcome> by_seed_;
};

// Calls work(i) for every i below `count`, on several threads.
template <class Work>
void for_each(std::uint64_t count, std::uint32_t threads, Work&& work) {
  std::atomic<std::uint64_t> next{0};
  std::vector<std::thread> pool;
  for (std::uint32_t i = 0; i < threads; ++i) {
    pool.emplace_back([&] {
      for (std::uint64_t n = next++; n < count; n = next++) work(n);
    });
  }
  for (std::thread& thread : pool) thread.join();
}

}  // namespace dlr::proof
