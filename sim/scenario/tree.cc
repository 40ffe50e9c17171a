#include "sim/scenario/tree.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <unordered_map>

#include "core/diagnostics/file_text.h"
#include "sim/scenario/values.h"

namespace dlr::sim {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAboutAnchors =
    "use `profiles` for what several routes have in common and `include` for what several files have";
constexpr std::size_t kMostFiles = 100;

std::string canonical(const std::string& path) {
  std::error_code failed;
  const fs::path found = fs::weakly_canonical(path, failed);
  return failed ? path : found.string();
}

// The nearest folder above that is called `scenarios`, else the file's own folder.
std::string root_of(const std::string& path) {
  const fs::path folder = fs::path(canonical(path)).parent_path();
  for (fs::path above = folder; above.has_relative_path(); above = above.parent_path()) {
    if (above.filename() == "scenarios") return above.string();
  }
  return folder.string();
}

bool lies_in(const std::string& path, const std::string& folder) {
  const std::string begin = folder.empty() || folder.back() == '/' ? folder : folder + '/';
  return canonical(path).compare(0, begin.size(), begin) == 0;
}

// Later wins, key by key; what is new comes after what was there.
void merge(Node& into, Node&& later) {
  if (into.kind != Node::Kind::map || later.kind != Node::Kind::map) {
    into = std::move(later);
    return;
  }
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < into.members.size(); ++i) places.emplace(into.members[i].key.text, i);
  for (Member& member : later.members) {
    const auto same = places.find(member.key.text);
    if (same == places.end()) {
      into.members.push_back(std::move(member));
    } else {
      into.members[same->second].key = std::move(member.key);
      merge(into.members[same->second].value, std::move(member.value));
    }
  }
}

class TreeReader {
 public:
  TreeReader(Reading& reading, Tree& tree) : reading_(reading), tree_(tree) {}

  std::optional<Node> read(const std::string& path, std::vector<std::string> included_by) {
    diagnostics::YamlFile file = diagnostics::read_yaml(path, kAboutAnchors, std::move(included_by));
    for (diagnostics::Diagnostic& problem : file.problems) reading_.add(std::move(problem));
    tree_.sources.push_back(std::move(file.source));
    if (!file.root) return std::nullopt;
    open_.push_back(canonical(path));
    Node merged = with_includes(std::move(*file.root));
    open_.pop_back();
    return merged;
  }

 private:
  Node with_includes(Node own) {
    const auto at = std::find_if(own.members.begin(), own.members.end(),
                                 [](const Member& member) { return member.key.text == "include"; });
    if (at == own.members.end()) return own;
    const Node list = std::move(at->value);
    own.members.erase(at);
    if (!reading_.wants_list(list, "a list of files")) tree_.complete = false;
    Node merged;
    merged.kind = Node::Kind::map;
    merged.place = own.place;
    for (const Node& item : list.items) {
      auto included = include(item);
      if (!included) tree_.complete = false;
      if (included) merge(merged, std::move(*included));
    }
    merge(merged, std::move(own));
    return merged;
  }

  std::optional<Node> include(const Node& item) {
    if (!reading_.wants_text(item, "the name of a file")) return std::nullopt;
    const auto path = path_beside(reading_, item);
    if (!path) return std::nullopt;
    if (std::find(open_.begin(), open_.end(), canonical(*path)) != open_.end()) {
      reading_.problem(Code::file_elsewhere, item, fmt::format("`{}` includes itself", item.text), {},
                       "directly, or by what it includes: leave this away");
      return std::nullopt;
    }
    if (tree_.sources.size() >= kMostFiles) {
      reading_.problem(Code::file_too_large, item, fmt::format("more than {} files are included", kMostFiles - 1));
      return std::nullopt;
    }
    std::error_code ignored;
    if (!fs::is_regular_file(*path, ignored)) {
      if (const std::string what = diagnostics::what_else_is_at(*path); !what.empty()) {
        reading_.problem(Code::unreadable, item, fmt::format("`{}` is {}, not a file", item.text, what), {},
                         "only files can be included: name them one by one");
        return std::nullopt;
      }
      const fs::path meant = fs::path(diagnostics::nearest_file(*path)).filename();
      reading_.problem(Code::unreadable, item, fmt::format("there is no file `{}`", item.text),
                       meant.empty() ? std::string() : (fs::path(item.text).parent_path() / meant).string(),
                       "files are looked for beside the file that includes them");
      return std::nullopt;
    }
    const diagnostics::Source& by = *item.place.source;
    std::vector<std::string> chain{fmt::format("{}:{}", by.file, item.place.line + 1)};
    chain.insert(chain.end(), by.included_by.begin(), by.included_by.end());
    return read(*path, std::move(chain));
  }

  Reading& reading_;
  Tree& tree_;
  std::vector<std::string> open_;  // the files that are being read, outermost first
};

}  // namespace

std::optional<std::string> path_beside(Reading& reading, const Node& name) {
  const fs::path folder = fs::path(name.place.source->file).parent_path();
  const std::string path = (folder / name.text).lexically_normal().string();
  if (fs::path(name.text).is_absolute() || !lies_in(path, reading.root)) {
    reading.problem(Code::file_elsewhere, name, fmt::format("`{}` lies outside the scenario's folder", name.text), {},
                    "files are named relative to this one, and all lie in one folder");
    return std::nullopt;
  }
  return path;
}

std::optional<Tree> read_tree(Reading& reading, const std::string& path) {
  reading.root = root_of(path);
  Tree tree;
  auto root = TreeReader(reading, tree).read(path, {});
  if (!root) return std::nullopt;
  tree.root = std::move(*root);
  return tree;
}

Json include_schema(Definitions& definitions) { return ListOf<TextKind>::schema(definitions); }

}  // namespace dlr::sim
