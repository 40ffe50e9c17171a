#include "reports/fingerprint.h"

#include <fmt/format.h>

#include <charconv>

namespace dlr::reports {

std::string to_hex(const Fingerprint& fingerprint) {
  return fmt::format("{:016x}{:016x}", fingerprint.high, fingerprint.low);
}

std::optional<Fingerprint> parse_fingerprint(std::string_view hex) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (hex.size() != 32 || hex.find_first_not_of(digits) != std::string_view::npos) return std::nullopt;
  Fingerprint fingerprint;
  std::from_chars(hex.data(), hex.data() + 16, fingerprint.high, 16);
  std::from_chars(hex.data() + 16, hex.data() + 32, fingerprint.low, 16);
  return fingerprint;
}

}  // namespace dlr::reports
