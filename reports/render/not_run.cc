#include "reports/render/not_run.h"

#include <boost/json.hpp>

#include "reports/json_writer.h"
#include "reports/render/again.h"

namespace dlr::reports {

std::string next_step(const NotRun& not_run) {
  const std::string_view file = not_run.file;
  if (!file.ends_with(".yaml") && !file.ends_with(".yml")) return {};
  return "dlrsim validate " + shell_word(file);
}

std::string to_json(const NotRun& not_run) {
  JsonWriter json;
  json.begin_object();
  json.key("not_run").begin_object();
  json.key("file").text(not_run.file);
  json.key("why").text(not_run.why);
  json.key("exit_code").value(not_run.exit_code);
  json.end_object();
  json.end_object();
  return json.take();
}

std::optional<NotRun> read_not_run(std::string_view json) {
  boost::system::error_code error;
  const boost::json::value line = boost::json::parse(json, error);
  if (error || !line.is_object() || line.get_object().size() != 1) return std::nullopt;
  const boost::json::value* const not_run = line.get_object().if_contains("not_run");
  if (not_run == nullptr || !not_run->is_object()) return std::nullopt;
  const boost::json::object& of = not_run->get_object();
  const auto* const file = of.if_contains("file");
  const auto* const why = of.if_contains("why");
  const auto* const exit_code = of.if_contains("exit_code");
  if (file == nullptr || !file->is_string() || why == nullptr || !why->is_string() || exit_code == nullptr ||
      !exit_code->is_int64() || exit_code->get_int64() < 1 || exit_code->get_int64() > 255) {
    return std::nullopt;
  }
  return NotRun{std::string(file->get_string()), std::string(why->get_string()),
                static_cast<int>(exit_code->get_int64())};
}

}  // namespace dlr::reports
