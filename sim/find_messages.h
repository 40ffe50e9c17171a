// Which messages of a scenario somebody means who does not know their indexes: by the id that events bear, or by how
// they ended.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "sim/defects/defect.h"
#include "sim/message_filter.h"
#include "sim/scenario/scenario.h"

namespace dlr::sim {

// The first ones in the order of the lanes, at most `most`; lanes are run until there are so many.
std::vector<std::uint64_t> find_messages(const Scenario& scenario, const MessageFilter& filter, std::size_t most,
                                         const Defect* defect);

// The message that got this id, minted or made elsewhere. Nothing: none did.
std::optional<std::uint64_t> message_of_id(const Scenario& scenario, std::string_view id, const Defect* defect);

}  // namespace dlr::sim
