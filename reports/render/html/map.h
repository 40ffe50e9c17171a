// How the messages of each country ended, as a map of the world. Only there when the program was built with npm at
// hand; the table of countries says the same, and more. Shapes stand once on a page, however many maps use them.
#pragma once

#include <span>
#include <string>

#include "reports/render/html/grouped.h"

namespace dlr::reports {

// A figure with its key, and the countries that have no place on it named below; empty without shapes.
std::string html_map(std::span<const Grouped> countries);

// The shapes, for the end of the page; draws nothing by itself.
std::string html_map_shapes();

}  // namespace dlr::reports
