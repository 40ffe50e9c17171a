#include "core/diagnostics/diagnostic.h"

#include <gtest/gtest.h>

namespace dlr::diagnostics {
namespace {

Diagnostic at(std::size_t line, std::size_t column, std::size_t length, std::string excerpt) {
  Diagnostic made;
  made.file = "a.yaml";
  made.line = line;
  made.column = column;
  made.length = length;
  made.message = "wrong";
  made.excerpt = std::move(excerpt);
  return made;
}

TEST(Diagnostic, ShowsPlaceLineCaretsHintAndNote) {
  Diagnostic made = at(42, 5, 7, "    meadian: 6s");
  made.message = "unknown key `meadian`";
  made.hint = "median";
  made.note = "here: median, p99\nincluded by b.yaml:1";
  EXPECT_EQ(render(made),
            "a.yaml:42:5: error: unknown key `meadian`; did you mean `median`?\n"
            "   42 |     meadian: 6s\n"
            "      |     ^^^^^^^\n"
            "      = here: median, p99\n"
            "      = included by b.yaml:1\n");
}

TEST(Diagnostic, OfAWholeFileHasNoPlace) {
  Diagnostic made;
  made.file = "a.yaml";
  made.message = "is empty";
  EXPECT_EQ(render(made), "a.yaml: error: is empty\n");
}

TEST(Diagnostic, CountsCharactersNotBytes) {
  EXPECT_EQ(render(at(1, 4, 5, "日本 größe: 5")),
            "a.yaml:1:4: error: wrong\n    1 | 日本 größe: 5\n      |    ^^^^^\n");
}

TEST(Diagnostic, KeepsTabsSoThatCaretsStandRight) {
  EXPECT_EQ(render(at(1, 4, 1, "a:\tb")), "a.yaml:1:4: error: wrong\n    1 | a:\tb\n      |   \t^\n");
}

TEST(Diagnostic, CutsALongLineAroundThePlace) {
  const std::string line = std::string(300, 'x') + "HERE" + std::string(300, 'y');
  const std::string text = render(at(1, 301, 4, line));
  EXPECT_EQ(text, "a.yaml:1:301: error: wrong\n    1 | ..." + std::string(40, 'x') + "HERE" + std::string(76, 'y') +
                      "...\n      | " + std::string(43, ' ') + "^^^^\n");
  EXPECT_EQ(render(at(1, 1, 600, line)).find("^^^"), render(at(1, 1, 3, line)).find("^^^"));
  EXPECT_LT(render(at(1, 1, 600, line)).size(), 400U) << "carets end where the excerpt ends";
}

TEST(Diagnostic, ShowsNothingThatATerminalWouldActUpon) {
  Diagnostic made = at(1, 1, 1, "\x1b[2J\xc2\x9b");
  made.file = "a\x1b.yaml";
  made.message = "unknown key `\x1b[31m\n`";
  made.hint = "\x07";
  EXPECT_EQ(render(made), "a?.yaml:1:1: error: unknown key `?[31m?`; did you mean `?`?\n    1 | ?[2J?\n      | ^\n");
}

TEST(Diagnostic, PlacesBeyondTheLineAreShownAtItsEnd) {
  EXPECT_EQ(render(at(1, 99, 9, "ab")), "a.yaml:1:99: error: wrong\n    1 | ab\n      |   ^\n");
}

TEST(Diagnostics, ComeInOrderOfPlaceAndOnce) {
  std::vector<Diagnostic> all{at(9, 1, 1, "x"), at(2, 7, 1, "x"), at(2, 3, 1, "x"), at(9, 1, 1, "x")};
  all.push_back(at(1, 1, 1, "x"));
  all.back().file = "b.yaml";
  sort_by_place(all);
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[0].column, 3U);
  EXPECT_EQ(all[1].column, 7U);
  EXPECT_EQ(all[2].line, 9U);
  EXPECT_EQ(all[3].file, "b.yaml") << "files in the order in which they appear";
}

TEST(Diagnostics, BeyondTwentyAreCounted) {
  const std::vector<Diagnostic> all(23, at(1, 1, 1, "x"));
  const std::string text = render(all);
  EXPECT_NE(text.find("and 3 more\n"), std::string::npos);
  EXPECT_EQ(render(std::vector<Diagnostic>(20, at(1, 1, 1, "x"))).find("more"), std::string::npos);
}

}  // namespace
}  // namespace dlr::diagnostics
