// How each message of a run ended, eight bytes per message, in the order of their indexes: what two runs are compared
// by. A file begins with who it is about; then come the messages, then what shows that nothing was cut off or altered.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/result.h"

namespace dlr::reports {

enum class MessageEnd : std::uint8_t { none, enqueue_failed, delivered, rejected, failed, unreported };
constexpr const char* to_string(MessageEnd end) {
  constexpr const char* names[] = {"not run", "enqueue_failed", "delivered", "rejected", "failed", "unreported"};
  return names[static_cast<int>(end)];
}
inline constexpr std::size_t kMessageEnds = 6;

struct MessageOutcome {
  static constexpr std::uint32_t kNoDelay = 0xffff'ffff;
  static constexpr std::uint16_t kNoCode = 0x3fff;
  static constexpr std::uint16_t kNoGroup = 0x3fff;

  std::uint32_t delay_ms = kNoDelay;  // from sending to the receipt of what ended it
  std::uint16_t group = kNoGroup;     // place in OutcomesHeader::groups; 14 bits
  std::uint16_t code = kNoCode;       // status_code of the event that ended it; 14 bits, larger ones are kNoCode
  MessageEnd end = MessageEnd::none;  // none: its lane was not run

  friend bool operator==(const MessageOutcome&, const MessageOutcome&) = default;
};

constexpr std::uint64_t pack(const MessageOutcome& outcome) {
  return std::uint64_t{outcome.delay_ms} | std::uint64_t{outcome.group & 0x3fffU} << 32U |
         std::uint64_t{outcome.code & 0x3fffU} << 46U | static_cast<std::uint64_t>(outcome.end) << 60U;
}
constexpr MessageOutcome unpack(std::uint64_t word) {
  const std::uint64_t end = word >> 60U;
  return {static_cast<std::uint32_t>(word), static_cast<std::uint16_t>(word >> 32U & 0x3fffU),
          static_cast<std::uint16_t>(word >> 46U & 0x3fffU),
          end < kMessageEnds ? static_cast<MessageEnd>(end) : MessageEnd::none};
}

// Grows when a file is written in another way; files of other formats are refused.
inline constexpr std::uint64_t kOutcomesFormat = 2;

struct OutcomesHeader {
  std::string scenario;
  std::string point;           // of its sweep, by name; empty: it has none
  std::vector<Parameter> set;  // where they are not the file's own: all of them
  std::string scenario_file;
  std::string scenario_hash;
  std::string version;  // of the program
  std::string planted;  // the mistake planted in the core; empty: none
  Shard shard;          // messages of other shards are "not run"
  std::uint64_t seed = 1;
  std::uint64_t messages = 0;  // of the whole scenario
  std::vector<GroupName> groups;
};

// The bytes before the first message: a multiple of 4096.
std::string write_outcomes_header(const OutcomesHeader& header);

// From the beginning of a file, as much of it as `kHeaderPrefix` bytes: how long the header is; 0: no such file.
inline constexpr std::size_t kHeaderPrefix = 24;
std::uint64_t outcomes_header_size(std::string_view prefix);
// Why it cannot be read, as "it is ..."; empty: it was.
std::string read_outcomes_header(std::string_view bytes, OutcomesHeader& into);

// What stands behind the last message.
struct OutcomesEnd {
  std::uint64_t run = 0;              // messages that are not "not run"
  std::uint64_t checksum = 0;         // of the messages
  std::uint64_t header_checksum = 0;  // of all bytes before them
  bool interrupted = false;           // before all of them were run

  friend bool operator==(const OutcomesEnd&, const OutcomesEnd&) = default;
};
inline constexpr std::size_t kOutcomesEndSize = 64;
std::string write_outcomes_end(const OutcomesEnd& end);
// Nothing: there is none, or it was altered.
std::optional<OutcomesEnd> read_outcomes_end(std::string_view bytes);

// Sums of 64 bits, which add up over stretches of messages in any order.
std::uint64_t outcomes_checksum(std::uint64_t first, std::span<const std::uint64_t> packed);
std::uint64_t outcomes_header_checksum(std::string_view bytes);

}  // namespace dlr::reports
