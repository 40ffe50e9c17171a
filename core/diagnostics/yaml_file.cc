#include "core/diagnostics/yaml_file.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>
#include <unordered_set>
#include <utility>

#include "core/diagnostics/file_text.h"
#include "core/diagnostics/yaml_syntax.h"

namespace dlr::diagnostics {
namespace {

// Thrown through the parser where reading on would be of no use.
struct Stop {
  Diagnostic problem;
};

// How much of a line a scalar takes: as it stands when it is plain, to its closing quote otherwise.
std::size_t bytes_of_scalar(const std::string& line, std::size_t at, const std::string& value) {
  if (at >= line.size()) return 0;
  if (!value.empty() && line.compare(at, value.size(), value) == 0) return value.size();
  const char quote = line[at];
  if (quote == '"' || quote == '\'') {
    for (std::size_t i = at + 1; i < line.size(); ++i) {
      if (line[i] == '\\' && quote == '"') {
        ++i;
      } else if (line[i] == quote) {
        return i + 1 - at;
      }
    }
  }
  const std::size_t last = line.find_last_not_of(" \t");
  return last == std::string::npos || last < at ? 0 : last + 1 - at;
}

// Builds the tree from the parser's events. Whatever is refused is noted, and the tree goes on without it.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const Source& source, const std::string& about_anchors, std::vector<Diagnostic>& problems)
      : source_(source), about_anchors_(about_anchors), problems_(problems) {}

  std::optional<Node> take_root() { return std::move(root_); }

