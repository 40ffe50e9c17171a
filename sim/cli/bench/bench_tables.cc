#include "sim/cli/bench/bench_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <fstream>
#include <string_view>
#include <thread>

#include "reports/human.h"

namespace dlr::sim::cli {
namespace {

namespace json = boost::json;

std::string each(double per_second) {
  const double ns = 1e9 / per_second;
  return ns < 9'999.5 ? fmt::format("{:.{}f} ns", ns, ns < 99.95 ? 1 : 0) : fmt::format("{:.1f} us", ns / 1'000);
}

std::string percent(double part) {
  if (std::isinf(part)) return "-";
  return fmt::format("{:.{}f} %", part * 100, part < 0.0995 ? 1 : 0);
}

std::string spaced(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string counters_of(const Figure& figure) {
  std::string text;
  for (const auto& [name, value] : figure.counters) {
    text += fmt::format("{}{:.{}f} {}", text.empty() ? "" : ", ", value, value < 100 ? 1 : 0, spaced(name));
  }
  return text;
}

std::string change_of(const Figure& figure) {
  if (!figure.change) return "only here";
  const std::string moved = fmt::format("{:+.1f} %", (figure.change->factor - 1) * 100);
  if (!figure.change->can_be_told) return fmt::format("too few rounds ({})", moved);
  if (figure.change->is_noise()) return fmt::format("noise ({})", moved);
  return fmt::format("{} (p {:.3f}, effect {:+.2f})", moved, figure.change->p, figure.change->effect);
}

using Cells = std::vector<std::string>;

// Head first. Columns that are empty throughout are left out.
std::vector<Cells> rows_of(const BenchOrigin& origin, const std::vector<Figure>& figures) {
  std::vector<Cells> rows{{"benchmark", "a second", "each", "spread", "shows from", "ours is", "besides"}};
  if (!origin.other.empty()) rows[0].insert(rows[0].begin() + 5, "change");
  for (const Figure& figure : figures) {
    Cells row{figure.name,
              reports::human_short(figure.per_second),
              each(figure.per_second),
              "±" + percent(figure.spread),
              percent(figure.smallest),
              figure.times_ours ? fmt::format("×{:.{}f}", *figure.times_ours, *figure.times_ours < 9.95 ? 2 : 0)
                                : std::string(),
              counters_of(figure)};
    if (!origin.other.empty()) row.insert(row.begin() + 5, change_of(figure));
    rows.push_back(std::move(row));
  }
  for (std::size_t column = rows[0].size(); column-- > 1;) {
    const bool is_empty =
        std::all_of(rows.begin() + 1, rows.end(), [column](const Cells& row) { return row[column].empty(); });
    if (!is_empty) continue;
    for (Cells& row : rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(column));
  }
  return rows;
}

// In characters, not bytes.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80; }));
}

std::string legend(const BenchOrigin& origin) {
  return fmt::format(
      "Median of {} rounds; the spread is half the distance between the quartiles. The program was measured against "
      "itself, in turns: `shows from` is the smallest change that would have been told from noise (Mann and Whitney, p "
      "{}) on this machine at that hour (-: so few rounds tell none){}.",
      origin.rounds * 2, kLevelOfNoise,
      origin.other.empty()
          ? ""
          : fmt::format("; `change` is since {}, and what is smaller than noise is called so", origin.other));
}

std::vector<std::pair<std::string, std::string>> context_of(const BenchOrigin& origin) {
  return {{"date", origin.date},           {"program", origin.program}, {"build", origin.build},
          {"processor", origin.processor}, {"load", origin.load},       {"command", origin.command}};
}

}  // namespace

std::string processor() {
  std::string name = "unknown processor";
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("model name")) continue;
    name = line.substr(std::min(line.find(':') + 2, line.size()));
    break;
  }
  const unsigned cores = std::thread::hardware_concurrency();
  return fmt::format("{}, {} core{}", name, cores, cores == 1 ? "" : "s");
}

std::string bench_text(const BenchOrigin& origin, const std::vector<Figure>& figures) {
  const std::vector<Cells> rows = rows_of(origin, figures);
  std::vector<std::size_t> widths(rows[0].size(), 0);
  for (const Cells& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string text = fmt::format("{}\n{} · {}{}\n\n", origin.program, origin.build, origin.processor,
                                 origin.load.empty() ? "" : ", load " + origin.load);
  for (const Cells& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - width_of(row[i]), ' ');
      const bool is_number = i > 0 && i < 5;
      text += (i > 0 ? "  " : "") + (is_number ? padding + row[i] : row[i] + (i + 1 < row.size() ? padding : ""));
    }
    while (text.back() == ' ') text.pop_back();
    text += '\n';
  }
  return text + '\n' + legend(origin) + '\n';
}

std::string bench_markdown(const BenchOrigin& origin, const std::vector<Figure>& figures,
                           const std::vector<Budget>& counted) {
  std::string text = "# Performance\n\nWritten by `" + origin.command + "`.\n\n";
  for (const auto& [name, value] : context_of(origin)) {
    if (name != "command" && !value.empty()) text += fmt::format("* {}: {}\n", name, value);
  }
  text += '\n' + legend(origin) + "\n\n";
  const std::vector<Cells> rows = rows_of(origin, figures);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    text += fmt::format("| {} |\n", fmt::join(rows[i], " | "));
    if (i > 0) continue;
    text += '|';
    for (std::size_t column = 0; column < rows[0].size(); ++column) {
      text += column > 0 && column < 5 ? " ---: |" : " --- |";
    }
    text += '\n';
  }
  if (counted.empty()) return text;
  text +=
      "\n## Counted\n\nWhat does not depend on the machine's mood: instructions (Valgrind), allocations and bytes "
      "asked "
      "for, each per item, without the start.\n\n| workload | instructions | allocations | bytes |\n"
      "| --- | ---: | ---: | ---: |\n";
  for (const Budget& row : counted) {
    text += fmt::format("| {} | {:.0f} | {:.3f} | {:.0f} |\n", row.name, row.counts.instructions,
                        row.counts.allocations, row.counts.bytes);
  }
  return text;
}

std::string bench_json(const BenchOrigin& origin, const Rounds& a, const Rounds& b) {
  json::object context;
  for (const auto& [name, value] : context_of(origin)) context[name] = value;
  json::array benchmarks;
  for (const std::string& name : a.names) {
    std::int64_t index = 0;
    for (const Rounds* side : {&a, &b}) {
      const auto at = side->of.find(name);
      if (at == side->of.end()) continue;
      for (const Timed& timed : at->second) {
        json::object one{{"name", name},
                         {"run_name", name},
                         {"run_type", "iteration"},
                         {"repetition_index", index++},
                         {"real_time", 1e9 / timed.per_second},
                         {"cpu_time", 1e9 / timed.per_second},
                         {"time_unit", "ns"},
                         {"items_per_second", timed.per_second}};
        for (const auto& [counter, value] : timed.counters) one[counter] = value;
        benchmarks.push_back(std::move(one));
      }
    }
  }
  return json::serialize(json::object{{"context", std::move(context)}, {"benchmarks", std::move(benchmarks)}}) + '\n';
}

std::string bench_github(const BenchOrigin& origin, const std::vector<Figure>& figures) {
  json::array all;
  for (const Figure& figure : figures) {
    all.push_back(json::object{{"name", figure.name},
                               {"unit", "a second"},
                               {"value", figure.per_second},
                               {"range", "±" + percent(figure.spread)},
                               {"extra", origin.build + ", " + origin.processor}});
  }
  return json::serialize(all) + '\n';
}

}  // namespace dlr::sim::cli
