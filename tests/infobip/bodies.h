// Bodies as the provider's documents show them (source: Infobip API reference, "Receive outbound SMS message report" v3
// and v1, MMS delivery reports v2 and v1), with ids, numbers and texts of our own.
#pragma once

#include <string>
#include <string_view>

namespace dlr::core::infobip {

// SMS v3 and MMS v2, all fields of the schema.
inline constexpr std::string_view kReportV3 =
    R"({"bulkId":"BULK-ID-123-xyz","messageId":"aebagbafaydqqcikbmga2dqpca","to":"41793026727","sender":"InfoSMS",)"
    R"("sentAt":"2019-11-09T16:00:00.000+0000","doneAt":"2019-11-09T16:00:00.250+0000","messageCount":2,)"
    R"("mccMnc":"22801","callbackData":"callbackData","price":{"pricePerMessage":0.01,"currency":"EUR"},)"
    R"("status":{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET",)"
    R"("description":"Message delivered to handset"},"error":{"groupId":0,"groupName":"Ok","id":0,)"
    R"("name":"NO_ERROR","description":"No Error","permanent":false},)"
    R"("platform":{"entityId":"promotional-traffic-entity","applicationId":"marketing-automation-application"},)"
    R"("campaignReferenceId":"campaignReferenceId"})";
inline constexpr std::string_view kReportV3Described =
    "id minted aebagbafaydqqcikbmga2dqpca | status 3 'DELIVERED' 5 'DELIVERED_TO_HANDSET' "
    "'Message delivered to handset' | error 0 'Ok' 0 'NO_ERROR' 'No Error' | done 1573315200250 | parts 2";

// SMS v1 and v2: `from`, `smsCount`, entity and application at the top.
inline constexpr std::string_view kReportV2 =
    R"({"bulkId":"BULK-ID-123-xyz","price":{"pricePerMessage":0.0200,"currency":"EUR"},"status":{"id":52,)"
    R"("groupId":2,"groupName":"UNDELIVERABLE","name":"UNDELIVERABLE_NOT_DELIVERED",)"
    R"("description":"Message sent not delivered"},"error":{"id":27,"name":"EC_ABSENT_SUBSCRIBER",)"
    R"("description":"Absent Subscriber","groupId":1,"groupName":"HANDSET_ERRORS","permanent":true},)"
    R"("messageId":"MESSAGE-ID-123-xyz","doneAt":"2019-11-09T17:00:00.000+0100","smsCount":1,)"
    R"("sentAt":"2019-11-09T17:00:00.000+0100","to":"41793026727","from":"InfoSMS","mccMnc":"22801",)"
    R"("callbackData":"callbackData","entityId":"e","applicationId":"a"})";
inline constexpr std::string_view kReportV2Described =
    "id MESSAGE-ID-123-xyz | status 2 'UNDELIVERABLE' 52 'UNDELIVERABLE_NOT_DELIVERED' 'Message sent not delivered' "
    "| error 1 'HANDSET_ERRORS' 27 'EC_ABSENT_SUBSCRIBER' 'Absent Subscriber' permanent | done 1573315200000 | parts 1";

// MMS v2: neither `to` nor `error` in the official example.
inline constexpr std::string_view kReportMms2 =
    R"({"bulkId":"b","messageId":"MMS-ID-1","sentAt":"2023-01-02T03:04:05.678+0000",)"
    R"("doneAt":"2023-01-02T03:04:06.789+0000","messageCount":1,"price":{"pricePerMessage":0,"currency":"EUR"},)"
    R"("status":{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET","description":"d"}})";
inline constexpr std::string_view kReportMms2Described =
    "id MMS-ID-1 | status 3 'DELIVERED' 5 'DELIVERED_TO_HANDSET' 'd' | error none | done 1672628646789 | parts 1";

// MMS v1, pulled: `from`, `mmsCount`, an error without `permanent`.
inline constexpr std::string_view kReportMms1 =
    R"({"bulkId":"b","messageId":"MMS-ID-2","to":"41793026727","from":"41793026700",)"
    R"("sentAt":"2023-01-02T03:04:05.678+0000","doneAt":"2023-01-02T03:04:06.789+0000","mmsCount":3,"mccMnc":null,)"
    R"("callbackData":null,"price":{"pricePerMessage":0.1,"currency":"EUR"},"status":{"groupId":5,)"
    R"("groupName":"REJECTED","id":8,"name":"REJECTED_PREFIX_MISSING","description":"d"},"error":{"groupId":2,)"
    R"("groupName":"USER_ERRORS","id":1024,"name":"EC_X","description":"e"}})";
inline constexpr std::string_view kReportMms1Described =
    "id MMS-ID-2 | status 5 'REJECTED' 8 'REJECTED_PREFIX_MISSING' 'd' | error 2 'USER_ERRORS' 1024 'EC_X' 'e' "
    "| done 1672628646789 | parts 3";

// The least that can be tracked.
inline constexpr std::string_view kLeastReport = R"({"messageId":"m","status":{"id":5}})";

// {"results":[report, report, ...]}
inline std::string body_of(std::string_view report, int times = 1) {
  std::string body = R"({"results":[)";
  for (int i = 0; i < times; ++i) {
    if (i > 0) body += ',';
    body += report;
  }
  body += "]}";
  return body;
}

}  // namespace dlr::core::infobip
