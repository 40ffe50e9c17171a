#include "sim/event_lines.h"

namespace dlr::sim {

void EventLines::write() {
  turns_.wait_for(place_);
  if (held_.empty()) return;
  sink_.write(held_);
  written_ += held_.size();
  held_.clear();
}

void EventLines::complete() {
  write();
  complete_ = true;
}

EventLines::~EventLines() {
  turns_.wait_for(place_);
  try {
    if (!complete_ && written_ > 0) sink_.take_back(written_);
  } catch (...) {  // the run has failed already, or was interrupted
  }
  turns_.next();
}

}  // namespace dlr::sim
