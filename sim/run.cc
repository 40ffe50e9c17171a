#include "sim/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

#include "sim/lane.h"
#include "sim/lane_plan.h"
#include "sim/world/world.h"

namespace dlr::sim {
namespace {

// One more would not fit the 26 bits by which a tracker numbers its open messages.
constexpr std::uint64_t kMostInLane = (std::uint64_t{1} << 25U);

// A message of a lane at work: truth, plan, sightings, two log lines, tracker entry.
constexpr std::uint64_t kBytesPerMessage = 240;
// Of the messages of one operator: histograms when they are full, of a lane at work and of the whole result, which is
// also text in the end. Measured on world, up to 1e9 messages (docs/growth.md).
constexpr std::uint64_t kBytesPerGroupAtWork = 20'000;
constexpr std::uint64_t kBytesPerGroup = 205'000;
constexpr std::uint64_t kBytesOfProgram = 10'000'000;

std::uint64_t messages_in(const LanePlan& plan, std::uint32_t lane) {
  std::uint64_t messages = 0;
  for (const LaneSlice& slice : plan.slices(lane)) messages += slice.count;
  return messages;
}

// A lane's messages are stretches of the scenario's; out of order where they are sent by the recipients' clocks.
void hand_on(std::vector<PackedOutcome>& outcomes, const OutcomeSink& sink) {
  if (outcomes.empty()) return;
  std::sort(outcomes.begin(), outcomes.end(),
            [](const PackedOutcome& a, const PackedOutcome& b) { return a.message < b.message; });
  std::vector<std::uint64_t> stretch;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    stretch.push_back(outcomes[i].packed);
    if (i + 1 < outcomes.size() && outcomes[i + 1].message == outcomes[i].message + 1) continue;
    sink(outcomes[i].message + 1 - stretch.size(), stretch);
    stretch.clear();
  }
  outcomes.clear();
}

// A lane on the board, while it lives.
class Entered {
 public:
  Entered(PhaseBoard* board, const PhaseMark& mark) : board_(board), mark_(mark) {
    if (board_ != nullptr) board_->add(mark_);
  }
  ~Entered() {
    if (board_ != nullptr) board_->remove(mark_);
  }
  Entered(const Entered&) = delete;
  Entered& operator=(const Entered&) = delete;

 private:
  PhaseBoard* board_;
  const PhaseMark& mark_;
};

}  // namespace

std::optional<Objection> cannot_run(const Scenario& scenario) {
  const auto& traffic = scenario.traffic;
  const auto largest = std::max_element(traffic.begin(), traffic.end(),
                                        [](const Traffic& a, const Traffic& b) { return a.messages < b.messages; });
  const std::vector<std::string> messages{"traffic", fmt::format("#{}", largest - traffic.begin()), "messages"};
  if (scenario.messages() > LanePlan::kMostMessages) {
    return Objection{messages, fmt::format("{} messages are more than one run can take", scenario.messages()),
                     fmt::format("at most {}: lower `messages`, or split the traffic into several scenarios",
                                 LanePlan::kMostMessages)};
  }
  const std::uint64_t most = LanePlan(scenario).most_messages();
  if (most > kMostInLane) {
    return Objection{
        scenario.lanes ? std::vector<std::string>{"lanes"} : messages,
        fmt::format("a lane of {} messages is more than a tracker partition can take", most),
        fmt::format("at most {}: {}", kMostInLane, scenario.lanes ? "raise `lanes`" : "set `lanes` higher")};
  }
  if (const auto& limit = scenario.tracker.max_in_flight; limit && *limit < LanePlan(scenario).lanes()) {
    return Objection{{"tracker", "max_in_flight"},
                     fmt::format("{} open messages are divided over {} lanes, and some lanes would get none", *limit,
                                 LanePlan(scenario).lanes()),
                     "raise it, or say `lanes: 1`"};
  }
  return std::nullopt;
}

