#include "core/diagnostics/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace dlr::diagnostics {
namespace {

// An excerpt shows this many characters of a line, the place a third in.
constexpr std::size_t kExcerptWidth = 120;
constexpr std::string_view kCut = "...";

// The characters of a text, each with its bytes. Broken UTF-8 counts byte by byte.
std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> found;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t bytes = 1;
    while (i + bytes < text.size() && bytes < 4 && (static_cast<unsigned char>(text[i + bytes]) & 0xC0U) == 0x80U) {
      ++bytes;
    }
    found.push_back(text.substr(i, bytes));
    i += bytes;
  }
  return found;
}

// As it may be shown: a control character would move the terminal's cursor. C1 controls are two bytes, the first C2.
std::string_view shown(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (first == '\t') return character;
  const bool is_c1 = first == 0xC2 && character.size() == 2 && static_cast<unsigned char>(character[1]) < 0xA0;
  return first < 0x20 || first == 0x7F || is_c1 ? "?" : character;
}

std::string shown_text(std::string_view text) {
  std::string out;
  for (const std::string_view character : characters(text)) out += character[0] == '\t' ? " " : shown(character);
  return out;
}

// The line and the carets below it. A tab stays a tab in both, so that they stand right whatever its width.
void append_excerpt(const Diagnostic& diagnostic, std::string& out) {
  const auto line = characters(diagnostic.excerpt);
  const std::size_t before = diagnostic.excerpt_column;
  const std::size_t at = std::min(diagnostic.column > before ? diagnostic.column - before : 0, line.size());
  std::size_t begin = 0, end = line.size();
  if (line.size() > kExcerptWidth) {
    begin = at > kExcerptWidth / 3 ? std::min(at - kExcerptWidth / 3, line.size() - kExcerptWidth) : 0;
    end = begin + kExcerptWidth;
  }
  std::string text, below;
  if (begin > 0 || before > 1) {
    text += kCut;
    below.append(kCut.size(), ' ');
  }
  for (std::size_t i = begin; i < end; ++i) {
    text += shown(line[i]);
    if (i < at) below += line[i] == "\t" ? '\t' : ' ';
  }
  if (end < line.size() || diagnostic.excerpt_goes_on) text += kCut;
  const std::size_t length = std::min(diagnostic.length, std::max<std::size_t>(end - at, 1));
  while (!text.empty() && text.back() == ' ') text.pop_back();
  const std::string number = fmt::format("{:>5}", diagnostic.line);
  fmt::format_to(std::back_inserter(out), "{} | {}\n", number, text);
  if (length > 0) {
    fmt::format_to(std::back_inserter(out), "{} | {}{}\n", std::string(number.size(), ' '), below,
                   std::string(length, '^'));
  }
}

}  // namespace

std::string render(const Diagnostic& diagnostic) {
  std::string out = shown_text(diagnostic.file);
  if (diagnostic.line > 0) fmt::format_to(std::back_inserter(out), ":{}:{}", diagnostic.line, diagnostic.column);
  out += ": error: " + shown_text(diagnostic.message);
  if (!diagnostic.hint.empty()) out += "; did you mean `" + shown_text(diagnostic.hint) + "`?";
  if (diagnostic.code != Code::none) out += fmt::format(" [{}]", to_string(diagnostic.code));
  out += '\n';
  if (diagnostic.line > 0 && !diagnostic.excerpt.empty()) append_excerpt(diagnostic, out);
  for (std::string_view rest = diagnostic.note; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    out += "      = " + shown_text(rest.substr(0, end)) + '\n';
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

void sort_by_place(std::vector<Diagnostic>& diagnostics) {
  std::map<std::string, std::size_t> files;
  for (const Diagnostic& diagnostic : diagnostics) files.emplace(diagnostic.file, files.size());
  const auto place = [&files](const Diagnostic& d) { return std::tuple(files.at(d.file), d.line, d.column); };
  std::stable_sort(diagnostics.begin(), diagnostics.end(),
                   [&place](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
  const auto same = [&place](const Diagnostic& a, const Diagnostic& b) {
    return place(a) == place(b) && a.message == b.message;
  };
  diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end(), same), diagnostics.end());
}

std::string render(const std::vector<Diagnostic>& diagnostics, std::size_t limit) {
  std::string out;
  const std::size_t shown_ones = std::min(limit, diagnostics.size());
  for (std::size_t i = 0; i < shown_ones; ++i) out += render(diagnostics[i]);
  if (diagnostics.size() > shown_ones) out += fmt::format("and {} more\n", diagnostics.size() - shown_ones);
  return out;
}

}  // namespace dlr::diagnostics
