// What a check can find out at all, before anything is run: how far the truth must be from the limit to be told from
// it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace dlr::reports {

inline constexpr double kUsualPower = 0.9;

// Truths at which a limit is found broken, or kept, nine times in ten; between them a check is likely not to be sure.
// Rounded outward to nine decimals. Nothing: at no truth, there are too few messages.
struct Reach {
  std::optional<double> below, above;
};

// Of the limit `share` (0 to 1) of a ratio over so many independent messages, at an error level of one look: a lower
// limit is found broken from `below` down and kept from `above` up, an upper one the other way round.
//
// For a percentile, `share` is the percentile's: p95 within two minutes says that 95 % of messages take two minutes or
// less. It is found broken when only `below` of them do, in other words when the percentile `below` lies above the
// limit, and kept when `above` of them do.
Reach reach(double share, std::uint64_t messages, double error, double power = kUsualPower);

// How many messages a new run needs to tell, with chance `power`, on which side of the limit `share` a ratio lies of
// which `part` of `whole` were seen so far. It expects the worst of chance twice: that what was seen is off the truth
// by its sampling error, unless `is_true` (the truth itself, as a plan has it), and that the new sample is by its own.
// Nothing: no number that could be asked for.
std::optional<std::uint64_t> messages_to_tell(double share, std::uint64_t part, std::uint64_t whole, double error,
                                              bool is_true = false, double power = kUsualPower);

// How many times as large as that of `seen` values, 2 or more, the true standard deviation may well be: larger only
// once in ten times (of what is about normal).
double most_deviation(std::size_t seen, double power = kUsualPower);

// How many standard deviations lie between a value and one that it stays on one side of with the chance `power`.
double deviations_of(double power);

// By how many standard deviations between replications a mean over so many of them must be off its limit. How large
// that deviation is only shows when they run. Nothing: too few to plan with (fewer than 4 at 1e-5, than 6 at 1e-9).
std::optional<double> deviations_found(std::uint64_t replications, double error, double power = kUsualPower);

}  // namespace dlr::reports
