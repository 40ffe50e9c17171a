// One JSON object of a request, read field by field. A field that is missing or null has its default; one that is wrong
// is noted with its path and also has its default, so that one reading finds all violations. Unknown fields are
// ignored; of doubled ones the first counts. Texts are views into the parsed request.
#pragma once

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/vocabulary/time.h"
#include "sim/mock_provider/send_request.h"

namespace dlr::sim::mock {

// Where in the request: a chain of names and indices that lives on the stack.
struct FieldPath {
  const FieldPath* parent = nullptr;
  std::string_view name;             // of a member; empty for an element
  std::optional<std::size_t> index;  // of an element

  std::string text() const;
};

enum class Presence : std::uint8_t { optional, required };

inline constexpr std::size_t kAnyLength = static_cast<std::size_t>(-1);

class RequestFields {
 public:
  // What it is made of outlives it.
  RequestFields(simdjson::dom::object object, const FieldPath* path, std::vector<Violation>& violations)
      : object_(object), path_(path), violations_(&violations) {
    for (auto field = object.begin(); field != object.end(); ++field) {
      marks_ |= mark_of(field.key_length(), *field.key_c_str());
    }
  }

  // At most `characters_max` characters; a longer one is a violation. Empty where there is none.
  std::string_view text(std::string_view name, std::size_t characters_max = kAnyLength,
                        Presence presence = Presence::optional) const;
  // A longer one is cut without a word.
  std::string_view clipped_text(std::string_view name, std::size_t characters_max) const;
  // One of the words. Empty where there is none.
  std::string_view word(std::string_view name, std::span<const std::string_view> words,
                        Presence presence = Presence::optional) const;
  bool flag(std::string_view name, bool otherwise) const;
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t min, std::int64_t max,
                                      Presence presence = Presence::optional) const;
  // yyyy-MM-dd'T'HH:mm:ss.SSSZ, also with Z or a colon in the zone.
  std::optional<Instant> timestamp(std::string_view name) const;

  // Calls use(const RequestFields&) for the object that is the member `name`. False where there is none.
  template <class Use>
  bool object(std::string_view name, Use&& use, Presence presence = Presence::optional) const {
    const std::optional<Element> value = find(name, presence);
    if (!value.has_value()) return false;
    simdjson::dom::object object;
    if (value->get_object().get(object) != simdjson::SUCCESS) {
      report(name, kNoObject);
      return false;
    }
    const FieldPath path{path_, name, std::nullopt};
    use(RequestFields(object, &path, *violations_));
    return true;
  }

  // Calls use(const RequestFields&) for each object of the array that is the member `name`. When it is required, an
  // empty one is a violation too.
  template <class Use>
  void each(std::string_view name, Use&& use, Presence presence = Presence::optional,
            std::size_t elements_max = kAnyLength) const {
    const std::optional<simdjson::dom::array> array = find_array(name, presence, elements_max);
    if (!array.has_value()) return;
    const FieldPath path{path_, name, std::nullopt};
    std::size_t i = 0;
    for (const Element element : *array) {
      const FieldPath place{&path, {}, i++};
      simdjson::dom::object object;
      if (element.get_object().get(object) == simdjson::SUCCESS) {
        use(RequestFields(object, &place, *violations_));
      } else {
        violations_->push_back({place.text(), std::string(kNoObject)});
      }
    }
  }

  // The words of an array of words; anything else in it is a violation.
  std::vector<std::string_view> words(std::string_view name, std::span<const std::string_view> words,
                                      Presence presence = Presence::optional) const;

  // True when it is there and not null.
  bool has(std::string_view name) const;

  // Notes that the member `name` is wrong; an empty name stands for the object itself.
  void report(std::string_view name, std::string_view violation) const;

 private:
  using Element = simdjson::dom::element;

  static constexpr std::string_view kNoObject = "must be an object";

  // One bit of 64, by length and first character: most of the fields that a request may have and has not are told by
  // it.
  static constexpr std::uint64_t mark_of(std::size_t length, char first) {
    return std::uint64_t{1} << ((5 * length + static_cast<unsigned char>(first)) & 63);
  }

  std::optional<Element> find(std::string_view name, Presence presence) const {
    if (presence == Presence::optional && (marks_ & mark_of(name.size(), name.front())) == 0) return std::nullopt;
    return search(name, presence);
  }
  std::optional<Element> search(std::string_view name, Presence presence) const;
  std::optional<simdjson::dom::array> find_array(std::string_view name, Presence presence,
                                                 std::size_t elements_max) const;
  std::optional<std::string_view> string(std::string_view name, Presence presence) const;

  simdjson::dom::object object_;
  std::uint64_t marks_ = 0;  // of the names in it
  const FieldPath* path_;
  std::vector<Violation>* violations_;
};

// Bytes of the first `characters_max` characters of a UTF-8 text; its size when it has no more.
std::size_t bytes_of(std::string_view text, std::size_t characters_max);

}  // namespace dlr::sim::mock
