// A scenario's files as one tree: what they include merged in (maps by key, later wins; lists replace). Every value
// still knows the file and place it comes from.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/diagnostics/yaml_file.h"
#include "sim/scenario/keys.h"

namespace dlr::sim {

struct Tree {
  std::vector<std::unique_ptr<diagnostics::Source>> sources;  // what places point to
  Node root;
  bool complete = true;  // false: some file could not be included, so that what it should bring is missing
};

// The file and all that it includes; `reading.root` becomes the folder that they all must lie in. Nothing when not even
// the file itself could be read.
std::optional<Tree> read_tree(Reading& reading, const std::string& path);

// Where a file named in a scenario lies: beside the file that names it, inside the scenario's folder; else a problem.
std::optional<std::string> path_beside(Reading& reading, const Node& name);

// What may stand at `include`, for the schema.
Json include_schema(Definitions& definitions);

}  // namespace dlr::sim
