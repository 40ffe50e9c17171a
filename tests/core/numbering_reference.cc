// The C++ half of the comparison with libphonenumber (numbering_reference.py is the other).
//   compare FILE   reads "digits region" lines and checks country_of() against each
//   plans          writes "region calling-code example free-digits" for every numbering plan
#include <cstddef>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

#include "core/numbering.h"

namespace {

constexpr std::size_t kNumbers = 100'000;

int compare(const char* path) {
  std::ifstream in(path);
  std::string digits;
  std::string region;
  std::size_t read = 0;
  std::size_t wrong = 0;
  while (in >> digits >> region) {
    ++read;
    const auto number = dlr::core::parse_phone_number(digits);
    const auto country = number ? dlr::core::country_of(*number) : std::nullopt;
    std::string found = "nothing";
    if (country) found = *country ? country->text() : "-";
    if (found == region) continue;
    if (++wrong <= 20) std::cerr << '+' << digits << ": expected " << region << ", found " << found << '\n';
  }
  std::cout << read << " numbers compared, " << wrong << " wrong\n";
  if (read < kNumbers) std::cerr << path << " should have " << kNumbers << " lines\n";
  return wrong == 0 && read >= kNumbers ? 0 : 1;
}

int write_plans() {
  for (const dlr::core::NumberingPlan& plan : dlr::core::numbering_plans()) {
    std::cout << plan.country.text() << ' ' << plan.calling_code << ' ' << plan.mobile_example << ' '
              << plan.free_digits << '\n';
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "compare") return compare(argv[2]);
  if (argc == 2 && std::string_view(argv[1]) == "plans") return write_plans();
  std::cerr << "usage: numbering_reference compare FILE | plans\n";
  return 2;
}