  // Of those that are open; without a source: none.
  Place innermost_bracket() const {
    for (auto open = open_.rbegin(); open != open_.rend(); ++open) {
      const Place& at = open->node.place;
      const std::string& line = source_.lines[std::min<std::size_t>(at.line, source_.lines.size() - 1)];
      if (at.byte < line.size() && (line[at.byte] == '{' || line[at.byte] == '[')) return at;
    }
    return {};
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ == 0) return;
    const bool is_marked = line_of(mark).compare(0, 3, "---") == 0 || line_of(mark).compare(0, 3, "...") == 0;
    throw Stop{is_marked ? problem_at(Code::yaml_not_read, place(mark, 1), "a second document begins here", {},
                                      "a file holds one: remove the `---`")
                         : problem_at(Code::not_yaml, place(mark, 1), "not YAML: this does not go on what stands above",
                                      {}, "begin all keys of the file in the first column, as `key: value`")};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { add(make(Node::Kind::none, mark, 0)); }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    const std::string& line = line_of(mark);
    const auto at = static_cast<std::size_t>(mark.column);
    const std::size_t end = std::min(line.find_first_of(" ,]}", at), line.size());
    problems_.push_back(
        problem_at(Code::yaml_not_read, place(mark, end - at), "aliases are not read here", {}, about_anchors_));
    add(make(Node::Kind::broken, mark, end - at));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const YAML::Mark at = behind_properties(mark, tag, anchor);
    check_quotes(at);
    Node node = make(Node::Kind::text, at, bytes_of_scalar(line_of(at), static_cast<std::size_t>(at.column), value));
    node.text = value;
    add(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Node::Kind::list, behind_properties(mark, tag, anchor));
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Node::Kind::map, behind_properties(mark, tag, anchor));
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    std::optional<Node> key;  // of a map: read, and waiting for its value
    std::unordered_set<std::string> keys;
  };

  const std::string& line_of(const YAML::Mark& mark) const {
    static const std::string none;
    const auto line = static_cast<std::size_t>(mark.line);
    return mark.line >= 0 && line < source_.lines.size() ? source_.lines[line] : none;
  }

  Place place(const YAML::Mark& mark, std::size_t bytes) const {
    return {&source_, static_cast<std::uint32_t>(std::max(mark.line, 0)),
            static_cast<std::uint32_t>(std::max(mark.column, 0)), static_cast<std::uint32_t>(bytes)};
  }

  Node make(Node::Kind kind, const YAML::Mark& mark, std::size_t bytes) {
    if (problems_.size() >= kMostProblems) {
      throw Stop{problem_at(Code::file_too_large, place(mark, bytes), "too many mistakes to read on")};
    }
    if (++values_ > kMostValues) {
      throw Stop{problem_at(Code::file_too_large, place(mark, bytes),
                            fmt::format("more than {} values in one file", kMostValues))};
    }
    Node node;
    node.kind = kind;
    node.place = place(mark, bytes);
    return node;
  }

  // The parser marks a value with an anchor or a tag at that; both are refused. The place of the value itself.
  YAML::Mark behind_properties(YAML::Mark mark, const std::string& tag, YAML::anchor_t anchor) {
    const std::string& line = line_of(mark);
    const auto at = static_cast<std::size_t>(mark.column);
    const std::size_t end = at < line.size() ? std::min(line.find_first_of(" ,]}", at), line.size()) : at;
    if (anchor != 0) {
      problems_.push_back(
          problem_at(Code::yaml_not_read, place(mark, end - at), "anchors are not read here", {}, about_anchors_));
    } else if (tag.size() > 1) {
      problems_.push_back(problem_at(Code::yaml_not_read, place(mark, end - at), "tags are not read here", {},
                                     "a value is read as its key asks for: leave the tag away"));
    }
    return mark;
  }

  // The parser takes the end of the file for a closing quote.
  void check_quotes(const YAML::Mark& mark) const {
    const auto column = static_cast<std::size_t>(mark.column);
    if (column >= line_of(mark).size()) return;
    const char quote = line_of(mark)[column];
    if (quote != '"' && quote != '\'') return;
    std::size_t from = column + 1;
    for (auto i = static_cast<std::size_t>(mark.line); i < source_.lines.size(); ++i, from = 0) {
      const std::string& line = source_.lines[i];
      for (std::size_t at = from; at < line.size(); ++at) {
        if (line[at] == quote) return;
        if (line[at] == '\\' && quote == '"') ++at;
      }
    }
    throw Stop{problem_at(Code::not_yaml, place(mark, 1), "not YAML: this text has no closing quote", {},
                          fmt::format("close it with a `{}`", quote))};
  }

  void open(Node::Kind kind, const YAML::Mark& mark) {
    if (open_.size() >= kMostNesting) {
      throw Stop{
          problem_at(Code::file_too_large, place(mark, 1), fmt::format("nested deeper than {} levels", kMostNesting))};
    }
    open_.push_back({make(kind, mark, 1), std::nullopt, {}});
  }

  void close() {
    Node node = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(node));
  }

  void add(Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == Node::Kind::list) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.key) {
      parent.key = std::move(node);
    } else {
      add_member(parent, std::move(*parent.key), std::move(node));
      parent.key.reset();
    }
  }

  void add_member(Open& map, Node key, Node value) {
    if (key.kind == Node::Kind::broken) return;
    if (key.kind != Node::Kind::text) {
      problems_.push_back(problem_at(Code::no_map, key.place, "a key must be a plain text"));
    } else if (key.text == "<<") {
      problems_.push_back(
          problem_at(Code::yaml_not_read, key.place, "merge keys are not read here", {}, about_anchors_));
    } else if (!map.keys.insert(key.text).second) {
      const auto& members = map.node.members;
      const auto first = std::find_if(members.begin(), members.end(),
                                      [&key](const Member& member) { return member.key.text == key.text; });
      problems_.push_back(problem_at(Code::key_twice, key.place, fmt::format("the key `{}` is given twice", key.text),
                                     {}, fmt::format("first in line {}", first->key.place.line + 1)));
    } else {
      // The parser marks nothing where the next thing stands.
      if (value.kind == Node::Kind::none) value.place = key.place;
      map.node.members.push_back({std::move(key), std::move(value)});
    }
  }

  const Source& source_;
  const std::string& about_anchors_;
  std::vector<Diagnostic>& problems_;
  std::vector<Open> open_;
  std::optional<Node> root_;
  std::size_t documents_ = 0, values_ = 0;
};

// A tab before the first word of a line, which YAML forbids and parsers report far from where it stands.
std::optional<Diagnostic> problem_of_indentation(const Source& source) {
  for (std::size_t i = 0; i < source.lines.size(); ++i) {
    const std::string& line = source.lines[i];
    const std::size_t word = line.find_first_not_of(" \t");
    const std::size_t tab = line.find('\t');
    if (word == std::string::npos || line[word] == '#' || tab >= word) continue;
    const Place place{&source, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(tab), 1};
    return problem_at(Code::not_yaml, place, "a tab in the indentation", {}, "indent with spaces");
  }
  return std::nullopt;
}

Diagnostic whole_file(const Source& source, std::string message, std::string note = {}) {
  Diagnostic problem;
  problem.code = Code::no_map;
  problem.file = source.file;
  problem.message = std::move(message);
  problem.note = std::move(note);
  return problem;
}

