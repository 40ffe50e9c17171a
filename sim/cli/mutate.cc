// What a scenario is worth: every mistake that can be planted in the core is planted in turn, and who noticed it is
// told.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>

#include "reports/exit_status.h"
#include "reports/human.h"
#include "reports/json_writer.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/files.h"
#include "sim/cli/planted.h"
#include "sim/cli/program_name.h"
#include "sim/defects/defect.h"
#include "sim/result_of.h"
#include "sim/run.h"

namespace dlr::sim::cli {
namespace {

struct MutateFlags {
  std::vector<std::string> paths;
  ScenarioFlags scenario;
  std::uint32_t threads = 0;  // 0: as many as there are cores
  std::vector<std::string> must_catch;
  bool json = false;
};

// Who noticed one mistake in one scenario.
struct Noticed {
  const Defect* defect = nullptr;
  std::uint64_t messages = 0;  // judged wrong by the oracle
  std::optional<Reference> first;
  std::uint64_t counts = 0;           // other invariants broken: counters, sums, messages in flight
  std::vector<std::string> rules;     // that messages broke, in the oracle's words
  std::vector<std::string> counters;  // of which the core counted otherwise
  bool in_flight = false;             // of which it had another number
  std::vector<std::string> expectations;

  bool by_anybody() const { return messages > 0 || counts > 0 || !expectations.empty(); }
};

reports::Result run_with(const Scenario& scenario, const Defect* defect, std::uint32_t threads) {
  RunOptions options;
  options.threads = threads_for(threads);
  options.defect = defect;
  return result_of(scenario, run_lanes(scenario, options), reports::Shard{});
}

std::vector<std::string> failed_in(const reports::Result& result) {
  std::vector<std::string> failed;
  for (const reports::Judgement& judgement : result.expectations) {
    if (judgement.verdict == reports::Verdict::fail) failed.push_back(judgement.expectation.id);
  }
  return failed;
}

Noticed plant(const Scenario& scenario, const Defect& defect, const std::vector<std::string>& failed_anyway,
              std::uint32_t threads) {
  const reports::Result result = run_with(scenario, &defect, threads);
  Noticed noticed;
  noticed.defect = &defect;
  noticed.messages = result.breaches.messages;
  noticed.first = result.breaches.first;
  noticed.counts = result.breaches.count() - result.breaches.messages;
  for (const auto& [words, rule] : result.breaches.first_rules()) noticed.rules.push_back(words);
  std::set<std::string, std::less<>> in_laws;  // what each of them is about
  for (const auto& [words, sums] : result.breaches.laws) in_laws.insert(words.substr(0, words.find(' ')));
  for (std::size_t i = 0; i < reports::kCounters; ++i) {
    const reports::CounterInfo& counter = reports::kCounterInfo[i];
    if (result.breaches.miscounts[i].lanes > 0 || in_laws.contains(counter.full_name())) {
      noticed.counters.push_back(counter.full_name());
    }
  }
  noticed.in_flight = result.breaches.in_flight_lanes > 0;
  for (const std::string& id : failed_in(result)) {
    if (std::find(failed_anyway.begin(), failed_anyway.end(), id) == failed_anyway.end()) {
      noticed.expectations.push_back(id);
    }
  }
  return noticed;
}

// The first of them; a mistake breaks one rule in many ways.
std::string listed(const std::vector<std::string>& words) {
  constexpr std::size_t kMost = 3;
  const std::vector<std::string> first(words.begin(),
                                       words.begin() + static_cast<std::ptrdiff_t>(std::min(words.size(), kMost)));
  return fmt::format("{}{}", fmt::join(first, ", "),
                     words.size() > kMost ? fmt::format(" and {} more", words.size() - kMost) : "");
}

std::string described(const Noticed& noticed) {
  if (!noticed.by_anybody()) return "unnoticed: nothing here would tell";
  std::string text;
  if (noticed.messages > 0) {
    text = fmt::format("{} wrong, first {} ({})", reports::human_number_of(noticed.messages, "message"), *noticed.first,
                       listed(noticed.rules));
  }
  if (!noticed.counters.empty()) {
    text += fmt::format("{}counts {}", text.empty() ? "" : "; ", listed(noticed.counters));
  }
  if (noticed.in_flight) text += fmt::format("{}messages in flight differ", text.empty() ? "" : "; ");
  if (!noticed.expectations.empty()) {
    text += fmt::format("{}{} {}", text.empty() ? "" : "; ",
                        noticed.expectations.size() == 1 ? "expectation" : "expectations",
                        fmt::join(noticed.expectations, ", "));
  }
  return text;
}

std::string as_json(const Scenario& scenario, const std::vector<Noticed>& all) {
  reports::JsonWriter json;
  json.begin_object();
  json.key("scenario").text(scenario.name);
  json.key("point").text_or_null(scenario.point.name);
  json.key("seed").value(scenario.seed);
  json.key("defects").begin_array();
  for (const Noticed& noticed : all) {
    json.begin_object();
    json.key("name").text(noticed.defect->name);
    json.key("noticed").value(noticed.by_anybody());
    json.key("messages").value(noticed.messages);
    noticed.first ? json.key("first_message").value(*noticed.first) : json.key("first_message").null();
    json.key("other_invariants").value(noticed.counts);
    const auto list = [&json](const char* name, const std::vector<std::string>& words) {
      json.key(name).begin_array();
      for (const std::string& word : words) json.text(word);
      json.end_array();
    };
    list("rules", noticed.rules);
    list("counters", noticed.counters);
    json.key("in_flight").value(noticed.in_flight);
    list("expectations", noticed.expectations);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take() + "\n";
}

// False: a mistake that must be caught is none that can be planted.
bool know_all(const std::vector<std::string>& must_catch) {
  for (const std::string& name : must_catch) {
    if (name == "all" || find_defect(name) != nullptr) continue;
    tell(fmt::format("dlrsim: --must-catch {}: there is no such defect{}; all of them: {} run --plant list", name,
                     near_defect(name), program_name()));
    return false;
  }
  return true;
}

bool must_be_caught(const std::vector<std::string>& names, const Defect& defect) {
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return name == "all" || name == defect.name; });
}

int mutate(const MutateFlags& flags) {
  if (!know_all(flags.must_catch)) return kUsage;
  const Found found = read_scenarios(flags.paths, flags.scenario.options());
  int exit = found.exit;
  std::vector<const Defect*> missed(defects().begin(), defects().end());  // by every scenario so far
  for (const Scenario& scenario : found.scenarios) {
    const reports::Result whole = run_with(scenario, nullptr, flags.threads);
    if (reports::exit_status_of(whole) != kPassed) {
      tell(fmt::format("dlrsim: {} does not pass as it is; mend that first: {} run {}", scenario.title(),
                       program_name(), shell_word(scenario.file)));
      exit = heavier(exit, reports::exit_status_of(whole));
      continue;
    }
    std::string text = fmt::format("{}: {} planted in turn\n", scenario.title(),
                                   reports::human_number_of(defects().size(), "mistake"));
    std::vector<Noticed> all;
    for (const Defect* defect : defects()) {
      all.push_back(plant(scenario, *defect, failed_in(whole), flags.threads));
      text += fmt::format("  {:<28}  {}\n", defect->name, described(all.back()));
      if (all.back().by_anybody()) missed.erase(std::remove(missed.begin(), missed.end(), defect), missed.end());
    }
    const auto caught = static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [](const Noticed& n) { return n.by_anybody(); }));
    text += fmt::format("{} of {} noticed\n", caught, all.size());
    if (!print(flags.json ? as_json(scenario, all) : text)) exit = heavier(exit, kCouldNotWrite);
  }
  if (found.scenarios.empty()) return exit;
  for (const Defect* defect : missed) {
    if (!must_be_caught(flags.must_catch, *defect)) continue;
    tell(fmt::format("dlrsim: no scenario here notices {} ({})", defect->name, defect->summary));
    exit = heavier(exit, kExpectationFailed);
  }
  return exit;
}

}  // namespace

void add_mutate(CLI::App& program, int& exit) {
  const auto flags = std::make_shared<MutateFlags>();
  CLI::App* command =
      program.add_subcommand("mutate", "What scenarios are worth: which planted mistakes they notice, and by what");
  command->add_option("SCENARIO", flags->paths, "Scenario files, or folders of them")->required();
  flags->scenario.add_to(*command);
  add_threads_flag(*command, flags->threads);
  command
      ->add_option("--must-catch", flags->must_catch,
                   "End with 1 when no scenario named notices this defect, or `all`; repeatable, or a,b,c")
      ->delimiter(',')
      ->type_name("DEFECT");
  command->add_flag("--json", flags->json, "One line of JSON per scenario on stdout, and nothing else");
  command->callback([flags, &exit] { exit = mutate(*flags); });
}

}  // namespace dlr::sim::cli
