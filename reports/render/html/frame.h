// What every page begins and ends with: style and script are built in, and nothing refers to another file.
#pragma once

#include <string>
#include <string_view>

namespace dlr::reports {

// Up to and with the way past the navigation. `title` is plain text.
std::string html_head(std::string_view title);

// `said`: what the footer says, as HTML. `with_live_charts`: the script that makes charts to zoom into comes along.
std::string html_end(std::string_view said, bool with_live_charts);

}  // namespace dlr::reports
