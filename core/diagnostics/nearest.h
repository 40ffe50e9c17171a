// "Did you mean": the name, of those there are, that somebody most likely meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dlr::diagnostics {

// How many slips of the finger lead from one word to the other, whatever the case: a character too many, missing,
// wrong, or two neighbours swapped.
std::size_t slips_between(std::string_view a, std::string_view b);

// The name with the fewest slips, the first of equals; empty when even that one is too far off for a slip of the
// finger.
std::string nearest(std::string_view word, const std::vector<std::string>& names);

}  // namespace dlr::diagnostics
