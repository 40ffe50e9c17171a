#include "reports/render/openmetrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "reports/decimal.h"
#include "reports/render/copies.h"
#include "reports/render/delay_kinds.h"
#include "reports/wide.h"

namespace dlr::reports {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    out += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return out;
}

// `{scenario="race",seed="3"}`, continued label by label.
class Labels {
 public:
  Labels() = default;
  explicit Labels(const Result& result) {
    add("scenario", result.scenario).add("seed", std::to_string(result.seed));
    if (result.point.is_one()) add("point", result.point.name);
  }

  Labels& add(std::string_view name, std::string_view value) {
    text_ += fmt::format("{}{}=\"{}\"", text_.empty() ? "" : ",", name, escaped(value));
    return *this;
  }
  Labels with(std::string_view name, std::string_view value) const { return Labels(*this).add(name, value); }
  Labels of(const GroupName& name) const {
    return Labels(*this)
        .add("country", name.country)
        .add("operator", name.operator_name)
        .add("campaign", name.campaign)
        .add("channel", name.channel);
  }
  std::string text() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

std::string seconds(std::uint64_t ms) { return decimal_text(static_cast<double>(ms) / 1'000, kPlaces); }

std::string seconds(Histogram::Sum sum) {
  const Wide ms = Wide{sum.high} << 64U | sum.low;
  return fmt::format("{}.{:03}", fmt::to_string(ms / 1'000), static_cast<unsigned>(ms % 1'000));
}

class Exposition {
 public:
  Exposition(std::span<const Result> results, std::span<const NotRun> not_run) : not_run_(not_run) {
    // The same scenario with the same seed twice would be the same series twice: a further label tells them apart.
    const std::vector<std::uint64_t> copies = copies_of(results);
    for (std::size_t i = 0; i < results.size(); ++i) {
      Labels labels(results[i]);
      if (copies[i] > 1) labels.add("copy", std::to_string(copies[i]));
      runs_.emplace_back(&results[i], std::move(labels));
    }
  }

  std::string render() {
    about_runs();
    what_was_not_run();
    verdicts();
    for (std::size_t i = 0; i < kCounters; ++i) counter(i);
    faults();
    for (const DelayKind& delay : kDelays) summary(delay);
    return text_ + "# EOF\n";
  }

 private:
  // A family's head; `unit` is the end of its name, or empty.
  std::string family(std::string name, std::string_view type, std::string_view help, std::string_view unit = {}) {
    name = "dlrsim_" + name;
    text_ += fmt::format("# TYPE {} {}\n", name, type);
    if (!unit.empty()) text_ += fmt::format("# UNIT {} {}\n", name, unit);
    text_ += fmt::format("# HELP {} {}\n", name, escaped(help));
    return name;
  }
  void sample(std::string_view name, const Labels& labels, std::string_view value) {
    text_ += fmt::format("{}{} {}\n", name, labels.text(), value);
  }
  void sample(std::string_view name, const Labels& labels, std::uint64_t value) {
    sample(name, labels, std::to_string(value));
  }

  void about_runs() {
    std::string name = family("run", "info", "what was run");
    for (const auto& [result, labels] : runs_) {
      sample(name + "_info",
             labels.with("version", result->provenance.version)
                 .with("drive", result->drive)
                 .with("planted", result->planted)
                 .with("outcomes", to_hex(result->outcomes))
                 .with("timeline", to_hex(result->timeline)),
             1);
    }
    name = family("exit_code", "gauge", "the exit status that the result asks for");
    for (const auto& [result, labels] : runs_) sample(name, labels, std::to_string(result->exit_code));
    name = family("simulated_seconds", "gauge", "from the first instant to the last", "seconds");
    for (const auto& [result, labels] : runs_) {
      sample(name, labels, seconds(static_cast<std::uint64_t>(result->simulated.count())));
    }
    name = family("in_flight_peak", "gauge", "the highest minute sample of messages in flight");
    for (const auto& [result, labels] : runs_) {
      if (const auto peak = result->peak_in_flight()) sample(name, labels, *peak);
    }
    name = family("speed_messages_per_second", "gauge", "messages simulated per second of wall-clock time");
    for (const auto& [result, labels] : runs_) {
      if (const auto speed = result->speed.messages_per_s) sample(name, labels, *speed);
    }
    name = family("invariants_checked", "counter", "invariants that were checked");
    for (const auto& [result, labels] : runs_) sample(name + "_total", labels, result->invariants_checked);
    name = family("invariants_broken", "counter", "invariants that did not hold: the core is wrong");
    for (const auto& [result, labels] : runs_) sample(name + "_total", labels, result->breaches.count());
  }

  void what_was_not_run() {
    if (not_run_.empty()) return;
    const std::string name = family("not_run", "gauge", "files that were asked for and not run");
    for (const auto& [file, why, exit_code] : not_run_) sample(name, Labels().add("file", file).add("why", why), 1);
  }

  void verdicts() {
    const std::string name = family("verdict", "stateset", "what an expectation came to");
    for (const auto& [result, labels] : runs_) {
      for (const Judgement& judgement : result->expectations) {
        const Labels of_this = labels.with("expectation", judgement.expectation.id)
                                   .with("severity", judgement.expectation.required ? "required" : "advisory");
        for (const Verdict verdict : {Verdict::pass, Verdict::fail, Verdict::not_sure}) {
          sample(name, of_this.with(name, to_string(verdict)), judgement.verdict == verdict ? 1 : 0);
        }
      }
    }
  }

  // Counts of messages by group, all others of the whole run.
  void counter(std::size_t place) {
    const auto& [of, what, meaning] = kCounterInfo[place];
    const std::string name = family(fmt::format("{}_{}", of, what), "counter", meaning) + "_total";
    for (const auto& [result, labels] : runs_) {
      if (place >= kMessageCounters) {
        sample(name, labels, result->counters.values[place]);
        continue;
      }
      for (const Group& group : result->groups) sample(name, labels.of(group.name), group.measured.totals[place]);
    }
  }

  void faults() {
    const std::string name = family("faults_struck", "counter", "tries, reports or callbacks that a fault struck");
    for (const auto& [result, labels] : runs_) {
      for (const auto& [id, struck] : result->faults) sample(name + "_total", labels.with("fault", id), struck);
    }
  }

  void summary(const DelayKind& delay) {
    const std::string name = family(fmt::format("{}_seconds", delay.stem), "summary", delay.meaning, "seconds");
    for (const auto& [result, labels] : runs_) {
      for (const Group& group : result->groups) {
        const Histogram& histogram = group.measured.*delay.histogram;
        const Labels of_this = labels.of(group.name);
        for (const unsigned percent : kPercentiles) {
          if (const auto value = histogram.percentile(percent)) {
            sample(name, of_this.with("quantile", decimal_text(percent / 100.0, 2)), seconds(*value));
          }
        }
        sample(name + "_count", of_this, histogram.count());
        sample(name + "_sum", of_this, seconds(histogram.sum()));
      }
    }
  }

  std::span<const NotRun> not_run_;
  std::vector<std::pair<const Result*, Labels>> runs_;
  std::string text_;
};

}  // namespace

std::string render_openmetrics(std::span<const Result> results, std::span<const NotRun> not_run) {
  return Exposition(results, not_run).render();
}

}  // namespace dlr::reports
