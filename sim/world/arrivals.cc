#include "sim/world/arrivals.h"

#include <algorithm>
#include <array>
#include <span>

#include "reports/wide.h"
#include "sim/world/purpose.h"

namespace dlr::sim {
namespace {

std::uint64_t ms(Duration duration) { return static_cast<std::uint64_t>(duration.count()); }

// whole * part / of, exact.
std::uint64_t proportion(std::uint64_t whole, std::uint64_t part, std::uint64_t of) {
  return static_cast<std::uint64_t>(reports::Wide{whole} * part / of);
}

// How long `messages` at this rate take.
std::uint64_t duration_at(const Rate& rate, std::uint64_t messages) {
  const std::uint64_t per = ms(rate.per);
  return messages / rate.count * per + messages % rate.count * per / rate.count;
}

// The pieces of a curve by the messages expected up to each end, in thousandths.
struct CurveTable {
  std::vector<std::uint64_t> begins, weights;  // ms from `starts`; weight
  std::uint64_t total = 0;

  explicit CurveTable(const CurveArrivals& curve) {
    std::uint64_t at = 0;
    for (const CurvePiece& piece : curve.pieces) {
      begins.push_back(at);
      weights.push_back(ms(piece.lasting) * piece.rate.count * 1000 / ms(piece.rate.per));
      total += weights.back();
      at += ms(piece.lasting);
    }
    begins.push_back(at);
  }

  std::uint64_t at(std::uint32_t word) const {
    std::uint64_t weight = proportion(total, word, std::uint64_t{1} << 32);
    std::size_t piece = 0;
    while (weight >= weights[piece]) weight -= weights[piece++];
    return begins[piece] + proportion(begins[piece + 1] - begins[piece], weight, weights[piece]);
  }
};

// By eleven bits at a time, lowest first: three passes over so few numbers are faster than any comparing, and nothing
// has to be predicted.
void sort_times(std::span<LaneTime> times) {
  constexpr std::uint32_t kBits = 11, kPasses = 3, kDigits = 1U << kBits;
  std::array<std::array<std::uint32_t, kDigits>, kPasses> places{};
  const auto digit = [](LaneTime time, std::uint32_t pass) { return time >> (pass * kBits) & (kDigits - 1); };
  for (const LaneTime time : times) {
    for (std::uint32_t pass = 0; pass < kPasses; ++pass) ++places[pass][digit(time, pass)];
  }
  std::vector<LaneTime> sorted(times.size());
  std::span<LaneTime> from = times, to = sorted;
  for (std::uint32_t pass = 0; pass < kPasses; ++pass) {
    std::uint32_t begin = 0;
    for (std::uint32_t& place : places[pass]) {
      const std::uint32_t count = place;
      place = begin;
      begin += count;
    }
    for (const LaneTime time : from) to[places[pass][digit(time, pass)]++] = time;
    std::swap(from, to);
  }
  std::copy(from.begin(), from.end(), times.begin());
}

}  // namespace

Duration arrivals_last(const Traffic& entry) {
  const auto last = [&entry](const auto& arrivals) -> std::uint64_t {
    using Kind = std::decay_t<decltype(arrivals)>;
    if constexpr (std::is_same_v<Kind, BurstArrivals>) {
      return ms(arrivals.over);
    } else if constexpr (std::is_same_v<Kind, CurveArrivals>) {
      return CurveTable(arrivals).begins.back();
    } else {
      return duration_at(arrivals.rate, entry.messages);
    }
  };
  return Duration{static_cast<std::int64_t>(std::visit(last, entry.arrivals))};
}

void append_send_times(const World& world, const LaneSlice& slice, std::vector<LaneTime>& times) {
  const Traffic& entry = world.scenario.traffic[slice.traffic];
  const std::uint64_t starts = ms(entry.starts);
  const std::size_t first = times.size();
  times.reserve(times.size() + slice.count);

  const auto append = [&](auto&& time_of) {
    for (std::uint64_t i = slice.first; i < slice.first + slice.count; ++i) {
      times.push_back(static_cast<LaneTime>(starts + time_of(i)));
    }
  };
  const auto append_drawn = [&](auto&& time_of) {
    engine::BlockBatch blocks;
    std::uint32_t drawn = engine::BlockBatch::kMessages;
    append([&](std::uint64_t i) {
      if (drawn == engine::BlockBatch::kMessages) {
        blocks.draw(world.scenario.seed, world.traffic[slice.traffic].first_message + i, purpose::kArrival);
        drawn = 0;
      }
      return time_of(blocks.word(0, drawn++));
    });
    sort_times(std::span(times).subspan(first));
  };

  if (const auto* constant = std::get_if<ConstantArrivals>(&entry.arrivals)) {
    append([&](std::uint64_t i) { return duration_at(constant->rate, i); });
  } else if (const auto* burst = std::get_if<BurstArrivals>(&entry.arrivals)) {
    append([&](std::uint64_t i) { return proportion(ms(burst->over), i, entry.messages); });
  } else if (const auto* poisson = std::get_if<PoissonArrivals>(&entry.arrivals)) {
    const std::uint64_t lasting = duration_at(poisson->rate, entry.messages);
    append_drawn([&](std::uint32_t word) { return proportion(lasting, word, std::uint64_t{1} << 32); });
  } else {
    const CurveTable curve(std::get<CurveArrivals>(entry.arrivals));
    append_drawn([&](std::uint32_t word) { return curve.at(word); });
  }
}

}  // namespace dlr::sim
