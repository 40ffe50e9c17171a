// The one description of the format: for each map of a scenario a table of its keys. read_map() reads by it, an unknown
// key's diagnostic lists it, and the JSON schema is written from it, so that the three cannot disagree.
//
// A *kind* is what may stand at a key. It has a Type, read(Reading&, const Node&, Type&) that says whether it could be
// read (a problem is reported where not), and schema(Definitions&).
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/diagnostics/nearest.h"
#include "sim/scenario/json.h"
#include "sim/scenario/reading.h"

namespace dlr::sim {

// The parts of a schema that have a name; each is made once. Maps come in two forms: whole, with all that they need,
// and as a piece of a file that includes others, where what is missing may stand in those.
class Definitions {
 public:
  enum class Form : std::uint8_t { whole, piece };

  Form form() const { return form_; }
  void set_form(Form form) { form_ = form; }

  template <class Make>
  Json refer_to_map(const std::string& name, Make&& make) {
    return refer(form_ == Form::piece ? name + "_piece" : name, make);
  }

  // A reference to the part; `make(Definitions&)` is called if nobody has yet.
  template <class Make>
  Json refer(const std::string& name, Make&& make) {
    bool known = false;
    for (const auto& [other, part] : parts_) known = known || other == name;
    if (!known) {
      const std::size_t place = parts_.size();
      parts_.emplace_back(name, Json::map());  // before it is made, for parts that contain themselves
      Json part = make(*this);
      parts_[place].second = std::move(part);
    }
    return Json::map({{"$ref", Json::text("#/definitions/" + name)}});
  }
  Json take() { return Json::map(std::move(parts_)); }

 private:
  std::vector<std::pair<std::string, Json>> parts_;
  Form form_ = Form::whole;
};

enum class Need : std::uint8_t {
  optional,
  required,
  choice,      // exactly one of the keys so marked
  choice_too,  // a second such group
};

template <class T>
struct Key {
  const char* name;
  Need need;
  void (*read)(Reading&, const Node& value, T& into);
  Json (*schema)(Definitions&);
  const char* meaning;  // for people, in the schema
};

template <class T>
struct MapFormat {
  const char* name;  // of its definition in the schema
  const char* what;  // with an article, for diagnostics: "a fault"
  const Key<T>* keys;
  std::size_t size;

