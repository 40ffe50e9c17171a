// Which of the provider's interfaces is spoken: the calls that send, and the shapes that reports come in. Source of all
// shapes in this folder: Infobip's OpenAPI documents of SMS and MMS, version 3.210.0 (www.infobip.com/docs/api).
#pragma once

#include <cstdint>

namespace dlr::sim::mock {

enum class SendApi : std::uint8_t {
  sms_v3,  // POST /sms/3/messages
  sms_v2,  // POST /sms/2/text/advanced
  mms_v2,  // POST /mms/2/messages: as sms_v3 but for content and destinations
};

// Two generations of error bodies: v2 is `requestError`, v3 is `errorCode` and what goes with it.
enum class ErrorShape : std::uint8_t { v2, v3 };
constexpr ErrorShape error_shape(SendApi api) { return api == SendApi::sms_v2 ? ErrorShape::v2 : ErrorShape::v3; }

// Push and pull bodies are alike except where MMS v1 says otherwise.
enum class ReportShape : std::uint8_t {
  v3,           // SMS v3 and MMS v2: sender, messageCount, platform{}
  v2,           // SMS v1 and v2: from, smsCount, entityId and applicationId at the top, error group "Ok"
  mms_v1_push,  // no sender, smsCount
  mms_v1_pull,  // from, mmsCount, an error without `permanent`
};

}  // namespace dlr::sim::mock
