// One JSON object of a request, read field by field. A field that is missing or null has its default; one that is wrong
// is noted with its path and also has its default, so that one reading finds all violations. Unknown fields are
// ignored.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
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
  // All three outlive this.
  RequestFields(const boost::json::object& object, const FieldPath* path, std::vector<Violation>& violations)
      : object_(&object), path_(path), violations_(&violations) {}

  // At most `characters_max` characters; a longer one is a violation. Empty where there is none.
  std::string text(std::string_view name, std::size_t characters_max = kAnyLength,
                   Presence presence = Presence::optional) const;
  // A longer one is cut without a word.
  std::string clipped_text(std::string_view name, std::size_t characters_max) const;
  // One of the words. Empty where there is none.
  std::string word(std::string_view name, std::span<const std::string_view> words,
                   Presence presence = Presence::optional) const;
  bool flag(std::string_view name, bool otherwise) const;
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t min, std::int64_t max,
                                      Presence presence = Presence::optional) const;
  // yyyy-MM-dd'T'HH:mm:ss.SSSZ, also with Z or a colon in the zone.
  std::optional<Instant> timestamp(std::string_view name) const;

  // Calls use(const RequestFields&) for the object that is the member `name`. False where there is none.
  template <class Use>
  bool object(std::string_view name, Use&& use, Presence presence = Presence::optional) const {
    const boost::json::value* value = find(name, presence);
    if (value == nullptr) return false;
    if (!value->is_object()) {
      report(name, kNoObject);
      return false;
    }
    const FieldPath path{path_, name, std::nullopt};
    use(RequestFields(value->get_object(), &path, *violations_));
    return true;
  }

  // Calls use(const RequestFields&) for each object of the array that is the member `name`. When it is required, an
  // empty one is a violation too.
  template <class Use>
  void each(std::string_view name, Use&& use, Presence presence = Presence::optional,
            std::size_t elements_max = kAnyLength) const {
    const boost::json::array* array = find_array(name, presence, elements_max);
    if (array == nullptr) return;
    const FieldPath path{path_, name, std::nullopt};
    for (std::size_t i = 0; i < array->size(); ++i) {
      const FieldPath element{&path, {}, i};
      if ((*array)[i].is_object()) {
        use(RequestFields((*array)[i].get_object(), &element, *violations_));
      } else {
        violations_->push_back({element.text(), std::string(kNoObject)});
      }
    }
  }

  // The words of an array of words; anything else in it is a violation.
  std::vector<std::string> words(std::string_view name, std::span<const std::string_view> words,
                                 Presence presence = Presence::optional) const;

  // True when it is there and not null.
  bool has(std::string_view name) const;

  // Notes that the member `name` is wrong; an empty name stands for the object itself.
  void report(std::string_view name, std::string_view violation) const;

 private:
  static constexpr std::string_view kNoObject = "must be an object";

  const boost::json::value* find(std::string_view name, Presence presence) const;
  const boost::json::array* find_array(std::string_view name, Presence presence, std::size_t elements_max) const;
  std::optional<std::string_view> string(std::string_view name, Presence presence) const;

  const boost::json::object* object_;
  const FieldPath* path_;
  std::vector<Violation>* violations_;
};

// Bytes of the first `characters_max` characters of a UTF-8 text; its size when it has no more.
std::size_t bytes_of(std::string_view text, std::size_t characters_max);

}  // namespace dlr::sim::mock
