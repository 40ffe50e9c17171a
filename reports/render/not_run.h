// What was asked for and came to no result. Every format tells of it: a green report must not hide it.
#pragma once

#include <string>

namespace dlr::reports {

struct NotRun {
  std::string file;
  std::string why;  // "it is no valid scenario"
};

}  // namespace dlr::reports
