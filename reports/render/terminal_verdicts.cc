#include "reports/render/terminal_verdicts.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/human.h"
#include "reports/render/conclusion.h"
#include "reports/render/expectation_text.h"
#include "reports/render/terminal_text.h"
#include "reports/verdict.h"

namespace dlr::reports {
namespace {

class Verdicts : TerminalText {
 public:
  Verdicts(const Result& result, const TerminalOptions& options, std::size_t width)
      : TerminalText(options.colour), result_(result), options_(options), width_(width) {}

  // Below what failed why. Those that failed come first where there is no room for all; of those that passed only the
  // names then.
  std::string render(const VerdictRoom& room) {
    std::vector<const Judgement*> listed;
    std::vector<std::string> names;
    std::vector<Unlisted> unlisted;
    for (const std::size_t place : order_of(room)) {
      const Judgement& judgement = result_.expectations[place];
      if (!is_shown(judgement)) continue;
      if (is_judged_later()) {
        names.push_back(judgement.expectation.id);
      } else if (room.names_of_passed_only && judgement.verdict == Verdict::pass) {
        names.push_back(judgement.expectation.id);
      } else if (listed.size() < room.not_passed) {
        listed.push_back(&judgement);
      } else {
        const auto [word, tone] = status_of(judgement);
        auto more = std::ranges::find(unlisted, word, &Unlisted::word);
        if (more == unlisted.end()) more = unlisted.insert(more, {word, paint_of(tone), {}});
        more->names.push_back(judgement.expectation.id);
      }
    }
    std::size_t id_width = std::string_view("invariants").size(), value_width = 0;
    std::size_t status_width = names.empty() || !is_judged_later() ? 4 : std::string_view("LATER").size();
    for (const Judgement* judgement : listed) {
      id_width = std::max(id_width, std::min<std::size_t>(columns(judgement->expectation.id), 30));
      value_width = std::max(value_width, std::min<std::size_t>(columns(value_text(*judgement)), 14));
      status_width = std::max(status_width, status_of(*judgement).word.size());
    }
    for (const Unlisted& more : unlisted) status_width = std::max(status_width, more.word.size());
    const auto put_status = [&](std::string_view word, Paint paint) {
      put("  ");
      put(left_aligned(word, status_width), paint);
      put("  ");
    };
    const std::string margin(status_width + 4, ' ');
    if (result_.breaches.count() > 0) {
      put_status("FAIL", Paint::red);
      const std::string broken =
          fmt::format("{}  {} of {} are broken", left_aligned("invariants", id_width),
                      human_count(result_.breaches.count()), human_count(result_.invariants_checked));
      put_line(margin.size() + columns(broken) <= width_ ? broken : wrapped(broken, width_, margin.size()));
      const std::vector<std::string> sentences = breach_sentences(result_);
      // How many messages, and broken in which ways, always.
      const std::size_t most = room.names_of_passed_only ? std::max<std::size_t>(room.not_passed, 2) : sentences.size();
      for (std::size_t i = 0; i < std::min(most, sentences.size()); ++i) {
        put_line(margin + wrapped(sentences[i], width_, margin.size()));
      }
      if (most < sentences.size()) {
        put_line(fmt::format("{}and {} more: -v", margin, sentences.size() - most), Paint::dim);
      }
    } else if (!options_.quiet) {
      put_status("PASS", Paint::green);
      put_line(fmt::format("{}  all {} hold", left_aligned("invariants", id_width),
                           human_count(result_.invariants_checked)));
    }
    std::size_t limit_width = 0;
    for (const Judgement* judgement : listed) limit_width = std::max(limit_width, columns(limit_text(*judgement)));
    constexpr std::size_t kWideEnough = 60;  // what is longer there goes on beyond the edge
    const bool is_one_line =
        width_ >= kWideEnough || margin.size() + id_width + 2 + value_width + 2 + limit_width <= width_;
    for (const Judgement* judgement : listed) {
      const Expectation& expectation = judgement->expectation;
      const auto [word, tone] = status_of(*judgement);
      put_status(word, paint_of(tone));
      if (is_one_line) {
        put(left_aligned(expectation.id, id_width));
        put("  " + left_aligned(value_text(*judgement), value_width) + "  ");
        put_line(limit_text(*judgement));
      } else {
        put_line(expectation.id);
        put_line(margin + wrapped(value_text(*judgement) + ", " + limit_text(*judgement), width_, margin.size()));
      }
      if (options_.verbose || (judgement->verdict != Verdict::pass && is_judged())) explain(*judgement, margin);
    }
    for (const Unlisted& more : unlisted) {
      put_status(more.word, more.paint);
      put_names(more.names, margin.size(), &more == &unlisted.back() ? " (why: -v)" : "");
    }
    if (!names.empty()) {
      put_status(is_judged_later() ? "LATER" : "PASS", is_judged_later() ? Paint::dim : Paint::green);
      put_names(names, margin.size());
    }
    end_line();
    return std::move(text_);
  }

