#include "reports/render/terminal.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <utility>

#include "reports/human.h"
#include "reports/notices.h"
#include "reports/render/again.h"
#include "reports/render/conclusion.h"
#include "reports/render/country_table.h"
#include "reports/render/delay_bars.h"
#include "reports/render/table.h"
#include "reports/render/terminal_text.h"
#include "reports/render/terminal_verdicts.h"
#include "reports/verdict.h"

namespace dlr::reports {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kLabel = 13;  // columns of what stands before a line of facts

// What is worth a line when it is not 0: what faults, losses and races leave behind. The names are those that an
// expectation would use.
constexpr std::array kNoticed{
    Counter::messages_unconfirmed,   Counter::messages_recovered, Counter::responses_refused,
    Counter::responses_unknown,      Counter::responses_conflict, Counter::reports_repeated,
    Counter::reports_dropped,        Counter::reports_lost,       Counter::reports_undelivered,
    Counter::reports_unknown_status, Counter::reports_duplicate,  Counter::reports_conflict,
    Counter::reports_late,           Counter::reports_unknown,    Counter::reports_malformed,
    Counter::reports_held,           Counter::callbacks_refused,  Counter::callbacks_given_up};

constexpr std::array kEnds{Counter::messages_delivered, Counter::messages_failed, Counter::messages_rejected,
                           Counter::messages_enqueue_failed, Counter::messages_unreported};

constexpr std::size_t kLinesOfCounts = 2;

class TerminalPage : TerminalText {
 public:
  TerminalPage(const Result& result, const TerminalOptions& options)
      : TerminalText(options.colour),
        result_(result),
        options_(options),
        width_(std::clamp(options.width, 40U, 100U)) {}

  std::string render() {
    if (options_.quiet) {
      verdict();
      if (exit_matters()) judgements(kAll.verdicts);
      argument();
      what_to_do();
      if (text_.ends_with("\n\n")) text_.pop_back();
      return std::move(text_);
    }
    if (options_.verbose) return all();
    return summary();
  }

 private:
  // What of the summary there is room for.
  struct Room {
    std::size_t countries;  // the largest; 0: no table
    VerdictRoom verdicts;
  };
  static constexpr Room kAll{10, {}};

  std::string all() {
    title();
    if (!result_.summary.empty()) put_line(wrapped(result_.summary, width_));
    end_line();
    what_was_simulated();
    outcomes();
    by_country(kAll.countries);
    delays();
    what_was_noticed();
    judgements(kAll.verdicts);
    fingerprint();
    argument();
    conclusion();
    return std::move(text_);
  }

  // The most that fits; where the argument alone takes too much, the most that fits beside it on a screen of its own.
  std::string summary() {
    constexpr Room kRooms[] = {kAll,           {10, {9, true}}, {6, {9, true}}, {4, {6, true}}, {2, {5, true}},
                               {0, {5, true}}, {0, {4, true}},  {0, {2, true}}, {0, {1, true}}};
    for (const bool with_argument : {true, false}) {
      for (const Room& room : kRooms) {
        if (fits(room, with_argument)) return summary_in(room, true);
      }
    }
    return summary_in(kRooms[std::size(kRooms) - 1], true);
  }

  bool fits(const Room& room, bool with_argument) {
    constexpr std::ptrdiff_t kLines = 23;  // one is for the prompt
    return std::ranges::count(summary_in(room, with_argument), '\n') <= kLines;
  }

  std::string summary_in(const Room& room, bool with_argument) {
    text_.clear();
    title();
    facts();
    end_line();
    if (room.countries > 0) by_country(room.countries);
    judgements(room.verdicts);
    change();
    if (with_argument) argument();
    conclusion();
    return std::exchange(text_, {});
  }

  std::uint64_t count(Counter counter) const { return result_.counters[counter]; }
  bool exit_matters() const {
    return result_.breaches.count() > 0 || count_verdicts(result_).failed + count_verdicts(result_).not_sure > 0;
  }

  void fact(std::string_view label, const std::vector<std::string>& things, std::size_t most_lines = kAnyNumber) {
    text_ += fact_lines({label, kIndent, kLabel, width_, most_lines}, things, colour_);
  }

  void title() {
    put(result_.title(), Paint::bold);
    std::string seed = fmt::format("  seed {}{}", result_.seed, result_.own_seed ? "" : " (not the file's own)");
    if (is_nothing_accepted(result_)) {
      constexpr std::string_view kNothing = ", nothing accepted yet";
      if (columns(result_.title()) + seed.size() + kNothing.size() <= width_) seed += kNothing;
    }
    put(seed, Paint::dim);
    // Below, -v has it among the rest; on a narrow terminal there is no room.
    if (const auto speed = result_.speed.messages_per_s; speed && !options_.verbose) {
      const std::string said = fmt::format("  {} messages/s", human_count(*speed));
      if (columns(result_.title()) + columns(seed) + columns(said) <= width_) put(said, Paint::dim);
    }
    end_line();
  }

