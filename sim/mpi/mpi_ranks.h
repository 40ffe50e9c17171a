// The processes that mpirun (or srun) has started for one run.
#pragma once

#include <boost/mpi/communicator.hpp>
#include <boost/mpi/environment.hpp>
#include <cstdint>
#include <mutex>
#include <string_view>

#include "sim/ranks.h"

namespace dlr::sim {

class MpiRanks : public Ranks {
 public:
  // The first call to MPI of a process, one object in its life.
  MpiRanks();
  ~MpiRanks() override;
  MpiRanks(const MpiRanks&) = delete;
  MpiRanks& operator=(const MpiRanks&) = delete;

  std::uint32_t rank() const override { return static_cast<std::uint32_t>(world_.rank()); }
  std::uint32_t size() const override { return static_cast<std::uint32_t>(world_.size()); }
  std::uint32_t next_lane() override;
  void add_up(RunOutcome& outcome) override;
  bool any(bool says) override;
  bool all_equal(std::string_view text) override;

  // Ends all of them at once: one that waits for this one would wait for ever.
  [[noreturn]] void abort(int exit);

 private:
  boost::mpi::environment environment_;
  boost::mpi::communicator world_;
  // Lanes taken so far, in the memory of the first rank: the others reach for it without disturbing it at its work.
  MPI_Win window_ = MPI_WIN_NULL;
  std::uint32_t* taken_ = nullptr;
  std::mutex mutex_;  // MPI is spoken to by one thread at a time
};

}  // namespace dlr::sim
