#include "sim/scenario/where.h"

#include "sim/scenario/values.h"

namespace dlr::sim {
namespace {

void read_country(Reading& reading, const Node& node, FaultWhere& into) {
  if (!reading.wants_text(node, "a country such as `FR`")) return;
  into.country = reading.find_country(node, node.text);
}

// "FR/Orange".
void read_operator(Reading& reading, const Node& node, FaultWhere& into) {
  if (!reading.wants_text(node, "an operator such as `FR/Orange`")) return;
  const std::size_t slash = node.text.find('/');
  if (slash == std::string::npos) {
    reading.problem(Code::no_such_operator, node, fmt::format("`{}` names no country", node.text), {},
                    "write country and operator: `FR/Orange`");
    return;
  }
  const auto country = reading.find_country(node, node.text.substr(0, slash));
  if (!country) return;
  const std::string name = node.text.substr(slash + 1);
  std::vector<std::string> known;
  const CountryTraffic& traffic = reading.scenario.countries[*country];
  for (std::size_t i = 0; i < traffic.operators.size(); ++i) {
    if (traffic.operators[i].name == name) {
      if (into.country && into.country != country) {
        reading.problem(Code::keys_together, node, "`operator` and `country` name two countries", {},
                        "an operator says its country itself: leave `country` away");
        return;
      }
      into.country = country;
      into.operator_index = i;
      return;
    }
    known.push_back(traffic.country.text() + "/" + traffic.operators[i].name);
  }
  reading.problem(Code::no_such_operator, node, fmt::format("there is no operator `{}`", node.text),
                  diagnostics::nearest(node.text, known), "operators there: " + listed(known));
}

void read_campaign(Reading& reading, const Node& node, FaultWhere& into) {
  if (!reading.wants_text(node, "a campaign") || reading.scenario.traffic.empty()) return;
  std::vector<std::string> names;
  for (const Traffic& entry : reading.scenario.traffic) {
    if (entry.campaign == node.text) {
      into.campaign = node.text;
      return;
    }
    names.push_back(entry.campaign);
  }
  reading.problem(Code::no_such_campaign, node, fmt::format("there is no campaign `{}`", node.text),
                  diagnostics::nearest(node.text, names), "campaigns: " + listed(names));
}

constexpr Key<FaultWhere> kWhereKeys[] = {
    {"country", Need::optional, &read_country, &NameKind::schema, "to this country"},
    {"operator", Need::optional, &read_operator, &TextKind::schema, "to this operator, as FR/Orange"},
    {"campaign", Need::optional, &read_campaign, &TextKind::schema, "of this campaign"},
    key<ChannelKind, &FaultWhere::channel>("channel", "on this channel"),
};
constexpr auto kWhere = map_format("where", "`where`", kWhereKeys);

bool goes_there(const Scenario& scenario, const Traffic& entry, const FaultWhere& where) {
  if (!where.country) return true;
  for (const CountryShare& share : entry.countries) {
    if (share.country != *where.country || share.share == Share{}) continue;
    if (!where.operator_index) return true;
    return scenario.countries[share.country].operators[*where.operator_index].share != Share{};
  }
  return false;
}

bool matches_something(const Scenario& scenario, const FaultWhere& where) {
  for (const Traffic& entry : scenario.traffic) {
    if (!where.campaign.empty() && where.campaign != entry.campaign) continue;
    if (where.channel && *where.channel != entry.channel) continue;
    if (goes_there(scenario, entry, where)) return true;
  }
  return false;
}

}  // namespace

bool FaultWhereKind::read(Reading& reading, const Node& node, FaultWhere& into) {
  const std::size_t before = reading.count();
  if (!read_map(reading, node, kWhere, into)) return false;
  // Traffic that could not be read is no proof that nothing goes there.
  if (reading.fine_since(before) && reading.knows_traffic && !matches_something(reading.scenario, into)) {
    reading.problem(Code::matches_nothing, node, "no message of this scenario matches this", {},
                    "no traffic goes there");
    return false;
  }
  return true;
}

Json FaultWhereKind::schema(Definitions& definitions) { return Map<FaultWhere, kWhere>::schema(definitions); }

bool ExpectationWhereKind::read(Reading& reading, const Node& node, reports::Where& into) {
  FaultWhere where;
  if (!FaultWhereKind::read(reading, node, where)) return false;
  if (where.country) {
    const CountryTraffic& country = reading.scenario.countries[*where.country];
    into.country = country.country.text();
    if (where.operator_index) into.operator_name = country.operators[*where.operator_index].name;
  }
  into.campaign = where.campaign;
  if (where.channel) into.channel = to_string(*where.channel);
  return true;
}

}  // namespace dlr::sim
