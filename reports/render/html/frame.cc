#include "reports/render/html/frame.h"

#include <fmt/format.h>

#include "reports/render/html/assets.h"
#include "reports/render/markup.h"

namespace dlr::reports {

std::string html_head(std::string_view title) {
  // The markers make the page well-formed XML and are comments to style sheet and script.
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>{}</title>\n"
      "<style>/*<![CDATA[*/\n{}{}/*]]>*/</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#content\">To the "
      "content</a>\n",
      xml_text(title), kChartsCss, kPageCss);
}

std::string html_end(std::string_view said, bool with_live_charts) {
  const bool live = with_live_charts && !kChartsJs.empty();
  return fmt::format("<footer><p>{}</p></footer>\n<script>/*<![CDATA[*/\n{}{}{}/*]]>*/</script>\n</body>\n</html>\n",
                     said, kPageJs, live ? kChartsJs : "", live ? kLiveJs : "");
}

}  // namespace dlr::reports
