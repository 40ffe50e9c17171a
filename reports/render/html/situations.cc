#include "reports/render/html/situations.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "reports/human.h"
#include "reports/render/html/html_table.h"
#include "reports/render/markup.h"

namespace dlr::reports {
namespace {

Cell times_cell(std::uint64_t count) {
  return count > 0 ? count_cell(count) : Cell{"<span class=\"never\">never</span>", "0"};
}

// Every state with everything that can be heard in it. A program has the same inputs for each.
std::string lifecycle_table(const std::vector<SituationGroup>& states) {
  std::vector<Column> columns{{"state", false}};
  for (const Situation& input : states.front().situations) columns.push_back({input.name, true});
  std::vector<std::vector<Cell>> rows;
  for (const SituationGroup& state : states) {
    std::vector<Cell>& row = rows.emplace_back();
    row.push_back(text_cell(state.name));
    for (std::size_t i = 0; i + 1 < columns.size(); ++i) {
      row.push_back(i < state.situations.size() ? times_cell(state.situations[i].count) : text_cell("-"));
    }
  }
  return html_table(columns, rows,
                    {"What the core heard in which state of a message, and how often; unconfirmed: enqueue_failed was "
                     "said, but the provider may have the message",
                     false, false, false});
}

// What came, as a table; and below, what never did.
std::string words_table(const std::vector<SituationGroup>& groups, const std::string& kind, std::string_view caption) {
  std::vector<std::vector<Cell>> rows;
  std::string never;
  for (const SituationGroup& group : groups) {
    std::string names;
    for (const Situation& situation : group.situations) {
      if (situation.count > 0) {
        rows.push_back({text_cell(situation.name), text_cell(group.name), count_cell(situation.count)});
      } else {
        names += (names.empty() ? "" : ", ") + situation.name;
      }
    }
    if (!names.empty()) never += fmt::format("<li>{}: {}</li>\n", xml_text(group.name), xml_text(names));
  }
  std::string text;
  if (!rows.empty()) {
    text += html_table({{kind, false}, {"group", false}, {"times", true}}, rows,
                       {std::string(caption), true, false, false});
  }
  const Reached reached = reached_of(groups);
  if (never.empty()) return text;
  return text +
         html_details(fmt::format("{} that never came", human_number_of(reached.all - reached.reached, kind,
                                                                        kind == "status" ? "statuses" : "errors")),
                      "<ul class=\"never\">\n" + never + "</ul>\n");
}

}  // namespace

std::string html_situations(const Result& result) {
  const Situations& situations = result.situations;
  if (situations.lifecycle.empty()) return "<p>Nobody recorded it.</p>\n";
  const auto struck = static_cast<std::uint64_t>(
      std::ranges::count_if(result.faults, [](const FaultCount& fault) { return fault.struck > 0; }));
  const auto share = [](const Reached& reached) {
    return fmt::format("{} of {}", human_count(reached.reached), human_count(reached.all));
  };
  std::string text = fmt::format(
      "<p>Of all that can happen to a message, this run saw {} pairs of state and input, {} statuses and {} errors of "
      "the provider",
      share(reached_of(situations.lifecycle)), share(reached_of(situations.statuses)),
      share(reached_of(situations.errors)));
  if (!result.faults.empty()) text += fmt::format("; {} of its faults struck", share({struck, result.faults.size()}));
  text += ". What it never saw, it cannot have tested.</p>\n";
  return text + lifecycle_table(situations.lifecycle) +
         words_table(situations.statuses, "status", "Statuses that the core was given, in answers and reports") +
         words_table(situations.errors, "error", "Errors that the core was given, in reports");
}

}  // namespace dlr::reports
