// `dlrsim bench`: how fast, and how much of what can be counted, beside itself and beside another build.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <memory>

#include "core/diagnostics/nearest.h"
#include "reports/human.h"
#include "sim/cli/ask_program.h"
#include "sim/cli/bench/bench_history.h"
#include "sim/cli/bench/bench_program.h"
#include "sim/cli/bench/bench_tables.h"
#include "sim/cli/bench/budgets.h"
#include "sim/cli/bench/figures.h"
#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/program_name.h"

namespace dlr::sim::cli {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kSuites{"engine", "core", "wire", "run", "all"};

struct Flags {
  std::vector<std::string> suites;
  std::string only;
  bool quick = false, list = false, gates = false, write_budgets = false;
  std::optional<std::uint64_t> rounds;
  double seconds = 0.2;
  std::string compare, budgets, markdown, json, github, history, html;
  std::optional<double> tolerate;
  std::string command_line;
};

// The checkout that this program was built in; empty: it stands somewhere else.
std::string checkout() {
  std::error_code error;
  const fs::path here = fs::read_symlink("/proc/self/exe", error).parent_path();
  const fs::path root = fs::weakly_canonical(here / "../../../..", error);
  return fs::exists(root / "bench" / "CMakeLists.txt", error) ? root.string() : std::string();
}

bool is_asked_for(const std::string& name, const Flags& flags) {
  return name.find(flags.only) != std::string::npos &&
         std::any_of(flags.suites.begin(), flags.suites.end(),
                     [&](const std::string& suite) { return suite == "all" || name.starts_with(suite + "/"); });
}

// Of each question there is a small size, for --quick alone.
std::vector<std::string> wanted(std::vector<std::string> names, const Flags& flags) {
  std::erase_if(names, [&](const std::string& name) {
    return name.ends_with("/small") != flags.quick || !is_asked_for(name, flags);
  });
  return names;
}

// A revision of the checkout, built beside it; building again costs nothing where nothing has changed.
BenchProgram built_from_revision(const std::string& revision) {
  const std::string root = checkout();
  if (root.empty()) {
    throw BenchError(fmt::format(
        "--compare {}: there is no such file, and revisions are built in a checkout only, which this program is not in",
        revision));
  }
  const Answer commit = ask_program(
      fmt::format("git -C {} rev-parse --verify --quiet {}^{{commit}}", shell_word(root), shell_word(revision)),
      std::chrono::minutes(1), 1 << 20);
  if (commit.exit != 0) {
    throw BenchError(fmt::format("--compare {}: there is neither such a file nor such a revision", revision));
  }
  const std::string hash = commit.text.substr(0, commit.text.find('\n'));
  const std::string tree = root + "/build/bench-" + hash.substr(0, 12);
  tell(fmt::format("Building dlr_bench of {} in {} (some minutes when it was not built before)", revision, tree));
  const std::string command = fmt::format(
      "set -e; cd {0}; [ -e {1}/CMakeLists.txt ] || git worktree add --detach {1} {2}; cd {1}; "
      "cmake --preset release -DDLR_TESTS=OFF -DDLR_BENCH=ON; cmake --build build/release --target dlr_bench",
      shell_word(root), shell_word(tree), hash);
  const Answer built = ask_program(command, std::chrono::hours(2), 64 << 20);
  if (built.exit != 0) {
    const std::size_t from = built.text.size() > 1'500 ? built.text.size() - 1'500 : 0;
    throw BenchError(fmt::format("{}\n--compare {}: it could not be built (above, how it ended)",
                                 built.text.substr(from), revision));
  }
  return BenchProgram(tree + "/build/release/bench/dlr_bench");
}

bool is_program(const std::string& path) {
  std::error_code error;
  const fs::perms perms = fs::status(path, error).permissions();
  return fs::is_regular_file(path, error) && (perms & fs::perms::owner_exec) != fs::perms::none;
}

// Rounds of one program in turns, and of the other side between them; who is first changes from round to round.
struct Sides {
  Rounds a, b, other;
};

Sides measure(const BenchProgram& ours, const BenchProgram* other, const std::vector<std::string>& names,
              const Flags& flags, unsigned rounds) {
  Sides sides;
  std::vector<std::string> theirs;
  if (other != nullptr) {
    theirs = other->names();
    std::erase_if(theirs,
                  [&](const std::string& name) { return std::find(names.begin(), names.end(), name) == names.end(); });
    if (theirs.empty()) {
      throw BenchError(fmt::format("--compare: {} has none of the benchmarks asked for", other->path()));
    }
  }
  const auto begun = std::chrono::steady_clock::now();
  for (unsigned round = 0; round < rounds; ++round) {
    if (round > 0) {
      // Every suite takes minutes a round: a log shows, too, that it goes on, and how long.
      const std::chrono::duration<double, std::milli> left =
          (std::chrono::steady_clock::now() - begun) / round * (rounds - round);
      tell(fmt::format("round {} of {}; about {} to go", round + 1, rounds, reports::human_duration(left.count())));
    } else if (stderr_is_terminal()) {
      tell(fmt::format("round 1 of {}", rounds));
    }
    Rounds* const first = round % 2 == 0 ? &sides.a : &sides.b;
    Rounds* const last = round % 2 == 0 ? &sides.b : &sides.a;
    ours.time(names, flags.seconds, *first);
    if (other != nullptr) other->time(theirs, flags.seconds, sides.other);
    ours.time(names, flags.seconds, *last);
  }
  return sides;
}

Budgets count_all(const BenchProgram& ours, const Flags& flags) {
  const Countables countable = ours.countable();
  Budgets counted{countable.build, {}};
  for (const Countable& what : countable.all) {
    if (is_asked_for(what.name, flags)) counted.rows.push_back({what.name, ours.count(what)});
  }
  return counted;
}

// What Valgrind counts of those that were measured; each of their rounds bears it beside its speed.
std::vector<Budget> counted_beside(const BenchProgram& ours, Sides& sides) {
  std::vector<Budget> counted;
  try {
    for (const Countable& what : ours.countable().all) {
      // Of one question there are several sizes, and one of them is counted.
      const auto is_its = [&](const std::string& name) {
        return name == what.name || name.starts_with(what.name + "/");
      };
      if (std::ranges::none_of(sides.a.names, is_its)) continue;
      if (counted.empty()) tell("Counting instructions under Valgrind; some minutes for all suites");
      counted.push_back({what.name, ours.count(what)});
      for (Rounds* side : {&sides.a, &sides.b}) {
        for (auto& [name, rounds] : side->of) {
          if (!is_its(name)) continue;
          for (Timed& timed : rounds) timed.counters["instructions"] = counted.back().counts.instructions;
        }
      }
    }
  } catch (const BenchError& wrong) {
    tell(fmt::format("dlrsim bench: {}; the figures come without what is counted", wrong.what()));
  }
  return counted;
}

// Nothing is called so, and what did not run did not pass.
int none_of_the_name(const Flags& flags) {
  tell(fmt::format("dlrsim bench: no benchmark of {} {}; dlrsim bench --list names all", fmt::join(flags.suites, ", "),
                   flags.only.empty() ? "is so small" : "has '" + flags.only + "' in its name"));
  return kNothingRan;
}

// The gate: what is counted against its budget. kPassed, kGateFell (over it, without one, or it is of nothing any
// more), or nothing was counted.
int hold_to_budgets(const BenchProgram& ours, const Flags& flags, const std::string& path) {
  const Budgets budgets = read_budgets(path);
  if (const std::string build = ours.countable().build; budgets.build != build) {
    tell(fmt::format(
        "{}: the budgets are of another build and say nothing about this one.\n  theirs: {}\n  this:   {}\nWith "
        "--write-budgets they become this one's.",
        path, budgets.build, build));
    return kNothingRan;
  }
  const std::vector<Budget> all = count_all(ours, flags).rows;
  if (all.empty()) return none_of_the_name(flags);
  std::vector<Budget> wanted = budgets.rows;
  std::erase_if(wanted, [&](const Budget& row) { return !is_asked_for(row.name, flags); });
  Held held = held_to(wanted, all);
  if (held.fell) {
    held.text += fmt::format("\nWhen that is meant: {} bench --write-budgets, and commit {}\n", program_name(), path);
  }
  if (!print(held.text)) return kCouldNotWrite;
  return held.fell ? kGateFell : kPassed;
}

unsigned rounds_of(const Flags& flags) { return static_cast<unsigned>(flags.rounds.value_or(flags.quick ? 3 : 5)); }

// What is wrong with flags that are right each by itself; empty: nothing.
std::string contradiction(const Flags& flags) {
  if (flags.write_budgets && (!flags.only.empty() || flags.suites != std::vector<std::string>{"all"})) {
    return "--write-budgets writes those of all suites, as the file would lose the others; leave SUITE and --only out";
  }
  if (!flags.tolerate) return {};
  if (flags.compare.empty()) return "--tolerate is about what --compare compares with";
  unsigned fewest = 1;  // of the other side; ours has twice as many
  while (!can_be_told(fewest, 2 * fewest)) ++fewest;
  if (std::error_code error; fs::is_regular_file(flags.compare, error) && !is_program(flags.compare)) {
    return fmt::format(
        "--tolerate beside {}, which was measured at another time, would be red by what the machine did then; give the "
        "program or the revision instead",
        flags.compare);
  }
  if (rounds_of(flags) < fewest) {
    return fmt::format("--tolerate cannot be told in {} rounds, whatever they show: --rounds {} or more",
                       rounds_of(flags), fewest);
  }
  return {};
}

int run_bench(Flags& flags) {
  if (flags.suites.empty()) flags.suites = {"all"};
  for (const std::string& suite : flags.suites) {
    if (std::find(kSuites.begin(), kSuites.end(), suite) != kSuites.end()) continue;
    const std::string nearest = diagnostics::nearest(suite, kSuites);
    tell(fmt::format("dlrsim bench: there is no suite '{}'{} All of them: {}", suite,
                     nearest.empty() ? std::string(".") : fmt::format("; did you mean '{}'?", nearest),
                     fmt::join(kSuites, ", ")));
    return kUsage;
  }
  if (const std::string wrong = contradiction(flags); !wrong.empty()) {
    tell("dlrsim bench: " + wrong);
    return kUsage;
  }
  if (!flags.history.empty()) {
    Destination page;
    return page.open(flags.html) && page.write(history_page(flags.history)) ? kPassed : kCouldNotWrite;
  }
  const BenchProgram ours = BenchProgram::ours();
  const std::string budgets = !flags.budgets.empty() ? flags.budgets
                              : checkout().empty()   ? "budgets.csv"
                                                     : checkout() + "/bench/budgets.csv";
  if (flags.write_budgets) {
    Destination file;
    return file.open(budgets) && file.write(budgets_text(count_all(ours, flags))) ? kPassed : kCouldNotWrite;
  }
  if (flags.gates) return hold_to_budgets(ours, flags, budgets);

  const std::vector<std::string> names = wanted(ours.names(), flags);
  if (names.empty()) return none_of_the_name(flags);
  if (flags.list) return print(fmt::format("{}\n", fmt::join(names, "\n"))) ? kPassed : kCouldNotWrite;

  Destination markdown, json, github;
  if (!markdown.open(flags.markdown) || !json.open(flags.json) || !github.open(flags.github)) return kCouldNotWrite;
  std::optional<BenchProgram> other;
  std::optional<Rounds> stored;
  if (!flags.compare.empty()) {
    std::error_code error;
    if (is_program(flags.compare)) {
      other = BenchProgram(fs::absolute(flags.compare, error).string());
    } else if (fs::is_directory(flags.compare, error)) {
      throw BenchError(fmt::format(
          "--compare {}: it is a folder, and one of its files is wanted; --history reads folders", flags.compare));
    } else if (fs::exists(flags.compare, error)) {
      stored = read_rounds(flags.compare);
    } else {
      other = built_from_revision(flags.compare);
    }
  }
  const unsigned rounds = rounds_of(flags);
  Sides sides = measure(ours, other ? &*other : nullptr, names, flags, rounds);
  if (stored) {
    tell(fmt::format(
        "{} was measured at another time: what the machine did then is in the change. Give the program or the revision "
        "instead, and both are measured in turns.",
        flags.compare));
    sides.other = *stored;
  }
  const std::vector<Budget> counted = flags.quick ? std::vector<Budget>() : counted_beside(ours, sides);
  std::vector<Figure> figures = figures_of(sides.a, sides.b);
  if (!flags.compare.empty()) compare_with(sides.other, sides.a, sides.b, figures);
  const std::string commit = built_from();
  BenchOrigin origin{.date = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))),
                     .command = flags.command_line,
                     .program = fmt::format("dlrsim {}{}", kVersion, commit.empty() ? "" : " (" + commit + ")"),
                     .build = sides.a.build,
                     .processor = processor(),
                     .load = sides.b.load,
                     .rounds = rounds,
                     .other = flags.compare};
  const bool stdout_is_taken = markdown.is_stdout() || json.is_stdout() || github.is_stdout();
  const bool written = (stdout_is_taken || print(bench_text(origin, figures))) &&
                       markdown.write(bench_markdown(origin, figures, counted)) &&
                       json.write(bench_json(origin, sides.a, sides.b)) && github.write(bench_github(origin, figures));
  if (!written) return kCouldNotWrite;
  int exit = kPassed;
  for (const Figure& figure : figures) {
    if (!flags.tolerate || !figure.change || figure.change->is_noise()) continue;
    if (figure.change->factor >= 1 - *flags.tolerate / 100) continue;
    tell(fmt::format("dlrsim bench: {} is slower by {:.1f} %, of which {} % are tolerated", figure.name,
                     (1 - figure.change->factor) * 100, *flags.tolerate));
    exit = kGateFell;
  }
  return exit;
}

}  // namespace

