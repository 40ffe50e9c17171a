#include "reports/render/terminal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "reports/render/conclusion.h"
#include "reports/render/country_table.h"
#include "reports/render/expectation_text.h"
#include "reports/render/human.h"
#include "reports/render/table.h"
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

class Page {
 public:
  Page(const Result& result, const TerminalOptions& options)
      : result_(result), options_(options), width_(std::clamp(options.width, 60U, 100U)) {}

  std::string render() {
    if (!options_.quiet) {
      title();
      what_was_simulated();
      outcomes();
      by_country();
      what_was_noticed();
      judgements();
      fingerprint();
    } else if (exit_matters()) {
      judgements();
    }
    argument();
    conclusion();
    return std::move(text_);
  }

 private:
  std::uint64_t count(Counter counter) const { return result_.counters[counter]; }
  bool core_is_wrong() const { return result_.breaches.count() > 0; }
  bool exit_matters() const {
    return core_is_wrong() || count_verdicts(result_).failed + count_verdicts(result_).not_sure > 0;
  }

  void put(std::string_view text, Paint paint = Paint::none) { text_ += painted(paint, text, options_.colour); }
  void end_line() { text_ += '\n'; }
  void put_line(std::string_view text, Paint paint = Paint::none) {
    put(text, paint);
    end_line();
  }

  // "  label        one thing, another thing": as many lines as it takes, broken between things.
  void fact(std::string_view label, const std::vector<std::string>& things) {
    put(std::string(kIndent, ' '));
    put(left_aligned(label, kLabel), Paint::dim);
    std::size_t column = kIndent + kLabel;
    for (std::size_t i = 0; i < things.size(); ++i) {
      const std::string thing = things[i] + (i + 1 < things.size() ? "," : "");
      if (i > 0 && column + 1 + columns(thing) > width_) {
        end_line();
        put(std::string(kIndent + kLabel, ' '));
        column = kIndent + kLabel;
      } else if (i > 0) {
        put(" ");
        ++column;
      }
      put(thing);
      column += columns(thing);
    }
    end_line();
  }

  void title() {
    put(result_.scenario, Paint::bold);
    put(fmt::format("  seed {}{}", result_.seed, result_.own_seed ? "" : " (not the file's own)"), Paint::dim);
    end_line();
    if (!result_.summary.empty()) put_line(wrapped(result_.summary, width_));
    end_line();
  }

  void what_was_simulated() {
    std::set<std::string> countries;
    std::set<std::pair<std::string, std::string>> operators;
    for (const Group& group : result_.groups) {
      countries.insert(group.name.country);
      operators.emplace(group.name.country, group.name.operator_name);
    }
    fact("simulated", {human_number_of(count(Counter::messages_submitted), "message"),
                       human_number_of(countries.size(), "country", "countries"),
                       human_number_of(operators.size(), "operator"), human_number_of(result_.lanes_done, "lane"),
                       fmt::format("{} from {}", human_duration(result_.simulated), format_instant(result_.start))});
    if (!result_.planted.empty()) fact("planted", {result_.planted + ", a mistake in the core, on purpose"});
    std::vector<std::string> parameters;
    for (const auto& [name, value] : result_.parameters) parameters.push_back(fmt::format("{}={}", name, value));
    if (!parameters.empty()) fact("parameters", parameters);
    const Speed& speed = result_.speed;
    std::vector<std::string> took;
    if (speed.wall_us) took.push_back(human_duration(static_cast<double>(*speed.wall_us) / 1000));
    if (speed.messages_per_s) took.push_back(human_count(*speed.messages_per_s) + " messages/s");
    if (speed.peak_rss_bytes) took.push_back(human_bytes(*speed.peak_rss_bytes));
    if (took.empty()) took.push_back(speed.reason.empty() ? "nobody knows how long" : speed.reason);
    fact("took", took);
    if (const auto peak = result_.peak_in_flight()) fact("in flight", {human_count(*peak) + " at the peak"});
    if (result_.shard.is_part()) {
      fact("shard", {fmt::format("{} of {}", result_.shard.index, result_.shard.of)});
    }
    if (result_.interrupted) {
      fact("interrupted",
           {fmt::format("{} of {} lanes were done", human_count(result_.lanes_done), human_count(result_.lanes)),
            "all that follows is about them"});
    }
    end_line();
  }

  void outcomes() {
    const std::uint64_t submitted = count(Counter::messages_submitted);
    std::vector<Row> rows{{{"outcome", "messages", "share"}, Paint::dim}};
    for (const Counter end : {Counter::messages_delivered, Counter::messages_failed, Counter::messages_rejected,
                              Counter::messages_enqueue_failed, Counter::messages_unreported}) {
      if (end == Counter::messages_enqueue_failed && count(end) == 0) continue;
      rows.push_back({{std::string(info(end).name), human_count(count(end)), human_share(count(end), submitted)}});
    }
    if (const std::uint64_t expected = count(Counter::messages_unreported_expected); expected > 0) {
      rows.push_back(
          {{"  in no-report countries", human_count(expected), human_share(expected, submitted)}, Paint::dim});
    }
    text_ += table(rows, kIndent, 3, options_.colour);
    end_line();
  }

