// The program dlr_bench, asked from outside: what it can time and count, and what that came to.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace dlr::sim::cli {

// Says what is wrong, and what to do.
struct BenchError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// One round of one benchmark.
struct Timed {
  double per_second = 0;                   // items
  std::map<std::string, double> counters;  // bytes_per_pending, bytes_in_flight ...
};

// Rounds by benchmark, in the order in which they were first seen.
struct Rounds {
  std::vector<std::string> names;
  std::map<std::string, std::vector<Timed>> of;
  std::string build;                   // compiler and flags of the program; empty: it did not say
  std::string load;                    // of the machine when the last round began
  std::string date, program, machine;  // of a stored file, as far as it says

  void add(const std::string& name, Timed timed);
};

// What can be counted: run for few and for many items, so that the start does not count.
struct Countable {
  std::string name;
  std::uint64_t few = 0, many = 0;
};
struct Countables {
  std::string build;  // compiler and flags of the program
  std::vector<Countable> all;
};

struct Counts {
  double instructions = 0, allocations = 0, bytes = 0;  // each per item
};

class BenchProgram {
 public:
  explicit BenchProgram(std::string path) : path_(std::move(path)) {}
  // The one that was built with this dlrsim, or installed beside it.
  static BenchProgram ours();

  const std::string& path() const { return path_; }

  std::vector<std::string> names() const;
  // One round of each, for at least so many seconds; added to `rounds`.
  void time(const std::vector<std::string>& names, double seconds, Rounds& rounds) const;

  Countables countable() const;
  // Under Valgrind, which must be installed.
  Counts count(const Countable& what) const;

 private:
  std::string ask(const std::string& arguments) const;
  Counts count_once(const std::string& name, std::uint64_t items) const;  // of all items together, the start included

  std::string path_;
};

// Rounds as a file has them: Google Benchmark's JSON, whoever wrote it.
Rounds read_rounds(const std::string& path);
// From such a text; `who` said it.
void add_rounds(const std::string& json, const std::string& who, Rounds& rounds);

}  // namespace dlr::sim::cli
