// dlrsim-mpi: one of several processes that do a run together. Nobody calls it: dlrsim becomes it under mpirun.
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <string>

#include "sim/cli/exit_code.h"
#include "sim/cli/program.h"
#include "sim/mpi/mpi_ranks.h"

namespace {

using dlr::sim::MpiRanks;
using dlr::sim::cli::kInternalError;

// All ranks come to the same; one says it. What the others have to say is kept for the case that they fail alone.
class Silence {
 public:
  Silence() : stderr_(dup(STDERR_FILENO)), kept_(memfd_create("stderr", 0)) {
    dup2(kept_, STDERR_FILENO);
    dup2(kept_, STDOUT_FILENO);
  }

  void end(const MpiRanks& ranks) const {
    std::string text = fmt::format("dlrsim: rank {} of {} failed:\n", ranks.rank(), ranks.size());
    std::array<char, 4096> piece;
    lseek(kept_, 0, SEEK_SET);
    for (ssize_t size = 0; (size = read(kept_, piece.data(), piece.size())) > 0;) {
      text.append(piece.data(), static_cast<std::size_t>(size));
    }
    dup2(stderr_, STDERR_FILENO);
    std::fputs(text.c_str(), stderr);
  }

 private:
  int stderr_, kept_;
};

}  // namespace

int main(int argc, char** argv) {
  MpiRanks ranks;
  if (ranks.is_first()) {
    const int exit = dlr::sim::cli::run_program(argc, argv, ranks);
    if (exit == kInternalError) ranks.abort(exit);
    return exit;
  }
  const Silence silence;
  if (dlr::sim::cli::run_program(argc, argv, ranks) == kInternalError) {
    silence.end(ranks);
    ranks.abort(kInternalError);
  }
  return 0;  // the first has said it
}
