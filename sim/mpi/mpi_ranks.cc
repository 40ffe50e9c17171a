#include "sim/mpi/mpi_ranks.h"

#include <boost/mpi/collectives.hpp>
#include <functional>
#include <string>
#include <utility>

#include "sim/mpi/measurements_archive.h"
#include "sim/run.h"

namespace dlr::sim {
namespace {

struct Sum {
  reports::Measurements operator()(const reports::Measurements& a, const reports::Measurements& b) const {
    reports::Measurements sum = a;
    sum.add(b);
    return sum;
  }
};

}  // namespace
}  // namespace dlr::sim

// In any order: the trees of a reduction may be any.
template <>
struct boost::mpi::is_commutative<dlr::sim::Sum, dlr::reports::Measurements> : boost::mpl::true_ {};

namespace dlr::sim {

MpiRanks::MpiRanks() : environment_(boost::mpi::threading::serialized) {
  const MPI_Aint bytes = is_first() ? sizeof *taken_ : 0;
  MPI_Win_allocate(bytes, sizeof *taken_, MPI_INFO_NULL, world_, &taken_, &window_);
  MPI_Win_lock_all(MPI_MODE_NOCHECK, window_);
  if (is_first()) *taken_ = 0;
  MPI_Win_sync(window_);
  world_.barrier();
}

MpiRanks::~MpiRanks() {
  MPI_Win_unlock_all(window_);
  MPI_Win_free(&window_);
}

std::uint32_t MpiRanks::next_lane() {
  const std::lock_guard lock(mutex_);
  const std::uint32_t one = 1;
  std::uint32_t lane = 0;
  MPI_Fetch_and_op(&one, &lane, MPI_UINT32_T, 0, 0, MPI_SUM, window_);
  MPI_Win_flush(0, window_);
  return lane;
}

void MpiRanks::add_up(RunOutcome& outcome) {
  // Nobody takes a lane any more once all are here, and nobody yet before the last has left.
  outcome.lanes_done = boost::mpi::all_reduce(world_, outcome.lanes_done, std::plus<std::uint32_t>());
  const std::uint32_t none = 0;
  std::uint32_t taken = 0;
  if (is_first()) {
    MPI_Fetch_and_op(&none, &taken, MPI_UINT32_T, 0, 0, MPI_REPLACE, window_);
    MPI_Win_flush(0, window_);
  }
  outcome.measurements = boost::mpi::all_reduce(world_, std::as_const(outcome.measurements), Sum());
  world_.barrier();
}

bool MpiRanks::any(bool says) { return boost::mpi::all_reduce(world_, says ? 1 : 0, boost::mpi::maximum<int>()) != 0; }

bool MpiRanks::all_equal(std::string_view text) {
  std::string of_first(text);
  boost::mpi::broadcast(world_, of_first, 0);
  return !any(of_first != text);
}

void MpiRanks::abort(int exit) {
  environment_.abort(exit);
  std::abort();  // not reached
}

}  // namespace dlr::sim
