// Which messages of a scenario somebody means who does not know their indexes: by the id that events bear, or by how
// they ended.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/expectation.h"
#include "reports/message_outcomes.h"
#include "sim/defects/defect.h"
#include "sim/scenario/scenario.h"

namespace dlr::sim {

struct MessageFilter {
  reports::Where where;
  std::optional<reports::MessageEnd> end;
  bool any_other_end = false;           // than `end`
  std::optional<Duration> slower_than;  // from sending to the receipt of what ended it
};

// "outcome=failed country=US delay>2m", in any order; with `outcome!=failed` those that ended otherwise. Nothing: it is
// no filter, and `why` says why.
std::optional<MessageFilter> read_filter(std::string_view text, std::string& why);

// The first ones in the order of the lanes, at most `most`; lanes are run until there are so many.
std::vector<std::uint64_t> find_messages(const Scenario& scenario, const MessageFilter& filter, std::size_t most,
                                         const Defect* defect);

// The message that got this id, minted or made elsewhere. Nothing: none did.
std::optional<std::uint64_t> message_of_id(const Scenario& scenario, std::string_view id, const Defect* defect);

}  // namespace dlr::sim