std::uint64_t estimated_bytes(const Scenario& scenario, std::uint32_t threads) {
  const LanePlan plan(scenario);
  const std::uint64_t at_work = std::min<std::uint64_t>(threads, plan.lanes());
  std::uint64_t groups = 0;
  for (const Traffic& entry : scenario.traffic) {
    for (const CountryShare& share : entry.countries) groups += scenario.countries[share.country].operators.size();
  }
  return at_work * (plan.most_messages() * kBytesPerMessage + groups * kBytesPerGroupAtWork) + groups * kBytesPerGroup +
         kBytesOfProgram;
}

double estimated_seconds(std::uint64_t messages, std::uint32_t threads, std::uint32_t lanes) {
  constexpr double kMessagesPerSecond = 2e6;  // measured on one core, with everything on
  return static_cast<double>(messages) / kMessagesPerSecond / std::min(threads, lanes);
}

RunOutcome run_lanes(const Scenario& scenario, const RunOptions& options) {
  const World world(scenario);
  const LanePlan plan(scenario);
  static const std::atomic<bool> never{false};
  const std::atomic<bool>& interrupted = options.interrupted != nullptr ? *options.interrupted : never;

  const std::uint32_t first = options.shard.index - 1;
  const std::uint32_t lanes = plan.lanes() > first ? (plan.lanes() - first - 1) / options.shard.of + 1 : 0;
  const std::uint32_t threads = std::clamp<std::uint32_t>(options.threads, 1, std::max<std::uint32_t>(lanes, 1));

  RunOutcome outcome;
  outcome.lanes = lanes;
  outcome.words = world.frame.words;
  LaneTurns turns;
  Alone alone;
  Ranks& ranks = options.ranks != nullptr ? *options.ranks : alone;
  std::vector<reports::Measurements> by_thread(threads);
  std::atomic<bool> failed{false};  // somewhere; the others need not go on
  std::mutex mutex;                 // guards what follows
  std::uint64_t messages_done = 0;
  std::exception_ptr failure;

  const auto work = [&](reports::Measurements& into) {
    try {
      Lane lane(world, plan, options.defect, options.drive == DriveKind::wire);
      const Entered entered(options.phases, lane.phase());
      std::vector<PackedOutcome> outcomes;
      if (options.on_outcomes) lane.collect_outcomes(&outcomes);
      // Asked before a lane is taken: the lines of one that was taken are waited for.
      while (!failed) {
        const std::uint32_t n = ranks.next_lane();
        if (n >= lanes) break;
        const std::uint32_t number = first + n * options.shard.of;
        std::optional<EventLines> lines;
        if (options.events.write) lane.record_events(&lines.emplace(options.events, turns, n));
        if (!lane.run(number, into, interrupted)) return;
        if (lines) lines->complete();
        lines.reset();
        hand_on(outcomes, options.on_outcomes);
        const std::lock_guard lock(mutex);
        ++outcome.lanes_done;
        messages_done += messages_in(plan, number);
        // Of the lanes before this one others have done theirs meanwhile.
        if (ranks.size() > 1) messages_done = scenario.messages() / lanes * (n + std::uint64_t{1});
        if (options.on_progress) options.on_progress(messages_done);
      }
    } catch (...) {
      failed = true;
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  boost::asio::io_context tasks;
  for (reports::Measurements& into : by_thread) boost::asio::post(tasks, [&work, &into] { work(into); });
  {
    // Where no more threads are to be had, those that there are do all of it; a pool of Asio's would wait for ever.
    std::vector<std::jthread> others;
    try {
      while (others.size() + 1 < threads) others.emplace_back([&tasks] { tasks.run(); });
    } catch (const std::system_error&) {
    } catch (const std::bad_alloc&) {
    }
    tasks.run();
  }
  if (failure) std::rethrow_exception(failure);
  for (const reports::Measurements& part : by_thread) outcome.measurements.add(part);
  ranks.add_up(outcome);
  for (const reports::FingerprintBlock& block : outcome.measurements.blocks) {
    outcome.measurements.outcomes += block.outcomes;
    outcome.measurements.timeline += block.timeline;
  }
  return outcome;
}

}  // namespace dlr::sim
