// Writes YAML as scenarios are written: maps in blocks or on one line, values in the format's own writing, texts quoted
// where a reader of YAML would take them for something else.
#pragma once

#include <fmt/format.h>
#include <yaml-cpp/emitter.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.h"

namespace dlr::sim {

class YamlWriter {
 public:
  enum class Style : std::uint8_t { line, block };

  std::string take() const { return std::string(out_.c_str()) + "\n"; }

  void open(Style style = Style::line);
  void close();
  void open_list(Style style = Style::line);
  void close_list();
  void key(std::string_view name);

  // In the format's own writing.
  void plain(const std::string& value);
  // A user's word, which may not be taken for a parameter.
  void text_value(std::string_view word);
  void quoted(const std::string& value);

  // Members of a map.
  void plain(std::string_view name, const std::string& value);
  void text(std::string_view name, std::string_view word);
  void duration(std::string_view name, const std::optional<Duration>& value);
  void share(std::string_view name, Share value);
  void rate(std::string_view name, const Rate& value);
  void boolean(std::string_view name, bool value) { plain(name, value ? "true" : "false"); }
  template <class Number>
  void number(std::string_view name, Number value) {
    plain(name, fmt::format("{}", value));
  }
  void distribution(std::string_view name, const Distribution& value);
  void statuses(const std::vector<StatusShare>& shares);

 private:
  void word(std::string_view text);
  void limits(const Distribution& distribution);
  void members(const Distribution& distribution);

  YAML::Emitter out_;
};

}  // namespace dlr::sim
