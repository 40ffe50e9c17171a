#include "reports/json_writer.h"

#include <fmt/format.h>

#include <boost/locale/utf.hpp>  // header only

namespace dlr::reports {

JsonWriter& JsonWriter::key(std::string_view name) {
  text(name);
  text_ += ':';
  needs_comma_ = false;
  return *this;
}

void JsonWriter::text(std::string_view text) {
  using Utf8 = boost::locale::utf::utf_traits<char>;
  separate();
  text_ += '"';
  for (const char* at = text.data(); at != text.data() + text.size();) {
    const char* const begin = at;
    const boost::locale::utf::code_point point = Utf8::decode(at, text.data() + text.size());
    if (point == boost::locale::utf::illegal || point == boost::locale::utf::incomplete) {
      text_ += "\xEF\xBF\xBD";  // the replacement character for the one byte, and on with the next
      at = begin + 1;
    } else if (point == '"' || point == '\\') {
      text_ += '\\';
      text_ += *begin;
    } else if (point == '\n') {
      text_ += "\\n";
    } else if (point < 0x20) {
      text_ += fmt::format("\\u{:04x}", point);
    } else {
      text_.append(begin, at);
    }
  }
  text_ += '"';
}

}  // namespace dlr::reports
