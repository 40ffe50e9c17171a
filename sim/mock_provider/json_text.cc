#include "sim/mock_provider/json_text.h"

#include <array>
#include <charconv>
#include <cstddef>

namespace dlr::sim::mock {
namespace {

using Escape = std::array<char, 6>;

constexpr std::array<Escape, 0x20> make_control_escapes() {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::array<Escape, 0x20> all{};
  for (std::size_t c = 0; c < all.size(); ++c) all[c] = {'\\', 'u', '0', '0', kHex[c >> 4], kHex[c & 0xF]};
  return all;
}
constexpr std::array<Escape, 0x20> kControlEscapes = make_control_escapes();

}  // namespace

std::string_view json_escape(char c) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      break;
  }
  const auto byte = static_cast<unsigned char>(c);
  if (byte >= 0x20) return {};
  return {kControlEscapes[byte].data(), kControlEscapes[byte].size()};
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain_from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view escape = json_escape(text[i]);
    if (escape.empty()) continue;
    out += text.substr(plain_from, i - plain_from);
    out += escape;
    plain_from = i + 1;
  }
  out += text.substr(plain_from);
  out += '"';
}

void append_json_number(std::string& out, std::int64_t value) {
  std::array<char, 20> digits;
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

}  // namespace dlr::sim::mock
