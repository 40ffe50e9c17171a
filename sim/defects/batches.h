// Callbacks bring many reports at once, and events go out one by one.
#pragma once

#include <algorithm>

#include "sim/defects/defect.h"

namespace dlr::sim {

// The loop over a callback's reports ends one too early.
inline const Defect kDropsLastReport{
    .name = "drops-last-report",
    .summary = "the last report of each callback is not read",
    .read = [](std::vector<DeliveryReport>& reports) { reports.pop_back(); },
};

inline const Defect kReadsFirstOnly{
    .name = "reads-first-only",
    .summary = "only the first report of each callback is read",
    .read = [](std::vector<DeliveryReport>& reports) { reports.resize(1); },
};

// One statement for the whole callback, by id: of two reports of a message only the last finds its row.
inline const Defect kKeepsLastOfMessage{
    .name = "keeps-last-of-message",
    .summary = "of several reports of one message in a callback only the last is read",
    .read =
        [](std::vector<DeliveryReport>& reports) {
          for (std::size_t i = 0; i < reports.size();) {
            const auto is_of_the_same = [&one = reports[i]](const DeliveryReport& other) {
              return other.message == one.message && other.foreign_id == one.foreign_id;
            };
            const auto after = reports.begin() + static_cast<std::ptrdiff_t>(i) + 1;
            if (std::any_of(after, reports.end(), is_of_the_same)) {
              reports.erase(after - 1);
            } else {
              ++i;
            }
          }
        },
};

// One status that the table lacks ends the loop; what came before it has been applied.
inline const Defect kStopsAtUnknownGroup{
    .name = "stops-at-unknown-group",
    .summary = "what follows a report of an unknown group is not read",
    .read =
        [](std::vector<DeliveryReport>& reports) {
          reports.erase(std::find_if(reports.begin(), reports.end(),
                                     [](const DeliveryReport& report) { return is_said_unknown(report.status); }),
                        reports.end());
        },
};

inline const Defect kOneCostsAll{
    .name = "one-costs-all",
    .summary = "a callback with one malformed report is thrown away",
    .read =
        [](std::vector<DeliveryReport>& reports) {
          if (std::any_of(reports.begin(), reports.end(),
                          [](const DeliveryReport& report) { return report.malformed; })) {
            reports.clear();
          }
        },
};

// One message in a million says nothing of its end.
inline const Defect kLosesOneInAMillion{
    .name = "loses-one-in-a-million",
    .summary = "the last event of message 4242 of each million is lost",
    .say =
        [](CampaignEvent& event) {
          return event.reference % 1'000'000 != 4'242 || event.status == CampaignStatus::enqueued ? 1U : 0U;
        },
};

inline const Defect kDoublesOneInAThousand{
    .name = "doubles-one-in-a-thousand",
    .summary = "the last event of message 242 of each thousand is said twice",
    .say =
        [](CampaignEvent& event) {
          return event.reference % 1'000 != 242 || event.status == CampaignStatus::enqueued ? 1U : 2U;
        },
};

// A part that is reported is taken for a message.
inline const Defect kSaysPerPart{
    .name = "says-per-part",
    .summary = "the last event of a message of several parts is said once for each part",
    .say =
        [](CampaignEvent& event) {
          return event.status == CampaignStatus::enqueued ? 1U : std::max<unsigned>(event.parts, 1);
        },
};

// What the provider refused at once never reaches whoever waits for events.
inline const Defect kLosesRejections{
    .name = "loses-rejections",
    .summary = "no event for a rejected message",
    .say = [](CampaignEvent& event) { return event.status == CampaignStatus::rejected ? 0U : 1U; },
};

}  // namespace dlr::sim
