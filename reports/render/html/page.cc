#include "reports/render/html/page.h"

#include <fmt/format.h>

#include <vector>

#include "reports/human.h"
#include "reports/render/again.h"
#include "reports/render/conclusion.h"
#include "reports/render/html/assets.h"
#include "reports/render/html/badge.h"
#include "reports/render/html/frame.h"
#include "reports/render/html/html_table.h"
#include "reports/render/html/map.h"
#include "reports/render/html/scenario.h"
#include "reports/render/markup.h"
#include "reports/verdict.h"

namespace dlr::reports {
namespace {

std::string contents(const std::vector<SectionLink>& links) {
  std::string text = "<nav aria-label=\"Sections\"><ul>\n";
  for (const auto& [id, title] : links) text += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", id, xml_text(title));
  return text + "</ul></nav>\n";
}

std::string headline(const Conclusion& conclusion, std::string_view sentence, std::string_view next) {
  return fmt::format("<header>\n<p class=\"brand\">dlrsim report</p>\n<h1>{} {}</h1>\n{}</header>\n",
                     html_badge(conclusion.word, conclusion.tone), xml_text(sentence), next);
}

std::string section_prefix(std::size_t place) { return fmt::format("s{}-", place + 1); }

std::string table_of(std::span<const NotRun> not_run) {
  std::vector<std::vector<Cell>> rows;
  for (const NotRun& one : not_run) {
    const std::string next = next_step(one);
    rows.push_back({text_cell(one.file),
                    text_cell(one.why),
                    {next.empty() ? next : fmt::format("<code>{}</code>", xml_text(next)), {}}});
  }
  return html_table({{"file", false}, {"why", false}, {"what to do next", false}}, rows,
                    {"Not run", false, false, false, true});
}

std::string overview_table(std::span<const Result> results, const std::vector<std::string>& names) {
  std::vector<std::vector<Cell>> rows;
  for (const std::size_t place : failures_first(results)) {
    const Result& result = results[place];
    const Conclusion conclusion = conclusion_of(result);
    rows.push_back(
        {{fmt::format("<a href=\"#s{}\">{}</a>", place + 1, xml_text(names[place])), {}},
         {html_badge(conclusion.word, conclusion.tone), {}},
         text_cell(conclusion.text),
         count_cell(result.counters[Counter::messages_submitted]),
         share_cell(result.counters[Counter::messages_delivered], result.counters[Counter::messages_submitted])});
  }
  return html_table({{"scenario", false}, {"verdict", false}, {"what", false}, {"messages", true}, {"delivered", true}},
                    rows, {"All scenarios, those that did not pass first", true, false, false, true});
}

std::string one(const Result& result) {
  const Conclusion conclusion = conclusion_of(result);
  return html_head(fmt::format("{}: {}", conclusion.word, result.title())) +
         headline(conclusion, fmt::format("{}: {}", result.title(), conclusion.text), html_next(result)) +
         contents(section_links({})) + "<main id=\"content\">\n" + html_scenario(result, {}, 2) + "</main>\n";
}

std::string several(std::span<const Result> results, std::span<const NotRun> not_run) {
  const Conclusion whole = conclusion_of(results, not_run);
  const std::vector<std::string> names = distinct_names(results);
  std::string text = html_head(fmt::format("{}: {}", whole.word, whole.text)) +
                     headline(whole, whole.text,
                              whole.tone == Tone::good ? "<p>There is nothing to do.</p>\n"
                                                       : "<p>What to do next stands below.</p>\n") +
                     "<main id=\"content\">\n" + (not_run.empty() ? "" : table_of(not_run)) +
                     (results.empty() ? "" : overview_table(results, names));
  for (const std::size_t place : failures_first(results)) {
    const Result& result = results[place];
    const Conclusion conclusion = conclusion_of(result);
    text += fmt::format(
        "<details class=\"scenario\" id=\"s{}\"{}>\n<summary><h2 id=\"{}name\">{} {}: "
        "{}</h2></summary>\n{}{}</details>\n",
        place + 1, conclusion.tone == Tone::bad ? " open=\"open\"" : "", section_prefix(place),
        html_badge(conclusion.word, conclusion.tone), xml_text(names[place]), xml_text(conclusion.text),
        html_next(result), html_scenario(result, section_prefix(place), 3));
  }
  return text + "</main>\n";
}

}  // namespace

std::string render_html(std::span<const Result> results, std::span<const NotRun> not_run) {
  std::string text = results.size() == 1 && not_run.empty() ? one(results.front()) : several(results, not_run);
  std::string said = "Made by dlrsim";
  if (!results.empty()) said += " " + xml_text(results.front().provenance.version);
  said += " from the result alone: the same result makes the same page.";
  if (!kMap.empty()) said += " Shapes of countries: Natural Earth, by way of world-atlas (ISC licence).";
  if (!kChartsJs.empty()) said += " Charts to zoom into: uPlot (MIT licence).";
  if (!kMap.empty() && !results.empty()) text += html_map_shapes();
  return text + html_end(said, true);
}

}  // namespace dlr::reports
