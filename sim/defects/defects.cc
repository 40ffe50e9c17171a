#include <algorithm>
#include <array>

#include "sim/defects/batches.h"
#include "sim/defects/defect.h"
#include "sim/defects/identity.h"
#include "sim/defects/order.h"
#include "sim/defects/sending.h"
#include "sim/defects/store.h"
#include "sim/defects/times.h"
#include "sim/defects/words.h"

namespace dlr::sim {
namespace {

constexpr std::array kDefects{&kTakesSecondFinal,
                              &kForgetsEnqueued,
                              &kDropsEarlyReports,
                              &kLateResponseOverwrites,
                              &kOlderStateReplaces,
                              &kRepeatsDuplicates,
                              &kEnqueuedTwice,
                              &kFiltersByMessageAlone,
                              &kHidesConflicts,
                              &kTakesSilenceForSent,
                              &kNeverRecovers,
                              &kRefusesSilently,
                              &kSubmitsTooLong,
                              &kTriesOnce,
                              &kTriesOnceMore,
                              &kIgnoresRetryAfter,
                              &kNeverJitters,
                              &kGivesUpWhenBusy,
                              &kBelievesAnyAnswer,
                              &kTakesItsEchoForRefusal,
                              &kAcceptsTooLate,
                              &kRefusesAtDeadline,
                              &kForgetsAfterThreeDays,
                              &kSweepsWithoutAsking,
                              &kEndsUnheard,
                              &kKeepsThemADayMore,
                              &kTakesReceiptForDone,
                              &kIgnoresZones,
                              &kTurnsZoneSign,
                              &kTakesNoTimeForZero,
                              &kTruncatesToSeconds,
                              &kStripsZeros,
                              &kFoldsCase,
                              &kCutsLongIds,
                              &kCutsSaidIds,
                              &kCrossesTwo,
                              &kNamesAnother,
                              &kTakesMmsForSms,
                              &kTakesOperatorForHandset,
                              &kTakesExpiredForSent,
                              &kTakesPendingForFailed,
                              &kTakesRejectedForFailed,
                              &kEndsUnknownStatuses,
                              &kTakesStatusForError,
                              &kSwapsStatusAndError,
                              &kErrorOfSuccess,
                              &kErasesReasons,
                              &kIgnoresNoReportList,
                              &kCountsAsOnePart,
                              &kDropsLastReport,
                              &kReadsFirstOnly,
                              &kKeepsLastOfMessage,
                              &kStopsAtUnknownGroup,
                              &kOneCostsAll,
                              &kLosesOneInAMillion,
                              &kDoublesOneInAThousand,
                              &kSaysPerPart,
                              &kLosesRejections,
                              &kAcknowledgesUnwritten,
                              &kSaysBeforeWritten,
                              &kTriesBeforeWritten,
                              &kSaysAnewAfterCrash,
                              &kLosesKeyInCrash};

}  // namespace

std::span<const Defect* const> defects() { return kDefects; }

const Defect* find_defect(std::string_view name) {
  const auto at = std::find_if(kDefects.begin(), kDefects.end(), [name](const Defect* d) { return d->name == name; });
  return at == kDefects.end() ? nullptr : *at;
}

}  // namespace dlr::sim