  const Key<T>* begin() const { return keys; }
  const Key<T>* end() const { return keys + size; }
};

template <class T, std::size_t n>
constexpr MapFormat<T> map_format(const char* name, const char* what, const Key<T> (&keys)[n]) {
  return {name, what, keys, n};
}

// "`a`, `b` or `c`": the keys of a group.
template <class T>
std::string names_of(const MapFormat<T>& format, Need need) {
  std::vector<std::string> names;
  for (const Key<T>& key : format) {
    if (key.need == need) names.emplace_back(key.name);
  }
  return one_of(names);
}

template <class T>
std::vector<std::string> names_of(const MapFormat<T>& format) {
  std::vector<std::string> names;
  for (const Key<T>& known : format) {
    names.emplace_back(known.name);
  }
  return names;
}

template <class T>
void refuse_unknown_key(Reading& reading, const Node& map, const Node& key, const MapFormat<T>& format) {
  if (refuse_torn_number(reading, map, key)) return;
  const std::vector<std::string> names = names_of(format);
  reading.problem(Code::unknown_key, key, fmt::format("unknown key `{}` for {}", key.text, format.what),
                  diagnostics::nearest(key.text, names), names.empty() ? "it has no keys" : "here: " + listed(names));
}

// Exactly one key of a group, if the format has such a group.
template <class T>
void check_choice(Reading& reading, const Node& map, const MapFormat<T>& format, Need group) {
  const std::string names = names_of(format, group);
  if (names.empty()) return;
  const Member* chosen = nullptr;
  for (const Member& member : map.members) {
    for (const Key<T>& key : format) {
      if (key.need != group || key.name != member.key.text) continue;
      if (chosen != nullptr) {
        reading.problem(Code::keys_together, member.key,
                        fmt::format("`{}` beside `{}`", member.key.text, chosen->key.text), {},
                        fmt::format("{} has one of {}", format.what, names));
        return;
      }
      chosen = &member;
    }
  }
  if (chosen == nullptr) reading.problem(Code::missing_key, map, fmt::format("{} needs one of {}", format.what, names));
}

// Reads in the table's order, not the file's: what is further down the table may rely on what is above it.
template <class T>
bool read_map(Reading& reading, const Node& map, const MapFormat<T>& format, T& into) {
  const std::size_t before = reading.count();
  if (map.kind != Node::Kind::map) return reading.wants_map(map, format.what, map_of(names_of(format)));
  bool has_unknown = false;
  for (const Member& member : map.members) {
    bool known = false;
    for (const Key<T>& key : format) {
      if (key.name != member.key.text) continue;
      known = true;
    }
    if (!known) {
      has_unknown = true;
      refuse_unknown_key(reading, map, member.key, format);
    }
  }
  for (const Key<T>& key : format) {
    const Node* value = map.find(key.name);
    if (value != nullptr) {
      key.read(reading, *value, into);
    } else if (key.need == Need::required && !has_unknown) {
      reading.problem(Code::missing_key, map, fmt::format("{} needs `{}`", format.what, key.name), {},
                      fmt::format("`{}`: {}", key.name, key.meaning));
    }
  }
  // A misspelt key is probably the one that is missing: one complaint is enough.
  if (!has_unknown) {
    check_choice(reading, map, format, Need::choice);
    check_choice(reading, map, format, Need::choice_too);
  }
  return reading.fine_since(before);
}

template <class T>
Json schema_of(const MapFormat<T>& format, Definitions& definitions) {
  Json properties = Json::map(), required = Json::list(), choices = Json::list();
  for (const Key<T>& key : format) {
    Json described = Json::map();
    described.add("description", Json::text(key.meaning));
    // In draft 7 nothing beside a $ref counts.
    described.add("allOf", Json::list({key.schema(definitions)}));
    properties.add(key.name, std::move(described));
    if (key.need == Need::required) required.add(Json::text(key.name));
  }
  for (const Need group : {Need::choice, Need::choice_too}) {
    Json one = Json::list();
    for (const Key<T>& key : format) {
      if (key.need != group) continue;
      one.add(Json::map({{"required", Json::list({Json::text(key.name)})}}));
    }
    if (!one.empty()) choices.add(Json::map({{"oneOf", std::move(one)}}));
  }
  Json schema = Json::map({{"type", Json::text("object")}});
  schema.add("properties", std::move(properties));
  const bool is_whole = definitions.form() == Definitions::Form::whole;
  if (is_whole && !required.empty()) schema.add("required", std::move(required));
  if (is_whole && !choices.empty()) schema.add("allOf", std::move(choices));
  schema.add("additionalProperties", Json::boolean(false));
  return schema;
}

// Kinds made of others.

template <class T, const MapFormat<T>& format>
struct Map {
  using Type = T;
  static bool read(Reading& reading, const Node& node, T& into) { return read_map(reading, node, format, into); }
  static Json schema(Definitions& definitions) {
    return definitions.refer_to_map(format.name, [](Definitions& parts) { return schema_of(format, parts); });
  }
};

template <class Kind>
struct ListOf {
  using Type = std::vector<typename Kind::Type>;
  static bool read(Reading& reading, const Node& node, Type& into) {
    const std::size_t before = reading.count();
    if (!reading.wants_list(node, "a list")) return false;
    for (const Node& item : node.items) {
      typename Kind::Type value{};
      if (Kind::read(reading, item, value)) into.push_back(std::move(value));
    }
    return reading.fine_since(before);
  }
  static Json schema(Definitions& definitions) {
    return Json::map({{"type", Json::text("array")}, {"items", Kind::schema(definitions)}});
  }
};

// A key whose value is of a kind and goes into a member.

template <class Member>
struct MemberOf;
template <class C, class M>
struct MemberOf<M C::*> {
  using Class = C;
};
template <auto member>
using ClassOf = typename MemberOf<decltype(member)>::Class;

template <class Kind, auto member>
void read_member(Reading& reading, const Node& node, ClassOf<member>& into) {
  typename Kind::Type value{};
  if (Kind::read(reading, node, value)) into.*member = std::move(value);
}

template <class Kind, auto member>
constexpr Key<ClassOf<member>> key(const char* name, const char* meaning, Need need = Need::optional) {
  return {name, need, &read_member<Kind, member>, &Kind::schema, meaning};
}

}  // namespace dlr::sim
