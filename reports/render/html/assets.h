// The page's style and script: page.css and page.js, built in (cmake/embed.cmake).
#pragma once

#include <string_view>

namespace dlr::reports {

extern const std::string_view kPageCss;
extern const std::string_view kPageJs;

}  // namespace dlr::reports
