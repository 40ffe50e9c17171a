// Each cell of the lifecycle spoilt in turn, in whole runs: wherever the world can reach a cell, the oracle objects.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "core/lifecycle.h"
#include "sim/run.h"
#include "sim/scenario/reader.h"

namespace dlr::sim {
namespace {

using core::Cell;
using core::Note;

std::vector<Scenario> scenarios() {
  std::vector<Scenario> read;
  for (const char* name : {"every-cell", "short-period"}) {
    ReadOutcome outcome = read_scenario(std::string(DLR_SOURCE "/tests/scenarios/") + name + ".yaml");
    if (!outcome.scenario) ADD_FAILURE() << diagnostics::render(outcome.problems);
    read.push_back(std::move(outcome.scenario.value()));
  }
  return read;
}

Cell spoilt(Cell cell, core::Input input) {
  if (input == core::Input::period_ends) {
    cell.note = cell.note == Note::unreported ? Note::forgotten : Note::unreported;
  } else if (cell.has_event) {
    cell.has_event = cell.enqueued_first = false;
  } else if (cell.note == Note::none) {
    // Under way changes nothing: the message ends another way.
    cell.next = cell.next == core::State::enqueued ? core::State::failed : core::State::enqueued;
  } else {
    const Note agrees = input < core::Input::under_way ? Note::repeated : Note::duplicate;
    cell.note = cell.note == Note::conflict ? agrees : Note::conflict;
  }
  return cell;
}

std::uint64_t broken(const Scenario& scenario, const core::LifecycleTable& table) {
  Defect defect;
  defect.tune = [&table](core::TrackerSettings& settings) { settings.lifecycle = table; };
  RunOptions options;
  options.defect = &defect;
  return run_lanes(scenario, options).measurements.breaches.count();
}

// What no world can do: the provider here never fails a message in its answer; what it certainly refused it has not, so
// nothing more is heard of it; and it rejects in the answer only what nobody reports on.
const std::set<std::string> kOutOfReach{
    "submitted hears failed (response)",
    "enqueued hears failed (response)",
    "unconfirmed hears failed (response)",
    "enqueue_failed hears taken",
    "enqueue_failed hears rejected (response)",
    "enqueue_failed hears failed (response)",
    "enqueue_failed hears refused",
    "enqueue_failed hears unknown",
    "enqueue_failed hears under way",
    "enqueue_failed hears delivered (report)",
    "enqueue_failed hears rejected (report)",
    "enqueue_failed hears failed (report)",
    "delivered hears rejected (response)",
    "delivered hears failed (response)",
    "failed hears rejected (response)",
    "failed hears failed (response)",
    "rejected hears failed (response)",
};

TEST(SpoiltCells, TurnEveryRunRedThatReachesThem) {
  const std::vector<Scenario> all = scenarios();
  for (const Scenario& scenario : all) EXPECT_EQ(broken(scenario, core::lifecycle_table()), 0) << scenario.name;
  for (std::size_t state = 0; state < core::kStates; ++state) {
    for (std::size_t input = 0; input < core::kInputs; ++input) {
      core::LifecycleTable table = core::lifecycle_table();
      table[state][input] = spoilt(table[state][input], static_cast<core::Input>(input));
      std::uint64_t found = 0;
      for (const Scenario& scenario : all) found += broken(scenario, table);
      const std::string cell = std::string(core::to_string(static_cast<core::State>(state))) + " hears " +
                               core::to_string(static_cast<core::Input>(input));
      EXPECT_EQ(found > 0, !kOutOfReach.contains(cell)) << cell << ": " << found << " broken";
    }
  }
}

}  // namespace
}  // namespace dlr::sim
