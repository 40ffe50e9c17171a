// The seam to whatever keeps a tracker's messages through a crash. The tracker writes down each message as it is after
// every call that changed it; what was written last is what a restart begins with. Writing is not keeping: the owner of
// the log says when things are durable, makes no try before that it is made is (the provider may take it although
// nobody hears of that again), and answers no callback before what it changed is.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/message_store.h"
#include "core/vocabulary/campaign_event.h"
#include "core/vocabulary/time.h"

namespace dlr::core {

// All that a tracker remembers of one message. The views are valid during the call that hands it over.
struct MessageSnapshot {
  std::uint64_t sequence = 0;
  MessageStore::Entry entry;  // its slot says nothing to anybody else
  bool is_open = false;
  MessageStore::Open open;             // of an open message
  Instant at = Instant::min();         // when it was written down
  Instant next_try = Instant::min();   // of a message that waits: when the wait is over
  std::string_view foreign_id;         // empty: the id was minted
  const OwnProperties* own = nullptr;  // null: none
};

// It is spoken to during the tracker's calls and must not call back. What it throws comes out of that call, which may
// have taken a message or said an event: the tracker is then to be thrown away and restored, as after a crash.
class ChangeLog {
 public:
  virtual ~ChangeLog() = default;

  // The message was taken, or something about it has changed.
  virtual void on_change(const MessageSnapshot& message) = 0;
  // Messages with a lower sequence than `first` are forgotten.
  virtual void on_forgotten(std::uint64_t first) = 0;

 protected:
  ChangeLog() = default;
  ChangeLog(const ChangeLog&) = default;
  ChangeLog& operator=(const ChangeLog&) = default;
};

}  // namespace dlr::core
