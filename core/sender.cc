#include "core/sender.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace dlr::core {
namespace {

bool is_retried(const SendAnswer& answer) {
  if (answer.kind != SendAnswer::Kind::response) return true;
  // A 1xx is no last word on a request: whoever hands one on was not answered, nor refused.
  return answer.http_status < 200 || answer.http_status == 408 || answer.http_status == 429 ||
         answer.http_status >= 500;
}

// Whether the try may have got through although it was not answered as taken.
bool is_ambiguous(const SendAnswer& answer) {
  if (answer.kind == SendAnswer::Kind::connection_failed) return false;
  return answer.kind == SendAnswer::Kind::unreadable || answer.http_status != 429;
}

SendStep heard(SendProgress& progress, Input input) {
  progress.over = true;
  return {SendStep::Kind::heard, input, Duration{}};
}

}  // namespace

// An answer that neither takes nor judges the message.
SendStep Sender::on_trouble(SendProgress& progress, const SendAnswer& answer, Reference reference) const {
  // That ends the tries; of one that comes later only what it says itself counts.
  if (!is_retried(answer))
    return heard(progress, !progress.over && progress.ambiguous ? Input::unknown : Input::refused);

  if (progress.over) {
    if (progress.ended_by_report) return {};
    return heard(progress, progress.ambiguous || is_ambiguous(answer) ? Input::unknown : Input::refused);
  }
  // Silence about this try was already acted upon; that it was refused after all changes nothing.
  if (answer.try_number < progress.tries || progress.settled) return {};
  progress.ambiguous = progress.ambiguous || is_ambiguous(answer);
  return give_up_or_wait(progress, answer.retry_after, reference);
}

SendStep Sender::on_timeout(SendProgress& progress, std::uint32_t try_number, Reference reference) const {
  if (progress.over || progress.settled || try_number < progress.tries) return {};
  progress.ambiguous = true;
  return give_up_or_wait(progress, std::nullopt, reference);
}

SendStep Sender::give_up_or_wait(SendProgress& progress, std::optional<Duration> retry_after,
                                 Reference reference) const {
  if (progress.tries >= policy_.tries) return heard(progress, progress.ambiguous ? Input::unknown : Input::refused);
  progress.settled = true;
  return {SendStep::Kind::wait, Input::unknown, backoff(progress.tries, retry_after, reference)};
}

std::optional<std::uint32_t> Sender::next_try(SendProgress& progress) const {
  if (progress.over || !progress.settled) return std::nullopt;
  progress.settled = false;
  return ++progress.tries;
}

Duration Sender::backoff(std::uint32_t tries, std::optional<Duration> retry_after, Reference reference) const {
  double wait = static_cast<double>(policy_.backoff_first.count());
  const double cap = static_cast<double>(policy_.backoff_cap.count());
  for (std::uint32_t i = 1; i < tries && wait < cap; ++i) wait *= policy_.backoff_factor;
  wait = std::min(wait, cap);
  if (policy_.backoff_jitter.ppm > 0) {
    const std::uint64_t key[2] = {reference, tries};
    const std::uint64_t word = XXH3_64bits_withSeed(key, sizeof key, policy_.jitter_seed) >> 32;
    wait -= wait * policy_.backoff_jitter.ppm / 1e6 * (static_cast<double>(word) / 4294967296.0);
  }
  const Duration rounded{static_cast<std::int64_t>(std::ceil(wait))};
  return std::max({rounded, retry_after.value_or(Duration{}), Duration{1}});
}

std::string_view send_error_name(const SendAnswer& answer) {
  if (answer.kind == SendAnswer::Kind::connection_failed) return "SEND_CONNECTION_FAILED";
  if (answer.kind == SendAnswer::Kind::unreadable) return "SEND_UNREADABLE_RESPONSE";
  // The provider's own words where its error bodies have them (source: Infobip, SMS API, HTTP errors).
  static constexpr std::array<std::pair<std::uint16_t, std::string_view>, 10> kNames{{
      {400, "BAD_REQUEST"},
      {401, "UNAUTHORIZED"},
      {403, "FORBIDDEN"},
      {404, "NOT_FOUND"},
      {408, "REQUEST_TIMEOUT"},
      {429, "TOO_MANY_REQUESTS"},
      {500, "GENERAL_ERROR"},
      {502, "BAD_GATEWAY"},
      {503, "SERVICE_UNAVAILABLE"},
      {504, "GATEWAY_TIMEOUT"},
  }};
  for (const auto& [status, name] : kNames) {
    if (status == answer.http_status) return name;
  }
  return "HTTP_ERROR";
}

}  // namespace dlr::core
