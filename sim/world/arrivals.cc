#include "sim/world/arrivals.h"

#include <algorithm>
#include <boost/sort/spreadsort/integer_sort.hpp>

#include "sim/world/purpose.h"

namespace dlr::sim {
namespace {

std::uint64_t ms(Duration duration) { return static_cast<std::uint64_t>(duration.count()); }

// whole * part / of, without overflow for part <= of.
std::uint64_t proportion(std::uint64_t whole, std::uint64_t part, std::uint64_t of) {
  return whole / of * part + whole % of * part / of;
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
  const auto first = static_cast<std::ptrdiff_t>(times.size());
  times.reserve(times.size() + slice.count);

  const auto append = [&](auto&& time_of) {
    for (std::uint64_t i = slice.first; i < slice.first + slice.count; ++i) {
      times.push_back(static_cast<LaneTime>(starts + time_of(i)));
    }
  };
  const auto append_drawn = [&](auto&& time_of) {
    append([&](std::uint64_t i) {
      const std::uint64_t message = world.traffic[slice.traffic].first_message + i;
      return time_of(engine::draw_block(world.scenario.seed, message, purpose::kArrival)[0]);
    });
    boost::sort::spreadsort::integer_sort(times.begin() + first, times.end());
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
