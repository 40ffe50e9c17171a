// A verdict as a word in its colour.
#pragma once

#include <string>
#include <string_view>

#include "reports/render/conclusion.h"
#include "reports/render/html/svg.h"

namespace dlr::reports {

inline const Ink& ink_of(Tone tone) {
  constexpr const Ink* inks[] = {&kQuiet, &kGood, &kBad, &kUnsure};
  return *inks[static_cast<int>(tone)];
}

inline std::string html_badge(std::string_view word, Tone tone) {
  return "<strong class=\"badge " + std::string(ink_of(tone).name) + "\">" + std::string(word) + "</strong>";
}

}  // namespace dlr::reports
