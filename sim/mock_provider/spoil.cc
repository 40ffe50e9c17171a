#include "sim/mock_provider/spoil.h"

#include <array>
#include <cstddef>

namespace dlr::sim::mock {
namespace {

// One of n equal parts of what a word can be.
constexpr std::size_t scale(std::uint32_t word, std::size_t n) {
  return static_cast<std::size_t>(std::uint64_t{word} * n >> 32U);
}

// Another word, for a second decision.
constexpr std::uint32_t next(std::uint32_t word) { return word * 2'654'435'761U + 1; }

enum class Error : std::uint8_t {
  gateway_page,
  plain_text,
  nothing,            // an empty body
  equals_sign,        // in place of the first colon
  single_quotes,      // in place of all double ones
  control_character,  // raw, in a string
  bad_escape,
  missing_comma,  // between two members
};
constexpr std::size_t kErrors = 8;

constexpr std::string_view kGatewayPage =
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
    "</body>\r\n</html>\r\n";

// Values that tell nothing about how a message ended.
constexpr std::array<std::string_view, 6> kHarmless{
    "\"callbackData\":\"", "\"sender\":\"",   "\"from\":\"",
    "\"bulkId\":\"",       "\"currency\":\"", "\"campaignReferenceId\":\"",
};

// A byte that never occurs, two characters cut short, an overlong form, a surrogate.
constexpr std::array<std::string_view, 5> kBrokenBytes{"\xff", "\xc3", "\xe2\x82", "\xc0\xaf", "\xed\xa0\x80"};

// Calls use(position after the pattern) for every occurrence.
template <class Use>
void for_each(std::string_view body, std::string_view pattern, Use&& use) {
  for (std::size_t at = body.find(pattern); at != std::string_view::npos; at = body.find(pattern, at + 1)) {
    use(at + pattern.size());
  }
}

// The place after one of all occurrences, chosen by the word; npos when there is none. Every quote in a value is
// escaped, so a pattern with quotes is found among the members only.
template <std::size_t kPatterns>
std::size_t chosen(std::string_view body, const std::array<std::string_view, kPatterns>& patterns, std::uint32_t word) {
  std::size_t count = 0;
  for (const std::string_view pattern : patterns) for_each(body, pattern, [&](std::size_t) { ++count; });
  if (count == 0) return std::string_view::npos;
  std::size_t left = scale(word, count);
  std::size_t place = std::string_view::npos;
  for (const std::string_view pattern : patterns) {
    for_each(body, pattern, [&](std::size_t at) {
      if (left-- == 0) place = at;
    });
  }
  return place;
}

// The body with `inserted` in a string value.
std::string with_inserted(std::string_view body, std::string_view inserted, std::uint32_t word) {
  constexpr std::array<std::string_view, 1> kAnyValue{"\":\""};
  std::string spoilt(body);
  const std::size_t place = chosen(body, kAnyValue, word);
  if (place == std::string_view::npos) return std::string(kGatewayPage);
  return spoilt.insert(place, inserted);
}

}  // namespace

std::string_view truncated(std::string_view body, std::uint32_t word) {
  return body.size() < 2 ? body.substr(0, 0) : body.substr(0, 1 + scale(word, body.size() - 1));
}

std::string not_json(std::string_view body, std::uint32_t word) {
  std::string spoilt(body);
  switch (static_cast<Error>(scale(word, kErrors))) {
    case Error::gateway_page:
      return std::string(kGatewayPage);
    case Error::plain_text:
      return "upstream request timeout";
    case Error::nothing:
      return {};
    case Error::equals_sign:
      if (const std::size_t colon = spoilt.find(':'); colon != std::string::npos) spoilt[colon] = '=';
      return spoilt;
    case Error::single_quotes:
      for (char& c : spoilt) {
        if (c == '"') c = '\'';
      }
      return spoilt;
    case Error::control_character:
      return with_inserted(body, "\x01", next(word));
    case Error::bad_escape:
      return with_inserted(body, "\\q", next(word));
    case Error::missing_comma: {
      constexpr std::array<std::string_view, 3> kLaterMember{",\"messageId\":", ",\"status\":", ",\"doneAt\":"};
      const std::size_t place = chosen(body, kLaterMember, next(word));
      if (place == std::string_view::npos) return std::string(kGatewayPage);
      spoilt[spoilt.rfind(',', place)] = ' ';
      return spoilt;
    }
  }
  return spoilt;
}

std::string broken_utf8(std::string_view body, std::uint32_t word) {
  const std::string_view bytes = kBrokenBytes[scale(next(word), kBrokenBytes.size())];
  std::string spoilt(body);
  if (const std::size_t place = chosen(body, kHarmless, word); place != std::string_view::npos) {
    return spoilt.insert(place, bytes);
  }
  constexpr std::string_view kFirstItem = "{\"results\":[{\"";
  if (body.starts_with(kFirstItem)) {
    std::string field = "\"note\":\"";
    field += bytes;
    field += "\",";
    spoilt.insert(kFirstItem.size() - 1, field);
  }
  return spoilt;
}

}  // namespace dlr::sim::mock
