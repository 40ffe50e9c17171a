// What each kind of mistake means, for `dlrsim explain`: one row per code, with an example that makes the mistake and
// one that does not. Tests hold that there is a row for every code and that the examples do what they say.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/diagnostics/code.h"

namespace dlr::sim {

struct Explanation {
  diagnostics::Code code;
  const char* name;   // in words: "unknown-key"
  const char* title;  // one line, no full stop
  const char* why;    // why it is a mistake, and what it would lead to
  const char* wrong;  // keys of a scenario, as they stand at the left margin
  const char* right;
};

// In order of the codes.
std::span<const Explanation> explanations();

// By code in any case ("E101", "e101") or name; null when there is none.
const Explanation* find_explanation(std::string_view text);

}  // namespace dlr::sim
