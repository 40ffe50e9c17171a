// The scenario that `init` writes: three answers in, a commented file out, which is valid and passes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary/country.h"

namespace dlr::sim::cli {

// What may go wrong in it.
enum class FirstFault : std::uint8_t { nothing, doubles, outage, busy };
inline constexpr const char* kFirstFaults[] = {"nothing", "doubles", "outage", "busy"};  // by FirstFault

struct FirstAnswers {
  std::vector<Country> countries;
  std::uint64_t messages = 0;
  FirstFault fault = FirstFault::nothing;
};

// Shares can be judged from about so many on.
inline constexpr std::uint64_t kLeastPerCountry = 2000;
inline constexpr std::uint64_t kMostOfFirst = 100'000'000;
inline constexpr std::size_t kMostCountriesOfFirst = 20;

// An answer as it was typed; else `why` says in one sentence what is wrong with it.
std::optional<std::vector<Country>> read_countries(std::string_view text, std::string& why);
std::optional<std::uint64_t> read_messages(std::string_view text, std::size_t countries, std::string& why);
std::optional<FirstFault> read_fault(std::string_view text, std::string& why);

// `name`: letters, digits, ".", "-" and "_".
std::string first_scenario(const std::string& name, const FirstAnswers& answers);

}  // namespace dlr::sim::cli