  void by_country() {
    CountryTableOptions layout;
    layout.width = width_;
    layout.by_operator = options_.verbose;
    const std::vector<Row> rows = country_table(result_.groups, layout);
    if (rows.empty()) return;
    text_ += table(rows, layout.indent, layout.gap, options_.colour);
    put_line("  p50 to p99: from sending to receipt of the final report", Paint::dim);
    if (count(Counter::messages_unreported_expected) > 0) {
      put_line("  *  no reports about SMS come from there, as expected", Paint::dim);
    }
    end_line();
  }

  void what_was_noticed() {
    std::vector<std::string> struck;
    for (const FaultCount& fault : result_.faults)
      struck.push_back(fmt::format("{} {}", fault.id, human_count(fault.struck)));
    std::vector<std::string> noticed;
    const auto notice = [&](Counter counter) {
      noticed.push_back(fmt::format("{}.{} {}", info(counter).family, info(counter).name, human_count(count(counter))));
    };
    for (std::size_t i = 0; i < kCounters && options_.verbose; ++i) notice(static_cast<Counter>(i));
    for (const Counter counter : kNoticed) {
      if (!options_.verbose && count(counter) > 0) notice(counter);
    }
    if (!struck.empty()) fact("faults", struck);
    if (!noticed.empty()) fact(options_.verbose ? "counts" : "noticed", noticed);
    if (!struck.empty() || !noticed.empty()) end_line();
  }

  // One line for the invariants, one per expectation, and below what failed why.
  void judgements() {
    std::size_t id_width = std::string_view("invariants").size(), value_width = 0, status_width = 4;
    for (const Judgement& judgement : result_.expectations) {
      if (!is_shown(judgement)) continue;
      id_width = std::max(id_width, std::min<std::size_t>(columns(judgement.expectation.id), 30));
      value_width = std::max(value_width, std::min<std::size_t>(columns(value_text(judgement)), 14));
      status_width = std::max(status_width, status_of(judgement).word.size());
    }
    const auto put_status = [&](std::string_view word, Paint paint) {
      put("  ");
      put(left_aligned(word, status_width), paint);
      put("  ");
    };
    const std::string margin(status_width + 4, ' ');
    if (core_is_wrong()) {
      put_status("FAIL", Paint::red);
      put_line(fmt::format("{}  {} of {} are broken", left_aligned("invariants", id_width),
                           human_count(result_.breaches.count()), human_count(result_.invariants_checked)));
      for (const std::string& sentence : breach_sentences(result_)) {
        put_line(margin + wrapped(sentence, width_, margin.size()));
      }
    } else if (!options_.quiet) {
      put_status("PASS", Paint::green);
      put_line(fmt::format("{}  all {} hold", left_aligned("invariants", id_width),
                           human_count(result_.invariants_checked)));
    }
    for (const Judgement& judgement : result_.expectations) {
      if (!is_shown(judgement)) continue;
      const Expectation& expectation = judgement.expectation;
      const auto [word, tone] = status_of(judgement);
      put_status(word, paint_of(tone));
      put(left_aligned(expectation.id, id_width));
      put("  " + left_aligned(value_text(judgement), value_width) + "  ");
      put_line(expectation.limit.text);
      if (options_.verbose || (judgement.verdict != Verdict::pass && !result_.partial())) explain(judgement, margin);
    }
    end_line();
  }

  // What was measured, and where it is asked for; on one line where that fits.
  void explain(const Judgement& judgement, const std::string& margin) {
    const auto& [id, metric, where, limit, required, file, line] = judgement.expectation;
    std::string what = metric_text(judgement.expectation);
    if (!judgement.reason.empty() && judgement.value && !result_.partial()) what += "; " + judgement.reason;
    const std::string place = file.empty() ? "" : fmt::format("{}:{}", file, line);
    const bool fits = margin.size() + columns(what) + 2 + columns(place) <= width_;
    put(margin + wrapped(what, width_, margin.size()), Paint::dim);
    if (!place.empty()) put((fits ? "  " : "\n" + margin) + place, Paint::dim);
    end_line();
  }

  bool is_shown(const Judgement& judgement) const {
    return !options_.quiet || (judgement.verdict != Verdict::pass && judgement.expectation.required);
  }

  static Paint paint_of(Tone tone) {
    constexpr std::array kPaints{Paint::none, Paint::green, Paint::red, Paint::yellow};
    return kPaints[static_cast<std::size_t>(tone)];
  }

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

  void conclusion() {
    const auto [word, tone, text] = conclusion_of(result_);
    put(word, paint_of(tone));
    put("  ");
    put_line(wrapped(fmt::format("{}: {}", result_.scenario, text), width_, word.size() + 2));
    if (!result_.provenance.again.empty()) put_line("again: " + result_.provenance.again);
  }

  const Result& result_;
  const TerminalOptions& options_;
  const std::size_t width_;
  std::string text_;
};

}  // namespace

std::string render_terminal(const Result& result, const TerminalOptions& options) {
  return Page(result, options).render();
}

}  // namespace dlr::reports
