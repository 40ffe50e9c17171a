#include "sim/scenario/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <utility>

#include "sim/scenario/certainty.h"
#include "sim/scenario/clock_limit.h"
#include "sim/scenario/countries.h"
#include "sim/scenario/expectations.h"
#include "sim/scenario/faults.h"
#include "sim/scenario/idle_faults.h"
#include "sim/scenario/parameters.h"
#include "sim/scenario/profiles.h"
#include "sim/scenario/replications.h"
#include "sim/scenario/schema.h"
#include "sim/scenario/settings.h"
#include "sim/scenario/sweep.h"
#include "sim/scenario/traffic.h"
#include "sim/scenario/tree.h"
#include "sim/scenario/values.h"

namespace dlr::sim {
namespace {

constexpr std::array<Word<int>, 1> kVersions{{{"1", 1}}};

void read_version(Reading& reading, const Node& node, Scenario&) {
  int version = 0;
  if (const auto number = parse_whole(node.text); number && *number != 1) {
    reading.problem(Code::no_such_word, node,
                    fmt::format("a scenario of version {}, and this program reads version 1", *number), {},
                    "write `version: 1`, or take a program that knows the other");
    return;
  }
  WordKind<int, kVersions>::read(reading, node, version);
}

// Taken out of the tree before it is read.
void read_nothing(Reading&, const Node&, Scenario&) {}

constexpr std::uint64_t kMostLanes = 1'000'000;

// In the order of reading: what looks something up stands below it.
constexpr Key<Scenario> kScenarioKeys[] = {
    {"version", Need::required, &read_version, &WordKind<int, kVersions>::schema, "of the format: 1"},
    key<TextKind, &Scenario::name>("name", "by convention the file's", Need::required),
    key<TextKind, &Scenario::summary>("summary", "the story in one line", Need::required),
    key<ListOf<TextKind>, &Scenario::tags>("tags", "to find it by"),
    key<WholeKind<std::uint64_t, 0, ~std::uint64_t{0}>, &Scenario::seed>("seed", "of all that is random; 1 by default"),
    key<InstantKind, &Scenario::start>("start",
                                       "when it begins, in the years 2000 to 8999; 2026-01-01T00:00:00Z by default"),
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
    key<WholeKind<std::uint32_t, 1, kMostLanes>, &Scenario::lanes>(
        "lanes", "how the run is cut, 1 makes rates exact; one per 16384 messages by default"),
    key<ReplicationsKind, &Scenario::replications>("replications",
                                                   "with the next seed each, until all is decided; 1 by default"),
    {"sweep", Need::optional, &read_nothing, &sweep_schema, "once for each of several sets of parameters"},
};
constexpr auto kScenario = map_format("scenario", "a scenario", kScenarioKeys);

void set_defaults(Scenario& scenario) {
  scenario.start = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};
  scenario.provider = default_provider();
}

// The members of the tree as the scenario, with a point's values of the parameters.
void read_values(Reading& reading, Node& root, const Parameters& parameters, const SweepPoint& point,
                 const std::string& path, const ReadOptions& options) {
  parameters.put_in(reading, root, point.values);
  Scenario& scenario = reading.scenario;
  set_defaults(scenario);
  scenario.file = path;
  scenario.point = point.point;
  read_map(reading, root, kScenario, scenario);
  if (options.seed) {
    scenario.seed = *options.seed;
    scenario.seed_is_files_own = false;
  }
  scenario.parameters_are_files_own = options.set.empty();
  if (reading.count() == 0) check_ids(reading, root);
  LatestTimes latest;
  if (reading.count() == 0) latest = keep_within_clock(reading, root);
  if (reading.count() == 0) check_faults_strike(reading, root, latest);
  if (reading.count() == 0) mark_certain(scenario);
  if (reading.count() > 0 || !options.object) return;
  if (auto objection = options.object(scenario)) {
    reading.problem(Code::too_large_to_run, value_at(root, objection->path), std::move(objection->message), {},
                    std::move(objection->cure));
  }
}

// Takes `sweep` out of the tree; of the points the one that is asked for, if one is.
std::vector<SweepPoint> take_points(Reading& reading, Tree& tree, const Parameters& parameters,
                                    std::unique_ptr<Node>& sweep, std::unique_ptr<Node>& asked,
                                    const ReadOptions& options) {
  const std::size_t before = reading.count();
  std::vector<SweepPoint> points;
  auto& members = tree.root.members;
  const auto at =
      std::find_if(members.begin(), members.end(), [](const Member& member) { return member.key.text == "sweep"; });
  if (at != members.end()) {
    sweep = std::make_unique<Node>(std::move(at->value));
    members.erase(at);
    points = read_sweep(reading, *sweep, parameters);
  }
  if (options.point.empty() || !reading.fine_since(before)) return points;
  asked = argument(tree, "--point", options.point, 0);
  return choose_point(reading, *asked, std::move(points));
}

std::string with_point(std::string note, const reports::Point& point) {
  if (!note.empty()) note += '\n';
  return note + fmt::format("at the point `{}`", point.name);
}

// With the defaults first: what is wrong then is wrong everywhere, and told once. Then point by point; what is wrong at
// one is told of the first at which it is.
void read(Reading& reading, const std::string& path, const ReadOptions& options, std::vector<Scenario>& points) {
  std::optional<Tree> tree = read_tree(reading, path);
  if (!tree || !tree->complete) return;
  const Parameters parameters(reading, *tree, options.set);
  std::unique_ptr<Node> sweep, asked;
  const std::vector<SweepPoint> sweep_points = take_points(reading, *tree, parameters, sweep, asked, options);
  Node root = tree->root;
  read_values(reading, root, parameters, {}, path, options);
  for (const SweepPoint& point : sweep_points) {
    if (reading.count() > 0) break;
    Reading at_point;
    at_point.root = reading.root;
    root = tree->root;
    read_values(at_point, root, parameters, point, path, options);
    for (diagnostics::Diagnostic& problem : at_point.take_problems()) {
      problem.note = with_point(std::move(problem.note), point.point);
      reading.add(std::move(problem));
    }
    points.push_back(std::move(at_point.scenario));
  }
}

}  // namespace

ReadOutcome read_scenario(const std::string& path, const ReadOptions& options) {
  Reading reading;
  ReadOutcome outcome;
  read(reading, path, options, outcome.points);
  outcome.problems = reading.take_problems();
  if (outcome.problems.empty()) {
    outcome.scenario = std::move(reading.scenario);
  } else {
    outcome.points.clear();
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
