// The kinds of mistakes that a file can have, each with a number that stays: it stands behind the message, as `[E101]`,
// and `dlrsim explain E101` says more. A few dozen kinds, not one per sentence; a number once given is never given
// again.
#pragma once

#include <cstdint>
#include <string>

namespace dlr::diagnostics {

enum class Code : std::uint16_t {
  none = 0,  // of a problem that is not explained further
  // Files, and YAML itself.
  unreadable = 1,
  not_yaml = 2,
  yaml_not_read = 3,
  key_twice = 4,
  no_map = 5,
  file_too_large = 6,
  file_elsewhere = 7,
  // Keys, and what stands at them.
  unknown_key = 101,
  missing_key = 102,
  keys_together = 103,
  wrong_shape = 104,
  nothing_there = 106,
  // Values.
  bare_number = 201,
  no_duration = 202,
  no_share = 203,
  no_rate = 204,
  no_instant = 205,
  no_offset = 206,
  no_number = 207,
  no_name = 208,
  no_text = 209,
  no_such_word = 210,
  out_of_range = 211,
  no_quantile = 212,
  no_hours = 213,
  no_network_code = 214,
  not_the_whole = 215,
  // Names.
  no_such_profile = 301,
  no_such_country = 302,
  no_such_operator = 303,
  no_such_campaign = 304,
  no_such_parameter = 305,
  parameter_unused = 306,
  no_such_status = 307,
  no_such_counter = 308,
  name_twice = 309,
  matches_nothing = 310,
  name_is_taken = 311,
  // Profiles and their delays.
  impossible_delay = 401,
  wrong_status = 402,
  no_profile = 403,
  mechanism_unused = 404,
  attempts = 405,
  // Traffic.
  impossible_curve = 501,
  text_too_long = 502,
  before_the_start = 503,
  population_moved = 504,
  ids_too_short = 505,
  // Faults and expectations.
  crash_while_down = 601,
  too_many_reports = 602,
  strikes_nobody = 603,
  nothing_between = 701,
  // What a run can hold.
  clock = 801,
  too_large_to_run = 802,
};

// "E101".
std::string to_string(Code code);

}  // namespace dlr::diagnostics
