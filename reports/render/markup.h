// Text for XML and HTML. Whatever a text holds, what comes out is valid in both, in content and between quotes.
#pragma once

#include <string>
#include <string_view>

namespace dlr::reports {

// & < > " ' are written as references; broken UTF-8, characters that XML does not know and marks that
// change the direction of a text as the replacement character.
std::string xml_text(std::string_view text);

}  // namespace dlr::reports
