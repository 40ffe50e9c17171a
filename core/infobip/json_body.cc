#include "core/infobip/json_body.h"

#include <algorithm>
#include <string>

#include "core/infobip/json_scalar.h"
#include "core/utf8.h"

namespace dlr::core::infobip {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

bool JsonBody::open(std::string_view body) {
  refusal_.reset();
  body_ = body;
  mark_ = body.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  if (body.size() >= parser_.max_capacity() / 4) {  // mended it may be three times as long
    refusal_ = NotJson{"too long", 0};
    return false;
  }
  load(body.substr(mark_));
  auto error = parser_.iterate(buffer_.data(), length_, buffer_.size()).get(document_);
  if (error == simdjson::UTF8_ERROR) {
    load(mended_utf8(body.substr(mark_)));
    error = parser_.iterate(buffer_.data(), length_, buffer_.size()).get(document_);
  }
  if (error != simdjson::SUCCESS) {
    refuse_what_stage_one_found(error);
    return false;
  }
  plain_ = std::memchr(buffer_.data(), '\\', length_) == nullptr;
  return true;
}

void JsonBody::load(std::string_view text) {
  length_ = text.size();
  if (buffer_.size() < length_ + simdjson::SIMDJSON_PADDING) {
    buffer_.resize(std::max(length_ + simdjson::SIMDJSON_PADDING, 2 * buffer_.size()));
    // Room for the longest body that the buffer can hold. Where there is no memory, reading will say so.
    [[maybe_unused]] const auto error = parser_.allocate(buffer_.size() - simdjson::SIMDJSON_PADDING);
  }
  std::copy(text.begin(), text.end(), buffer_.begin());
  // Zeros, so that no bracket of an earlier body can end this one.
  std::memset(buffer_.data() + length_, 0, simdjson::SIMDJSON_PADDING);
}

// The parser says what is wrong with the strings, but not where.
void JsonBody::refuse_what_stage_one_found(simdjson::error_code error) {
  if (error == simdjson::MEMALLOC) {
    refusal_ = NotJson{"no memory", 0};
    return;
  }
  bool inside = false;
  for (std::size_t i = 0; i < length_; ++i) {
    const char c = buffer_[i];
    if (inside && c == '\\') {
      ++i;
    } else if (c == '"') {
      inside = !inside;
    }
    if (inside && i < length_ && static_cast<unsigned char>(buffer_[i]) < 0x20) {
      fail("a control character in a string", buffer_.data() + i);
      return;
    }
  }
  fail(kEarlyEnd, buffer_.data() + length_);
}

// The parser looks at the first character and at the last.
void JsonBody::refuse_root() {
  const auto first =
      static_cast<std::size_t>(std::find_if_not(buffer_.data(), buffer_.data() + length_, is_space) - buffer_.data());
  if (buffer_[first] == '{') {
    refusal_ = NotJson{"no closing brace at the end", body_.size()};
  } else {
    fail(kStrange, buffer_.data() + first);
  }
}

std::size_t JsonBody::offset_in_body(std::size_t offset_in_buffer) const {
  std::string_view rest = body_.substr(mark_);
  std::size_t mended = 0;
  while (!rest.empty() && mended < offset_in_buffer) {
    const Utf8Front front = utf8_front(rest);
    mended += front.whole ? front.length : kReplacement.size();
    rest.remove_prefix(front.length);
  }
  return body_.size() - rest.size();
}

bool JsonBody::fail(std::string_view reason, const char* at) {
  const auto offset = std::min(static_cast<std::size_t>(at - buffer_.data()), length_);
  refusal_ = NotJson{offset == length_ ? kEarlyEnd : reason, offset_in_body(offset)};
  return false;
}

bool JsonBody::fail_here() {
  const char* at = buffer_.data() + length_;  // where the parser has no place any more
  [[maybe_unused]] const auto error = document_.current_location().get(at);
  return fail(kStrange, at);
}

// The parser stands at the token behind the object.
std::string_view JsonBody::bytes_of_object(const char* begin) {
  const char* end = nullptr;
  if (!plain_ || document_.current_location().get(end) != simdjson::SUCCESS) return {};
  while (is_space(end[-1])) --end;
  return {begin, static_cast<std::size_t>(end - begin)};
}

bool JsonBody::undo_escapes(std::string_view& text) {
  char* const begin = buffer_.data() + (text.data() - buffer_.data());
  const Unescaped unescaped = infobip::undo_escapes(begin, begin + text.size());
  if (unescaped.bad != nullptr) return fail("a bad escape", unescaped.bad);
  text = std::string_view(begin, static_cast<std::size_t>(unescaped.end - begin));
  return true;
}

// The end of a name in which there is, or behind which stands, a backslash: undone it may itself hold a quote.
bool JsonBody::key_with_escape(const char* begin, const char*& end) {
  end = begin;
  while (*end != '"') end += *end == '\\' ? 2 : 1;
  std::string_view name(begin, static_cast<std::size_t>(end - begin));
  if (!undo_escapes(name)) return false;
  end = name.data() + name.size();
  return true;
}

bool JsonBody::other_scalar(std::string_view token) {
  if (token == "true" || token == "false" || token == "null" || is_json_number(token)) return true;
  return fail(kStrange, token.data());
}

bool JsonBody::other_number(Value& value, std::string_view token, std::optional<std::int64_t>& out) {
  const bool written_as_text = token.starts_with('"');
  std::string_view digits = token;
  if (written_as_text && !string(value, token, digits)) return false;
  if (const std::optional<std::int64_t> number = whole_number_of(digits)) {
    out = number;
    return true;
  }
  return written_as_text || skip(value, token);
}

bool JsonBody::skip_container(Value& value) {
  if (is_array(value)) return array(value, [this](Value& inner) { return skip(inner); });
  return object(value, [this](const Key&, Value& inner) { return skip(inner); });
}

}  // namespace dlr::core::infobip
