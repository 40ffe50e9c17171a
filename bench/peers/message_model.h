// The message model, once for all contestants: a message is sent each millisecond, answered, reported or not, and
// waited for four days. What becomes of a message is drawn before the clock starts, by the engine's own draws.
#pragma once

#include <cstdint>
#include <vector>

namespace dlr::bench {

enum class Fate : std::uint8_t { delivered, failed, rejected, refused, silent };  // refused: by the provider's answer
inline constexpr std::uint32_t kFates = 5;

struct MessageDraw {
  std::uint32_t answer_ms = 0;  // after it was sent; at least 1
  std::uint32_t report_ms = 0;  // after the answer; at least 1; of no meaning where nothing is reported
  Fate fate = Fate::delivered;
  bool twice = false;  // the report comes once more, a minute later; trackers only

  bool is_reported() const { return fate < Fate::refused; }
};

inline constexpr std::uint32_t kWaitingMs = 4 * 24 * 3600 * 1000;
inline constexpr std::uint32_t kAgainAfterMs = 60'000;

// Of the messages 0 to n - 1.
std::vector<MessageDraw> draw_messages(std::uint32_t n);

// Who a message goes to: a number in France, where reports come from.
constexpr std::uint64_t recipient_of(std::uint32_t message) { return 33'612'000'000 + message % 1'000'000; }

}  // namespace dlr::bench
