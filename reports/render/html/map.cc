#include "reports/render/html/map.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "reports/human.h"
#include "reports/render/html/assets.h"
#include "reports/render/html/figure.h"
#include "reports/render/html/svg.h"
#include "reports/render/markup.h"

namespace dlr::reports {
namespace {

constexpr double kMapWidth = 960, kHeight = 470;  // as web/make.mjs projects it

struct Territory {
  std::string_view code;   // "FR"; "-": land that is none of ISO's
  std::string_view name;   // "France"
  std::string_view shape;  // a path in SVG's letters, or "@x,y": a dot
};

std::vector<Territory> territories() {
  std::vector<Territory> all;
  for (std::size_t at = 0; at < kMap.size();) {
    const std::size_t end = kMap.find('\n', at), tab = kMap.find('\t', at), next = kMap.find('\t', tab + 1);
    all.push_back(
        {kMap.substr(at, tab - at), kMap.substr(tab + 1, next - tab - 1), kMap.substr(next + 1, end - next - 1)});
    at = end + 1;
  }
  return all;
}

// From orange to blue, which colour-blind readers tell apart; dark at both ends.
struct Level {
  double at_least;  // share of the submitted messages that were delivered
  const char* title;
  Ink ink;
};
constexpr std::array<Level, 6> kLevels{{{0.98, "98 % delivered or more", {"level_f", "#2457c5"}},
                                        {0.95, "95 to 98 %", {"level_e", "#7ba3de"}},
                                        {0.9, "90 to 95 %", {"level_d", "#c4d5ee"}},
                                        {0.8, "80 to 90 %", {"level_c", "#f7c58f"}},
                                        {0.5, "50 to 80 %", {"level_b", "#e58139"}},
                                        {0, "less than half", {"level_a", "#a63603"}}}};
constexpr Ink kPaper{"paper", "#ffffff"};

const Level& level_of(const Grouped& country) {
  const double share = static_cast<double>(country.total(Counter::messages_delivered)) /
                       static_cast<double>(country.total(Counter::messages_submitted));
  return *std::ranges::find_if(kLevels, [share](const Level& level) { return share >= level.at_least; });
}

std::string in_words(const Grouped& country, std::string_view name) {
  const std::uint64_t submitted = country.total(Counter::messages_submitted);
  std::string text = country.name;
  if (!name.empty()) text = fmt::format("{} ({})", name, country.name);
  text += ": " + human_number_of(submitted, "message");
  if (country.silent()) return text + ", no reports come from there, as expected";
  constexpr std::pair<Counter, const char*> ends[] = {{Counter::messages_delivered, "delivered"},
                                                      {Counter::messages_failed, "failed"},
                                                      {Counter::messages_rejected, "rejected"},
                                                      {Counter::messages_unreported, "unreported"}};
  for (const auto& [counter, end] : ends) {
    const std::uint64_t count = country.total(counter);
    if (count > 0) text += fmt::format(", {} {}", human_share(count, submitted), end);
  }
  if (const auto median = country.measured.report_delay.percentile(50)) {
    text += ", median report after " + human_duration(static_cast<double>(*median));
  }
  return text;
}

std::string key(std::span<const Grouped> countries) {
  std::string text = "<ul class=\"key\">";
  const auto add = [&](const Ink& ink, std::string_view title) {
    Svg sample(12, 12, title);
    sample.rect(0, 0, 12, 12, ink);
    text += fmt::format("<li>{} {}</li>", sample.take(), title);
  };
  for (const Level& level : kLevels) {
    const auto is_here = [&](const Grouped& country) { return !country.silent() && &level_of(country) == &level; };
    if (std::ranges::any_of(countries, is_here)) add(level.ink, level.title);
  }
  if (std::ranges::any_of(countries, &Grouped::silent)) add(kUnreportedExpected, "no reports, as expected");
  add(kRule, "no messages");
  return text + "</ul>\n";
}

}  // namespace

std::string html_map(std::span<const Grouped> countries) {
  const std::vector<Territory> all = territories();
  if (all.empty()) return {};
  Svg svg(kMapWidth, kHeight, "Outcomes by country, as a map",
          "The share of the messages to each country that was delivered. The table of outcomes holds the figures.");
  std::vector<std::string> missing;
  for (const Grouped& country : countries) {
    if (std::ranges::find(all, country.name, &Territory::code) == all.end()) {
      missing.push_back(in_words(country, {}));
    }
  }
  // Shapes first, so that no dot lies under one.
  for (const bool dots : {false, true}) {
    for (const auto& [code, name, shape] : all) {
      if (shape.starts_with('@') != dots) continue;
      const auto country = std::ranges::find(countries, code, &Grouped::name);
      if (country == countries.end()) {
        svg.use(fmt::format("map-{}", code), kRule, kPaper, name);
      } else {
        svg.use(fmt::format("map-{}", code), country->silent() ? kUnreportedExpected : level_of(*country).ink, kPaper,
                in_words(*country, name));
      }
    }
  }
  std::string text = html_figure(svg.take(), "What share was delivered; small territories are dots", " class=\"map\"") +
                     key(countries);
  if (!missing.empty()) {
    text += "<p class=\"note\">Not on the map: ";
    for (const std::string& one : missing) text += (&one == missing.data() ? "" : "; ") + xml_text(one);
    text += ".</p>\n";
  }
  return text;
}

std::string html_map_shapes() {
  std::string text =
      R"(<svg width="0" height="0" aria-hidden="true" class="shapes"><title>Shapes of the map</title><defs>)";
  for (const auto& [code, name, shape] : territories()) {
    if (const std::size_t comma = shape.find(','); shape.starts_with('@')) {
      text += fmt::format(R"(<circle id="map-{}" cx="{}" cy="{}" r="2.8"/>)", code, shape.substr(1, comma - 1),
                          shape.substr(comma + 1));
    } else {
      text += fmt::format(R"(<path id="map-{}" d="{}"/>)", code, shape);
    }
  }
  return text + "</defs></svg>\n";
}

}  // namespace dlr::reports