Diagnostic syntax_error(const Source& source, const YAML::Exception& error, const Place& opened,
                        const std::string& about_anchors) {
  SyntaxError found;
  found.parser_says = error.msg;
  found.place = {&source, 0, 0, 1};
  found.has_place = !error.mark.is_null() && !source.lines.empty();
  if (found.has_place) {
    found.place.line = static_cast<std::uint32_t>(
        std::min<std::size_t>(static_cast<std::size_t>(std::max(error.mark.line, 0)), source.lines.size() - 1));
    found.place.byte = static_cast<std::uint32_t>(std::max(error.mark.column, 0));
  }
  found.opened = opened;
  return explain_syntax(found, about_anchors);
}

// Of a line of megabytes nobody is shown more than a piece, and many may be wrong in it.
std::pair<std::size_t, std::size_t> piece_around(const std::string& line, std::size_t byte) {
  constexpr std::size_t kBefore = 600, kBehind = 1200;
  std::size_t begin = byte > kBefore && line.size() > kBefore + kBehind ? std::min(byte, line.size()) - kBefore : 0;
  std::size_t end = std::min(line.size(), byte + kBehind);
  const auto is_inside = [&line](std::size_t at) {
    return at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U;
  };
  while (begin > 0 && is_inside(begin)) --begin;
  while (is_inside(end)) ++end;
  return {begin, end};
}

// What a message quotes may be as long as the file.
std::string shortened(std::string text) {
  constexpr std::size_t kMost = 1000, kKept = 400;
  if (text.size() > kMost) text.replace(kKept, text.size() - 2 * kKept, "...");
  return text;
}

void parse(const std::string& text, TreeBuilder& builder) {
  std::istringstream in(text);
  YAML::Parser parser(in);
  while (parser.HandleNextDocument(builder)) {
  }
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const Member& member : members) {
    if (member.key.text == key) return &member.value;
  }
  return nullptr;
}

Diagnostic problem_at(Code code, const Place& place, std::string message, std::string hint, std::string note) {
  static const std::string none;
  const bool has_line = place.line < place.source->lines.size();
  const std::string& line = has_line ? place.source->lines[place.line] : none;
  Diagnostic problem;
  problem.code = code;
  problem.file = place.source->file;
  problem.line = place.line + std::size_t{1};
  const std::size_t before = characters_in(line, place.byte);
  problem.column = before + 1;
  problem.length = characters_in(line, std::size_t{place.byte} + place.bytes) - before;
  const auto [begin, end] = piece_around(line, place.byte);
  problem.excerpt = line.substr(begin, end - begin);
  problem.excerpt_column = characters_in(line, begin) + 1;
  problem.excerpt_goes_on = end < line.size();
  problem.message = shortened(std::move(message));
  problem.hint = std::move(hint);
  problem.note = shortened(std::move(note));
  for (const std::string& by : place.source->included_by) {
    if (!problem.note.empty()) problem.note += '\n';
    problem.note += "included by " + by;
  }
  return problem;
}

YamlFile read_yaml(const std::string& path, const std::string& about_anchors, std::vector<std::string> included_by) {
  YamlFile file;
  file.source = std::make_unique<Source>();
  file.source->file = path;
  file.source->included_by = std::move(included_by);
  FileText read = read_text_file(path, kMostBytes);
  if (read.problem) {
    file.problems.push_back(std::move(*read.problem));
    return file;
  }
  file.source->lines = split_lines(*read.text);
  if (auto problem = problem_of_indentation(*file.source)) {
    file.problems.push_back(std::move(*problem));
    return file;
  }
  TreeBuilder builder(*file.source, about_anchors, file.problems);
  try {
    parse(*read.text, builder);
    file.root = builder.take_root();
  } catch (const Stop& stop) {
    file.problems.push_back(stop.problem);
    return file;
  } catch (const YAML::Exception& error) {
    file.problems.push_back(syntax_error(*file.source, error, builder.innermost_bracket(), about_anchors));
    return file;
  }
  if (!file.root || file.root->kind == Node::Kind::none) {
    file.root.reset();
    file.problems.push_back(
        whole_file(*file.source, "this file is empty", "it must be a map: `key: value`, line by line"));
  } else if (file.root->kind != Node::Kind::map) {
    if (file.root->kind != Node::Kind::broken) {
      file.problems.push_back(
          problem_at(Code::no_map, file.root->place, "the file must be a map: `key: value`, line by line"));
    }
    file.root.reset();
  }
  return file;
}

}  // namespace dlr::diagnostics
