#include <algorithm>
#include <array>

#include "sim/defects/accepts_too_late.h"
#include "sim/defects/defect.h"
#include "sim/defects/drops_last_report.h"
#include "sim/defects/forgets_enqueued.h"
#include "sim/defects/ignores_no_report_list.h"
#include "sim/defects/late_response_overwrites.h"
#include "sim/defects/loses_one_in_a_million.h"
#include "sim/defects/refuses_at_deadline.h"
#include "sim/defects/takes_operator_for_handset.h"
#include "sim/defects/takes_second_final.h"
#include "sim/defects/takes_status_for_error.h"

namespace dlr::sim {
namespace {

const std::array<const Defect*, 10> kDefects{
    &kDropsLastReport,     &kTakesSecondFinal,    &kTakesOperatorForHandset, &kAcceptsTooLate,
    &kRefusesAtDeadline,   &kForgetsEnqueued,     &kLateResponseOverwrites,  &kLosesOneInAMillion,
    &kTakesStatusForError, &kIgnoresNoReportList,
};

}  // namespace

std::span<const Defect* const> defects() { return kDefects; }

const Defect* find_defect(std::string_view name) {
  const auto at = std::find_if(kDefects.begin(), kDefects.end(), [name](const Defect* d) { return d->name == name; });
  return at == kDefects.end() ? nullptr : *at;
}

}  // namespace dlr::sim
