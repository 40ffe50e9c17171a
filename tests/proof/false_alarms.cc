// How often a run goes red although nothing is wrong. Scenarios that are true on the very edge of their limits run many
// thousand times, each time judged as `dlrsim run --false-alarms 1%` and `0.1%` would judge them; the share of red runs
// must not be above the budget. Below, for comparison: what no budget covers; and the arithmetic of the default budget,
// 1 in 100 000, which would take too long to watch. Ends with 1 when a promise is broken, and that is no accident.
#include "reports/false_alarms.h"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "proof.h"
#include "reports/binomial.h"
#include "reports/decision.h"
#include "reports/replications.h"

namespace dlr::proof {
namespace {

constexpr std::array kBudgets{0.01, 0.001};

// So many scenarios, whose worlds are the same ones whatever is asked about them.
constexpr std::uint64_t kSeedsOfAScenario = 1'000'000'000'000, kSeedsOfARun = 100;

enum Place : std::size_t { kRatios, kPercentiles, kCallbacks, kOneCallback };

struct Kind {
  std::string name;
  bool is_promised = true;
  std::vector<Place> places;             // scenarios of this run
  std::vector<sim::Scenario> scenarios;  // with what is asked of them; in the same order
  std::array<std::vector<reports::Judging>, kBudgets.size()> judging;
  std::array<std::atomic<std::uint64_t>, kBudgets.size()> red{};

  std::size_t checks() const {
    std::size_t count = 0;
    for (const sim::Scenario& scenario : scenarios) count += scenario.expectations.size();
    return count;
  }
  std::string looks() const {
    std::string text;
    for (const sim::Scenario& scenario : scenarios) {
      text += fmt::format("{}{}", text.empty() ? "" : ", ", scenario.replications.looks());
    }
    return text;
  }
};

class Proof {
 public:
  Proof() {
    const reports::Replications once{1, 1};
    add("one share, one look", {kRatios}, "orange", once);
    add("one percentile, one look", {kPercentiles}, "most", once);
    add("one share, one look at 12 replications", {kCallbacks}, "delivered", reports::Replications{12, 12});
    add("shares", {kRatios});
    add("percentiles, a mean, a count", {kPercentiles});
    add("callbacks that are shared", {kCallbacks});
    add("all of these as one run", {kRatios, kPercentiles, kCallbacks});

    Kind& unshared = add("all of these, the budget not shared out", {kRatios, kPercentiles, kCallbacks});
    Kind& pooled = add("callbacks that are shared, as if not", {kCallbacks});
    Kind& alike =
        add("one callback a replication, 10 of them", {kOneCallback}, "at-most", reports::Replications{10, 10});
    Kind& more =
        add("one callback a replication, 40 of them", {kOneCallback}, "at-most", reports::Replications{40, 40});
    for (Kind* kind : {&unshared, &pooled, &alike, &more}) kind->is_promised = false;
    for (std::size_t i = 0; i < kBudgets.size(); ++i) {
      for (reports::Judging& judging : unshared.judging[i]) judging.error = kBudgets[i];
      for (reports::Judging& judging : pooled.judging[i]) judging.shared = false;
    }
  }

  void run(std::uint64_t run) {
    std::vector<Worlds> worlds(scenarios_.begin(), scenarios_.end());
    for (Kind& kind : kinds_) {
      for (std::size_t i = 0; i < kBudgets.size(); ++i) {
        bool is_red = false;
        for (std::size_t s = 0; s < kind.places.size() && !is_red; ++s) {
          const std::uint64_t seed = kind.places[s] * kSeedsOfAScenario + run * kSeedsOfARun + 1;
          const reports::Result result = worlds[kind.places[s]].judge(kind.scenarios[s], kind.judging[i][s], seed);
          for (const reports::Judgement& one : result.expectations) {
            if (!one.reason.empty() && one.verdict == reports::Verdict::fail)
              stop(one.expectation.id + ": " + one.reason);
            is_red = is_red || one.verdict == reports::Verdict::fail;
          }
        }
        kind.red[i] += is_red ? 1U : 0U;
      }
    }
  }

  // Whether all promises hold.
  bool print(std::uint64_t runs) const {
    bool all_hold = true;
    fmt::print("{:<40} {:>6} {:>8} {:>7} {:>7} {:>6} {:>8} {:>9}\n", "kind of run", "checks", "looks", "budget", "runs",
               "red", "rate", "at most");
    for (const Kind& kind : kinds_) {
      if (&kind == first_unpromised()) fmt::print("\nwhat the budget does not cover:\n");
      for (std::size_t i = 0; i < kBudgets.size(); ++i) {
        const std::uint64_t red = kind.red[i];
        const double most = red == runs ? 1 : reports::binomial::share_with_at_most(red, runs, 0.01);
        const bool holds = reports::binomial::at_least(red, runs, kBudgets[i]) >= kAccident;
        fmt::print("{:<40} {:>6} {:>8} {:>5.1f} % {:>7} {:>6} {:>6.2f} % {:>7.2f} %{}\n", kind.name, kind.checks(),
                   kind.looks(), kBudgets[i] * 100, runs, red,
                   100 * static_cast<double>(red) / static_cast<double>(runs), 100 * most, holds ? "" : "  BROKEN");
        all_hold = all_hold && (holds || !kind.is_promised);
      }
    }
    fmt::print("\nat most: the rate's upper bound, right 99 times in 100 (Clopper and Pearson).\n{}\n",
               all_hold ? "Every promise holds." : "A promise is broken.");
    return all_hold;
  }

