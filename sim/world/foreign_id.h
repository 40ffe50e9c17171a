// Ids that the sender makes instead of the core: as a UUID, as digits (leading zeros too), or as any characters, in mixed
// case. The same message always gets the same id, no two messages of a scenario share one.
#pragma once

#include <cstdint>
#include <string>

#include "sim/scenario/scenario.h"

namespace dlr::sim {

// Replaces `out`. `ids.form` is not minted.
void write_foreign_id(std::string& out, const Ids& ids, std::uint64_t seed, std::uint64_t message);

}  // namespace dlr::sim
