#include "sim/world/handset.h"

#include <algorithm>

#include "sim/engine/distribution.h"
#include "sim/engine/random.h"

namespace dlr::sim {

MechanismTables tables_of(const Mechanism& mechanism) {
  return {&mechanism, engine::make_quantile_table(mechanism.latency),
          engine::make_quantile_table(mechanism.absent_return)};
}

std::optional<std::uint64_t> absent_by_the_hour(const std::vector<AbsentHours>& hours, std::uint32_t local_ms,
                                                std::uint32_t word) {
  constexpr std::uint32_t kHour = 3'600'000;
  constexpr std::uint32_t kDay = 24 * kHour;
  for (const AbsentHours& window : hours) {
    const auto from = static_cast<std::uint32_t>(window.from_hour) * kHour;
    const auto to = static_cast<std::uint32_t>(window.to_hour) * kHour;
    const std::uint32_t since = (local_ms + kDay - from) % kDay;
    const std::uint32_t length = (to + kDay - from) % kDay;
    if (since >= length) continue;
    if (!engine::strikes(word, window.absent)) return std::nullopt;
    return length - since;
  }
  return std::nullopt;
}

Attempts attempt_delivery(const MechanismTables& tables, const Words4& first, const Words4& second,
                          std::optional<std::uint64_t> absent_for) {
  const Mechanism& mechanism = *tables.mechanism;
  const auto validity = static_cast<std::uint64_t>(mechanism.validity.count());
  // An attempt that would end later than the operator tries does not end.
  const auto delivered_after = [validity](std::uint64_t after) {
    return after > validity ? Attempts{validity, false} : Attempts{after, true};
  };
  if (!absent_for && engine::strikes(first[purpose::at_once], mechanism.success)) {
    return delivered_after(tables.latency.sample(first[purpose::latency]));
  }
  if (!absent_for && engine::strikes(first[purpose::never], mechanism.never)) return {validity, false};

  const std::uint64_t back = absent_for ? *absent_for : tables.absent_return.sample(first[purpose::absent_return]);
  std::uint64_t attempt = back;  // the network noticed it at once
  if (!engine::strikes(second[purpose::alert], mechanism.alert)) {
    const auto rung = std::find_if(mechanism.ladder.begin(), mechanism.ladder.end(),
                                   [back](Duration at) { return static_cast<std::uint64_t>(at.count()) >= back; });
    if (rung == mechanism.ladder.end()) return {validity, false};
    attempt = static_cast<std::uint64_t>(rung->count());
  }
  return delivered_after(attempt + tables.latency.sample(second[purpose::second_latency]));
}

}  // namespace dlr::sim
