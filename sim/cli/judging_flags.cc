#include "sim/cli/judging_flags.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <system_error>
#include <utility>

#include "sim/cli/commands.h"

namespace dlr::sim::cli {
namespace {

// "10" or "5..50"; nothing for anything else.
std::optional<reports::Replications> replications_of(const std::string& text) {
  const std::size_t dots = text.find("..");
  const std::optional<std::uint64_t> min = whole_number(text.substr(0, dots));
  const std::optional<std::uint64_t> max = dots == std::string::npos ? min : whole_number(text.substr(dots + 2));
  if (!min || !max || *min == 0 || *min > *max || *max > 100'000) return std::nullopt;
  return reports::Replications{static_cast<std::uint32_t>(*min), static_cast<std::uint32_t>(*max)};
}

}  // namespace

void JudgingFlags::add_to(CLI::App& command) {
  command.add_option("--replications", replications, "How often, with the next seed each; 5..50: until all is decided")
      ->type_name("N");
  command.add_option("--false-alarms", false_alarms, "The chance that this whole run fails though nothing is wrong")
      ->capture_default_str()
      ->check(CLI::Validator(
          [](const std::string& text) {
            const char* const end = text.data() + text.size();
            double chance = 0;
            const auto [at, error] = std::from_chars(text.data(), end, chance);
            const bool is_one = error == std::errc() && at == end && chance >= 1e-12 && chance <= 0.5;
            return is_one ? std::string() : fmt::format("{} is no chance between 1e-12 and 0.5", text);
          },
          "FLOAT in [1e-12 - 0.5]"));
}

bool JudgingFlags::apply(std::span<Scenario> scenarios) const {
  if (replications.empty()) return true;
  const std::optional<reports::Replications> asked = replications_of(replications);
  if (!asked) {
    tell(
        fmt::format("dlrsim: --replications {} is no number of replications; 10, or from 5 to 50: --replications 5..50",
                    replications));
    return false;
  }
  for (Scenario& scenario : scenarios) {
    if (scenario.replications == *asked) continue;
    scenario.files_replications = std::exchange(scenario.replications, *asked);
  }
  return true;
}

}  // namespace dlr::sim::cli
