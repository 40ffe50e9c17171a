// Whole bodies against the examples of the provider's documents (Infobip's OpenAPI documents of SMS and MMS, 3.210.0),
// without their blanks.
#include <gtest/gtest.h>

#include "tests/mock_provider/reports.h"

namespace dlr::sim::mock {
namespace {

TEST(ReportShapes, SmsV3IsAsInTheDocuments) {
  WireReport first = example();
  first.callback_data = "callbackData";
  WireReport second = example();
  second.message_id = "12db39c3-7822-4e72-a3ec-c87442c0ffc5";
  second.to = {41793026834};
  second.sent_at = second.done_at = instant_from_ms(kExampleMs + 3'600'000);
  EXPECT_EQ(
      body_of(ReportShape::v3, {first, second}),
      R"({"results":[{"bulkId":"BULK-ID-123-xyz","price":{"pricePerMessage":0.01,"currency":"EUR"},"status":{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET","description":"Message delivered to handset"},"error":{"groupId":0,"groupName":"OK","id":0,"name":"NO_ERROR","description":"No Error","permanent":false},"messageId":"MESSAGE-ID-123-xyz","to":"41793026727","sender":"InfoSMS","sentAt":"2019-11-09T16:00:00.000+0100","doneAt":"2019-11-09T16:00:00.000+0100","messageCount":1,"callbackData":"callbackData","platform":{"entityId":"promotional-traffic-entity","applicationId":"marketing-automation-application"}},{"bulkId":"BULK-ID-123-xyz","price":{"pricePerMessage":0.01,"currency":"EUR"},"status":{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET","description":"Message delivered to handset"},"error":{"groupId":0,"groupName":"OK","id":0,"name":"NO_ERROR","description":"No Error","permanent":false},"messageId":"12db39c3-7822-4e72-a3ec-c87442c0ffc5","to":"41793026834","sender":"InfoSMS","sentAt":"2019-11-09T17:00:00.000+0100","doneAt":"2019-11-09T17:00:00.000+0100","messageCount":1,"platform":{"entityId":"promotional-traffic-entity","applicationId":"marketing-automation-application"}}]})");
}

TEST(ReportShapes, SmsV2IsAsInTheDocuments) {
  WireReport first = example();
  first.zone_minutes = 0;
  first.sent_at = first.done_at = instant_from_ms(kExampleMs + 3'600'000);
  first.sender = {};
  first.callback_data = "callbackData";
  WireReport second = first;
  second.message_id = "12db39c3-7822-4e72-a3ec-c87442c0ffc5";
  second.to = {41793026834};
  second.sent_at = second.done_at = instant_from_ms(kExampleMs + 7'200'000);
  second.callback_data = {};
  second.entity_id = {};
  second.application_id = "default";
  EXPECT_EQ(
      body_of(ReportShape::v2, {first, second}),
      R"({"results":[{"bulkId":"BULK-ID-123-xyz","messageId":"MESSAGE-ID-123-xyz","to":"41793026727","sentAt":"2019-11-09T16:00:00.000+0000","doneAt":"2019-11-09T16:00:00.000+0000","smsCount":1,"callbackData":"callbackData","price":{"pricePerMessage":0.01,"currency":"EUR"},"status":{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET","description":"Message delivered to handset"},"error":{"groupId":0,"groupName":"Ok","id":0,"name":"NO_ERROR","description":"No Error","permanent":false},"entityId":"promotional-traffic-entity","applicationId":"marketing-automation-application"},{"bulkId":"BULK-ID-123-xyz","messageId":"12db39c3-7822-4e72-a3ec-c87442c0ffc5","to":"41793026834","sentAt":"2019-11-09T17:00:00.000+0000","doneAt":"2019-11-09T17:00:00.000+0000","smsCount":1,"price":{"pricePerMessage":0.01,"currency":"EUR"},"status":{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET","description":"Message delivered to handset"},"error":{"groupId":0,"groupName":"Ok","id":0,"name":"NO_ERROR","description":"No Error","permanent":false},"applicationId":"default"}]})");
}

TEST(ReportShapes, MmsV2IsAsInTheDocumentsWithoutToAndError) {
  WireReport report = example();
  report.bulk_id = "3746923784";
  report.message_id = "43u2ih-6453jbh-897kfs90u2nj";
  report.sender = "441134960000";
  report.zone_minutes = 0;
  report.sent_at = report.done_at = instant_from_ms(1'783'405'935'101);
  report.price_micros = 1'000'000;
  report.parts = 3;
  report.entity_id = report.application_id = {};
  report.left_out = ReportField::to | ReportField::error;
  EXPECT_EQ(
      body_of(ReportShape::v3, {report}),
      R"({"results":[{"bulkId":"3746923784","price":{"pricePerMessage":1,"currency":"EUR"},"status":{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET","description":"Message delivered to handset"},"messageId":"43u2ih-6453jbh-897kfs90u2nj","sender":"441134960000","sentAt":"2026-07-07T06:32:15.101+0000","doneAt":"2026-07-07T06:32:15.101+0000","messageCount":3}]})");
}

