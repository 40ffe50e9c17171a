#include "core/diagnostics/code.h"

#include <fmt/format.h>

namespace dlr::diagnostics {

std::string to_string(Code code) { return fmt::format("E{:03}", static_cast<unsigned>(code)); }

}  // namespace dlr::diagnostics
