// What becomes of one try to hand a message to the provider; faults of the provider decide it, else the provider does.
#pragma once

#include <cstdint>

namespace dlr::sim {

struct TryFate {
  bool struck = false;       // a fault has decided; later ones of the list leave it alone
  bool gets_through = true;  // the provider has the message afterwards
  bool answered = true;
  std::uint16_t http_status = 200;
  std::uint32_t retry_after = 0;  // ms; 0: not said
  std::uint64_t slower = 0;       // ms on top of the provider's own time to answer
};

}  // namespace dlr::sim