  // Countries, and operators in them.
  std::vector<std::string> where() const {
    std::set<std::string> countries;
    std::set<std::pair<std::string, std::string>> operators;
    for (const Group& group : result_.groups) {
      countries.insert(group.name.country);
      operators.emplace(group.name.country, group.name.operator_name);
    }
    return {human_number_of(countries.size(), "country", "countries"), human_number_of(operators.size(), "operator")};
  }

  // All that happened in a few lines.
  void facts() {
    const std::uint64_t submitted = count(Counter::messages_submitted);
    std::vector<std::string> simulated = where();
    simulated.insert(simulated.begin(), human_number_of(submitted, "message"));
    std::string time = human_duration(result_.simulated);
    if (const auto us = result_.speed.wall_us) time += " in " + human_duration(static_cast<double>(*us) / 1000);
    simulated.push_back(std::move(time));
    fact("simulated", simulated);
    what_is_special();
    std::vector<std::string> ends;
    for (const Counter end : kEnds) {
      if (count(end) == 0 && end != Counter::messages_delivered) continue;
      ends.push_back(fmt::format("{} {}", human_share(count(end), submitted), info(end).name));
    }
    if (const std::uint64_t expected = count(Counter::messages_unreported_expected); expected > 0) {
      ends.back() += fmt::format(" ({} as expected)", human_share(expected, submitted));
    }
    fact("outcome", ends);
    struck_and_noticed(kLinesOfCounts);
  }

  std::vector<std::string> replications_text() const {
    return {fmt::format("{} runs, seeds {} to {}", result_.replications.size(), result_.replications.front().seed,
                        result_.replications.back().seed),
            "expectations are about all of them, the rest about the first"};
  }

  // What makes it another run than the file alone would.
  void what_is_special() {
    if (!result_.planted.empty()) fact("planted", {result_.planted + ", a mistake in the core, on purpose"});
    std::vector<std::string> parameters;
    for (const auto& [name, value] : result_.parameters) parameters.push_back(fmt::format("{}={}", name, value));
    if (!parameters.empty()) fact("parameters", parameters);
    if (result_.replications.size() > 1) fact("replications", replications_text());
    if (result_.shard.is_part()) {
      fact("shard", {fmt::format("{} of {}", result_.shard.index, result_.shard.of)});
    }
    if (result_.interrupted) {
      if (result_.interrupted_between_runs()) {
        fact("interrupted", {"before the next run was done", "which might have decided what is not sure"});
      } else {
        fact("interrupted",
             {fmt::format("{} of {} lanes were done", human_count(result_.lanes_done), human_count(result_.lanes)),
              "all that follows is about them"});
      }
    }
  }

  void what_was_simulated() {
    std::vector<std::string> simulated = where();
    simulated.insert(simulated.begin(), human_number_of(count(Counter::messages_submitted), "message"));
    simulated.push_back(human_number_of(result_.lanes_done, "lane"));
    simulated.push_back(fmt::format("{} from {}", human_duration(result_.simulated), format_instant(result_.start)));
    fact("simulated", simulated);
    what_is_special();
    const Speed& speed = result_.speed;
    std::vector<std::string> took;
    if (speed.wall_us) took.push_back(human_duration(static_cast<double>(*speed.wall_us) / 1000));
    if (speed.messages_per_s) took.push_back(human_count(*speed.messages_per_s) + " messages/s");
    if (speed.peak_rss_bytes) took.push_back(human_bytes(*speed.peak_rss_bytes));
    if (took.empty()) took.push_back(speed.reason.empty() ? "nobody knows how long" : speed.reason);
    fact("took", took);
    if (const auto peak = result_.peak_in_flight()) fact("in flight", {human_count(*peak) + " at the peak"});
    end_line();
  }

  void outcomes() {
    const std::uint64_t submitted = count(Counter::messages_submitted);
    std::vector<Row> rows{{{"outcome", "messages", "share"}, Paint::dim}};
    for (const Counter end : kEnds) {
      if (end == Counter::messages_enqueue_failed && count(end) == 0) continue;
      rows.push_back({{std::string(info(end).name), human_count(count(end)), human_share(count(end), submitted)}});
    }
    if (const std::uint64_t expected = count(Counter::messages_unreported_expected); expected > 0) {
      rows.push_back(
          {{"  in no-report countries", human_count(expected), human_share(expected, submitted)}, Paint::dim});
    }
    text_ += table(rows, kIndent, 3, colour_);
    end_line();
  }

