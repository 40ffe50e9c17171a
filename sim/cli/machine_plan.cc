#include "sim/cli/machine_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <variant>

#include "reports/decimal.h"
#include "reports/human.h"
#include "reports/json_writer.h"
#include "reports/render/again.h"
#include "reports/result.h"
#include "sim/cli/program_name.h"
#include "sim/lane_plan.h"
#include "sim/result_of.h"
#include "sim/run.h"
#include "sim/world/world.h"

namespace dlr::sim::cli {
namespace {

constexpr double kLongEnough = 1.0;  // seconds
constexpr std::uint64_t kLanesOfThread =
    8;  // that a thread has at least, so that it is not their beginnings that count

// The same mix of everything, with so many messages.
Scenario with_messages(const Scenario& scenario, std::uint64_t messages) {
  Scenario scaled = scenario;
  const double factor = static_cast<double>(messages) / static_cast<double>(scenario.messages());
  for (Traffic& entry : scaled.traffic) {
    entry.messages = static_cast<std::uint64_t>(static_cast<double>(entry.messages) * factor);
  }
  return scaled;
}

// So many times as much of everything in the same time, through operators that are so many times as wide.
Scenario times(std::uint64_t factor, const Scenario& scenario) {
  Scenario scaled = scenario;
  const auto widen = [factor](Rate& rate) { rate.count *= factor; };
  for (Traffic& entry : scaled.traffic) {
    entry.messages *= factor;
    if (auto* const constant = std::get_if<ConstantArrivals>(&entry.arrivals)) widen(constant->rate);
    if (auto* const poisson = std::get_if<PoissonArrivals>(&entry.arrivals)) widen(poisson->rate);
    if (auto* const curve = std::get_if<CurveArrivals>(&entry.arrivals)) {
      for (CurvePiece& piece : curve->pieces) widen(piece.rate);
    }
  }
  for (CountryTraffic& country : scaled.countries) {
    for (Operator& one : country.operators) {
      if (one.throughput) widen(*one.throughput);
    }
  }
  for (Fault& fault : scaled.faults) {
    if (auto* const hold = std::get_if<HoldReports>(&fault.kind); hold != nullptr && hold->release)
      widen(*hold->release);
    if (auto* const unknown = std::get_if<UnknownReports>(&fault.kind)) widen(unknown->rate);
  }
  if (scaled.tracker.max_in_flight) *scaled.tracker.max_in_flight *= factor;
  return scaled;
}

}  // namespace

MachinePlan plan_machines(const Scenario& as_written, std::uint32_t machines, std::uint32_t threads) {
  using Clock = std::chrono::steady_clock;
  const std::uint64_t enough = kLanesOfThread * threads * LanePlan::kMessagesPerLane;
  const Scenario scenario = times((enough - 1) / std::max<std::uint64_t>(as_written.messages(), 1) + 1, as_written);
  MachinePlan plan;
  plan.machines = machines;
  plan.threads = threads;
  RunOptions options;
  options.threads = threads;
  const auto seconds = [](const auto& work) {
    const Clock::time_point before = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - before).count();
  };
  plan.set_up_s = seconds([&] { const World world(scenario); });
  // Of every so-manieth lane: more and more of them until it takes long enough; the whole again and again, if it must
  // be.
  for (std::uint32_t of = std::max(1U, LanePlan(scenario).lanes() / threads); plan.measured_s < kLongEnough;
       of = std::max(1U, of / 2)) {
    options.shard = {1, of};
    if (of > 1) plan.measured_messages = 0, plan.measured_s = 0;
    RunOutcome outcome;
    plan.measured_s += std::max(seconds([&] { outcome = run_lanes(scenario, options); }) - plan.set_up_s, 1e-6);
    plan.measured_messages += outcome.measurements.counters[reports::Counter::messages_submitted];
    if (plan.measured_s < kLongEnough && of > 1) continue;
    plan.result_bytes = reports::to_json(result_of(scenario, std::move(outcome), options.shard, {})).size();
  }
  plan.messages_per_s = static_cast<double>(plan.measured_messages) / plan.measured_s;
  for (const std::uint64_t messages :
       {as_written.messages(), std::uint64_t{1'000'000'000}, std::uint64_t{10'000'000'000},
        std::uint64_t{100'000'000'000}, LanePlan::kMostMessages}) {
    const Scenario scaled = with_messages(scenario, messages);
    // A thread has whole lanes.
    const std::uint64_t lanes = LanePlan(scaled).lanes(), all_threads = std::uint64_t{machines} * threads;
    const double share = static_cast<double>((lanes + all_threads - 1) / all_threads) / static_cast<double>(lanes);
    plan.sizes.push_back({messages,
                          plan.set_up_s + share * threads * static_cast<double>(messages) / plan.messages_per_s,
                          estimated_bytes(scaled, threads)});
  }
  std::ranges::sort(plan.sizes, {}, &MachinePlan::Size::messages);
  return plan;
}

std::string as_text(const MachinePlan& plan, const Scenario& scenario) {
  using namespace reports;
  const std::string threads = human_number_of(plan.threads, "thread");
  std::string text = fmt::format(
      "{} on {} like this one, {} each\n  measured here: {} in {}, {} messages a second on {}\n\n"
      "  {:>19}  {:>10}  {}\n",
      printable(scenario.title()), human_number_of(plan.machines, "machine"), threads,
      human_number_of(plan.measured_messages, "message"), human_duration(plan.measured_s * 1000),
      human_count(static_cast<std::uint64_t>(plan.messages_per_s)), threads, "messages", "time",
      "memory on each, at most");
  for (const MachinePlan::Size& size : plan.sizes) {
    text += fmt::format("  {:>19}  {:>10}  {}{}\n", human_count(size.messages), human_duration(size.seconds * 1000),
                        human_bytes(size.bytes), size.messages == scenario.messages() ? "     (as it is written)" : "");
  }
  const reports::Replications& replications = scenario.replications;
  const std::string times =
      replications.max == 1 ? ""
      : replications.min == replications.max
          ? fmt::format("this is one of {} replications; ", replications.max)
          : fmt::format("this is one of {} to {} replications; ", replications.min, replications.max);
  const std::string assumed = fmt::format(
      "assumed: {}every machine is as fast as this one was just now, and does nothing else; other sizes have the same "
      "mix of countries and faults, sent so fast that all fits 49 days, the longest run; lanes share nothing, so that "
      "machines do not wait for each other before the end; there each hands on {} once, which is not in the time "
      "(docs/scale.md). Memory is that of the lanes at work and of full histograms, whatever the number of messages; "
      "files of --outcomes and --events are not in it",
      times, human_bytes(plan.result_bytes));
  text += "\n  " + reports::wrapped(assumed, 100, 2) + "\n";
  const std::string file = reports::shell_word(scenario.file);
  return text + fmt::format(
                    "\n  with MPI:     mpirun -n {} {} run {}     (a process for each thread)\n  without:      {} run "
                    "{} --shard 1/{} -o part-1, "
                    "... and {} report part-*     (README, docs/scale.md)\n",
                    plan.machines * plan.threads, program_name(), file, program_name(), file, plan.machines,
                    program_name());
}

std::string as_json(const MachinePlan& plan, const Scenario& scenario) {
  reports::JsonWriter json;
  json.begin_object();
  json.key("scenario").text(scenario.name);
  json.key("point").text_or_null(scenario.point.name);
  json.key("machines").value(plan.machines);
  json.key("threads").value(plan.threads);
  json.key("measured_messages").value(plan.measured_messages);
  json.key("measured_s").raw(reports::decimal_text(plan.measured_s, 6));
  json.key("messages_per_s").value(static_cast<std::uint64_t>(plan.messages_per_s));
  json.key("set_up_s").raw(reports::decimal_text(plan.set_up_s, 6));
  json.key("result_bytes").value(plan.result_bytes);
  json.key("sizes").begin_array();
  for (const MachinePlan::Size& size : plan.sizes) {
    json.begin_object();
    json.key("messages").value(size.messages);
    json.key("seconds").raw(reports::decimal_text(size.seconds, 3));
    json.key("bytes").value(size.bytes);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take() + "\n";
}

}  // namespace dlr::sim::cli
