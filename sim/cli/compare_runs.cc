#include "sim/cli/compare_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "reports/decimal.h"
#include "reports/human.h"
#include "reports/json_writer.h"
#include "reports/render/table.h"
#include "sim/cli/baseline.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/program_name.h"
#include "sim/cli/result_files.h"

namespace dlr::sim::cli {
namespace {

using reports::Difference;
using reports::Result;

constexpr std::size_t kMostShown = 20;

std::string points(double share) {
  return fmt::format("{}{}", share < 0 ? "" : "+", reports::fixed_text(share * 100, 2));
}

reports::Row row_of(const Difference& one) {
  const std::string what = one.country.empty() ? one.what : one.what + ", " + one.country;
  const auto shown = [&](const reports::PartOf& part, std::uint64_t ms) {
    return one.is_delay ? reports::human_duration(static_cast<double>(ms))
                        : reports::human_share(part.part, part.whole);
  };
  double by_points = one.after.share() - one.before.share();
  double low = *one.difference.low, high = *one.difference.high;
  if (one.is_delay) {  // fewer within the delay that both have together is slower: +
    by_points = -by_points;
    low = -std::exchange(high, -low);
  }
  std::string by = fmt::format("{} [{}, {}]", points(by_points), points(low), points(high));
  return {{what, shown(one.before, one.before_ms), shown(one.after, one.after_ms), std::move(by)}};
}

std::string table_of(const std::vector<Difference>& differences) {
  std::vector<reports::Row> rows{{{"what", "before", "after", "points"}}};
  for (std::size_t i = 0; i < std::min(differences.size(), kMostShown); ++i) rows.push_back(row_of(differences[i]));
  std::string text = reports::table(rows, 4, 2, false);
  if (differences.size() > kMostShown) text += fmt::format("    and {} more\n", differences.size() - kMostShown);
  const bool has_delays = std::ranges::any_of(differences, [](const Difference& one) { return one.is_delay; });
  return has_delays ? text +
                          "    of a delay: how many points more of the messages took longer than it is in both runs "
                          "together; + is slower\n"
                    : text;
}

void write_part(reports::JsonWriter& json, const char* name, const reports::PartOf& part) {
  json.key(name).begin_object();
  json.key("part").value(part.part);
  json.key("whole").value(part.whole);
  json.end_object();
}

void write_differences(reports::JsonWriter& json, const char* name, const std::vector<Difference>& differences) {
  json.key(name).begin_array();
  for (const Difference& one : differences) {
    json.begin_object();
    json.key("what").text(one.what);
    json.key("country").text_or_null(one.country);
    write_part(json, "before", one.before);
    write_part(json, "after", one.after);
    if (one.is_delay) {
      json.key("before_ms").value(one.before_ms);
      json.key("after_ms").value(one.after_ms);
    }
    json.key("low").raw(reports::decimal_text(*one.difference.low, reports::kRatioPlaces));
    json.key("high").raw(reports::decimal_text(*one.difference.high, reports::kRatioPlaces));
    json.key("chance").text(fmt::format("{:.3g}", one.chance));
    json.end_object();
  }
  json.end_array();
}

// Why two results are not the same draws; empty: they are.
std::string why_not_same_draws(const Result& before, const Result& after) {
  if (before.title() != after.title())
    return fmt::format("one is of {}, the other of {}", before.title(), after.title());
  if (before.seed != after.seed) return fmt::format("one ran with seed {}, the other with {}", before.seed, after.seed);
  if (before.parameters != after.parameters) return "they ran with other parameters";
  if (before.provenance.scenario_hash != after.provenance.scenario_hash)
    return "the scenario was changed between the two";
  return {};
}

CompareOutput by_fingerprint(const Result& before, const Result& after, bool json) {
  const bool same_outcomes = before.outcomes == after.outcomes;
  const bool differs = !same_outcomes || !(before.timeline == after.timeline);
  std::vector<reports::BaselineComparison::Span> changed;
  if (differs && before.blocks.size() == after.blocks.size()) {
    changed = changed_spans(before.blocks, after.blocks, after.messages);
  }
  const int exit = differs ? kChanged : kPassed;
  if (json) {
    reports::JsonWriter out;
    out.begin_object();
    out.key("scenario").text(after.scenario);
    out.key("point").text_or_null(after.point.name);
    out.key("by").text("fingerprint");
    out.key("differs").value(differs);
    out.key("same_outcomes").value(same_outcomes);
    out.key("changed_messages").begin_array();
    for (const auto& [first, last, outcomes] : changed) {
      out.begin_object();
      out.key("first").value(first);
      out.key("last").value(last);
      out.key("outcomes").value(outcomes);
      out.end_object();
    }
    out.end_array();
    out.end_object();
    return {out.take() + "\n", exit};
  }
  std::string text = fmt::format("{}, seed {}: the same draws, compared by fingerprint\n",
                                 reports::printable(after.title()), after.seed);
  if (!differs) return {text + "  no message ended otherwise, or at another time\n", exit};
  text += same_outcomes ? "  every message ends as before, but some at other times or with other words\n"
                        : "  some messages end otherwise\n";
  for (std::size_t i = 0; i < std::min(changed.size(), kMostShown); ++i) {
    text += fmt::format("    among messages {} to {}{}\n", reports::human_count(changed[i].first),
                        reports::human_count(changed[i].last), changed[i].outcomes ? "" : ": times or words only");
  }
  return {text + "  which ones: run both with --outcomes FILE and compare those\n", exit};
}

const Result* find_title(const std::vector<Result>& results, const std::string& title) {
  const auto found = std::ranges::find_if(results, [&](const Result& one) { return one.title() == title; });
  return found == results.end() ? nullptr : &*found;
}

}  // namespace

CompareOutput compare_as_samples(const reports::SampledRun& before, const reports::SampledRun& after,
                                 const std::string& why, double false_alarms, bool json) {
  const reports::UnpairedComparison found = reports::compare_unpaired(before, after, false_alarms);
  const bool differs = !found.differs.empty() || !found.only_one.empty();
  const bool shared = before.shared || after.shared;
  const int exit = !differs ? kPassed : shared && found.only_one.empty() ? kNotSure : kChanged;
  if (json) {
    reports::JsonWriter out;
    out.begin_object();
    out.key("scenario").text(after.title);
    out.key("by").text("samples");
    out.key("why").text(why);
    out.key("differs").value(differs);
    out.key("messages_share_chance").value(shared);
    out.key("comparisons").value(found.comparisons);
    out.key("error_of_one").text(fmt::format("{}", found.error));
    write_differences(out, "differences", found.differs);
    write_differences(out, "overall", found.overall);
    out.key("only_in_one").begin_array();
    for (const std::string& country : found.only_one) out.text(country);
    out.end_array();
    out.end_object();
    return {out.take() + "\n", exit};
  }
  const std::string title = reports::printable(after.title);
  const bool is_one = before.title == after.title;
  std::string text = fmt::format(
      "{} before, {} after\n  not message by message, for {}: compared as two samples\n"
      "  {}, which share one false alarm in {}\n",
      fmt::format("{}: {}", is_one ? title : reports::printable(before.title),
                  reports::human_number_of(before.all.messages, "message")),
      (is_one ? "" : title + ": ") + reports::human_count(after.all.messages), why,
      reports::human_number_of(found.comparisons, "comparison"),
      reports::human_count(static_cast<std::uint64_t>(std::llround(1 / false_alarms))));
  if (!found.only_one.empty()) text += fmt::format("  only in one of the two: {}\n", fmt::join(found.only_one, ", "));
  if (!found.differs.empty()) {
    text += "  what chance does not explain:\n" + table_of(found.differs);
    if (shared) {
      text += fmt::format(
          "  but messages share something random here (a queue, a limit, a batch), which may explain "
          "it: {}\n",
          found.only_one.empty() ? "not sure" : "all but what is only in one of the two");
    }
  } else {
    text += "  nothing that chance does not explain\n" + table_of(found.overall);
    if (found.delivered_found) {
      text += fmt::format("  a change of `delivered` by {} points would have been found nine times in ten\n",
                          reports::fixed_text(*found.delivered_found * 100, 2));
    }
  }
  return {text, exit};
}

CompareOutput compare_results(const Result& before, const Result& after, double false_alarms, bool json) {
  const std::string why = why_not_same_draws(before, after);
  if (why.empty()) return by_fingerprint(before, after, json);
  return compare_as_samples(reports::sampled_run(before), reports::sampled_run(after), why, false_alarms, json);
}

int compare_result_files(const std::string& before_path, const std::string& after_path, double false_alarms,
                         bool json) {
  ReadResults before, after;
  read_results(before_path, before);
  read_results(after_path, after);
  if (!before.unusable.empty() || !after.unusable.empty()) return kScenarioInvalid;
  for (const ReadResults* read : {&before, &after}) {
    for (const reports::NotRun& one : read->not_run) {
      tell(fmt::format("dlrsim: {} was not run: {} (says {})", one.file, one.why,
                       read == &before ? before_path : after_path));
    }
    for (const Result& result : read->results) {
      if (!result.partial()) continue;
      const std::string cure = fmt::format("; merge the shards first: {} report FILE... -o WHOLE", program_name());
      tell(fmt::format("dlrsim: {} holds a part of a run of {} only{}", read == &before ? before_path : after_path,
                       result.title(), result.shard.is_part() ? cure : ""));
      return kScenarioInvalid;
    }
  }
  // Of one result each nobody asks whether the names are the same.
  const bool is_one_each = before.results.size() == 1 && after.results.size() == 1;
  int exit = kPassed;
  std::string text;
  std::size_t compared = 0;
  for (const Result& now : after.results) {
    const Result* then = is_one_each ? before.results.data() : find_title(before.results, now.title());
    if (then == nullptr) {
      tell(fmt::format("dlrsim: {} is in {} only", now.title(), after_path));
      continue;
    }
    const CompareOutput one =
        compare_results(*then, now, false_alarms / static_cast<double>(after.results.size()), json);
    text += (compared++ > 0 && !json ? "\n" : "") + one.text;
    exit = heavier(exit, one.exit);
  }
  for (const Result& then : before.results) {
    if (!is_one_each && find_title(after.results, then.title()) == nullptr) {
      tell(fmt::format("dlrsim: {} is in {} only", then.title(), before_path));
    }
  }
  if (compared == 0) {
    tell("dlrsim: the two files have no scenario in common: nothing was compared");
    return kNothingRan;
  }
  return print(text) ? exit : kCouldNotWrite;
}

}  // namespace dlr::sim::cli