 private:
  Kind& add(const std::string& name, std::vector<Place> places, const std::string& only = {},
            std::optional<reports::Replications> replications = {}) {
    Kind& kind = kinds_.emplace_back();
    kind.name = name;
    kind.places = std::move(places);
    for (const Place place : kind.places) {
      sim::Scenario& scenario = kind.scenarios.emplace_back(scenarios_[place]);
      if (!only.empty()) std::erase_if(scenario.expectations, [&](const auto& one) { return one.id != only; });
      if (replications) scenario.replications = *replications;
    }
    for (std::size_t i = 0; i < kBudgets.size(); ++i) kind.judging[i] = sim::judging_of(kind.scenarios, kBudgets[i]);
    return kind;
  }

  const Kind* first_unpromised() const {
    for (const Kind& kind : kinds_) {
      if (!kind.is_promised) return &kind;
    }
    return nullptr;
  }

  const std::vector<sim::Scenario> scenarios_{
      scenario("ratios"), scenario("percentiles"), scenario("callbacks"),
      scenario("callbacks", {{"every", "1h"}, {"struck", "20%"}, {"heard", "95%"}, {"silent", "5%"}})};  // by place
  std::deque<Kind> kinds_;
};

// At most how many of so many messages a share must be seen to be red.
std::uint64_t reddest(const reports::Expectation& expectation, std::uint64_t messages, double error) {
  std::uint64_t red = 0, not_red = messages;
  while (not_red - red > 1) {
    reports::Sample sample;
    sample.part = (red + not_red) / 2;
    sample.whole = messages;
    sample.value = static_cast<double>(sample.part) / static_cast<double>(messages);
    const bool is_red = reports::judge(expectation, reports::Chance::messages, {&sample, 1}, {1, 1}, error).verdict ==
                        reports::Verdict::fail;
    (is_red ? red : not_red) = sample.part;
  }
  return red;
}

void print_default() {
  constexpr double kBudget = reports::FalseAlarmBudget::kDefault, kShare = 0.95;
  const reports::Expectation expectation = scenario("power").expectations.at(0);
  fmt::print(
      "\nThe default budget, {:.0e}: a share that is its limit, at least 95 %, and how likely it is red.\n{:>10}",
      kBudget, "messages");
  struct Run {
    std::uint64_t checks;
    std::uint32_t looks;
  };
  constexpr std::array kRuns{Run{1, 1}, Run{20, 1}, Run{20, 9}};
  for (const Run& run : kRuns) {
    fmt::print("  {:>24}", fmt::format("{} check{}, {} look{}", run.checks, run.checks == 1 ? "" : "s", run.looks,
                                       run.looks == 1 ? "" : "s"));
  }
  fmt::print("\n");
  for (const std::uint64_t messages : {1'000U, 10'000U, 100'000U, 1'000'000U}) {
    fmt::print("{:>10}", messages);
    for (const auto& [checks, looks] : kRuns) {
      const std::uint64_t red =
          reddest(expectation, messages, reports::FalseAlarmBudget(kBudget, checks).per_look(looks));
      fmt::print("  {:>24}",
                 fmt::format("{:.3f} %: {:.1e}", 100 * static_cast<double>(red) / static_cast<double>(messages),
                             reports::binomial::at_most(red, messages, kShare)));
    }
    fmt::print("\n");
  }
  fmt::print("{:>10}", "a look has");
  for (const auto& [checks, looks] : kRuns) {
    const double error = reports::FalseAlarmBudget(kBudget, checks).per_look(looks);
    fmt::print("  {:>24}", fmt::format("{:.1e}, {:.1e} a side", error, error / 2));
  }
  fmt::print("\n");
}

}  // namespace
}  // namespace dlr::proof

int main(int count, char** words) {
  using namespace dlr::proof;
  const Arguments asked = arguments(count, words, "How often a run goes red although nothing is wrong.", 10'000);
  Proof proof;
  for_each(asked.runs, asked.threads, [&](std::uint64_t run) { proof.run(run); });
  const bool all_hold = proof.print(asked.runs);
  print_default();
  return all_hold ? 0 : 1;
}
