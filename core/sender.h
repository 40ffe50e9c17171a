// One message's way out: how often it is tried, how long to wait in between, and what the tries came to. Pure: it is
// told of answers and of silence, and says what is heard and when it wants to be woken. A repeat bears the same id, so
// that the provider can tell it from a second message. Threads may ask one at once, each about progress of its own.
// Source: Infobip, "Rate limits and throttling" and "Handling errors" (429; backoff with a cap; Retry-After; after a
// timeout or a 5xx the provider may have it); RFC 9110, sections 15.5.9 (408) and 15.6 (5xx). What is retried beside
// those (1xx, an unreadable 2xx, failed connections) is our own rule.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/lifecycle.h"
#include "core/status.h"
#include "core/vocabulary/message.h"
#include "core/vocabulary/share.h"
#include "core/vocabulary/status_ids.h"
#include "core/vocabulary/time.h"

namespace dlr::core {

// Times from 0 on; a wait is at least a millisecond. The tracker asks nothing but `tries`.
struct SendPolicy {
  Duration timeout{10'000};  // an answer that takes exactly this long still counts
  std::uint32_t tries = 3;   // at least 1, at most 255
  Duration backoff_first{1'000};
  double backoff_factor = 2;  // at least 1
  Duration backoff_cap{30'000};
  Share backoff_jitter;  // a wait is drawn from [wait x (1 - jitter), wait]
  std::uint64_t jitter_seed = 0;
};

// What came back for one try.
struct SendAnswer {
  enum class Kind : std::uint8_t {
    response,           // HTTP, readable
    unreadable,         // HTTP 2xx with a body that makes no sense
    connection_failed,  // nothing got through
  };
  MessageId message;
  std::string_view foreign_id;  // where the id was made elsewhere; `message` is then all zero
  std::uint32_t try_number = 1;
  Kind kind = Kind::response;
  std::uint16_t http_status = 200;
  const ProviderStatus* status = nullptr;  // of a 2xx; null: none given
  std::uint8_t parts = 0;                  // 0: not given
  std::optional<Duration> retry_after;
};

// What the sender remembers of one message.
struct SendProgress {
  std::uint8_t tries = 1;  // made so far
  bool ambiguous = false;  // one of them may have got through
  bool settled = false;    // the latest one was answered, or given up waiting for
  bool over = false;       // no further try will be made
  bool ended_by_report = false;

  bool repeated() const { return tries > 1; }
};

// What an answer, or silence, comes to.
struct SendStep {
  enum class Kind : std::uint8_t {
    nothing,  // not heard: it tells nothing new about this message
    wait,     // try again after `wait`
    heard,    // for the lifecycle: `input`
  };
  Kind kind = Kind::nothing;
  Input input = Input::unknown;
  Duration wait{};
};

class Sender {
 public:
  explicit Sender(const SendPolicy& policy) : policy_(policy) {}

  // An answer to try `answer.try_number`, whenever it comes. Retried are 1xx, 408, 429, 5xx, an unreadable 2xx and
  // failed connections; of these 429 and failed connections prove that nothing got through. An answer that comes after
  // the tries have ended is heard for what it is; a retryable one is not, when a report has ended them.
  SendStep on_answer(SendProgress& progress, const SendAnswer& answer, Reference reference) const {
    const bool taken_or_judged = answer.kind == SendAnswer::Kind::response && answer.http_status / 100 == 2;
    if (!taken_or_judged) return on_trouble(progress, answer, reference);
    static constexpr ProviderStatus kNoStatus{};
    progress.over = true;
    return {SendStep::Kind::heard,
            // Whichever try is answered: a repeat may have overtaken the first.
            meaning_in_response(answer.status != nullptr ? *answer.status : kNoStatus, progress.repeated()),
            Duration{}};
  }

  // Try `try_number` was not answered in time. Ambiguous.
  SendStep on_timeout(SendProgress& progress, std::uint32_t try_number, Reference reference) const;

  // The wait is over: the number of the try to make now, or nothing when the tries have ended meanwhile.
  std::optional<std::uint32_t> next_try(SendProgress& progress) const;

  // The wait before the next try, after `tries` were made: exponential, capped, with jitter that belongs to the
  // message; never shorter than Retry-After. A wait that is longer than what is left of the waiting period is waited
  // for all the same: that message ends unreported, as nothing more was heard of it.
  Duration backoff(std::uint32_t tries, std::optional<Duration> retry_after, Reference reference) const;

 private:
  SendStep on_trouble(SendProgress& progress, const SendAnswer& answer, Reference reference) const;
  SendStep give_up_or_wait(SendProgress& progress, std::optional<Duration> retry_after, Reference reference) const;

  SendPolicy policy_;
};

// The name that an `enqueue_failed` bears as its error: of an HTTP status, or of our own where there was no answer.
std::string_view send_error_name(const SendAnswer& answer);
inline constexpr std::string_view kSendTimeout = "SEND_TIMEOUT";

}  // namespace dlr::core
