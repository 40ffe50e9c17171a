#include "reports/render/html/figure.h"

#include <fmt/format.h>

#include <cmath>

#include "reports/human.h"
#include "reports/render/markup.h"

namespace dlr::reports {

std::string html_figure(std::string_view svg, std::string_view caption, std::string_view live) {
  return fmt::format(
      "<figure{2}>\n<div class=\"chart\" role=\"group\" tabindex=\"0\" aria-label=\"{0}\">{1}</div>\n"
      "<figcaption>{0}</figcaption>\n</figure>\n",
      xml_text(caption), svg, live);
}

double nice_step(double least) {
  const double power = std::pow(10, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= least) return factor * power;
  }
  return 10 * power;
}

std::string cut_text(std::string_view text, std::size_t most) {
  if (columns(text) <= most) return std::string(text);
  std::size_t end = 0;
  for (std::size_t seen = 0; end < text.size(); ++end) {
    if ((static_cast<unsigned char>(text[end]) & 0xc0U) != 0x80U && seen++ == most - 1) break;
  }
  return std::string(text.substr(0, end)) + "\xE2\x80\xA6";
}

}  // namespace dlr::reports