void add_bench(CLI::App& program, std::string command_line, int& exit) {
  const auto flags = std::make_shared<Flags>();
  flags->command_line = std::move(command_line);
  CLI::App* command = program.add_subcommand(
      "bench", "How many messages a second, measured against itself in turns; budgets on what can be counted");
  command->add_option("SUITE", flags->suites, "engine, core, wire, run or all (the default)");
  command->add_option("--only", flags->only, "Benchmarks with this in their name")->type_name("TEXT");
  command->add_flag("--list", flags->list, "Name them, measure nothing");
  command->add_flag("--quick", flags->quick, "The smallest sizes, few rounds: does it work at all?");
  add_number(*command, "--rounds", flags->rounds, "Rounds of each side (5); more rounds show smaller changes")
      ->check(CLI::Range(1, 1'000));
  command->add_option("--seconds", flags->seconds, "At least so long for each benchmark in each round (0.2)")
      ->type_name("S")
      ->check(CLI::Range(0.001, 3'600.0));
  command
      ->add_option("--compare", flags->compare,
                   "The other side: a dlr_bench, a git revision (built beside), or a file of --json")
      ->type_name("SIDE");
  command
      ->add_option("--tolerate", flags->tolerate,
                   "With --compare: exit 6 when something is slower by more, and no noise")
      ->type_name("PERCENT")
      ->check(CLI::Range(0.0, 100.0));
  CLI::Option* const gates = command->add_flag(
      "--gates", flags->gates, "Count instead (instructions, allocations, bytes); exit 6 over a budget");
  CLI::Option* const write_budgets =
      command->add_flag("--write-budgets", flags->write_budgets, "Count, and make what was counted the budgets");
  command->add_option("--budgets", flags->budgets, "The budgets' file (bench/budgets.csv of the checkout)")
      ->type_name("FILE");
  command->add_option("--markdown", flags->markdown, "The figures as Markdown; - is stdout")->type_name("FILE");
  command->add_option("--json", flags->json, "Every round, as Google Benchmark's JSON; - is stdout")->type_name("FILE");
  command->add_option("--github", flags->github, "For github-action-benchmark (customBiggerIsBetter); - is stdout")
      ->type_name("FILE");
  CLI::Option* const html =
      command->add_option("--html", flags->html, "With --history: the page; - is stdout")->type_name("FILE");
  CLI::Option* const history =
      command
          ->add_option("--history", flags->history,
                       "Measure nothing: a page of what --json wrote into this folder on many days")
          ->type_name("FOLDER")
          ->needs(html);
  html->needs(history);
  // What does not time has nothing to compare, to repeat or to write down.
  for (CLI::Option* const untimed : {gates, write_budgets, history}) {
    for (const char* const timed : {"--list", "--quick", "--rounds", "--seconds", "--compare", "--tolerate",
                                    "--markdown", "--json", "--github"}) {
      untimed->excludes(command->get_option(timed));
    }
  }
  gates->excludes(write_budgets)->excludes(history);
  write_budgets->excludes(history);
  command->callback([flags, &exit] {
    try {
      exit = run_bench(*flags);
    } catch (const BenchError& wrong) {
      tell(fmt::format("dlrsim bench: {}", wrong.what()));
      exit = kNothingRan;
    }
  });
}

}  // namespace dlr::sim::cli
