// What is to outlive a crash, and when it may be relied on. Only a scenario in which the tracker crashes can tell.
#pragma once

#include "sim/defects/defect.h"

namespace dlr::sim {

// A cache between the tracker and its disk says yes for it.
inline const Defect kAcknowledgesUnwritten{
    .name = "acknowledges-unwritten",
    .summary = "of eight writes seven are acknowledged before they are durable",
    .store = StoreMistake::acknowledges_unwritten,
};

// Events go out on their own way, without waiting for the store.
inline const Defect kSaysBeforeWritten{
    .name = "says-before-written",
    .summary = "an event leaves before its cause is durable",
    .store = StoreMistake::says_before_written,
};

// A repeat is on its way while the store is still being told of it.
inline const Defect kTriesBeforeWritten{
    .name = "tries-before-written",
    .summary = "a further try leaves before it is durable that it was made",
    .store = StoreMistake::tries_before_written,
};

// The id of an event is drawn when it leaves, in place of being made of message and status.
inline const Defect kSaysAnewAfterCrash{
    .name = "says-anew-after-crash",
    .summary = "an event that is repeated after a crash has a new id, and counts twice",
    .store = StoreMistake::says_anew,
};

// The key of the ids lives as long as the process.
inline const Defect kLosesKeyInCrash{
    .name = "loses-key-in-crash",
    .summary = "after a crash the ids that were minted before it are nobody's",
    .store = StoreMistake::loses_key,
};

}  // namespace dlr::sim
