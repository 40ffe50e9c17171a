// dlrsim: four days of delivery reports in seconds, against the real tracking core.
#include "sim/cli/become_rank.h"
#include "sim/cli/program.h"

int main(int argc, char** argv) {
  if (const auto exit = dlr::sim::cli::become_rank(argc, argv)) return *exit;
  dlr::sim::Alone alone;
  return dlr::sim::cli::run_program(argc, argv, alone);
}