  void by_country(std::size_t largest) {
    CountryTableOptions layout;
    layout.width = width_;
    layout.by_operator = options_.verbose;
    layout.largest = largest;
    const std::vector<Row> rows = country_table(result_.groups, layout);
    if (rows.empty()) return;
    text_ += table(rows, layout.indent, layout.gap, colour_);
    std::vector<std::string> notes;
    notes.emplace_back(options_.verbose ? "p50 to p99: from sending to receipt of the final report"
                                        : "delays to the final report");
    const bool has_silent = std::ranges::any_of(rows, [](const Row& row) { return row.cells.front().ends_with(" *"); });
    if (has_silent) {
      notes.emplace_back(options_.verbose ? "*: no reports come from there, as expected" : "*: no reports come");
    }
    if (const std::vector<std::string> missing = columns_left_out(rows); !missing.empty()) {
      notes.push_back(fmt::format("left out: {}", fmt::join(missing, ", ")));
    }
    put_line("  " + wrapped(fmt::format("{}", fmt::join(notes, "; ")), width_, 2), Paint::dim);
    end_line();
  }

  void delays() {
    GroupMeasurements all;
    for (const Group& group : result_.groups) all += group.measured;
    const std::vector<std::string> lines = delay_bars(all.report_delay, width_ - kIndent);
    if (lines.empty()) return;
    put_line("  report delay", Paint::dim);
    for (const std::string& line : lines) put_line(std::string(kIndent, ' ') + line);
    end_line();
  }

  void what_was_noticed() {
    const std::size_t before = text_.size();
    struck_and_noticed(kAnyNumber);
    if (text_.size() > before) end_line();
  }

  void struck_and_noticed(std::size_t most_lines) {
    std::vector<std::string> struck;
    for (const FaultCount& fault : result_.faults)
      struck.push_back(fmt::format("{} {}", fault.id, human_count(fault.struck)));
    std::vector<std::string> noticed;
    const auto notice = [&](Counter counter) {
      noticed.push_back(fmt::format("{} {}", info(counter).full_name(), human_count(count(counter))));
    };
    for (std::size_t i = 0; i < kCounters && options_.verbose; ++i) notice(static_cast<Counter>(i));
    for (const Counter counter : kNoticed) {
      if (!options_.verbose && count(counter) > 0) notice(counter);
    }
    if (!struck.empty()) fact("faults", struck, most_lines);
    if (const std::vector<std::string> idle = idle_faults(result_); !idle.empty()) {
      fact("never struck", idle, most_lines);
    }
    if (!noticed.empty()) fact(options_.verbose ? "counts" : "noticed", noticed, most_lines);
  }

  void judgements(const VerdictRoom& room) { text_ += verdict_lines(result_, options_, width_, room); }

  void argument() {
    if (result_.argument.empty()) return;
    put_line(std::string_view(result_.argument).substr(0, result_.argument.find_last_not_of('\n') + 1));
    end_line();
  }

  void fingerprint() {
    fact("fingerprint", {"outcomes " + to_hex(result_.outcomes)});
    const std::string margin(kIndent + kLabel, ' ');
    put_line(margin + "timeline " + to_hex(result_.timeline));
    if (result_.baseline && !result_.changed()) put_line(margin + "as accepted");
    for (const std::string& sentence : change_sentences(result_))
      put_line(margin + wrapped(sentence, width_, margin.size()));
    end_line();
  }

  // In the summary: only when there is something to say.
  void change() {
    const std::vector<std::string> sentences = change_sentences(result_);
    if (sentences.empty()) return;
    put("  " + left_aligned("changed", kLabel), Paint::dim);
    const std::string margin(kIndent + kLabel, ' ');
    for (const std::string& sentence : sentences) {
      put_line((&sentence == sentences.data() ? "" : margin) + wrapped(sentence, width_, margin.size()));
    }
    end_line();
  }

  void conclusion() {
    verdict();
    what_to_do();
  }

  void verdict() {
    const auto [word, tone, text] = conclusion_of(result_);
    put(word, paint_of(tone));
    put("  ");
    put_line(wrapped(fmt::format("{}: {}", options_.name.empty() ? result_.title() : options_.name, text), width_,
                     word.size() + 2));
  }

  void what_to_do() {
    const std::string_view word = conclusion_of(result_).word;
    if (!result_.provenance.again.empty()) {
      put_line((word == "CHANGED" ? "next: " : "again: ") + result_.provenance.again);
    }
    if (options_.quiet) return;
    if (result_.breaches.count() == 0) {
      for (const Judgement& judgement : result_.expectations) {
        const std::string command = command_to_find(result_, judgement);
        if (command.empty()) continue;
        put_line(fmt::format("some of them ({}): {}", judgement.expectation.id, command));
        break;
      }
    }
    if (word != "CHANGED") return;
    const auto [why, commands] = commands_to_compare(result_);
    if (commands.empty()) return;
    put_line(wrapped(why, width_));
    put_line(commands);
  }

  const Result& result_;
  const TerminalOptions& options_;
  const std::size_t width_;
};

}  // namespace

std::string render_terminal(const Result& result, const TerminalOptions& options) {
  return TerminalPage(result, options).render();
}

bool is_sentence(const Result& result, const TerminalOptions& options) {
  return options.quiet && conclusion_of(result).word == "PASS";
}

}  // namespace dlr::reports
