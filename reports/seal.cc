#include "reports/seal.h"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <boost/json.hpp>
#include <iterator>
#include <vector>

namespace dlr::reports {
namespace {

constexpr std::string_view kNotSealed[] = {kSeal, "drive", "speed", "provenance"};

void write_plainly(std::string& out, const boost::json::value& value);

void write_members(std::string& out, const boost::json::object& object, bool is_result) {
  std::vector<const boost::json::key_value_pair*> members;
  for (const auto& member : object) {
    if (!is_result || std::ranges::find(kNotSealed, std::string_view(member.key())) == std::end(kNotSealed)) {
      members.push_back(&member);
    }
  }
  std::ranges::sort(members, {}, [](const auto* member) { return std::string_view(member->key()); });
  const auto to = std::back_inserter(out);
  fmt::format_to(to, "{{{}:", members.size());
  for (const auto* member : members) {
    fmt::format_to(to, "\"{}:{}", member->key().size(), std::string_view(member->key()));
    write_plainly(out, member->value());
  }
}

// Every value in one way only; kinds and lengths keep neighbours apart.
void write_plainly(std::string& out, const boost::json::value& value) {
  const auto to = std::back_inserter(out);
  switch (value.kind()) {
    case boost::json::kind::null:
      out += 'n';
      break;
    case boost::json::kind::bool_:
      out += value.get_bool() ? 't' : 'f';
      break;
    case boost::json::kind::int64:
      fmt::format_to(to, "#{}", value.get_int64());
      break;
    case boost::json::kind::uint64:
      fmt::format_to(to, "#{}", value.get_uint64());
      break;
    case boost::json::kind::double_:  // results have no more than twelve digits; 3.0 is 3
      fmt::format_to(to, "#{:.12g}", value.get_double());
      break;
    case boost::json::kind::string:
      fmt::format_to(to, "\"{}:{}", value.get_string().size(), std::string_view(value.get_string()));
      break;
    case boost::json::kind::array:
      fmt::format_to(to, "[{}:", value.get_array().size());
      for (const boost::json::value& item : value.get_array()) write_plainly(out, item);
      break;
    case boost::json::kind::object:
      write_members(out, value.get_object(), false);
      break;
  }
}

}  // namespace

std::string seal_of(const boost::json::object& result) {
  std::string text;
  write_members(text, result, true);
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

}  // namespace dlr::reports
