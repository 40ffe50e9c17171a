#include "reports/render/again.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "reports/message_outcomes.h"
#include "reports/render/conclusion.h"

namespace dlr::reports {
namespace {

// What makes it this run and no other of the same file.
std::string flags(const Result& result) {
  std::string text;
  if (!result.own_seed) text += fmt::format(" --seed {}", result.seed);
  if (result.own_parameters && result.point.is_one()) text += " --point " + shell_word(result.point.name);
  for (const auto& [name, value] : result.parameters) {
    if (!result.own_parameters) text += " --set " + shell_word(name + "=" + value);
  }
  if (!result.planted.empty()) text += " --plant " + shell_word(result.planted);
  return text;
}

// What the program is to be called with, whichever it is. Empty: nobody knows the file.
std::string arguments_to_repeat(const Result& result) {
  const std::string& file = result.provenance.scenario_file;
  if (file.empty()) return {};
  return fmt::format(" run {}{}{}{}", shell_word(file), flags(result),
                     result.drive == "direct" ? "" : " --drive " + shell_word(result.drive),
                     result.shard.is_part() ? fmt::format(" --shard {}/{}", result.shard.index, result.shard.of) : "");
}

// The run again, so that it says more: as often as decides it, or with every count. Empty: nobody knows the file.
std::string again_for_more(const Result& result, bool is_not_sure) {
  const std::string again = command_to_repeat(result);
  if (again.empty() || result.interrupted) return again;
  if (!is_not_sure) return again + " -v";
  const std::size_t had = std::max<std::size_t>(result.replications.size(), 1);
  return again + fmt::format(" --replications {}..{}", had, std::max<std::size_t>(30, 4 * had));
}

}  // namespace

std::string shell_word(std::string_view word) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,%+@";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos) return std::string(word);
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

std::string command_to_repeat(const Result& result) {
  const std::string arguments = arguments_to_repeat(result);
  return arguments.empty() ? arguments : result.provenance.program + arguments;
}

std::string command_to_run_next(const Result& result) {
  if (!result.provenance.again.empty()) return result.provenance.again;
  const Tone tone = conclusion_of(result).tone;
  if (tone == Tone::good || tone == Tone::neutral) return {};
  return again_for_more(result, tone == Tone::unsure);
}

std::string command_to_look(const Result& result, const Judgement& judgement) {
  return again_for_more(result, judgement.verdict == Verdict::not_sure);
}

std::string commands_to_compare(const Result& result) {
  const std::string arguments = arguments_to_repeat(result);
  if (arguments.empty()) return arguments;
  return fmt::format(
      "  OLDER-dlrsim{0} --outcomes old\n  {1}{0} --outcomes new\n  {1} compare old new --old-program OLDER-dlrsim",
      arguments, result.provenance.program);
}

std::string command_to_find(const Result& result, const Judgement& judgement) {
  const auto& [id, metric, where, limit, required, file, line] = judgement.expectation;
  if (result.provenance.scenario_file.empty() || judgement.verdict != Verdict::fail || !judgement.value) return {};
  const bool is_too_low = limit.at_least && *judgement.value < *limit.at_least;
  std::string what;
  const auto of_end = [&](Counter counter) {
    const CounterInfo& named = info(counter);
    for (std::size_t i = 1; i < kMessageEnds; ++i) {
      const std::string_view end = to_string(static_cast<MessageEnd>(i));
      if (named.family == std::string_view("messages") && named.name == end) {
        what = fmt::format("outcome{}{}", is_too_low ? "!=" : "=", end);
      }
    }
  };
  if (const auto* ratio = std::get_if<RatioMetric>(&metric)) of_end(ratio->numerator);
  if (const auto* counted = std::get_if<CounterMetric>(&metric)) of_end(counted->counter);
  if (const auto* delay = std::get_if<DelayMetric>(&metric); delay != nullptr && !is_too_low && limit.at_most) {
    what = fmt::format("{}delay>{}", delay->delay == Delay::rejection ? "outcome=rejected " : "",
                       format_duration(Duration{static_cast<std::int64_t>(*limit.at_most)}));
  }
  if (what.empty()) return {};
  if (!where.operator_name.empty()) {
    what += fmt::format(" operator={}/{}", where.country, where.operator_name);
  } else if (!where.country.empty()) {
    what += " country=" + where.country;
  }
  if (!where.campaign.empty()) what += " campaign=" + where.campaign;
  if (!where.channel.empty()) what += " channel=" + where.channel;
  // What has a blank in its name is not found by words.
  if ((where.operator_name + where.campaign).find(' ') != std::string::npos) return {};
  return fmt::format("{} trace {} --where {} --first 3{}", result.provenance.program,
                     shell_word(result.provenance.scenario_file), shell_word(what), flags(result));
}

std::string command_to_trace(const Result& result, Reference message) {
  const std::string& file = result.provenance.scenario_file;
  return file.empty() ? std::string()
                      : fmt::format("{} trace {} --message {}{}", result.provenance.program, shell_word(file), message,
                                    flags(result));
}

}  // namespace dlr::reports
