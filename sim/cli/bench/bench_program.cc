#include "sim/cli/bench/bench_program.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "reports/json_text.h"
#include "reports/render/again.h"
#include "reports/result.h"
#include "sim/cli/ask_program.h"

namespace dlr::sim::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using reports::shell_word;

constexpr std::chrono::hours kPatience{2};
constexpr std::size_t kMostFigures = 32 << 20;

json::value parsed(const std::string& text, const std::string& who) {
  try {
    return reports::parse_json(text);
  } catch (const reports::ResultProblem& wrong) {
    throw BenchError(fmt::format("{}: this is no output of Google Benchmark: {}", who, wrong.text));
  }
}

// What Google Benchmark itself says of each; the rest are counters.
bool is_its_own(std::string_view name) {
  constexpr std::string_view own[] = {"name",         "family_index",     "per_family_instance_index",
                                      "run_name",     "run_type",         "repetitions",
                                      "threads",      "repetition_index", "iterations",
                                      "real_time",    "cpu_time",         "time_unit",
                                      "label",        "items_per_second", "error_occurred",
                                      "error_message"};
  return std::find(std::begin(own), std::end(own), name) != std::end(own);
}

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* member = object.if_contains({name.data(), name.size()});
  return member != nullptr && member->is_string() ? std::string(std::string_view(member->get_string())) : std::string();
}

double number_of(const json::object& object, std::string_view name) {
  const json::value* member = object.if_contains({name.data(), name.size()});
  return member != nullptr && member->is_number() ? member->to_number<double>() : 0;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

// How it said that it failed: the last lines on stderr, on lines of their own.
std::string last_lines(const std::string& errors) {
  constexpr std::size_t kMost = 10;
  const std::vector<std::string> lines = lines_of(errors);
  std::string text;
  for (std::size_t i = lines.size() - std::min(lines.size(), kMost); i < lines.size(); ++i) text += "\n  " + lines[i];
  return text;
}

}  // namespace

void Rounds::add(const std::string& name, Timed timed) {
  std::vector<Timed>& rounds = of[name];
  if (rounds.empty()) names.push_back(name);
  rounds.push_back(std::move(timed));
}

void add_rounds(const std::string& text, const std::string& who, Rounds& rounds) {
  const json::value value = parsed(text, who);
  const json::object* whole = value.if_object();
  const json::value* list = whole != nullptr ? whole->if_contains("benchmarks") : nullptr;
  if (list == nullptr || !list->is_array()) {
    throw BenchError(fmt::format("{}: this is no output of Google Benchmark: there is no list `benchmarks`", who));
  }
  if (const json::value* context = whole->if_contains("context"); context != nullptr && context->is_object()) {
    const json::object& said = context->get_object();
    rounds.build = text_of(said, "build");
    rounds.date = text_of(said, "date");
    rounds.program = text_of(said, "program");
    rounds.machine = text_of(said, said.contains("processor") ? "processor" : "host_name");
    const json::value* load = context->get_object().if_contains("load_avg");
    if (load != nullptr && load->is_array() && !load->get_array().empty() && load->get_array()[0].is_number()) {
      rounds.load = fmt::format("{:.2f}", load->get_array()[0].to_number<double>());
    }
  }
  for (const json::value& item : list->get_array()) {
    if (!item.is_object()) continue;
    const json::object& one = item.get_object();
    if (const json::value* failed = one.if_contains("error_occurred"); failed != nullptr && *failed == true) {
      throw BenchError(fmt::format("{}: {}: {}", who, text_of(one, "name"), text_of(one, "error_message")));
    }
    if (text_of(one, "run_type") == "aggregate" || number_of(one, "items_per_second") <= 0) continue;
    Timed timed;
    timed.per_second = number_of(one, "items_per_second");
    for (const auto& member : one) {
      if (member.value().is_number() && !is_its_own(member.key())) {
        timed.counters[std::string(std::string_view(member.key()))] = member.value().to_number<double>();
      }
    }
    const std::string name = text_of(one, "run_name");
    rounds.add(name.empty() ? text_of(one, "name") : name, std::move(timed));
  }
}

Rounds read_rounds(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw BenchError(fmt::format("{}: it cannot be read", path));
  Rounds rounds;
  add_rounds(text.str(), path, rounds);
  if (rounds.names.empty()) throw BenchError(fmt::format("{}: it holds no figure of items per second", path));
  return rounds;
}

