#include "reports/render/html/svg.h"

#include <fmt/format.h>

#include <utility>

#include "reports/decimal.h"
#include "reports/human.h"
#include "reports/render/markup.h"

namespace dlr::reports {
namespace {

std::string fill_of(const Ink& ink) { return fmt::format(R"( class="f-{}" fill="{}")", ink.name, ink.colour); }

std::string stroke_of(const Ink& ink, const Look& look) {
  std::string text = fmt::format(R"( class="s-{}" stroke="{}")", ink.name, ink.colour);
  if (look.width != 1) text += fmt::format(R"( stroke-width="{}")", at(look.width));
  if (!look.dashes.empty()) text += fmt::format(R"( stroke-dasharray="{}")", look.dashes);
  return text;
}

std::string opacity_of(const Look& look) {
  return look.opacity < 1 ? fmt::format(R"( fill-opacity="{}")", decimal_text(look.opacity, 2)) : std::string();
}

}  // namespace

std::string at(double coordinate) { return decimal_text(coordinate, 1); }

Svg::Svg(double width, double height, std::string_view title, std::string_view description) {
  text_ = fmt::format(R"(<svg role="img" width="{0}" height="{1}" viewBox="0 0 {0} {1}")", at(width), at(height));
  text_ += fmt::format(R"( font-family="system-ui, sans-serif" font-size="12"><title>{}</title>)", xml_text(title));
  if (!description.empty()) text_ += fmt::format("<desc>{}</desc>", xml_text(description));
}

void Svg::rect(double x, double y, double width, double height, const Ink& fill, const Look& look) {
  text_ += fmt::format(R"(<rect x="{}" y="{}" width="{}" height="{}"{}{}/>)", at(x), at(y), at(width), at(height),
                       fill_of(fill), opacity_of(look));
}

void Svg::line(double x1, double y1, double x2, double y2, const Ink& stroke, const Look& look) {
  text_ += fmt::format(R"(<line x1="{}" y1="{}" x2="{}" y2="{}"{}/>)", at(x1), at(y1), at(x2), at(y2),
                       stroke_of(stroke, look));
}

void Svg::circle(double x, double y, double radius, const Ink& fill) {
  text_ += fmt::format(R"(<circle cx="{}" cy="{}" r="{}"{}/>)", at(x), at(y), at(radius), fill_of(fill));
}

void Svg::shape(std::string_view data, const Ink& fill, const Look& look) {
  text_ += fmt::format(R"(<path d="{}"{}{}/>)", data, fill_of(fill), opacity_of(look));
}

void Svg::path(std::string_view data, const Ink& stroke, const Look& look) {
  text_ += fmt::format(R"(<path d="{}" fill="none"{}/>)", data, stroke_of(stroke, look));
}

void Svg::text(double x, double y, std::string_view text, const Ink& fill, Anchor anchor, const Look& look) {
  constexpr std::string_view kAnchors[] = {"", R"( text-anchor="middle")", R"( text-anchor="end")"};
  text_ += fmt::format(R"(<text x="{}" y="{}"{}{}{}{}>{}</text>)", at(x), at(y), kAnchors[static_cast<int>(anchor)],
                       look.size == 12 ? std::string() : fmt::format(R"( font-size="{}")", at(look.size)),
                       look.bold ? R"( font-weight="600")" : "", fill_of(fill), xml_text(text));
}

void Svg::use(std::string_view id, const Ink& fill, const Ink& edge, std::string_view tooltip) {
  const std::string title = tooltip.empty() ? std::string() : fmt::format("<title>{}</title>", xml_text(tooltip));
  text_ += fmt::format(R"(<use href="#{0}" class="f-{1} s-{2}" fill="{3}" stroke="{4}" stroke-width="0.5">{5}</use>)",
                       xml_text(id), fill.name, edge.name, fill.colour, edge.colour, title);
}

std::string Svg::take() { return std::move(text_) + "</svg>"; }

}  // namespace dlr::reports
