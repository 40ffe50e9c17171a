#include "core/infobip/json_out.h"

#include <algorithm>
#include <charconv>

#include "core/json_string.h"

namespace dlr::core::infobip {

void JsonOut::grow(std::size_t bytes) {
  constexpr std::size_t kAtLeast = 512;
  out_.resize(std::max({used_ + bytes, 2 * out_.size(), kAtLeast}));
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
  out_.resize(used_);
  append_json_inside(out_, text);
  used_ = out_.size();
}

void JsonOut::number(std::string_view name, std::int64_t value) {
  constexpr std::size_t kLongest = 20;
  next(name);
  char* const at = room(kLongest);
  used_ += static_cast<std::size_t>(std::to_chars(at, at + kLongest, value).ptr - at);
}

}  // namespace dlr::core::infobip
