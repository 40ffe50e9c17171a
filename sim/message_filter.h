// Messages as somebody speaks of them who looks for some: by how they ended, and where.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary/time.h"
#include "reports/expectation.h"
#include "reports/message_outcomes.h"
#include "reports/result.h"

namespace dlr::sim {

struct MessageFilter {
  reports::Where where;
  std::vector<reports::MessageEnd> ends;  // any of these; empty: any at all
  bool any_other_end = false;             // than `ends`
  std::optional<Duration> slower_than;    // from sending to the receipt of what ended it
};

// "outcome=failed country=US delay>2m", in any order, each word once; `outcome=rejected,failed` either of them, with
// `outcome!=failed` those that ended otherwise; a name with blanks stands in quotes: campaign="spring sale". Nothing:
// it is no filter, and `why` says why.
std::optional<MessageFilter> read_filter(std::string_view text, std::string& why);

// What `where` names and none of these groups has, in words, with the name that was most likely meant; empty: all is
// there.
std::string what_is_missing(const reports::Where& where, const std::vector<reports::GroupName>& groups);

}  // namespace dlr::sim
