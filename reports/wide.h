// Integers of 128 bits, for products that must not round: both compilers have them, ISO C++ does not.
#pragma once

namespace dlr::reports {

__extension__ typedef unsigned __int128 Wide;

}  // namespace dlr::reports
