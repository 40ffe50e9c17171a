// Writes one SVG picture, element by element, for use inside an HTML page. Every colour stands in an attribute, so that
// a picture shows where styles are forbidden, and has a class, by which a style sheet can give it another (dark mode).
#pragma once

#include <string>
#include <string_view>

namespace dlr::reports {

// A colour by its class and its value on white. All are told apart by colour-blind readers, and no meaning hangs on
// one alone; against white they have at least 3:1, those of text at least 4.5:1.
struct Ink {
  std::string_view name;
  std::string_view colour;
};

inline constexpr Ink kInk{"ink", "#1d2433"};
inline constexpr Ink kQuiet{"quiet", "#586173"};  // labels
inline constexpr Ink kRule{"rule", "#d9dee6"};    // grids
inline constexpr Ink kAccent{"accent", "#2457c5"};
inline constexpr Ink kAllowed{"allowed", "#cfdcf7"};  // what a limit allows
inline constexpr Ink kGood{"good", "#17704a"};
inline constexpr Ink kBad{"bad", "#b92f1a"};
inline constexpr Ink kUnsure{"unsure", "#855700"};
inline constexpr Ink kDelivered{"delivered", "#2457c5"};
inline constexpr Ink kFailed{"failed", "#c8500a"};
inline constexpr Ink kRejected{"rejected", "#8d3f86"};
inline constexpr Ink kEnqueueFailed{"enqueue_failed", "#3a4150"};
inline constexpr Ink kUnreported{"unreported", "#6a7385"};
inline constexpr Ink kUnreportedExpected{"unreported_expected", "#8b94a3"};

enum class Anchor { start, middle, end };

// What differs from the default of a line, a shape or a text; empty: the default.
struct Look {
  double width = 1;              // of a line
  double opacity = 1;            // of a shape's inside
  std::string_view dashes = {};  // "4 3"
  double size = 12;              // of a text
  bool bold = false;
};

class Svg {
 public:
  // `title` is what a screen reader says first, `description` the rest; both plain text.
  Svg(double width, double height, std::string_view title, std::string_view description = {});

  void rect(double x, double y, double width, double height, const Ink& fill, const Look& look = {});
  void line(double x1, double y1, double x2, double y2, const Ink& stroke, const Look& look = {});
  void circle(double x, double y, double radius, const Ink& fill);
  // A shape that is filled, a path that is drawn: `data` in SVG's own letters.
  void shape(std::string_view data, const Ink& fill, const Look& look = {});
  void path(std::string_view data, const Ink& stroke, const Look& look = {});
  void text(double x, double y, std::string_view text, const Ink& fill, Anchor anchor = Anchor::start,
            const Look& look = {});
  // A shape that stands elsewhere on the page, filled and with an edge; `tooltip` is what it says when pointed at.
  void use(std::string_view id, const Ink& fill, const Ink& edge, std::string_view tooltip);

  std::string take();

 private:
  std::string text_;
};

// A coordinate: at most one decimal.
std::string at(double coordinate);

}  // namespace dlr::reports
