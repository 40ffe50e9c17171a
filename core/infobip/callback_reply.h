// What we answer to a callback of the provider. Its body is empty: the provider looks at the status alone, and asks
// again on anything but a 2xx (source: Infobip, "Webhooks", retry of failed deliveries).
#pragma once

#include <cstdint>
#include <string_view>

namespace dlr::core::infobip {

struct CallbackReply {
  std::uint16_t http_status;
  std::string_view body;
};

inline constexpr CallbackReply kAccepted{200, ""};
inline constexpr CallbackReply kNotJsonReply{400, ""};  // nothing took effect; a retry may come in one piece

}  // namespace dlr::core::infobip
