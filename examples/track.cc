// One message through the tracking core: submitted, taken by the provider, reported as delivered. No clock, no network:
// bodies and times are given to it.
#include <chrono>
#include <cstdio>
#include <string>

#include "core/event_json.h"
#include "core/infobip/report_reader.h"
#include "core/infobip/send_request.h"
#include "core/infobip/send_response.h"
#include "core/tracker.h"

struct Printer {  // your sink: a queue, a table, a webhook
  void on_event(const dlr::CampaignEvent& event) {
    std::string line;
    dlr::core::append_event_ndjson(line, event);
    std::fputs(line.c_str(), stdout);
  }
  void on_closed(const dlr::core::Closed&) {}  // the waiting period is over
};

int main() {
  using namespace dlr;
  using namespace std::chrono_literals;
  Instant now = *parse_instant("2026-11-27T17:00:00Z");
  Printer sink;
  core::TrackerSettings settings;
  settings.secret = 0x5eed;  // the key of the ids: yours, and kept
  core::Tracker<Printer> tracker(settings, sink);

  CampaignContext campaign;
  campaign.campaign_id = "sale";
  core::Submission submission;
  submission.recipient = {33612345678};
  submission.context = tracker.intern(campaign);
  const MessageId id = tracker.submit(submission, now).message;

  const core::infobip::Recipient recipient{submission.recipient, id, {}};
  core::infobip::OutgoingMessage message;
  message.sender = "Shop";
  message.recipients = {&recipient, 1};
  message.text = "Half price!";
  std::string body;
  append_send_request(body, core::infobip::SendApi::sms_v3, {{&message, 1}});
  std::printf("POST %s %s\n", path_of(core::infobip::SendApi::sms_v3).data(), body.c_str());

  const std::string named = R"("messageId":")" + core::to_text(id) + R"(",)";
  const std::string answer = R"({"messages":[{)" + named +
                             R"("status":{"groupId":1,"groupName":"PENDING","id":26,"name":"PENDING_ACCEPTED"}}]})";
  core::infobip::SendResponseReader answers;
  for (core::SendAnswer& one : answers.read(200, answer, "", now += 90ms).named) tracker.on_send_response(one, now);

  const std::string callback = R"({"results":[{)" + named +
                               R"("status":{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET"},)"
                               R"("doneAt":"2026-11-27T17:00:06.000+0000","messageCount":1}]})";
  core::infobip::ReportReader reports;
  tracker.on_delivery_reports(reports.read(callback).reports, now += 7s);

  tracker.advance_to(now + kWaitingPeriod + 1ms);  // call it as time goes by: it ends waiting periods
  return tracker.counters().reports_tracked == 1 ? 0 : 1;
}
