#include "sim/scenario/yaml_writer.h"

#include <yaml-cpp/emittermanip.h>

#include <algorithm>
#include <iterator>

#include "sim/scenario/value_text.h"

namespace dlr::sim {
namespace {

// What other readers than ours would take for something else than a text (YAML 1.1), and what ours takes for nothing.
bool needs_quotes(std::string_view text) {
  static constexpr std::string_view kWords[] = {"y",    "n",     "yes",  "no", "on",  "off",
                                                "true", "false", "null", "~",  "nan", "inf"};
  if (text.empty() || parse_decimal(text) || (text.front() >= '0' && text.front() <= '9') ||
      text.find_first_of("+-.$=") == 0 || text.find(": ") != std::string_view::npos ||
      text.find('\n') != std::string_view::npos) {
    return true;
  }
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return std::find(std::begin(kWords), std::end(kWords), lower) != std::end(kWords);
}

}  // namespace

void YamlWriter::open(Style style) { out_ << (style == Style::line ? YAML::Flow : YAML::Block) << YAML::BeginMap; }
void YamlWriter::close() { out_ << YAML::EndMap; }
void YamlWriter::open_list(Style style) { out_ << (style == Style::line ? YAML::Flow : YAML::Block) << YAML::BeginSeq; }
void YamlWriter::close_list() { out_ << YAML::EndSeq; }

void YamlWriter::word(std::string_view text) {
  if (needs_quotes(text)) out_ << YAML::DoubleQuoted;
  out_ << std::string(text);
}

void YamlWriter::key(std::string_view name) {
  out_ << YAML::Key;
  word(name);
  out_ << YAML::Value;
}

void YamlWriter::plain(const std::string& value) { out_ << value; }
void YamlWriter::text_value(std::string_view text) {
  word(text.front() == '$' ? "$" + std::string(text) : std::string(text));
}
void YamlWriter::quoted(const std::string& value) { out_ << YAML::DoubleQuoted << value; }

void YamlWriter::plain(std::string_view name, const std::string& value) {
  key(name);
  plain(value);
}
void YamlWriter::text(std::string_view name, std::string_view text) {
  key(name);
  text_value(text);
}
void YamlWriter::duration(std::string_view name, const std::optional<Duration>& value) {
  if (value) plain(name, format_duration(*value));
}
void YamlWriter::share(std::string_view name, Share value) { plain(name, format_share(value)); }
void YamlWriter::rate(std::string_view name, const Rate& value) { plain(name, format_rate(value)); }

void YamlWriter::limits(const Distribution& distribution) {
  duration("min", distribution.min);
  duration("max", distribution.max);
}

void YamlWriter::distribution(std::string_view name, const Distribution& value) {
  key(name);
  open();
  members(value);
  close();
}

void YamlWriter::statuses(const std::vector<StatusShare>& shares) {
  key("statuses");
  open();
  for (const StatusShare& entry : shares) share(entry.status->name, entry.share);
  close();
}

// Shapes whose own map carries the limits, and the others, beside which they stand.
void YamlWriter::members(const Distribution& distribution) {
  if (const auto* constant = std::get_if<engine::Constant>(&distribution.shape)) {
    duration("constant", constant->value);
    limits(distribution);
  } else if (const auto* uniform = std::get_if<engine::Uniform>(&distribution.shape)) {
    key("uniform");
    open();
    duration("min", uniform->min);
    duration("max", uniform->max);
    close();
    limits(distribution);
  } else if (const auto* empirical = std::get_if<engine::Empirical>(&distribution.shape)) {
    key("empirical");
    open();
    for (const auto& [probability, delay] : empirical->quantiles) duration(format_quantile(probability), delay);
    close();
    limits(distribution);
  } else if (const auto* mixture = std::get_if<engine::Mixture>(&distribution.shape)) {
    key("mixture");
    open_list();
    for (const engine::MixturePart& part : mixture->parts) {
      open();
      share("weight", part.weight);
      members(part.distribution);
      close();
    }
    close_list();
    limits(distribution);
  } else if (const auto* exponential = std::get_if<engine::Exponential>(&distribution.shape)) {
    key("exponential");
    open();
    duration("mean", exponential->mean);
    limits(distribution);
    close();
  } else if (const auto* lognormal = std::get_if<engine::Lognormal>(&distribution.shape)) {
    key("lognormal");
    open();
    duration("median", lognormal->median);
    if (lognormal->sigma) {
      plain("sigma", format_decimal(*lognormal->sigma));
    } else {
      duration(format_quantile(lognormal->probability), lognormal->value);
    }
    limits(distribution);
    close();
  } else {
    const auto* weibull = std::get_if<engine::Weibull>(&distribution.shape);
    const auto* gamma = std::get_if<engine::Gamma>(&distribution.shape);
    key(weibull != nullptr ? "weibull" : "gamma");
    open();
    plain("shape", format_decimal(weibull != nullptr ? weibull->shape : gamma->shape));
    duration("scale", weibull != nullptr ? weibull->scale : gamma->scale);
    limits(distribution);
    close();
  }
}

}  // namespace dlr::sim
