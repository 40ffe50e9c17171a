#include "proof.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include "sim/scenario/reader.h"

namespace dlr::proof {

void stop(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(2);
}

Arguments arguments(int count, char** words, std::string_view what, std::uint64_t runs) {
  Arguments asked{runs, std::max(1U, std::thread::hardware_concurrency())};
  for (int i = 1; i < count; i += 2) {
    const std::string_view flag = words[i], text = i + 1 < count ? words[i + 1] : "";
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool is_number = error == std::errc() && end == text.data() + text.size() && number > 0;
    if (is_number && flag == "--runs") {
      asked.runs = number;
    } else if (is_number && flag == "--threads" && number <= 1024) {
      asked.threads = static_cast<std::uint32_t>(number);
    } else {
      stop(fmt::format("{}\nusage: {} [--runs N] [--threads N]; {} runs by default", what, words[0], runs));
    }
  }
  return asked;
}

sim::Scenario scenario(const std::string& name, const std::vector<std::pair<std::string, std::string>>& set) {
  sim::ReadOptions options;
  options.set = set;
  options.object = sim::cannot_run;
  sim::ReadOutcome read = sim::read_scenario(std::string(DLR_PROOFS) + "/" + name + ".yaml", options);
  if (!read.scenario) stop(diagnostics::render(read.problems));
  return *std::move(read.scenario);
}

std::string share_text(std::uint64_t ppm) { return fmt::format("{}.{:04}%", ppm / 10'000, ppm % 10'000); }

reports::Result Worlds::judge(sim::Scenario asked, const reports::Judging& judging, std::uint64_t seed) {
  asked.seed = seed;
  const auto run = [this](const sim::Scenario& one) {
    auto found = by_seed_.find(one.seed);
    if (found == by_seed_.end()) {
      sim::Scenario world = scenario_;
      world.seed = one.seed;
      found = by_seed_.emplace(one.seed, sim::run_lanes(world, {})).first;
    }
    return found->second;
  };
  reports::Result result = sim::replicate(asked, judging, {}, run);
  if (result.breaches.count() > 0) stop(fmt::format("{}, seed {}: an invariant broke", asked.name, result.seed));
  return result;
}

}  // namespace dlr::proof
