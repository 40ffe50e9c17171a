// Who computes which lane: threads, processes, shards. What comes out depends on the scenario alone.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "reports/result.h"
#include "sim/defects/defect.h"
#include "sim/event_lines.h"
#include "sim/ground_truth.h"
#include "sim/phase.h"
#include "sim/ranks.h"
#include "sim/scenario/reader.h"
#include "sim/scenario/scenario.h"
#include "sim/trace.h"

namespace dlr::sim {

// How the world and the core speak: in structs, or in the provider's real bytes. Both come to the same.
enum class DriveKind : std::uint8_t { direct, wire };
constexpr const char* to_string(DriveKind drive) { return drive == DriveKind::wire ? "wire" : "direct"; }

// Packed outcomes (reports/message_outcomes.h) of the messages from `first` on; called by several threads at once.
using OutcomeSink = std::function<void(std::uint64_t first, std::span<const std::uint64_t> packed)>;

struct RunOptions {
  DriveKind drive = DriveKind::direct;
  std::uint32_t threads = 1;
  reports::Shard shard;
  Ranks* ranks = nullptr;                                   // that do it together; null: this process alone
  const Defect* defect = nullptr;                           // planted for this run
  PhaseBoard* phases = nullptr;                             // where lanes at work are entered; null: nowhere
  const std::atomic<bool>* interrupted = nullptr;           // becomes true: lanes under way are dropped, done ones stay
  std::function<void(std::uint64_t messages)> on_progress;  // after each lane, one call at a time: messages done so far
  OutcomeSink on_outcomes{};                                // of each lane's messages, when it is done
  LineSink events{};                                        // campaign events as lines; without write: none
};

struct RunOutcome {
  reports::Measurements measurements;
  Words words;                   // by which the measured situations count
  std::uint32_t lanes = 0;       // of this shard
  std::uint32_t lanes_done = 0;  // fewer when interrupted
};

// Throws std::bad_alloc when memory does not suffice; std::overflow_error where something would happen more than 49
// days after the start; std::logic_error where the two halves of the wire contradict each other.
RunOutcome run_lanes(const Scenario& scenario, const RunOptions& options);

// Why a scenario that is valid in itself cannot be run (more messages than a run or a lane holds), for the reader.
std::optional<Objection> cannot_run(const Scenario& scenario);

// Bytes that a run on so many threads takes, near enough to plan by.
std::uint64_t estimated_bytes(const Scenario& scenario, std::uint32_t threads);

// How long so many messages take that are cut into so many lanes: the order of magnitude, on a server's processor.
double estimated_seconds(std::uint64_t messages, std::uint32_t threads, std::uint32_t lanes);

}  // namespace dlr::sim
