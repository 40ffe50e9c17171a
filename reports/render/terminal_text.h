// A text for the terminal while it is put together, in the few colours of the house.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "reports/render/conclusion.h"
#include "reports/render/table.h"

namespace dlr::reports {

constexpr Paint paint_of(Tone tone) {
  constexpr std::array kPaints{Paint::none, Paint::green, Paint::red, Paint::yellow};
  return kPaints[static_cast<std::size_t>(tone)];
}

class TerminalText {
 protected:
  explicit TerminalText(bool colour) : colour_(colour) {}

  void put(std::string_view text, Paint paint = Paint::none) { text_ += painted(paint, text, colour_); }
  void end_line() { text_ += '\n'; }
  void put_line(std::string_view text, Paint paint = Paint::none) {
    put(text, paint);
    end_line();
  }

  const bool colour_;
  std::string text_;
};

}  // namespace dlr::reports
