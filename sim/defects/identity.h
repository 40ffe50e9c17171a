// Whose report it is, and of whom an event speaks.
#pragma once

#include <algorithm>
#include <deque>
#include <string>

#include "sim/defects/defect.h"

namespace dlr::sim {

// Ids that look like numbers, kept as numbers.
inline const Defect kStripsZeros{
    .name = "strips-zeros",
    .summary = "leading zeros of an id made elsewhere are lost",
    .read =
        [](std::vector<DeliveryReport>& reports) {
          for (DeliveryReport& report : reports) {
            while (report.foreign_id.starts_with('0')) report.foreign_id.remove_prefix(1);
          }
        },
};

inline const Defect kFoldsCase{
    .name = "folds-case",
    .summary = "the ids of reports are folded to small letters, those of messages are not",
    .read =
        [](std::vector<DeliveryReport>& reports) {
          thread_local std::deque<std::string> folded;  // as long as the reports are read
          folded.clear();
          for (DeliveryReport& report : reports) {
            std::string& id = folded.emplace_back(report.foreign_id);
            for (char& c : id) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            report.foreign_id = id;
          }
        },
};

inline const Defect kCutsLongIds{
    .name = "cuts-long-ids",
    .summary = "the ids of reports go through a column of 64 characters",
    .read =
        [](std::vector<DeliveryReport>& reports) {
          for (DeliveryReport& report : reports) report.foreign_id = report.foreign_id.substr(0, 64);
        },
};

inline const Defect kCutsSaidIds{
    .name = "cuts-said-ids",
    .summary = "events bear the first 20 characters of an id made elsewhere",
    .say =
        [](CampaignEvent& event) {
          event.foreign_id = event.foreign_id.substr(0, 20);
          return 1U;
        },
};

// An index that is one off where two reports of a batch are put to their messages.
inline const Defect kCrossesTwo{
    .name = "crosses-two",
    .summary = "the first two reports of a batch are put to each other's message",
    .read =
        [](std::vector<DeliveryReport>& reports) {
          if (reports.size() < 2) return;
          std::swap(reports[0].message, reports[1].message);
          std::swap(reports[0].foreign_id, reports[1].foreign_id);
        },
};

inline const Defect kNamesAnother{
    .name = "names-another",
    .summary = "the events of one message in ten thousand bear another's recipient",
    .say =
        [](CampaignEvent& event) {
          if (event.reference % 10'000 == 4'242) event.recipient.digits ^= 1U;
          return 1U;
        },
};

inline const Defect kTakesMmsForSms{
    .name = "takes-mms-for-sms",
    .summary = "events of MMS say that they are of SMS",
    .say =
        [](CampaignEvent& event) {
          event.channel = Channel::sms;
          return 1U;
        },
};

}  // namespace dlr::sim
