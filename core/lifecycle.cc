#include "core/lifecycle.h"

namespace dlr::core {
namespace {

using enum State;

constexpr Cell emit(CampaignStatus event, State next) { return {false, true, event, next, Note::none}; }
constexpr Cell enqueued_then(CampaignStatus event, State next) { return {true, true, event, next, Note::none}; }
constexpr Cell stay(State state, Note note = Note::none) {
  return {false, false, CampaignStatus::enqueued, state, note};
}

constexpr Cell kEnqueued = emit(CampaignStatus::enqueued, enqueued);
constexpr Cell kRejected = emit(CampaignStatus::rejected, rejected);
constexpr Cell kFailed = emit(CampaignStatus::failed, failed);
constexpr Cell kDelivered = emit(CampaignStatus::delivered, delivered);
constexpr Cell kEnqueuedRejected = enqueued_then(CampaignStatus::rejected, rejected);
constexpr Cell kEnqueuedFailed = enqueued_then(CampaignStatus::failed, failed);
constexpr Cell kEnqueuedDelivered = enqueued_then(CampaignStatus::delivered, delivered);

// A final state hears everything and says nothing: what agrees is a repetition, what does not is a conflict.
constexpr std::array<Cell, kInputs> final_row(State state) {
  auto response = [state](State meant) { return stay(state, state == meant ? Note::repeated : Note::conflict); };
  auto report = [state](State meant) { return stay(state, state == meant ? Note::duplicate : Note::conflict); };
  return {
      stay(state, state == enqueue_failed ? Note::conflict : Note::repeated),  // taken
      response(rejected),
      response(failed),
      response(enqueue_failed),     // refused
      stay(state, Note::repeated),  // unknown
      stay(state),                  // under way
      report(delivered),
      report(rejected),
      report(failed),
      stay(state, Note::forgotten),  // period ends
  };
}

// clang-format off
constexpr LifecycleTable kTable{{
    // taken, rejected, failed (responses), refused, unknown, under way, delivered, rejected, failed (reports), period ends
    /* submitted */ {{kEnqueued, kRejected, kEnqueuedFailed,
                      emit(CampaignStatus::enqueue_failed, enqueue_failed), emit(CampaignStatus::enqueue_failed, unconfirmed),
                      kEnqueued, kEnqueuedDelivered, kEnqueuedRejected, kEnqueuedFailed, stay(submitted, Note::unreported)}},
    /* enqueued */ {{stay(enqueued, Note::repeated), stay(enqueued, Note::conflict), kFailed,
                     stay(enqueued, Note::conflict), stay(enqueued, Note::repeated),
                     stay(enqueued), kDelivered, kRejected, kFailed, stay(enqueued, Note::unreported)}},
    // A message that nobody heard of again ends as what was said of it.
    /* unconfirmed */ {{kEnqueued, kRejected, kEnqueuedFailed,
                        stay(unconfirmed, Note::repeated), stay(unconfirmed, Note::repeated),
                        kEnqueued, kEnqueuedDelivered, kEnqueuedRejected, kEnqueuedFailed, stay(enqueue_failed)}},
    final_row(enqueue_failed),
    final_row(delivered),
    final_row(rejected),
    final_row(failed),
}};
// clang-format on

}  // namespace

const LifecycleTable& lifecycle_table() { return kTable; }

}  // namespace dlr::core
