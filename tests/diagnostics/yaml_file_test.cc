#include "core/diagnostics/yaml_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace dlr::diagnostics {
namespace {

// What is read of a text, and the text's place.
YamlFile read(const std::string& text) {
  const auto path = std::filesystem::temp_directory_path() / ("dlr_yaml_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path, std::ios::binary) << text;
  YamlFile file = read_yaml(path.string(), "use something else");
  std::filesystem::remove(path);
  return file;
}

std::string first_message(const std::string& text) {
  const YamlFile file = read(text);
  return file.problems.empty() ? "" : file.problems[0].message;
}

TEST(YamlFile, EveryScalarIsText) {
  const YamlFile file = read("a: NO\nb: 1.0\nc: 0x10\nd: \"q\"\ne: |\n  two\n  lines\nf: 2026-01-01\n");
  ASSERT_TRUE(file.root);
  EXPECT_EQ(file.root->find("a")->text, "NO");
  EXPECT_EQ(file.root->find("b")->text, "1.0");
  EXPECT_EQ(file.root->find("c")->text, "0x10");
  EXPECT_EQ(file.root->find("d")->text, "q");
  EXPECT_EQ(file.root->find("e")->text, "two\nlines\n");
  EXPECT_EQ(file.root->find("f")->text, "2026-01-01");
  EXPECT_EQ(file.root->find("g"), nullptr);
}

TEST(YamlFile, EveryValueKnowsItsPlace) {
  const YamlFile file = read(
      "\xEF\xBB\xBF"
      "a: {größe: [x, \"long one\"]}\r\nb:\n");
  ASSERT_TRUE(file.root);
  const Node& item = file.root->find("a")->members[0].value.items[1];
  const Diagnostic problem = problem_at(Code::none, item.place, "m");
  EXPECT_EQ(problem.line, 1U);
  EXPECT_EQ(problem.column, 16U);
  EXPECT_EQ(problem.length, 10U);
  EXPECT_EQ(problem.excerpt, "a: {größe: [x, \"long one\"]}");
  EXPECT_EQ(problem_at(Code::none, file.root->find("b")->place, "m").line, 2U) << "nothing stands at its key";
}

TEST(YamlFile, NestingIsBoundedBeforeTheStackIs) {
  for (const char* opening : {"[", "{a: ", "- "}) {
    std::string text = "a:\n ";
    for (int i = 0; i < 100'000; ++i) text += opening;
    EXPECT_EQ(first_message(text), "nested deeper than 64 levels") << opening;
  }
  EXPECT_EQ(first_message("a: " + std::string(63, '[') + std::string(63, ']')), "");
}

TEST(YamlFile, LargeFilesAreRefusedUnread) {
  EXPECT_EQ(first_message("a: " + std::string(kMostBytes, 'x')), "is larger than 8 MiB");
  std::string many = "a: [";
  for (std::size_t i = 0; i < kMostValues; ++i) many += "x,";
  EXPECT_EQ(first_message(many + "x]\n"), "more than 500000 values in one file");
}

// A file of one line, wrong all along it, costs no more than what is shown.
TEST(YamlFile, ProblemsHoldAPieceOfTheirLineOnly) {
  std::string text = "a: [";
  for (int i = 0; i < 100'000; ++i) text += "größe, &x y, ";
  const YamlFile file = read(text + "]\n");
  EXPECT_EQ(file.problems.size(), kMostProblems + 1);
  EXPECT_EQ(file.problems.back().message, "too many mistakes to read on");
  const Diagnostic& late = file.problems[150];
  EXPECT_LT(late.excerpt.size(), 2000U);
  const std::string shown = render(late);
  const std::string line = shown.substr(shown.find('\n') + 1, shown.find("\n      |") - shown.find('\n') - 1);
  EXPECT_EQ(line.find("    1 | ..."), 0U);
  EXPECT_EQ(line.substr(line.size() - 3), "...");
  EXPECT_EQ(late.column, 12U + 150U * 13U);
  EXPECT_NE(shown.find("&x y"), std::string::npos);
}

TEST(YamlFile, FoldersAndMissingFilesAreProblems) {
  EXPECT_EQ(read_yaml("/tmp", "").problems.at(0).message, "is a directory, not a file");
  EXPECT_EQ(read_yaml("/tmp/no/such/file.yaml", "").problems.at(0).message,
            "cannot be opened: No such file or directory");
  EXPECT_EQ(read_yaml("/tmp/no/such/file.yaml", "").problems.at(0).file, "/tmp/no/such/file.yaml");
  EXPECT_FALSE(read_yaml("/tmp", "").root);
}

TEST(YamlFile, OnlyTextIsRead) {
  for (const std::string& bad : {std::string("a: \xff"), std::string("a: \xc0\x80"), std::string("a: \xed\xa0\x80"),
                                 std::string("a: \xf4\x90\x80\x80"), std::string("a: \xe2\x82")}) {
    EXPECT_NE(first_message(bad).find("is no UTF-8 text"), std::string::npos) << bad;
  }
  EXPECT_EQ(first_message("a: größe 日本 👍\n"), "");
}

// What the parser would take silently.
TEST(YamlFile, WhatIsRefusedIsReportedBesideTheRest) {
  const YamlFile file = read("a: &x {k: 1}\nb: *x\nc: 1\nc: 2\nd: !!int 3\ne: {<<: 4, f: 5}\n[g]: 6\n");
  ASSERT_TRUE(file.root);
  std::string all;
  for (const Diagnostic& problem : file.problems) all += std::to_string(problem.line) + " " + problem.message + "\n";
  EXPECT_EQ(all,
            "1 anchors are not read here\n2 aliases are not read here\n4 the key `c` is given twice\n"
            "5 tags are not read here\n6 merge keys are not read here\n7 a key must be a plain text\n");
  EXPECT_EQ(file.root->find("c")->text, "1");
  EXPECT_EQ(file.root->find("b")->kind, Node::Kind::broken);
  EXPECT_EQ(file.root->find("e")->find("f")->text, "5");
}

TEST(YamlFile, ASyntaxErrorStopsTheFile) {
  const YamlFile file = read("a: 1\na: 2\nb: [1, 2\n");
  EXPECT_FALSE(file.root);
  EXPECT_EQ(file.problems.back().message.rfind("not YAML: ", 0), 0U);
}

TEST(YamlFile, AFileHoldsOneMap) {
  EXPECT_EQ(first_message(""), "this file is empty");
  EXPECT_EQ(first_message("# a comment\n"), "this file is empty");
  EXPECT_EQ(first_message("just text\n"), "the file must be a map: `key: value`, line by line");
  EXPECT_EQ(first_message("a: 1\n---\nb: 2\n"), "a second document begins here");
  EXPECT_EQ(first_message("---\na: 1\n...\n"), "");
}

TEST(YamlFile, TabsMayNotIndent) {
  EXPECT_EQ(first_message("a:\n\tb: 1\n"), "a tab in the indentation");
  EXPECT_EQ(first_message("a:\n  \tb: 1\n"), "a tab in the indentation");
  EXPECT_EQ(first_message("a:\tb\t# fine\n\t# a comment\n\t\n"), "");
}

TEST(YamlFile, LinesMayEndAsTheyLike) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const YamlFile file = read("a: 1" + end + "b: |" + end + "  two" + end + "  lines" + end + "c: 3" + end);
    ASSERT_TRUE(file.root);
    EXPECT_EQ(file.root->find("b")->text, "two\nlines\n");
    EXPECT_EQ(file.root->find("c")->place.line, 4U);
  }
}

TEST(YamlFile, WhatIsNoTextIsCalledByItsName) {
  using namespace std::string_literals;
  EXPECT_EQ(first_message("a: 1\nb: \0\n"s), "a NUL byte (byte 9 of the file)");
  EXPECT_EQ(first_message("\xEF\xBB\xBF"
                          "a: \0\n"s),
            "a NUL byte (byte 7 of the file)");
  EXPECT_EQ(first_message("a: \x1B\n"), "a control character (byte 4 of the file, 0x1B)");
  EXPECT_EQ(first_message("a: \xE9\n"), "byte 4 of the file (0xE9) is no UTF-8 text");
  EXPECT_EQ(first_message("a: 1\n\xEF\xBB\xBF"
                          "b: 2\n"),
            "a byte order mark in the middle of the file (byte 6)");
  EXPECT_EQ(first_message("\xFF\xFE"
                          "a\0:\0"s),
            "is UTF-16, not UTF-8");
  EXPECT_EQ(first_message("a\0:\0 \0"s), "is UTF-16, not UTF-8");
  EXPECT_EQ(first_message("\0a\0:\0 "s), "is UTF-16, not UTF-8");
}

}  // namespace
}  // namespace dlr::diagnostics
