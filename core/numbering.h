// Number -> country: which country a telephone number in international form belongs to, shared calling codes included.
// Also the countries whose operators report nothing about SMS.
// Source: ITU-T E.164 and the national numbering plans as libphonenumber has them (checked against it by a test).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/vocabulary/country.h"
#include "core/vocabulary/message.h"

namespace dlr::core {

// Digits with an optional leading "+" and nothing else, 7 to 15 digits, the first not 0; else nothing. No leading "00".
std::optional<PhoneNumber> parse_phone_number(std::string_view text);

// The country of a number; an empty Country for assigned codes without one (+800, +881 ...); nothing when no calling
// code matches or the number has fewer than 7 or more than 15 digits. A number that is valid nowhere goes where the
// valid ones with its first digits are, else to the main country of its calling code. Mobile numbers that territories
// share are the main country's: GP for BL and MF, NO for SJ, FI for AX. No allocation, some nanoseconds.
std::optional<Country> country_of(PhoneNumber number);

// One per country: what a mobile number there looks like, to make numbers for simulated recipients.
struct NumberingPlan {
  Country country;
  std::uint32_t calling_code = 0;
  // A valid mobile number, calling code included, that country_of() finds here; a fixed line where mobile numbers are
  // found in the main country (AX, BL, CC, CX, EH, MF, SJ, VA) or there are none (TA).
  std::uint64_t mobile_example = 0;
  std::uint32_t free_digits = 0;  // how many of its last digits may be anything: each such number is valid and here
};
std::span<const NumberingPlan> numbering_plans();           // by country
const NumberingPlan* find_numbering_plan(Country country);  // null: no such country

// Where operators report nothing (source: the list of the sending platform, 34 territories, about SMS).
class NoReportTable {
 public:
  static const NoReportTable& built_in();
  explicit NoReportTable(std::span<const Country> countries);

  bool contains(Country country) const { return flags_[country.index()]; }
  std::vector<Country> countries() const;

 private:
  std::vector<bool> flags_;
};

}  // namespace dlr::core
