// Ground truth: what the world decided for each message of a lane, and the log of what passed between the world and the
// core, in both directions. The world writes it; the oracle reads it, and nothing else of the simulator.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "core/vocabulary/campaign_event.h"
#include "core/vocabulary/country.h"
#include "core/vocabulary/share.h"
#include "core/vocabulary/status_ids.h"
#include "core/vocabulary/time.h"

namespace dlr::sim {

// Times in a lane: milliseconds since the scenario's start.
using LaneTime = std::uint32_t;

// What passed between world and core, one line per passing.
struct LogEntry {
  enum class Kind : std::uint8_t {
    next_try,  // the core made try `try_number` (2 and up; the first is the submission)
    timeout,   // the core was told that try `try_number` was not answered in time
    response,  // the core was given an answer to try `try_number`
    connection_failed,
    unreadable,
    report,  // the core was given a delivery report
  };
  std::uint32_t previous = 0;  // of the same message: place in the log plus 1; 0: none
  LaneTime at = 0;
  LaneTime done_at = 0;           // report
  std::uint32_t retry_after = 0;  // response, ms; 0: not given
  std::uint16_t status = kNone;   // row of Words::statuses: response 2xx, report
  std::uint16_t error = kNone;    // row of Words::errors: report
  std::uint16_t http_status = 0;
  std::uint8_t try_number = 0;
  std::uint8_t parts = 0;  // 0: not given
  Kind kind = Kind::report;
  bool malformed = false;        // report
  bool done_at_missing = false;  // report

  static constexpr std::uint16_t kNone = 0xffff;
};

// What the world decided for one message.
struct MessageTruth {
  MessageId id;  // as the core minted it
  std::uint64_t recipient = 0;
  LaneTime sent = 0;
  std::uint32_t last_entry = 0;  // of its log: place plus 1; 0: nothing yet
  std::uint32_t traffic = 0;     // index in Frame::campaigns
  Country country;
  std::uint8_t parts = 1;
  bool submitted = false;  // the core took it; else it refused it at once
};

// The provider's words as this scenario uses them; log entries name rows.
struct Words {
  std::vector<ProviderStatus> statuses;
  std::vector<ProviderError> errors;
};

// What belongs to no message: what the scenario asks of the tracker.
struct Frame {
  Instant start;
  Duration waiting_period{};
  Words words;

  struct Campaign {
    CampaignContext context;
    Channel channel = Channel::sms;
    OwnProperties own;
    std::size_t text_bytes = 0, text_characters = 0;  // 0: no text is given
  };
  std::vector<Campaign> campaigns;                // by traffic entry
  std::optional<std::vector<Country>> no_report;  // replaces the list everybody knows

  bool refuse_too_long = true;       // is asked of the core
  bool foreign_ids = false;          // made elsewhere, not by the core
  std::size_t callback_retries = 0;  // after that many the provider gives a callback up

  Duration send_timeout{};
  std::uint32_t send_tries = 1;
  Duration backoff_first{}, backoff_cap{};
  double backoff_factor = 2;
  Share backoff_jitter;
};

// One try to hand a callback over.
struct CallbackTry {
  std::uint32_t reports = 0;
  std::uint16_t retries = 0;     // tries before this one; a scenario may have 1000
  bool read_before : 1 = false;  // the core has read it already
  bool read : 1 = false;         // by the core, this time
  bool accepted : 1 = false;     // in the provider's eyes
};

// The tracker was down: from `from` on, until it came back at `to`. What it had lost by then is not in the log.
struct Downtime {
  LaneTime from = 0;
  LaneTime to = 0;

  bool contains(std::uint64_t at) const { return from <= at && at < to; }
};

// A report about no message of this lane that is remembered.
struct StrayReport {
  bool forgotten = false;  // of a message whose period is over; else of none that was ever sent
  bool malformed = false;
};

// One lane's messages, in order of submission, and their log.
struct GroundTruth {
  std::vector<MessageTruth> messages;
  std::vector<LogEntry> log;
  std::vector<CallbackTry> callbacks;
  std::vector<StrayReport> strays;  // those that the core was given
  std::vector<Downtime> downtimes;  // one after the other
  std::uint64_t dropped = 0;        // reports that came to exist and never got into a callback
  std::uint64_t max_in_flight = std::numeric_limits<std::uint64_t>::max();  // asked of this lane's tracker

  // One more entry about a message, to be filled in where it lies.
  LogEntry& add(std::uint32_t message) {
    LogEntry& entry = log.emplace_back();
    entry.previous = messages[message].last_entry;
    messages[message].last_entry = static_cast<std::uint32_t>(log.size());
    return entry;
  }
};

}  // namespace dlr::sim
