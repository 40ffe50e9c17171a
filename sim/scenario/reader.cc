#include "sim/scenario/reader.h"

#include <exception>
#include <utility>

#include "sim/scenario/clock_limit.h"
#include "sim/scenario/expectations.h"
#include "sim/scenario/profiles.h"
#include "sim/scenario/replications.h"
#include "sim/scenario/schema.h"
#include "sim/scenario/settings.h"
#include "sim/scenario/traffic.h"
#include "sim/scenario/tree.h"
#include "sim/scenario/values.h"

namespace dlr::sim {
namespace {

constexpr std::array<Word<int>, 1> kVersions{{{"1", 1}}};

void read_version(Reading& reading, const Node& node, Scenario&) {
  int version = 0;
  WordKind<int, kVersions>::read(reading, node, version);
}

// Taken out of the tree before it is read.
void read_nothing(Reading&, const Node&, Scenario&) {}

constexpr std::uint64_t kMostLanes = 1'000'000;

// In the order of reading: what looks something up stands below it.
constexpr Key<Scenario> kScenarioKeys[] = {
    {"version", Need::required, &read_version, &WordKind<int, kVersions>::schema, "of the format"},
    key<TextKind, &Scenario::name>("name", "by convention the file's", Need::required),
    key<TextKind, &Scenario::summary>("summary", "the story in one line", Need::required),
    key<ListOf<TextKind>, &Scenario::tags>("tags", "to find it by"),
    key<WholeKind<std::uint64_t, 0, ~std::uint64_t{0}>, &Scenario::seed>("seed", "of all that is random; 1 by default"),
    key<InstantKind, &Scenario::start>("start", "2026-01-01T00:00:00Z by default"),
    key<PositiveDurationKind, &Scenario::waiting_period>("waiting_period",
                                                         "how long reports are waited for; 4d by default"),
    {"include", Need::optional, &read_nothing, &include_schema, "files to be merged in, beside this one"},
    {"parameters", Need::optional, &read_nothing, &parameters_schema, "values that stand where `$name` does"},
    key<ProfilesKind, &Scenario::profiles>("profiles", "how routes behave, by name", Need::required),
    key<ProviderKind, &Scenario::provider>("provider", "how the provider answers and hands reports over"),
    key<TrackerKind, &Scenario::tracker>("tracker", "how the tracker sends, and what it knows"),
    key<CountriesKind, &Scenario::countries>("countries", "by ISO code, with their operators", Need::required),
    key<TrafficKind, &Scenario::traffic>("traffic", "what is sent", Need::required),
    key<FaultsKind, &Scenario::faults>("faults", "what goes wrong"),
    key<ExpectationsKind, &Scenario::expectations>("expect", "what must come out"),
    key<WholeKind<std::uint32_t, 1, kMostLanes>, &Scenario::lanes>("lanes", "how the run is cut; 1 makes rates exact"),
    key<ReplicationsKind, &Scenario::replications>("replications", "with the next seed each, until all is decided"),
    not_built<Scenario>("sweep"),
};
constexpr auto kScenario = map_format("scenario", "a scenario", kScenarioKeys);

void set_defaults(Scenario& scenario) {
  scenario.start = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};
  scenario.provider = default_provider();
}

void read(Reading& reading, const std::string& path, const ReadOptions& options) {
  std::optional<Tree> tree = read_tree(reading, path);
  if (!tree || !tree->complete) return;
  put_in_parameters(reading, *tree, options.set);
  Scenario& scenario = reading.scenario;
  set_defaults(scenario);
  scenario.file = path;
  read_map(reading, tree->root, kScenario, scenario);
  if (options.seed) {
    scenario.seed = *options.seed;
    scenario.seed_is_files_own = false;
  }
  scenario.parameters_are_files_own = options.set.empty();
  if (reading.count() == 0) check_ids(reading, tree->root);
  if (reading.count() == 0) keep_within_clock(reading, tree->root);
}

}  // namespace

ReadOutcome read_scenario(const std::string& path, const ReadOptions& options) {
  Reading reading;
  ReadOutcome outcome;
  read(reading, path, options);
  outcome.problems = reading.take_problems();
  if (outcome.problems.empty()) {
    outcome.scenario = std::move(reading.scenario);
  } else {
    diagnostics::sort_by_place(outcome.problems);
  }
  return outcome;
}

std::string scenario_schema() {
  Definitions definitions;
  Json whole = Map<Scenario, kScenario>::schema(definitions);
  definitions.set_form(Definitions::Form::piece);
  Json piece = Map<Scenario, kScenario>::schema(definitions);
  Json schema = Json::map({{"$schema", Json::text("http://json-schema.org/draft-07/schema#")},
                           {"title", Json::text("A scenario of dlrsim")}});
  schema.add("if", Json::map({{"required", Json::list({Json::text("include")})}}));
  schema.add("then", std::move(piece));
  schema.add("else", std::move(whole));
  schema.add("definitions", definitions.take());
  return schema.write() + "\n";
}

}  // namespace dlr::sim
