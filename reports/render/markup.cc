#include "reports/render/markup.h"

#include <boost/locale/utf.hpp>  // header only

namespace dlr::reports {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// XML 1.0 has no other controls than these three, and no U+FFFE and U+FFFF; those from U+007F to U+009F are
// discouraged, and HTML parsers object to them.
// Nor marks that change the direction of what follows (UAX 9): with them a name could make a line read as another.
bool is_direction(boost::locale::utf::code_point point) {
  return point == 0x061c || point == 0x200e || point == 0x200f || (point >= 0x202a && point <= 0x202e) ||
         (point >= 0x2066 && point <= 0x2069);
}

bool is_character(boost::locale::utf::code_point point) {
  if (point < 0x20) return point == '\t' || point == '\n' || point == '\r';
  return !(point >= 0x7f && point < 0xa0) && (point & 0xfffeU) != 0xfffeU;
}

}  // namespace

std::string xml_text(std::string_view text) {
  using Utf8 = boost::locale::utf::utf_traits<char>;
  std::string out;
  for (const char* at = text.data(); at != text.data() + text.size();) {
    const char* const begin = at;
    const boost::locale::utf::code_point point = Utf8::decode(at, text.data() + text.size());
    if (point == boost::locale::utf::illegal || point == boost::locale::utf::incomplete) {
      out += kReplacement;
      at = begin + 1;
      continue;
    }
    switch (point) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\r':
        out += "&#13;";
        break;
      default:
        if (is_character(point) && !is_direction(point))
          out.append(begin, at);
        else
          out += kReplacement;
    }
  }
  return out;
}

}  // namespace dlr::reports
