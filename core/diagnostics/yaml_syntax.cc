#include "core/diagnostics/yaml_syntax.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

namespace dlr::diagnostics {
namespace {

// What the line holds from this place on, and before it.
std::string_view line_of(const Place& place) {
  return place.line < place.source->lines.size() ? std::string_view(place.source->lines[place.line]) : "";
}
std::string_view behind(const Place& place) {
  return line_of(place).substr(std::min<std::size_t>(place.byte, line_of(place).size()));
}
std::string_view before(const Place& place) { return line_of(place).substr(0, place.byte); }

bool ends_in(std::string_view text, std::string_view characters) {
  const std::size_t last = text.find_last_not_of(" \t");
  return last != std::string_view::npos && characters.find(text[last]) != std::string_view::npos;
}

std::string_view first_character(const Place& place) { return behind(place).substr(0, 1); }

// The column of the line's first word.
std::size_t indentation(std::string_view line) { return std::min(line.find_first_not_of(' '), line.size()); }

// A key that stands where it cannot: the line above is no whole `key: value`, or this is one `key: value` in another.
Diagnostic misplaced_colon(const Place& place) {
  const std::string_view line = line_of(place);
  const std::size_t first = line.find(": ");
  if (first != std::string_view::npos && first < place.byte) {
    const std::size_t key = std::min(indentation(line), first);
    return problem_at(Code::not_yaml, place, "not YAML: a second `:` in one line", {},
                      fmt::format("if it belongs to the value, quote that: `{}: \"{}\"`", line.substr(key, first - key),
                                  line.substr(first + 2)));
  }
  Place key = place;
  key.byte = static_cast<std::uint32_t>(indentation(line));
  key.bytes = place.byte > key.byte ? place.byte - key.byte : 1;
  const std::string_view above = place.line > 0 ? std::string_view(place.source->lines[place.line - 1]) : "";
  const bool is_deeper = indentation(line) > indentation(above) && above.find(": ") != std::string_view::npos;
  return problem_at(Code::not_yaml, key, "not YAML: this key does not follow from the line above", {},
                    is_deeper ? "begin it in the same column, or leave the value above away if this is to stand inside"
                              : "the line above must be a whole `key: value`, with a blank behind the colon");
}

// A line that belongs to no map or list above it.
Diagnostic misplaced_line(const Place& place) {
  if (ends_in(before(place), "\"'")) {
    return problem_at(
        Code::not_yaml, place, "not YAML: nothing may follow a quoted text", {},
        "quote the whole value; a quote inside is written `\\\"` in double quotes and `''` in single ones");
  }
  return problem_at(Code::not_yaml, place, "not YAML: this line does not fit those above it", {},
                    "what belongs together begins in the same column: compare its indentation with theirs");
}

// A value with a brace inside, such as `${name}`, which ends the value there.
std::optional<Diagnostic> braces_in_value(const Place& place) {
  if (first_character(place) != "{" || !ends_in(before(place), "$")) return std::nullopt;
  const std::string_view rest = behind(place);
  const std::size_t close = rest.find('}');
  if (close == std::string_view::npos) return std::nullopt;
  Place value = place;
  --value.byte;
  value.bytes = static_cast<std::uint32_t>(close + 2);
  return problem_at(Code::not_yaml, value, "not YAML: a value with a brace in it needs quotes here", {},
                    fmt::format("quote it: `\"${}\"`", rest.substr(0, close + 1)));
}

// `{` or `[` and what came in place of its end.
Diagnostic not_closed(const SyntaxError& error) {
  const char open =
      line_of(error.opened).substr(std::min<std::size_t>(error.opened.byte, line_of(error.opened).size()))[0];
  const char close = open == '{' ? '}' : ']';
  const bool at_the_end = !error.has_place || error.place.line < error.opened.line ||
                          (error.place.line == error.opened.line && error.place.byte <= error.opened.byte);
  if (at_the_end) {
    return problem_at(Code::not_yaml, error.opened, fmt::format("not YAML: this `{}` is never closed", open), {},
                      fmt::format("write the `{}` that belongs to it", close));
  }
  if (std::optional<Diagnostic> braces = braces_in_value(error.place)) return *std::move(braces);
  // The parser gives up at the colon of the next key.
  Place word = error.place;
  const std::size_t blank = before(word).find_last_of(" {[,");
  if (first_character(word) == ":" && blank != std::string_view::npos) {
    word.bytes = static_cast<std::uint32_t>(word.byte - blank - 1);
    word.byte = static_cast<std::uint32_t>(blank + 1);
  }
  return problem_at(Code::not_yaml, word, fmt::format("not YAML: neither `,` nor `{}` stands before this", close), {},
                    fmt::format("it is inside the `{}` of line {}: is that one's `{}` missing, or a `,`?", open,
                                error.opened.line + 1, close));
}

Diagnostic closed_wrongly(const SyntaxError& error) {
  const std::string_view what = first_character(error.place);
  if (error.opened.source == nullptr) {
    return problem_at(Code::not_yaml, error.place, fmt::format("not YAML: this `{}` closes nothing", what), {},
                      "one too many, or its other half is missing before it");
  }
  const char open = behind(error.opened)[0];
  return problem_at(Code::not_yaml, error.place,
                    fmt::format("not YAML: `{}` where the `{}` of line {} is open", what, open, error.opened.line + 1),
                    {}, fmt::format("close that first, with `{}`", open == '{' ? '}' : ']'));
}

Diagnostic needs_quotes(const Place& place) {
  const std::string_view line = line_of(place);
  Place character = place;
  // The parser gives up behind `*` and `&`.
  if (place.byte > 0 && place.byte <= line.size() && (line[place.byte - 1] == '*' || line[place.byte - 1] == '&'))
    --character.byte;
  return problem_at(Code::not_yaml, character,
                    fmt::format("not YAML: a value cannot begin with `{}`", first_character(character)), {},
                    fmt::format("quote it: `\"{}\"`", behind(character)));
}

// The parser's words begin with `begin`: what we say in their place.
struct Plain {
  std::string_view begin;
  const char* message;
  const char* note;
};
constexpr Plain kPlain[] = {
    {"illegal block entry", "an entry of a list cannot begin here",
     "begin each `- ` on a line of its own, or write the list as `[a, b]`"},
    {"illegal map key", "a key cannot begin here", "begin it on a line of its own"},
    {"unknown escape character", "no such escape in double quotes",
     "write `\\\\` for a backslash, or use single quotes"},
    {"bad character found while scanning hex number", "no hexadecimal digit", "`\\x` takes two of them, `\\u` four"},
    {"invalid unicode", "there is no such character", "`\\u` takes the four hexadecimal digits of a character"},
    {"illegal document indicator in scalar", "the file's end mark inside a quoted text",
     "is the closing quote missing above?"},
    {"illegal EOF in scalar", "this text has no closing quote", "close it, on the same line"},
    {"cannot set zero indentation", "the text of `|` or `>` is indented by at least one blank", "leave the `0` away"},
    {"unexpected character in block scalar", "behind `|` or `>` the line must end",
     "begin the text on the next line, indented"},
    {"YAML", "directives are not read here", "leave the line away that begins with `%`"},
    {"TAG", "directives are not read here", "leave the line away that begins with `%`"},
    {"repeated", "directives are not read here", "leave the line away that begins with `%`"},
};

bool begins_with(std::string_view text, std::string_view begin) { return text.substr(0, begin.size()) == begin; }

}  // namespace

Diagnostic explain_syntax(const SyntaxError& error, const std::string& about_anchors) {
  const std::string_view says = error.parser_says;
  const bool is_flow = says.find(" flow not found") != std::string_view::npos;
  if (is_flow && error.opened.source != nullptr) return not_closed(error);
  if (begins_with(says, "illegal flow end")) return closed_wrongly(error);
  if (begins_with(says, "illegal map value")) return misplaced_colon(error.place);
  if (begins_with(says, "end of map not found") || begins_with(says, "end of sequence not found")) {
    return misplaced_line(error.place);
  }
  if (begins_with(says, "unknown token") || begins_with(says, "alias not found") ||
      begins_with(says, "anchor not found")) {
    return needs_quotes(error.place);
  }
  // The parser looks up an alias before we hear of it.
  if (begins_with(says, "the referenced anchor is not defined")) {
    return problem_at(Code::yaml_not_read, error.place, "aliases are not read here", {}, about_anchors);
  }
  for (const Plain& plain : kPlain) {
    if (begins_with(says, plain.begin)) {
      return problem_at(Code::not_yaml, error.place, fmt::format("not YAML: {}", plain.message), {}, plain.note);
    }
  }
  return problem_at(Code::not_yaml, error.place, fmt::format("not YAML: {}", says), {},
                    "compare the line and the one above with a scenario that is valid");
}

}  // namespace dlr::diagnostics
