#include "sim/world/operators_word.h"

#include <algorithm>

#include "sim/engine/random.h"

namespace dlr::sim {
namespace {

// The recipient's clock: ms of the day.
std::uint32_t local_ms(const World& world, const Route& route, std::uint64_t at) {
  constexpr std::int64_t kDay = 24 * 3'600'000;
  const std::int64_t since_epoch = to_ms(world.scenario.start) + static_cast<std::int64_t>(at) +
                                   world.scenario.countries[route.country].utc_offset.count();
  return static_cast<std::uint32_t>((since_epoch % kDay + kDay) % kDay);
}

}  // namespace

std::uint64_t validity_of(const ProfileTables& profile, Outcome outcome) {
  constexpr std::uint64_t kForEver = std::uint64_t{1} << 62U;
  if (outcome == Outcome::handed_over) return kForEver;
  // The platform's own, where the profile says nothing (source: Infobip SMS API, validityPeriod: 48 hours at most).
  constexpr std::uint64_t kPlatforms = 48ULL * 3'600'000;
  return profile.mechanism ? static_cast<std::uint64_t>(profile.mechanism->mechanism->validity.count()) : kPlatforms;
}

const engine::QuantileTable& delay_of(const ProfileTables& profile, Outcome outcome) {
  const bool by_attempts = profile.mechanism && (outcome == Outcome::delivered || outcome == Outcome::failed);
  return by_attempts ? profile.mechanism->latency : profile.outcomes[static_cast<std::size_t>(outcome)].delay;
}

OperatorsWord operators_word(const World& world, const Journey& journey, std::uint64_t message, std::uint64_t at) {
  const Route& route = world.routes[journey.route];
  const ProfileTables& profile = world.profiles[route.profile];
  OperatorsWord word{journey.delay, journey.status, journey.error};
  if (!profile.is_special) return word;

  const std::uint64_t seed = world.scenario.seed;
  const Words4 second = engine::draw_block(seed, message, purpose::kSecondAttempt);
  std::optional<std::uint64_t> absent;
  if (journey.outcome == Outcome::delivered) {
    absent = absent_by_the_hour(*profile.hours, local_ms(world, route, at), second[purpose::off_by_the_hour]);
  }
  if (profile.mechanism) {
    const Words4 first = engine::draw_block(seed, message, purpose::kAttempt);
    if (journey.outcome == Outcome::delivered) {
      const Attempts attempts = attempt_delivery(*profile.mechanism, first, second, absent);
      word.after = attempts.after;
      if (!attempts.delivered) {
        word.status = world.expired_row;
        word.error = world.absent_row;
      }
    } else if (journey.outcome == Outcome::failed) {
      word.after = profile.mechanism->latency.sample(first[purpose::latency]);
      if (const std::uint64_t validity = validity_of(profile, journey.outcome); word.after > validity) {
        word = {validity, world.expired_row, world.absent_row};
      }
    }
  } else if (absent) {
    word.after += *absent;
  }
  // With one report for the whole, it is final when its last part is, and lost with any.
  if (profile.per_part != nullptr && profile.per_part->reports == PartReports::once) {
    std::uint64_t extra = 0;
    for (std::uint8_t part = 2; part <= journey.parts; ++part) {
      const Words4 draw = engine::draw_block(seed, message, purpose::part_block(part));
      extra = std::max(extra, std::uint64_t{profile.part_delay.sample(draw[purpose::part_delay])});
      if (journey.outcome == Outcome::delivered && engine::strikes(draw[purpose::part_lost], profile.per_part->loss)) {
        word.status = world.undeliverable_row;
        word.error = world.no_error_row;
      }
    }
    word.after += extra;
  }
  return word;
}

OperatorsWord word_on_part(const World& world, const Journey& journey, std::uint64_t message, std::uint8_t part,
                           const OperatorsWord& whole) {
  const ProfileTables& profile = world.profiles[world.routes[journey.route].profile];
  const Words4 draw = engine::draw_block(world.scenario.seed, message, purpose::part_block(part));
  OperatorsWord word = whole;
  word.after += profile.part_delay.sample(draw[purpose::part_delay]);
  if (engine::strikes(draw[purpose::part_lost], profile.per_part->loss)) {
    word.status = world.undeliverable_row;
    word.error = world.no_error_row;
  }
  return word;
}

}  // namespace dlr::sim
