// A chart in its place on the page: it scrolls by itself where the page is narrow, and says below what it shows.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dlr::reports {

// `caption` is plain text. `live` is what live.js makes a live chart of: attributes of the figure, as they stand in
// HTML.
std::string html_figure(std::string_view svg, std::string_view caption, std::string_view live = {});

// Between two marks of an axis: 1, 2 or 5 times a power of ten, at least so much. `least` is above 0.
double nice_step(double least);

// Not more than so many characters; what is cut ends with an ellipsis.
std::string cut_text(std::string_view text, std::size_t most);

}  // namespace dlr::reports
