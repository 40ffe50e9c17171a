#include "core/json_out.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/json_string.h"
#include "core/message_id.h"

namespace dlr::core {
namespace {

// Unsigned, because the least number of all has no positive twin.
std::uint64_t magnitude(std::int64_t value) {
  return value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
}

}  // namespace

void JsonOut::grow(std::size_t bytes) {
  // As much again as was written: of what was there before, which may be much, nothing depends.
  constexpr std::size_t kAtLeast = 512;
  out_.resize(used_ + std::max({bytes, used_ - began_, kAtLeast}));
}

void JsonOut::string(std::string_view text) {
  char* const at = room(text.size() + 2);
  *at = '"';
  const std::size_t plain = copy_plain_json_front(at + 1, text);
  used_ += 1 + plain;
  if (plain < text.size()) inside_with_escapes(text.substr(plain));
  *room(1) = '"';
  ++used_;
}

void JsonOut::inside_with_escapes(std::string_view text) {
  std::string escaped;
  append_json_inside(escaped, text);
  raw(escaped);
}

void JsonOut::any_text(std::string_view name, std::string_view value) {
  if (comma_) raw(",");
  comma_ = true;
  string(name);
  raw(":");
  string(value);
}

void JsonOut::put_id(const MessageId& id, std::string_view suffix) {
  char* const at = room(1 + kMessageIdLength);
  *at = '"';
  write_text(at + 1, id);
  used_ += 1 + kMessageIdLength;
  raw(suffix);
  raw("\"");
}

void JsonOut::integer(std::uint64_t value) {
  constexpr std::size_t kLongest = 20;
  char* const at = room(kLongest);
  used_ += static_cast<std::size_t>(std::to_chars(at, at + kLongest, value).ptr - at);
}

void JsonOut::digits(std::string_view name, std::uint64_t value) {
  next(name);
  raw("\"");
  integer(value);
  raw("\"");
}

void JsonOut::number(std::string_view name, std::int64_t value) {
  next(name);
  if (value < 0) raw("-");
  integer(magnitude(value));
}

// By decimal point, never by division of doubles.
void JsonOut::seconds(std::string_view name, Instant value) {
  const std::int64_t ms = to_ms(value);
  next(name);
  if (ms < 0) raw("-");
  integer(magnitude(ms) / 1000);
  const std::uint64_t rest = magnitude(ms) % 1000;
  if (rest == 0) return;
  const std::array<char, 4> fraction{'.', static_cast<char>('0' + rest / 100), static_cast<char>('0' + rest / 10 % 10),
                                     static_cast<char>('0' + rest % 10)};
  std::memcpy(room(fraction.size()), fraction.data(), fraction.size());
  used_ += rest % 100 == 0 ? 2 : rest % 10 == 0 ? 3 : 4;
}

}  // namespace dlr::core
