#include "reports/render/html/scenario.h"

#include <fmt/format.h>

#include <array>

#include "reports/human.h"
#include "reports/notices.h"
#include "reports/render/again.h"
#include "reports/render/conclusion.h"
#include "reports/render/html/badge.h"
#include "reports/render/html/countries.h"
#include "reports/render/html/delays.h"
#include "reports/render/html/expectations.h"
#include "reports/render/html/flow.h"
#include "reports/render/html/grouped.h"
#include "reports/render/html/html_table.h"
#include "reports/render/html/over_time.h"
#include "reports/render/html/situations.h"
#include "reports/render/markup.h"

namespace dlr::reports {
namespace {

std::string command(std::string_view text) {
  return fmt::format("<pre tabindex=\"0\"><code>{}</code></pre>\n", xml_text(text));
}

std::string html_invariants(const Result& result) {
  if (result.breaches.count() == 0) {
    return fmt::format(
        "<p>{} All {} hold: for each message the events that came were those that had to come, every counter is what "
        "the oracle counted by itself, and all sums add up.</p>\n",
        html_badge("PASS", Tone::good), human_number_of(result.invariants_checked, "invariant"));
  }
  std::string text =
      fmt::format("<p>{} {} of {} are broken: the core is wrong.</p>\n<ul>\n", html_badge("FAIL", Tone::bad),
                  human_count(result.breaches.count()), human_count(result.invariants_checked));
  for (const std::string& sentence : breach_sentences(result)) {
    text += fmt::format("<li>{}</li>\n", xml_text(sentence));
  }
  text += "</ul>\n";
  if (!result.argument.empty()) {
    text +=
        fmt::format("<p>The first of those messages:</p>\n<pre tabindex=\"0\">{}</pre>\n", xml_text(result.argument));
  }
  const auto again = [&](Reference message) {
    const std::string trace = command_to_trace(result, message);
    return trace.empty() ? trace : "<p>To see it again:</p>\n" + command(trace);
  };
  if (result.breaches.first) text += again(*result.breaches.first);
  for (const Result::Example& example : result.more_examples) {
    text += fmt::format("<p>The first that is broken in another way:</p>\n<pre tabindex=\"0\">{}</pre>\n{}",
                        xml_text(example.argument), again(example.message));
  }
  return text;
}

std::string html_counters(const Result& result) {
  std::vector<std::vector<Cell>> rows;
  for (std::size_t i = 0; i < kCounters; ++i) {
    const CounterInfo& counter = kCounterInfo[i];
    rows.push_back({text_cell(counter.full_name()), count_cell(result.counters.values[i]), text_cell(counter.meaning)});
  }
  return html_table({{"counter", false}, {"count", true}, {"meaning", false}}, rows,
                    {"Everything that was counted", true, false, true});
}

std::string sentence_of(std::string words) {
  if (!words.empty() && words.front() >= 'a' && words.front() <= 'z')
    words.front() = static_cast<char>(words.front() - 'a' + 'A');
  return words;
}

std::string html_accepted(const Result& result) {
  if (!result.baseline) {
    return fmt::format("<p>{}.</p>\n", xml_text(result.baseline_problem.empty() ? sentence_of(why_not_compared(result))
                                                                                : result.baseline_problem));
  }
  const BaselineComparison& baseline = *result.baseline;
  std::string text;
  if (!result.changed()) {
    text = fmt::format(
        "<p>{} Each message ended as it did in the accepted run, at the same times and with the same "
        "words.</p>\n",
        html_badge("SAME", Tone::good));
  } else {
    text = fmt::format("<p>{} {}</p>\n<ul>\n", html_badge("CHANGED", Tone::bad),
                       baseline.outcomes == result.outcomes
                           ? "Each message ends as it did, but some at other times or with other words."
                           : "Some messages end otherwise than they did in the accepted run.");
    for (const std::string& sentence : change_sentences(result)) {
      text += fmt::format("<li>{}</li>\n", xml_text(sentence));
    }
    text += "</ul>\n";
  }
  const auto row = [](const char* layer, const char* meaning, const Fingerprint& accepted, const Fingerprint& now) {
    return std::vector<Cell>{text_cell(layer), text_cell(to_hex(accepted)), text_cell(to_hex(now)),
                             text_cell(accepted == now ? "same" : "differs"), text_cell(meaning)};
  };
  return text +
         html_table({{"fingerprint", false}, {"accepted", false}, {"now", false}, {"compared", false}, {"of", false}},
                    {row("outcomes", "who ended how", baseline.outcomes, result.outcomes),
                     row("timeline", "also when, and with which words", baseline.timeline, result.timeline)},
                    {"Fingerprints, accepted and now", false, false, true, true});
}

std::string html_provenance(const Result& result) {
  const Provenance& provenance = result.provenance;
  std::string parameters, shards;
  for (const auto& [name, value] : result.parameters)
    parameters += fmt::format("{}{}={}", parameters.empty() ? "" : ", ", name, value);
  for (const std::uint32_t shard : provenance.shards_merged)
    shards += fmt::format("{}{}", shards.empty() ? "" : ", ", shard);
  const Speed& speed = result.speed;
  const std::pair<const char*, std::string> facts[] = {
      {"scenario", provenance.scenario_file},
      {"hash of the scenario", provenance.scenario_hash},
      {"seed", fmt::format("{}{}", result.seed, result.own_seed ? "" : " (not the file's own)")},
      {"replications",
       result.replications.size() < 2
           ? ""
           : fmt::format("{} runs, seeds {} to {}: expectations are about all of them, the rest about the first",
                         result.replications.size(), result.replications.front().seed,
                         result.replications.back().seed)},
      {"parameters", parameters},
      {"drive", result.drive},
      {"planted in the core", result.planted},
      {"simulated", fmt::format("{} from {}", human_duration(result.simulated), format_instant(result.start))},
      {"lanes", result.lanes == result.lanes_done ? human_count(result.lanes)
                                                  : fmt::format("{} of {}", result.lanes_done, result.lanes)},
      {"shard", result.shard.is_part() ? fmt::format("{} of {}", result.shard.index, result.shard.of) : ""},
      {"shards merged", shards},
      {"fingerprint, outcomes", to_hex(result.outcomes)},
      {"fingerprint, timeline", to_hex(result.timeline)},
      {"program", fmt::format("dlrsim {}", provenance.version)},
      {"commit", provenance.commit},
      {"compiler", provenance.compiler},
      {"flags", provenance.flags},
      {"command line", provenance.command_line},
      {"threads", provenance.threads == 0 ? "" : human_count(provenance.threads)},
      {"took", speed.wall_us ? human_duration(static_cast<double>(*speed.wall_us) / 1'000) : speed.reason},
      {"speed", speed.messages_per_s ? human_count(*speed.messages_per_s) + " messages/s" : ""},
      {"memory at the peak", speed.peak_rss_bytes ? human_bytes(*speed.peak_rss_bytes) : ""},
  };
  std::string text;
  if (const std::string again = command_to_repeat(result); !again.empty()) {
    text += "<p>To run the same again, with the same result to the last byte:</p>\n" + command(again);
  }
  text += "<dl class=\"facts\">\n";
  for (const auto& [name, value] : facts) {
    if (!value.empty()) text += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, xml_text(value));
  }
  return text + "</dl>\n";
}

// The few figures that most readers come for.
std::string html_figures(const Result& result) {
  const Grouped all = all_of(result.groups);
  const std::uint64_t submitted = result.counters[Counter::messages_submitted];
  const auto delay = [&](double percent) {
    const auto ms = all.measured.report_delay.percentile(percent);
    return ms ? human_duration(static_cast<double>(*ms)) : std::string("-");
  };
  const auto peak = result.peak_in_flight();
  const std::pair<const char*, std::string> figures[] = {
      {"messages", human_count(submitted)},
      {"delivered", human_share(result.counters[Counter::messages_delivered], submitted)},
      {"median report delay", delay(50)},
      {"99th percentile", delay(99)},
      {"in flight at the peak", peak ? human_count(*peak) : "-"},
      {"simulated", human_duration(result.simulated)},
  };
  std::string text = "<dl class=\"figures\">\n";
  for (const auto& [name, value] : figures) {
    text += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, xml_text(value));
  }
  return text + "</dl>\n";
}

struct Section {
  const char* id;
  const char* title;
  std::string (*render)(const Result& result);
};
constexpr std::array<Section, 9> kSections{{
    {"expectations", "Expectations", html_expectations},
    {"flow", "From submitted to outcome", html_flow},
    {"delays", "How long it took", html_delays},
    {"countries", "Outcomes by country", html_countries},
    {"over-time", "Over the simulated time", html_over_time},
    {"situations", "What happened, and what never did", html_situations},
    {"invariants", "Invariants", html_invariants},
    {"accepted", "Against what was accepted", html_accepted},
    {"provenance", "Where this comes from", html_provenance},
}};

}  // namespace

std::string html_next(const Result& result) {
  if (const std::string next = command_to_run_next(result); !next.empty()) {
    return fmt::format(
        "<p>{}</p>\n{}",
        result.breaches.count() > 0 ? "What to do next: look at the first message that came out wrong."
        : result.changed()          ? "What to do next: look whether the change was meant; if so, accept it."
        : result.lacks_baseline     ? "What to do next: look whether this is what it should come to; if so, accept it."
        : result.interrupted        ? "The run was broken off. To run all of it:"
        : conclusion_of(result).tone == Tone::unsure ? "What to do next: run it as often as most likely decides."
                                                     : "What to do next: look at every operator and every count.",
        command(next));
  }
  if (result.shard.is_part()) {
    return fmt::format("<p>What to do next: merge all {} shards with <code>dlrsim report</code>.</p>\n",
                       result.shard.of);
  }
  if (conclusion_of(result).tone == Tone::unsure && !result.interrupted) {
    return "<p>What to do next: the expectations say why they are not decided; running it more often does not "
           "help.</p>\n";
  }
  if (result.lacks_baseline) return fmt::format("<p>{}.</p>\n", sentence_of(why_not_compared(result)));
  return "<p>There is nothing to do.</p>\n";
}

std::string html_scenario(const Result& result, const std::string& prefix, int level) {
  std::string text;
  if (!result.summary.empty()) text += fmt::format("<p class=\"summary\">{}</p>\n", xml_text(result.summary));
  text += html_figures(result);
  for (const Section& section : kSections) {
    // Among several scenarios a section is named by its own too.
    text += fmt::format("<section aria-labelledby=\"{5}{0}{1}\">\n<h{2} id=\"{0}{1}\">{3}</h{2}>\n{4}</section>\n",
                        prefix, section.id, level, section.title, section.render(result),
                        prefix.empty() ? prefix : prefix + "name ");
  }
  return text + html_details("Everything that was counted", html_counters(result));
}

std::vector<SectionLink> section_links(const std::string& prefix) {
  std::vector<SectionLink> links;
  for (const Section& section : kSections) links.push_back({prefix + section.id, section.title});
  return links;
}

}  // namespace dlr::reports