TEST(ReportShapes, MmsV1PushHasNoSenderAndSpellsOk) {
  WireReport report = example();
  report.message_id = "45db39c3-7822-4e72-a3ec-c87442c0ffz9";
  report.zone_minutes = 0;
  report.sent_at = report.done_at = instant_from_ms(kExampleMs + 3'600'000);
  report.entity_id = "my-entity-id";
  report.application_id = "my-application-id";
  EXPECT_EQ(
      body_of(ReportShape::mms_v1_push, {report}),
      R"({"results":[{"bulkId":"BULK-ID-123-xyz","messageId":"45db39c3-7822-4e72-a3ec-c87442c0ffz9","to":"41793026727","sentAt":"2019-11-09T16:00:00.000+0000","doneAt":"2019-11-09T16:00:00.000+0000","smsCount":1,"price":{"pricePerMessage":0.01,"currency":"EUR"},"status":{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET","description":"Message delivered to handset"},"error":{"groupId":0,"groupName":"OK","id":0,"name":"NO_ERROR","description":"No Error","permanent":false},"entityId":"my-entity-id","applicationId":"my-application-id"}]})");
}

TEST(ReportShapes, MmsV1PullHasFromMmsCountAndNoPermanent) {
  EXPECT_EQ(
      body_of(ReportShape::mms_v1_pull, {everything()}),
      R"({"results":[{"bulkId":"BULK-ID-123-xyz","messageId":"MESSAGE-ID-123-xyz","to":"41793026727","from":"InfoSMS","sentAt":"2019-11-09T16:00:00.000+0100","doneAt":"2019-11-09T16:00:00.000+0100","mmsCount":1,"mccMnc":"22801","callbackData":"callbackData","price":{"pricePerMessage":0.01,"currency":"EUR"},"status":{"groupId":3,"groupName":"DELIVERED","id":5,"name":"DELIVERED_TO_HANDSET","description":"Message delivered to handset"},"error":{"groupId":0,"groupName":"OK","id":0,"name":"NO_ERROR","description":"No Error"},"entityId":"promotional-traffic-entity","applicationId":"marketing-automation-application","campaignReferenceId":"summersale"}]})");
}

TEST(ReportShapes, NothingToPullIsAnEmptyArray) { EXPECT_EQ(body_of(ReportShape::v3, {}), R"({"results":[]})"); }

TEST(ReportShapes, NothingKnownIsAnEmptyObject) {
  for (const ReportShape shape :
       {ReportShape::v3, ReportShape::v2, ReportShape::mms_v1_push, ReportShape::mms_v1_pull}) {
    EXPECT_EQ(body_of(shape, {WireReport{}, WireReport{}}), R"({"results":[{},{}]})");
  }
}

}  // namespace
}  // namespace dlr::sim::mock
