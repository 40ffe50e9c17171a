#include "sim/cli/become_rank.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "sim/cli/commands.h"
#include "sim/cli/exit_code.h"
#include "sim/cli/output.h"

namespace dlr::sim::cli {
namespace {

std::optional<std::uint64_t> number_in(const char* variable) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? std::nullopt : whole_number(text);
}

struct Place {
  std::uint64_t rank = 0, size = 1;
};

// As the launchers say it: OpenMPI; MPICH and srun with PMI; srun with PMIx.
Place place_of_this() {
  static constexpr const char* kVariables[][2] = {{"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"},
                                                  {"PMI_RANK", "PMI_SIZE"},
                                                  {"PMIX_RANK", "SLURM_STEP_NUM_TASKS"}};
  for (const auto& [rank, size] : kVariables) {
    if (const auto at = number_in(rank), of = number_in(size); at && of) return {*at, *of};
  }
  return {};
}

}  // namespace

std::optional<int> become_rank(int argc, char** argv) {
  const Place place = place_of_this();
  if (place.size < 2) return std::nullopt;
  if (argc < 2 || argv[1] != std::string_view("run")) {
    return place.rank == 0 ? std::nullopt : std::optional<int>(kPassed);
  }
  std::error_code ignored;
  const std::filesystem::path other =
      std::filesystem::read_symlink("/proc/self/exe", ignored).replace_filename("dlrsim-mpi");
  execv(other.c_str(), argv);
  if (place.rank == 0) {
    tell(fmt::format(
        "dlrsim: {} ranks were started, but there is no {}: this build knows no MPI. With MPI: apt-get install "
        "libboost-mpi1.81-dev openmpi-bin, then cmake --preset release and cmake --build build/release. "
        "Without: a shard each, dlrsim run --shard 1/{}, and dlrsim report of all",
        place.size, other.string(), place.size));
  }
  return kInternalError;
}

}  // namespace dlr::sim::cli
