// What is built into the page (cmake/embed.cmake): its style and script; and, where npm was at hand when the program
// was built (reports/render/html/web), a map of the world and charts to zoom into, else empty.
#pragma once

#include <string_view>

namespace dlr::reports {

extern const std::string_view kPageCss;
extern const std::string_view kPageJs;
extern const std::string_view kLiveJs;  // makes live charts of static ones, with what kChartsJs holds

extern const std::string_view kMap;  // web/make.mjs says what is in a line
extern const std::string_view kChartsJs;
extern const std::string_view kChartsCss;

}  // namespace dlr::reports
