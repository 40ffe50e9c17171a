// What shows that a stored result is the one that was written: a hash over all it says but `drive`, `speed` and
// `provenance`, which may differ between equal runs. No signature: it finds a hand that slipped or "mended" a figure,
// not one that means to deceive.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

namespace dlr::reports {

inline constexpr std::string_view kSeal = "seal";  // the member that holds it

// 32 hexadecimal digits, whatever the order of members, white space and how numbers are written.
std::string seal_of(const boost::json::object& result);

}  // namespace dlr::reports
