// Which rule a message broke, in a few words: messages with the same words broke it alike. For the few that are broken;
// what exactly is wrong with one, its trace says.
#pragma once

#include <string>

#include "sim/oracle.h"
#include "sim/sightings.h"

namespace dlr::sim {

// "delivered is missing", "failed in place of delivered", "the moment of delivered". Asked only where the two disagree.
std::string broken_rule(const Seen& seen, const Expected& expected);

}  // namespace dlr::sim
