#include "reports/message_outcomes.h"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <array>
#include <exception>

#include "reports/group_json.h"
#include "reports/json_node.h"
#include "reports/json_text.h"
#include "reports/json_writer.h"

namespace dlr::reports {
namespace {

constexpr std::string_view kMagic = "dlrsim outcomes\n";
constexpr std::string_view kEndMagic = "end of outcomes\n";
constexpr std::uint64_t kPage = 4096, kLongestHeader = std::uint64_t{1} << 30U;

void add_word(std::string& bytes, std::uint64_t word) {
  for (unsigned shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(word >> shift & 0xffU);
}

std::uint64_t word_at(std::string_view bytes, std::size_t place) {
  std::uint64_t word = 0;
  for (unsigned i = 0; i < 8; ++i) word |= std::uint64_t{static_cast<unsigned char>(bytes[place + i])} << (8 * i);
  return word;
}

}  // namespace

std::string write_outcomes_header(const OutcomesHeader& header) {
  JsonWriter json;
  json.begin_object();
  json.key("format").value(kOutcomesFormat);
  json.key("scenario").text(header.scenario);
  json.key("point").text(header.point);
  json.key("planted").text(header.planted);
  json.key("set").begin_object();
  for (const auto& [name, value] : header.set) json.key(name).text(value);
  json.end_object();
  json.key("scenario_file").text(header.scenario_file);
  json.key("scenario_hash").text(header.scenario_hash);
  json.key("version").text(header.version);
  json.key("shard").value(std::uint64_t{header.shard.index});
  json.key("shards").value(std::uint64_t{header.shard.of});
  json.key("seed").value(header.seed);
  json.key("messages").value(header.messages);
  json.key("groups").begin_array();
  for (const GroupName& group : header.groups) {
    json.begin_object();
    write_group_name(json, group);
    json.end_object();
  }
  json.end_array();
  json.end_object();
  const std::string text = json.take();
  const std::uint64_t size = (kHeaderPrefix + text.size() + 1 + kPage - 1) / kPage * kPage;
  std::string bytes(kMagic);
  add_word(bytes, size);
  bytes += text;
  bytes.resize(size - 1, ' ');
  return bytes + "\n";
}

std::uint64_t outcomes_header_size(std::string_view prefix) {
  if (prefix.size() < kHeaderPrefix || prefix.substr(0, kMagic.size()) != kMagic) return 0;
  const std::uint64_t size = word_at(prefix, kMagic.size());
  return size % kPage == 0 && size <= kLongestHeader ? size : 0;
}

std::string read_outcomes_header(std::string_view bytes, OutcomesHeader& into) {
  constexpr const char* kDamaged = "its beginning is damaged";
  if (outcomes_header_size(bytes) != bytes.size() || bytes.empty()) return kDamaged;
  try {
    const boost::json::value value = parse_json(bytes.substr(kHeaderPrefix));
    const JsonNode node(value);
    if (!node.has("format")) return "it is of an older format, without a checksum";
    if (const std::uint64_t format = node["format"].number(); format != kOutcomesFormat) {
      return fmt::format("it is of format {}, by dlrsim {}; this one reads format {}", format, node["version"].text(),
                         kOutcomesFormat);
    }
    into.scenario = node["scenario"].text();
    if (node.has("point")) into.point = node["point"].text();
    if (node.has("planted")) into.planted = node["planted"].text();
    if (node.has("set")) {
      const JsonNode set = node["set"];
      for (const auto& [name, given] : set.object()) {
        into.set.push_back({std::string(name), std::string(JsonNode(given, set, name).text())});
      }
    }
    into.scenario_file = node["scenario_file"].text();
    into.scenario_hash = node["scenario_hash"].text();
    into.version = node["version"].text();
    into.shard = {node["shard"].number<std::uint32_t>(), node["shards"].number<std::uint32_t>()};
    into.seed = node["seed"].number();
    into.messages = node["messages"].number();
    node["groups"].each([&](const JsonNode& group) { into.groups.push_back(read_group_name(group)); });
    return {};
  } catch (const ResultProblem&) {
    return kDamaged;
  }
}

std::string write_outcomes_end(const OutcomesEnd& end) {
  std::string bytes(kEndMagic);
  for (const std::uint64_t word :
       {end.run, end.checksum, end.header_checksum, std::uint64_t{end.interrupted ? 1U : 0U}, std::uint64_t{0}}) {
    add_word(bytes, word);
  }
  add_word(bytes, XXH3_64bits(bytes.data(), bytes.size()));
  return bytes;
}

std::optional<OutcomesEnd> read_outcomes_end(std::string_view bytes) {
  constexpr std::size_t kSum = kOutcomesEndSize - sizeof(std::uint64_t);
  if (bytes.size() != kOutcomesEndSize || !bytes.starts_with(kEndMagic)) return std::nullopt;
  if (word_at(bytes, kSum) != XXH3_64bits(bytes.data(), kSum)) return std::nullopt;
  const auto word = [&](std::size_t i) { return word_at(bytes, kEndMagic.size() + i * sizeof(std::uint64_t)); };
  return OutcomesEnd{word(0), word(1), word(2), word(3) != 0};
}

std::uint64_t outcomes_checksum(std::uint64_t first, std::span<const std::uint64_t> packed) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < packed.size(); ++i) {
    const std::array<std::uint64_t, 2> one{first + i, packed[i]};
    if (packed[i] != 0) sum += XXH3_64bits(one.data(), sizeof one);  // what was not run is not written
  }
  return sum;
}

std::uint64_t outcomes_header_checksum(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

}  // namespace dlr::reports
