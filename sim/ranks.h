// The processes that compute one run together: all of them do the same, each its share of the lanes, and know the same
// in the end. Mostly there is one; sim/mpi has several.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

namespace dlr::sim {

struct RunOutcome;

class Ranks {
 public:
  virtual ~Ranks() = default;

  // Which of them this is, from 0, and how many there are. The first speaks for all.
  virtual std::uint32_t rank() const = 0;
  virtual std::uint32_t size() const = 0;
  bool is_first() const { return rank() == 0; }

  // A lane that nobody has taken yet since add_up() was called last, from 0 on; threads may ask at the same time.
  virtual std::uint32_t next_lane() = 0;

  // These are called by all ranks, in the same order, and wait for the last of them.

  // What all have measured, instead of what this one has.
  virtual void add_up(RunOutcome& outcome) = 0;
  // Whether any of them says so.
  virtual bool any(bool says) = 0;
  // Whether all of them are given the same.
  virtual bool all_equal(std::string_view text) = 0;
};

// The only one there is.
class Alone final : public Ranks {
 public:
  std::uint32_t rank() const override { return 0; }
  std::uint32_t size() const override { return 1; }
  std::uint32_t next_lane() override { return next_++; }
  void add_up(RunOutcome&) override { next_ = 0; }
  bool any(bool says) override { return says; }
  bool all_equal(std::string_view) override { return true; }

 private:
  std::atomic<std::uint32_t> next_{0};
};

}  // namespace dlr::sim
