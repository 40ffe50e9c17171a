#include "sim/scenario/replications.h"

#include <fmt/format.h>

#include "sim/scenario/values.h"

namespace dlr::sim {
namespace {

using Number = WholeKind<std::uint32_t, 1, ReplicationsKind::kMost>;
constexpr std::array<Word<bool>, 1> kStops{{{"decided", true}}};

struct WrittenReplications {
  std::uint32_t min = 0, max = 0;
  bool decided = false;
};
constexpr Key<WrittenReplications> kKeys[] = {
    key<Number, &WrittenReplications::min>("min", "at least", Need::required),
    key<Number, &WrittenReplications::max>("max", "at most", Need::required),
    key<WordKind<bool, kStops>, &WrittenReplications::decided>("stop_when", "every expectation is decided",
                                                               Need::required),
};
constexpr auto kFormat = map_format("replications", "a range of replications", kKeys);

}  // namespace

bool ReplicationsKind::read(Reading& reading, const Node& node, Type& into) {
  if (node.kind != Node::Kind::map) {
    if (!Number::read(reading, node, into.max)) return false;
    into.min = into.max;
    return true;
  }
  WrittenReplications written;
  if (!read_map(reading, node, kFormat, written)) return false;
  if (written.min > written.max) {
    reading.problem(Code::nothing_between, *node.find("min"),
                    fmt::format("at least {}, but at most {}", written.min, written.max));
    return false;
  }
  into = {written.min, written.max};
  return true;
}

Json ReplicationsKind::schema(Definitions& definitions) {
  return Json::map(
      {{"anyOf", Json::list({Number::schema(definitions), Map<WrittenReplications, kFormat>::schema(definitions)})}});
}

}  // namespace dlr::sim
