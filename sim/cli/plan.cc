// What scenarios can find out, before anything is run: for each expectation how many messages it will see, and how far
// the truth must be from its limit to be told from it.
#include "sim/plan.h"

#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <optional>

#include "reports/decimal.h"
#include "reports/decision.h"
#include "reports/false_alarms.h"
#include "reports/human.h"
#include "reports/json_writer.h"
#include "reports/render/expectation_text.h"
#include "reports/verdict.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/files.h"
#include "sim/cli/judging_flags.h"
#include "sim/cli/machine_plan.h"
#include "sim/replicate.h"

namespace dlr::sim::cli {
namespace {

using reports::Chance;

constexpr std::size_t kPlanWidth = 100;
constexpr std::size_t kIndent = 6;

// A share of the messages as the expectation counts it: a ratio, a number of messages, or so many within the limit.
std::string amount(const PlannedCheck& check, double share, double messages) {
  if (std::holds_alternative<reports::CounterMetric>(check.expectation->metric)) {
    return reports::human_count(static_cast<std::uint64_t>(std::llround(share * messages)));
  }
  return reports::human_ratio(share);
}

std::string in_points(double share) { return reports::fixed_text(share * 100, 2) + " points"; }

// "94.93 % or less, 98.02 % or more"
std::string ends(const PlannedCheck& check, const std::optional<double>& up_to, const std::optional<double>& from,
                 double messages) {
  std::string text;
  if (up_to) text = fmt::format("at {} or less", amount(check, *up_to, messages));
  if (from) text += fmt::format("{}at {} or more", text.empty() ? "" : " and ", amount(check, *from, messages));
  return text;
}

std::string passes(const PlannedCheck& check, double messages) {
  if (check.passes_from && check.passes_up_to && *check.passes_from > *check.passes_up_to) return {};
  if (check.passes_from && check.passes_up_to) {
    return fmt::format("from {} to {}", amount(check, *check.passes_from, messages),
                       amount(check, *check.passes_up_to, messages));
  }
  return ends(check, check.passes_up_to, check.passes_from, messages);
}

// Of a percentile: which percentiles would have to lie on which side of its limits.
std::string percentile_sentence(const PlannedCheck& check) {
  const auto& [at_least, at_most, text] = check.expectation->limit;
  std::string fails, passes;
  const auto add = [](std::string& to, const std::optional<double>& share, const char* side, double limit) {
    if (!share) return;
    to +=
        fmt::format("{}the true p{} is {} {}", to.empty() ? "" : ", or when ",
                    reports::decimal_text(reports::rounded(*share * 100, 2), 2), side, reports::human_duration(limit));
  };
  if (at_most) {
    add(fails, check.fails_up_to, "above", *at_most);
    add(passes, check.passes_from, "within", *at_most);
  }
  if (at_least) {
    add(fails, check.fails_from, "below", *at_least);
    add(passes, check.passes_up_to, "not below", *at_least);
  }
  return fmt::format("of about {}: {}, {}", reports::human_number_of(check.messages, "message"),
                     fails.empty() ? "never fails" : "fails when " + fails,
                     passes.empty() ? "never passes" : "passes when " + passes);
}

// How far off what the scenario makes the truth may be before it is found.
std::string room(const PlannedCheck& check, double messages) {
  if (!check.made) return {};
  const std::string text = fmt::format("the scenario makes {} of itself", reports::human_ratio(*check.made));
  const bool is_count = std::holds_alternative<reports::CounterMetric>(check.expectation->metric);
  const auto as_share = [&](double limit) { return is_count ? limit / messages : limit; };
  const auto& [at_least, at_most, limit] = check.expectation->limit;
  constexpr double kNothing = 1e-9;
  if (at_least && *check.made < as_share(*at_least) - kNothing) return text + ": too few, it fails as written";
  if (at_most && *check.made > as_share(*at_most) + kNothing) return text + ": too many, it fails as written";
  std::string found;
  if (check.fails_up_to) found = fmt::format("a drop of {} is found", in_points(*check.made - *check.fails_up_to));
  if (check.fails_from) {
    found +=
        fmt::format("{}a rise of {} is found", found.empty() ? "" : ", ", in_points(*check.fails_from - *check.made));
  }
  return found.empty() ? text : text + ": " + found;
}

// No interval: which values beyond the limit are proof that it is broken, and which might be bad luck.
std::string as_seen(const reports::Expectation& expectation) {
  const auto& [at_least, at_most, text] = expectation.limit;
  const bool below_is_proof = !at_least || reports::is_disproof(expectation, *at_least - 1);
  const bool above_is_proof = !at_most || reports::is_disproof(expectation, *at_most + 1);
  if (below_is_proof && above_is_proof)
    return "no chance has a say: it is judged as it is seen, and fails as soon as the limit is missed";
  std::string said = "judged as it is seen: ";
  if (below_is_proof && at_least)
    said += fmt::format("fails when one message is below {}, and ", reports::human_duration(*at_least));
  if (above_is_proof && at_most)
    said += fmt::format("fails when one message is above {}, and ", reports::human_duration(*at_most));
  return said + fmt::format(
                    "is not sure when none reaches {}, which the next one might: no number of messages or replications "
                    "makes that fail; ask for a percentile between p0 and p100",
                    reports::human_duration(below_is_proof ? *at_most : *at_least));
}

std::string over_replications(const PlannedCheck& check, const reports::Judging& judging) {
  std::string said = fmt::format(
      "over {} replications of {}: found when the mean is off by {} of the standard deviations between "
      "them, which only a run can tell",
      judging.replications.max, reports::human_number_of(check.messages, "message"),
      reports::fixed_text(*check.deviations, 2));
  if (reports::is_proven_by_one(*check.expectation)) said += "; passes when each of them has one";
  return said;
}

std::vector<std::string> sentences(const Scenario& scenario, const PlannedCheck& check,
                                   const reports::Judging& judging) {
  const auto messages = static_cast<double>(scenario.messages());
  std::vector<std::string> said;
  const bool is_percentile = std::holds_alternative<reports::DelayMetric>(check.expectation->metric);
  if (check.chance == Chance::none) {
    said.push_back(as_seen(*check.expectation));
    if (const std::string makes = room(check, messages); !makes.empty()) said.push_back(makes);
  } else if (check.chance == Chance::unmeasured) {
    said.emplace_back(reports::asks_exactly(check.expectation->limit)
                          ? "passes when it comes to exactly that, and is not sure when it does not: where chance "
                            "moves the value, it is another with each seed, and `between` leaves it room"
                          : "passes when the limit is kept, and is not sure when it is missed: chance may move the "
                            "value, and one run does not show how much; --replications 5..30 does");
  } else if (check.chance == Chance::replications && check.deviations) {
    said.push_back(over_replications(check, judging));
  } else if (check.chance == Chance::messages && check.messages > 0) {
    const std::string of = fmt::format("about {}", reports::human_number_of(check.messages, "message"));
    const std::string fail = ends(check, check.fails_up_to, check.fails_from, messages), pass = passes(check, messages);
    std::string text = of + ":";
    text += fail.empty() ? " never fails" : " fails " + fail;
    text += pass.empty() ? ", never passes" : ", passes " + pass;
    said.push_back(is_percentile ? percentile_sentence(check) : text);
    if (const std::string makes = room(check, messages); !makes.empty()) said.push_back(makes);
    if (!check.why_not_made.empty()) {
      said.push_back("what the scenario makes of itself nobody can say beforehand: " + check.why_not_made);
    }
  }
  if (!check.reason.empty()) said.push_back("cannot say more: " + check.reason);
  return said;
}

std::string as_text(const Scenario& scenario, const std::vector<PlannedCheck>& plan, const reports::Judging& judging) {
  std::string text = fmt::format(
      "{}: {}, {}\n", reports::printable(scenario.title()), reports::human_number_of(scenario.messages(), "message"),
      judging.replications.max == 1 ? "one run" : fmt::format("up to {} replications", judging.replications.max));
  if (plan.empty()) return text + "  nothing is expected but that the invariants hold\n";
  for (const PlannedCheck& check : plan) {
    text += fmt::format("\n  {}  {}, {}\n", reports::printable(check.expectation->id),
                        reports::metric_text(*check.expectation), check.expectation->limit.text);
    for (const std::string& sentence : sentences(scenario, check, judging)) {
      text += std::string(kIndent, ' ') + reports::wrapped(sentence, kPlanWidth, kIndent) + "\n";
    }
  }
  return text;
}

std::string as_json(const Scenario& scenario, const std::vector<PlannedCheck>& plan, const reports::Judging& judging) {
  reports::JsonWriter json;
  const auto put = [&json](const char* name, const std::optional<double>& value) {
    json.key(name);
    value ? json.raw(reports::decimal_text(*value, reports::kRatioPlaces)) : json.null();
  };
  json.begin_object();
  json.key("scenario").text(scenario.name);
  json.key("point").text_or_null(scenario.point.name);
  json.key("messages").value(scenario.messages());
  json.key("replications").begin_object();
  json.key("min").value(judging.replications.min);
  json.key("max").value(judging.replications.max);
  json.end_object();
  json.key("error_of_a_look").text(fmt::format("{}", judging.error));
  json.key("power").raw(reports::decimal_text(reports::kUsualPower, 2));
  json.key("expectations").begin_array();
  for (const PlannedCheck& check : plan) {
    json.begin_object();
    json.key("id").text(check.expectation->id);
    json.key("limit").text(check.expectation->limit.text);
    json.key("chance").text(to_string(check.chance));
    json.key("messages").value(check.messages);
    put("fails_up_to", check.fails_up_to);
    put("fails_from", check.fails_from);
    put("passes_from", check.passes_from);
    put("passes_up_to", check.passes_up_to);
    put("made", check.made);
    json.key("why_not_made").text_or_null(check.why_not_made);
    put("deviations", check.deviations);
    json.key("reason").text_or_null(check.reason);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  return json.take() + "\n";
}

struct PlanFlags {
  std::vector<std::string> paths;
  ScenarioFlags scenario;
  JudgingFlags judging;
  bool json = false;
  std::optional<std::uint32_t> machines;
  std::uint32_t threads = 0;
};

// How long it would take, instead of what it could find out.
int plan_for_machines(const PlanFlags& flags, const Found& found) {
  std::string text;
  for (const Scenario& scenario : found.scenarios) {
    const MachinePlan plan = plan_machines(scenario, *flags.machines, threads_for(flags.threads));
    text +=
        (!text.empty() && !flags.json ? "\n" : "") + (flags.json ? as_json(plan, scenario) : as_text(plan, scenario));
  }
  return print(text) ? found.exit : heavier(found.exit, kCouldNotWrite);
}

int plan(const PlanFlags& flags) {
  Found found = read_scenarios(flags.paths, flags.scenario.options());
  if (!flags.judging.apply(found.scenarios)) return kUsage;
  if (flags.machines) return plan_for_machines(flags, found);
  const std::vector<reports::Judging> judging = judging_of(found.scenarios, flags.judging.false_alarms);
  int exit = found.exit;
  std::string text;
  for (std::size_t i = 0; i < found.scenarios.size(); ++i) {
    const std::vector<PlannedCheck> checks = plan_of(found.scenarios[i], judging[i]);
    text += (i > 0 && !flags.json ? "\n" : "") + (flags.json ? as_json(found.scenarios[i], checks, judging[i])
                                                             : as_text(found.scenarios[i], checks, judging[i]));
  }
  if (!flags.json && !found.scenarios.empty()) {
    text += fmt::format(
        "\nfails, passes: nine times in ten, with one chance in {} that one of these checks fails though nothing is "
        "wrong; what has no interval never fails by chance, but may pass by it\n",
        reports::human_count(static_cast<std::uint64_t>(std::llround(1 / flags.judging.false_alarms))));
  }
  return print(text) ? exit : heavier(exit, kCouldNotWrite);
}

}  // namespace

void add_plan(CLI::App& program, int& exit) {
  const auto flags = std::make_shared<PlanFlags>();
  CLI::App* command =
      program.add_subcommand("plan", "What the expectations of scenarios can find out, before anything is run");
  command->add_option("SCENARIO", flags->paths, "Scenario files, or folders of them")->required();
  flags->scenario.add_to(*command);
  flags->judging.add_to(*command);
  command->add_flag("--json", flags->json, "One line of JSON per scenario on stdout, and nothing else");
  command
      ->add_option("--machines", flags->machines,
                   "Instead: how long runs of up to 1e12 messages would take on so many machines like this one, from a "
                   "short run here")
      ->type_name("N")
      ->check(CLI::Range(1U, 100'000U));
  add_threads_flag(*command, flags->threads);
  command->callback([flags, &exit] { exit = plan(*flags); });
}

}  // namespace dlr::sim::cli
