// What stands for doneAt where nobody looks at it twice, as trackers have met it. What is no time, or was never set, is
// as if missing; a time out of all reason is a time all the same, and held between submission and receipt.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/vocabulary/time.h"

namespace dlr::sim {

struct AbsurdTime {
  std::string_view text;
  std::optional<Instant> read;  // nothing: nobody can, or may
};

inline constexpr std::array<AbsurdTime, 7> kAbsurdTimes{{
    {"0000-00-00T00:00:00.000+0000", std::nullopt},
    {"1970-01-01T00:00:00.000+0000", std::nullopt},
    {"2026-13-32T25:61:61.000+0000", std::nullopt},
    {"0001-01-01T00:00:00.000+0000", std::nullopt},
    {"1970-01-02T00:00:00.001+0000", Instant{Duration{86'400'001}}},
    {"1999-12-31T23:59:59.999+0000", Instant{Duration{946'684'799'999}}},
    {"9999-12-31T23:59:59.999+0000", Instant{Duration{253'402'300'799'999}}},
}};

constexpr const AbsurdTime& absurd_time(std::uint32_t word) { return kAbsurdTimes[word % kAbsurdTimes.size()]; }

}  // namespace dlr::sim
