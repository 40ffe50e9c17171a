#include "reports/render/markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "reports/human.h"
#include "reports/notices.h"
#include "reports/render/again.h"
#include "reports/render/conclusion.h"
#include "reports/render/country_table.h"
#include "reports/render/expectation_text.h"

namespace dlr::reports {
namespace {

constexpr std::size_t kMostBytes = 60'000;
constexpr std::size_t kMostRows = 100;  // of a table
constexpr std::size_t kMostArgument = 8'000;
constexpr std::size_t kForLeftOut = 300;  // of them: the sentence about what was left out

// A text as it is: no markup, no HTML, one line, no end of a table's cell.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '\n') {
      out += ' ';
    } else if (c == '&' || c == '<') {
      out += c == '&' ? "&amp;" : "&lt;";
    } else {
      if (std::string_view("\\`*_[]>|~#").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

// Lines as they are, whatever is in them.
std::string block(std::string_view text) {
  std::string clean = printable(text);
  while (clean.ends_with('\n')) clean.pop_back();
  std::string fence = "```";
  while (clean.find(fence) != std::string::npos) fence += '`';
  return fmt::format("{}text\n{}\n{}\n", fence, clean, fence);
}

std::string line_of(const std::vector<std::string>& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) line += fmt::format(" {} |", cell);
  return line + "\n";
}

// `alignment` has an l or an r for each column.
std::string head_of(const std::vector<std::string>& titles, std::string_view alignment) {
  std::string line = line_of(titles) + "|";
  for (std::size_t i = 0; i < titles.size(); ++i) line += alignment[i] == 'l' ? " --- |" : " ---: |";
  return line + "\n";
}

// What stands below a table of which only the first rows are shown.
std::string more(std::size_t rows) {
  return rows > kMostRows ? fmt::format("\n{} more rows are left out here.\n", rows - kMostRows) : std::string();
}

std::string folded(std::string_view title, std::string_view content) {
  return fmt::format("<details><summary>{}</summary>\n\n{}\n</details>\n\n", title, content);
}

std::string overview(std::span<const Result> results, const std::vector<std::string>& names) {
  std::string text = head_of({"verdict", "scenario", "what", "messages", "invariants"}, "lllrr");
  std::vector<std::size_t> order = failures_first(results);
  order.resize(std::min(order.size(), kMostRows));
  for (const std::size_t place : order) {
    const Conclusion conclusion = conclusion_of(results[place]);
    text += line_of({fmt::format("**{}**", conclusion.word), plain(names[place]), plain(conclusion.text),
                     human_count(results[place].counters[Counter::messages_submitted]),
                     human_count(results[place].invariants_checked)});
  }
  return text + more(results.size()) + "\n";
}

std::string list_of(std::span<const NotRun> not_run) {
  std::string text = "Not run:\n\n";
  for (const NotRun& one : not_run.first(std::min(not_run.size(), kMostRows))) {
    text += fmt::format("- {}: {}\n", plain(one.file), plain(one.why));
  }
  return text + more(not_run.size()) + "\n";
}

// What did not pass and has to be seen; in a part of a run nothing is decided.
std::string what_is_wrong(const Result& result) {
  std::string text;
  if (result.breaches.count() > 0) {
    for (const std::string& sentence : breach_sentences(result)) text += "- " + plain(sentence) + "\n";
    text += "\n";
    if (!result.argument.empty()) text += block(std::string_view(result.argument).substr(0, kMostArgument)) + "\n";
  }
  if (result.changed()) {
    for (const std::string& sentence : change_sentences(result)) text += "- " + plain(sentence) + "\n";
    text += "\n";
  }
  if (const std::string next = command_to_run_next(result); !next.empty()) text += "Next:\n\n" + block(next) + "\n";
  return text;
}

std::string notices(const Result& result) {
  std::string text;
  for (const std::string& sentence : notice_sentences(result)) text += "- " + plain(sentence) + "\n";
  return text.empty() ? text : text + "\n";
}

std::string expectations(const Result& result) {
  std::string text = head_of({"verdict", "expectation", "what", "value", "limit", "place"}, "lllrll");
  text += line_of({result.breaches.count() > 0 ? "**FAIL**" : "PASS", "invariants", "what must hold in every run",
                   result.breaches.count() > 0 ? human_count(result.breaches.count()) + " broken"
                                               : human_count(result.invariants_checked) + " hold",
                   "all", ""});
  std::vector<std::size_t> order = failures_first(result.expectations);
  order.resize(std::min(order.size(), kMostRows));
  for (const std::size_t place : order) {
    const Judgement& judgement = result.expectations[place];
    const Expectation& expectation = judgement.expectation;
    const auto [word, tone] = status_of(judgement);
    std::string what = metric_text(expectation), value = value_text(judgement);
    if (const std::string interval = interval_text(judgement); !interval.empty()) value += ", truly " + interval;
    if (const std::string basis = basis_text(judgement); !basis.empty()) what += "; " + basis;
    if (judgement.value && !judgement.reason.empty()) what += "; " + judgement.reason;
    text += line_of({tone == Tone::good ? std::string(word) : fmt::format("**{}**", word), plain(expectation.id),
                     plain(what), plain(value), plain(limit_text(judgement)),
                     expectation.file.empty() ? "" : plain(fmt::format("{}:{}", expectation.file, expectation.line))});
  }
  text += more(result.expectations.size()) + "\n";
  for (const std::size_t place : order) {
    const Judgement& judgement = result.expectations[place];
    const std::string find = command_to_find(result, judgement);
    if (!find.empty()) text += fmt::format("Some of `{}`:\n\n{}\n", plain(judgement.expectation.id), block(find));
  }
  return text;
}

std::string countries(const Result& result) {
  CountryTableOptions all_columns;
  all_columns.width = ~std::size_t{0};
  const std::vector<Row> rows = country_table(result.groups, all_columns);
  std::string text;
  for (const Row& row : rows) {
    std::vector<std::string> cells;
    for (const std::string& cell : row.cells) cells.push_back(plain(cell));
    text += text.empty() ? head_of(cells, "l" + std::string(cells.size() - 1, 'r')) : line_of(cells);
  }
  return text +
         "\np50 to p99: from sending to receipt of the final report. \\*: no reports come from there, as expected.\n";
}

std::string provenance(const Result& result) {
  const Provenance& from = result.provenance;
  const std::string commit = from.commit.empty() ? "" : fmt::format(" ({})", from.commit);
  return fmt::format("{}\nscenario  {} (seed {}, hash {})\nprogram   dlrsim {}{}, {}\noutcomes  {}\ntimeline  {}",
                     command_to_repeat(result), from.scenario_file, result.seed, from.scenario_hash, from.version,
                     commit, from.compiler, to_hex(result.outcomes), to_hex(result.timeline));
}

// Adds what fits, and remembers what does not.
class Page {
 public:
  void add(std::string_view what, const std::string& text) {
    if (text_.size() + text.size() + kForLeftOut > kMostBytes) {
      const auto at = std::ranges::find(left_out_, what, &std::pair<std::string_view, std::size_t>::first);
      if (at == left_out_.end())
        left_out_.emplace_back(what, 1);
      else
        ++at->second;
      return;
    }
    text_ += text;
  }

  std::string take() {
    if (left_out_.empty()) return std::move(text_);
    text_ += "Left out, for a summary holds 60 kB:";
    for (std::size_t i = 0; i < left_out_.size(); ++i) {
      text_ += fmt::format("{} {} of {}", i == 0 ? "" : ",", left_out_[i].first,
                           human_number_of(left_out_[i].second, "scenario"));
    }
    return text_ + ". Nothing is left out of the HTML page and of the results themselves.\n";
  }

 private:
  std::string text_;
  std::vector<std::pair<std::string_view, std::size_t>> left_out_;
};

}  // namespace

std::string render_markdown(std::span<const Result> results, std::span<const NotRun> not_run) {
  const std::vector<std::string> names = distinct_names(results);
  const Conclusion whole = conclusion_of(results, not_run);
  Page page;
  page.add("the verdict",
           fmt::format("## {}: {}{}\n\n", whole.word,
                       results.size() == 1 && not_run.empty() ? plain(names[0]) + ": " : "", plain(whole.text)));
  if (!not_run.empty()) page.add("what was not run", list_of(not_run));
  if (results.size() > 1) page.add("the overview", overview(results, names));
  // First all that failed, of every scenario, then what only explains.
  const std::vector<std::size_t> order = failures_first(results);
  for (const std::size_t place : order) {
    const Result& result = results[place];
    if (results.size() > 1) {
      if (conclusion_of(result).tone == Tone::good) continue;
      page.add("headings", fmt::format("### {}: {}\n\n", conclusion_of(result).word, plain(names[place])));
    }
    page.add("what is wrong", what_is_wrong(result));
    page.add("notices", notices(result));
    page.add("expectations", expectations(result));
  }
  for (const std::size_t place : order) {
    const Result& result = results[place];
    const std::string of = results.size() > 1 ? " of " + plain(names[place]) : "";
    if (results.size() > 1 && conclusion_of(result).tone == Tone::good) {
      page.add("expectations", folded("Expectations" + of, notices(result) + expectations(result)));
    }
    page.add("countries", folded("Countries" + of, countries(result)));
    page.add("provenance", folded("Run" + of + " again", block(provenance(result))));
  }
  return page.take();
}

}  // namespace dlr::reports
