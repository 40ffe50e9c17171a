#include "core/numbering.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>

namespace dlr::core {
namespace {

struct PrefixRow {
  std::uint32_t prefix;
  std::string_view region;
};

struct PlanRow {
  std::string_view region;
  std::uint32_t calling_code;
  std::uint64_t example;
  std::uint32_t free_digits;
};

#include "core/numbering_table.inc"

constexpr int kLeastDigits = 7;
constexpr int kMostDigits = 15;

constexpr auto kPowersOfTen = [] {
  std::array<std::uint64_t, 17> powers{};
  std::uint64_t power = 1;
  for (std::uint64_t& p : powers) {
    p = power;
    power *= 10;
  }
  return powers;
}();

constexpr Country country_named(std::string_view region) {
  return region.empty() ? Country() : Country::from(region).value();
}

// The first four digits lead to an entry at once; where they do not decide, ten entries more for each further digit. An
// entry is the number of a row plus one, 0 where no calling code begins so, or a node with the top bit set.
using Entry = std::uint16_t;
constexpr Entry kIsNode = 0x8000;
constexpr std::size_t kNodeNumber = 0x7fff;
constexpr int kRootDigits = 4;
constexpr std::size_t kOtherwise = 10;  // what holds at a node when the number has no further digit

struct Tree {
  std::array<Entry, 10'000> root{};
  std::array<std::array<Entry, 11>, 100> nodes{};
  std::size_t node_count = 0;
  // Ready to be returned: putting one together costs more than the search.
  std::array<std::optional<Country>, std::size(kPrefixRows) + 1> countries{};
};

constexpr Tree make_tree() {
  Tree tree;
  for (std::size_t row = 0; row < std::size(kPrefixRows); ++row) {
    const std::uint32_t prefix = kPrefixRows[row].prefix;
    const Entry here = static_cast<Entry>(row + 1);
    tree.countries[here] = country_named(kPrefixRows[row].region);
    std::size_t length = 1;
    while (kPowersOfTen[length] <= prefix) ++length;
    if (length <= kRootDigits) {
      const std::size_t width = kPowersOfTen[kRootDigits - length];
      for (std::size_t i = 0; i < width; ++i) tree.root[prefix * width + i] = here;
      continue;
    }
    Entry* entry = &tree.root[prefix / kPowersOfTen[length - kRootDigits]];
    for (std::size_t at = kRootDigits; at < length; ++at) {
      if ((*entry & kIsNode) == 0) {
        const Entry otherwise = *entry;
        *entry = static_cast<Entry>(kIsNode | tree.node_count);
        for (Entry& child : tree.nodes[tree.node_count]) child = otherwise;
        ++tree.node_count;
      }
      const std::size_t digit = prefix / kPowersOfTen[length - at - 1] % 10;
      entry = &tree.nodes[*entry & kNodeNumber][digit];
    }
    *entry = here;
  }
  return tree;
}
constexpr Tree kTree = make_tree();

constexpr auto kPlans = [] {
  std::array<NumberingPlan, std::size(kPlanRows)> plans;
  for (std::size_t i = 0; i < plans.size(); ++i) {
    const PlanRow& row = kPlanRows[i];
    plans[i] = {country_named(row.region), row.calling_code, row.example, row.free_digits};
  }
  return plans;
}();

// Source: Bloomreach Engagement, "Infobip SMS": the countries whose operators send no delivery reports. GP stands for
// BL and MF too: they share its mobile numbers, and country_of() finds those in GP.
constexpr std::array<std::string_view, 34> kNoReportCountries{
    "BD", "BI", "BJ", "BR", "DE", "GP", "GU", "HK", "ID", "KH", "KW", "LK", "MH", "MP", "MR", "MX", "MY",
    "NR", "PA", "PE", "PG", "PK", "SB", "SD", "SS", "TJ", "TL", "TO", "TV", "UZ", "VE", "VN", "WF", "WS"};

}  // namespace

std::optional<PhoneNumber> parse_phone_number(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  if (text.size() < kLeastDigits || text.size() > kMostDigits || text.front() == '0') return std::nullopt;
  PhoneNumber number;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number.digits = number.digits * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return number;
}

std::optional<Country> country_of(PhoneNumber number) {
  const std::uint64_t digits = number.digits;
  if (digits < kPowersOfTen[kLeastDigits - 1] || digits >= kPowersOfTen[kMostDigits]) return std::nullopt;
  // +1 310 and four digits: a service of Canada, while ten digits after +1 310 are in the United States. The one place
  // in the world where the length decides.
  constexpr std::uint64_t kServiceOfCanada = 1310'0000;
  if (digits - kServiceOfCanada < 10'000) return Country::from("CA");

  // log10 from log2: 1233 / 4096 is a little more than log10(2).
  const auto guess = static_cast<std::size_t>(std::bit_width(digits) * 1233 >> 12);
  const std::size_t length = guess + (digits >= kPowersOfTen[guess] ? 1 : 0);
  // Moved up to 15 digits, so that every division is by a constant.
  const std::uint64_t moved = digits * kPowersOfTen[kMostDigits - length];
  constexpr std::uint64_t kRest = 100'000'000'000;
  Entry entry = kTree.root[moved / kRest];
  std::uint64_t rest = moved % kRest;
  for (std::size_t at = kRootDigits; (entry & kIsNode) != 0; ++at) {
    rest *= 10;
    entry = kTree.nodes[entry & kNodeNumber][at < length ? rest / kRest : kOtherwise];
    rest %= kRest;
  }
  return kTree.countries[entry];  // of entry 0: nothing
}

std::span<const NumberingPlan> numbering_plans() { return kPlans; }

const NumberingPlan* find_numbering_plan(Country country) {
  const auto* plan = std::ranges::lower_bound(kPlans, country, {}, &NumberingPlan::country);
  return plan != kPlans.end() && plan->country == country ? &*plan : nullptr;
}

const NoReportTable& NoReportTable::built_in() {
  static const NoReportTable table = [] {
    std::vector<Country> countries;
    for (const std::string_view name : kNoReportCountries) countries.push_back(country_named(name));
    return NoReportTable(countries);
  }();
  return table;
}

NoReportTable::NoReportTable(std::span<const Country> countries) : flags_(Country::kIndexes) {
  for (const Country country : countries) flags_[country.index()] = true;
}

std::vector<Country> NoReportTable::countries() const {
  std::vector<Country> found;
  for (char first = 'A'; first <= 'Z'; ++first) {
    for (char second = 'A'; second <= 'Z'; ++second) {
      const std::array<char, 2> name{first, second};
      const Country country = Country::from({name.data(), name.size()}).value();
      if (contains(country)) found.push_back(country);
    }
  }
  return found;
}

}  // namespace dlr::core
