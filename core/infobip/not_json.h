// Why a body was not read: a reason for the log, and the place in the bytes that came in.
#pragma once

#include <cstddef>
#include <string_view>

namespace dlr::core::infobip {

struct NotJson {
  std::string_view reason;  // a constant
  std::size_t offset = 0;   // in bytes, at most the body's length
};

}  // namespace dlr::core::infobip
