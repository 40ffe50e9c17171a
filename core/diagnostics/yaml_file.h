// A YAML file read with places: a tree in which every value knows where it stands, every scalar is text, and every map
// has each key once. No anchors, aliases, merge keys or tags: what is meant stands where it is read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnostics/diagnostic.h"

namespace dlr::diagnostics {

// Larger or deeper files than these are refused before they cost time, memory or stack.
inline constexpr std::size_t kMostBytes = 8 << 20;
inline constexpr std::size_t kMostNesting = 64;
inline constexpr std::size_t kMostValues = 500'000;
// After so many nobody reads on.
inline constexpr std::size_t kMostProblems = 200;

// A file as it was read, for excerpts. Lives as long as the diagnostics about it are made.
struct Source {
  std::string file;  // as it was named
  std::vector<std::string> lines;
  std::vector<std::string> included_by;  // "FILE:LINE:COLUMN", the nearest first
};

struct Place {
  const Source* source = nullptr;
  std::uint32_t line = 0;   // from 0
  std::uint32_t byte = 0;   // in the line, from 0
  std::uint32_t bytes = 0;  // as long as it is on this line
};

struct Member;

struct Node {
  enum class Kind : std::uint8_t {
    none,  // nothing stands there
    text,  // a scalar, whatever it looks like
    list,
    map,
    broken,  // refused already: say no more about it
  };
  Kind kind = Kind::none;
  std::string text;
  std::string written;  // what stands in the file, where `text` was put in its place
  std::vector<Node> items;
  std::vector<Member> members;  // in the file's order
  Place place;

  // The member's value; null when there is none.
  const Node* find(std::string_view key) const;
};

struct Member {
  Node key;  // a text
  Node value;
};

// A diagnostic about a place, with its line and with the chain of files that included it.
Diagnostic problem_at(Code code, const Place& place, std::string message, std::string hint = {}, std::string note = {});

struct YamlFile {
  std::unique_ptr<Source> source;
  std::optional<Node> root;          // a map; none when the file could not be read to its end
  std::vector<Diagnostic> problems;  // also beside a root: whatever is wrong of itself, such as a key given twice
};

// `about_anchors`: what to use in place of anchors and merge keys, for the note: "use `profiles` and `include`".
YamlFile read_yaml(const std::string& path, const std::string& about_anchors,
                   std::vector<std::string> included_by = {});

}  // namespace dlr::diagnostics