 private:
  std::vector<std::size_t> order_of(const VerdictRoom& room) const {
    if (room.names_of_passed_only) return failures_first(result_.expectations);
    std::vector<std::size_t> order(result_.expectations.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    return order;
  }

  // What did not pass and has no room for more than its name, by how it ended.
  struct Unlisted {
    std::string_view word;
    Paint paint;
    std::vector<std::string> names;
  };

  void put_names(const std::vector<std::string>& names, std::size_t margin, std::string_view end = {}) {
    constexpr std::size_t kMostNames = 24;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kMostNames); ++i) {
      text += (i == 0 ? "" : ", ") + names[i];
    }
    if (names.size() > kMostNames) text += fmt::format(", {} more", names.size() - kMostNames);
    put_line(wrapped(text + std::string(end), width_, margin));
  }

  // By itself. In a part of a run all are open for the same reason, which stands above.
  bool is_judged() const { return !result_.partial() || result_.interrupted_between_runs(); }

  // What was measured, and where it is asked for; on one line where that fits.
  void explain(const Judgement& judgement, const std::string& margin) {
    const auto& [id, metric, where, limit, required, certain, file, line] = judgement.expectation;
    std::string what = metric_text(judgement.expectation);
    if (const std::string part = part_of_whole(result_, judgement); !part.empty()) what += ": " + part;
    // What is not sure looks like a pass without it, and what fails may fail by much or by little.
    const bool is_open = judgement.verdict == Verdict::not_sure || judgement.verdict == Verdict::fail;
    if (const std::string interval = interval_text(judgement); (options_.verbose || is_open) && !interval.empty()) {
      what += "; truly " + interval;
    }
    if (const std::string basis = basis_text(judgement); !basis.empty()) what += "; " + basis;
    if (!judgement.reason.empty() && judgement.value && is_judged()) what += "; " + judgement.reason;
    const std::string place = file.empty() ? "" : fmt::format("{}:{}", file, line);
    const bool fits = margin.size() + columns(what) + 2 + columns(place) <= width_;
    put(margin + wrapped(what, width_, margin.size()), Paint::dim);
    if (!place.empty()) put((fits ? "  " : "\n" + margin) + place, Paint::dim);
    end_line();
  }

  // Of a part nothing but the invariants is judged; its values are shown where all is.
  bool is_judged_later() const { return result_.shard.is_part() && !options_.verbose; }

  bool is_shown(const Judgement& judgement) const {
    if (options_.quiet && result_.shard.is_part()) return false;
    return !options_.quiet || (judgement.verdict != Verdict::pass && judgement.expectation.required);
  }

  const Result& result_;
  const TerminalOptions& options_;
  const std::size_t width_;
};

}  // namespace

std::string verdict_lines(const Result& result, const TerminalOptions& options, std::size_t width,
                          const VerdictRoom& room) {
  return Verdicts(result, options, width).render(room);
}

}  // namespace dlr::reports
