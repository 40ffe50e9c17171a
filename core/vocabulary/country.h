// A country by its ISO 3166-1 alpha-2 code.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace dlr {

class Country {
 public:
  constexpr Country() = default;  // no country: numbers of satellites and of services that span the world

  // Two capital letters, else nothing. Whether such a country exists is the numbering table's to say.
  static constexpr std::optional<Country> from(std::string_view iso2) {
    if (iso2.size() != 2 || iso2[0] < 'A' || iso2[0] > 'Z' || iso2[1] < 'A' || iso2[1] > 'Z') return std::nullopt;
    return Country(static_cast<std::uint16_t>((iso2[0] - 'A') * 26 + (iso2[1] - 'A') + 1));
  }

  constexpr explicit operator bool() const { return code_ != 0; }
  // Below 677; a dense index for tables by country, 0 for none.
  constexpr std::uint16_t index() const { return code_; }
  static constexpr std::uint16_t kIndexes = 26 * 26 + 1;

  std::string text() const {
    if (code_ == 0) return "";
    return {static_cast<char>('A' + (code_ - 1) / 26), static_cast<char>('A' + (code_ - 1) % 26)};
  }

  friend constexpr auto operator<=>(Country, Country) = default;

 private:
  constexpr explicit Country(std::uint16_t code) : code_(code) {}
  std::uint16_t code_ = 0;
};

}  // namespace dlr