BenchProgram BenchProgram::ours() {
  std::error_code error;
  const fs::path here = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const fs::path& path : {here / "../../bench/dlr_bench", here / "dlr_bench"}) {
    if (fs::exists(path, error)) return BenchProgram(path.lexically_normal().string());
  }
  throw BenchError(
      "the program dlr_bench was not built with this dlrsim. In a checkout, ./dlrsim bench builds it; by hand: cmake "
      "--preset release -DDLR_BENCH=ON && cmake --build build/release --target dlr_bench (with the package "
      "libbenchmark-dev)");
}

std::string BenchProgram::ask(const std::string& arguments) const {
  const std::string command = shell_word(path_) + arguments;
  const Answer answer = ask_program("exec " + command, kPatience, kMostFigures, Stderr::apart);
  if (answer.exit == 0) return answer.text;
  throw BenchError(fmt::format("this {}: {}{}",
                               answer.too_late ? "took more than two hours and was ended"
                               : answer.exit   ? fmt::format("ended with {}", *answer.exit)
                                               : std::string("could not be run to its end"),
                               command, last_lines(answer.errors)));
}

std::vector<std::string> BenchProgram::names() const { return lines_of(ask(" --benchmark_list_tests")); }

void BenchProgram::time(const std::vector<std::string>& names, double seconds, Rounds& rounds) const {
  if (names.empty()) return;
  const std::string filter = fmt::format("^({})$", fmt::join(names, "|"));
  add_rounds(ask(fmt::format(" --benchmark_format=json --benchmark_min_time={} --benchmark_filter={}", seconds,
                             shell_word(filter))),
             path_, rounds);
}

Countables BenchProgram::countable() const {
  const json::value value = parsed(ask(" --counted"), path_);
  const json::value* list = value.is_object() ? value.get_object().if_contains("counted") : nullptr;
  if (list == nullptr || !list->is_array()) throw BenchError(path_ + ": it does not say what it can count");
  Countables countables{text_of(value.get_object(), "build"), {}};
  for (const json::value& item : list->get_array()) {
    if (!item.is_object()) continue;
    const json::object& one = item.get_object();
    countables.all.push_back({text_of(one, "name"), static_cast<std::uint64_t>(number_of(one, "few")),
                              static_cast<std::uint64_t>(number_of(one, "many"))});
  }
  return countables;
}

// Callgrind counts instructions, whatever else the machine does; what it writes beside is of no use here. On the one
// channel come its summary, in which "Collected" stands once, and the program's own line of JSON.
Counts BenchProgram::count_once(const std::string& name, std::uint64_t items) const {
  const std::string arguments = fmt::format(" --count {} {}", shell_word(name), items);
  const Answer counted = ask_program(
      "exec valgrind --tool=callgrind --callgrind-out-file=/dev/null --log-fd=1 " + shell_word(path_) + arguments,
      kPatience, kMostFigures, Stderr::apart);
  if (counted.exit == 127) {
    throw BenchError("instructions are counted by Valgrind, which is not installed: apt-get install valgrind");
  }
  constexpr std::string_view kMark = "Collected : ";
  const std::size_t collected = counted.text.find(kMark), json_begins = counted.text.find("{\"allocations\"");
  if (counted.exit != 0 || collected == std::string::npos || json_begins == std::string::npos) {
    throw BenchError(
        fmt::format("Valgrind did not come to an end with {}{}{}", path_, arguments, last_lines(counted.errors)));
  }
  Counts counts;
  const char* const begin = counted.text.data() + collected + kMark.size();
  std::from_chars(begin, counted.text.data() + counted.text.size(), counts.instructions);
  const std::string line = counted.text.substr(json_begins, counted.text.find('\n', json_begins) - json_begins);
  const json::value said = parsed(line, path_);
  counts.allocations = number_of(said.as_object(), "allocations");
  counts.bytes = number_of(said.as_object(), "bytes");
  return counts;
}

Counts BenchProgram::count(const Countable& what) const {
  const Counts few = count_once(what.name, what.few), many = count_once(what.name, what.many);
  const auto items = static_cast<double>(what.many - what.few);
  return {(many.instructions - few.instructions) / items, (many.allocations - few.allocations) / items,
          (many.bytes - few.bytes) / items};
}

}  // namespace dlr::sim::cli
