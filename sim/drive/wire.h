// The wire: what passes between world and core, carried as the provider's real bytes. The provider's half writes what
// the tracker's half reads, and the other way round. Of a request all that it says must arrive, of an answer the id, of
// a callback the number of reports: else one of the two halves is wrong, and the run stops (std::logic_error) with the
// message and the bytes. What answers and reports say the oracle judges, by what the tracker makes of it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/delivery_report.h"
#include "core/infobip/report_reader.h"
#include "core/infobip/send_response.h"
#include "core/parts.h"
#include "core/sender.h"
#include "sim/ground_truth.h"
#include "sim/mock_provider/report_writer.h"
#include "sim/mock_provider/send_request_reader.h"
#include "sim/mock_provider/wire_report.h"

namespace dlr::sim {

// What the bytes say of a message beside what the core decides by.
struct WireFacts {
  Reference reference = 0;
  PhoneNumber to;
  Instant sent;
  std::string_view sender;
  std::string_view mccmnc;
  std::string_view campaign;
  std::string_view text = "Hello";  // what the recipient reads
  core::PartsOptions text_options;  // the language it is sent with
  Channel channel = Channel::sms;
  bool v2 = false;                // the older of the provider's interfaces
  std::int16_t zone_minutes = 0;  // in which the provider writes times
  std::string_view done_at_text;  // stands there instead of a time
  std::uint32_t word = 0;         // random: how a malformed report is malformed
};

class Wire {
 public:
  // The words must outlive the wire; rows may not move.
  explicit Wire(const Words& words);

  // One try: the core's request, as the provider reads it. Its texts are UTF-8.
  void request(const MessageId& id, std::string_view foreign_id, const WireFacts& facts, Instant now);

  // The provider's answer, as the core reads it. Valid until the next call.
  core::SendAnswer answer(const core::SendAnswer& said, const WireFacts& facts, Instant now);

  // The reports of one callback, as the core reads them. Valid until the next call.
  std::span<const DeliveryReport> reports(std::span<const DeliveryReport> said, std::span<const WireFacts> facts);

  // Ways in which a callback is spoilt on its way.
  enum class Spoilt : std::uint8_t { no, truncated, not_json, utf8 };
  // The bytes of the next callback are spoilt like this, by this random word. One that is no JSON is refused, and must
  // be.
  void spoil_next(Spoilt how, std::uint32_t word) {
    spoilt_ = how;
    spoilt_word_ = word;
  }

  // The bytes of the last request, answer or callback. Valid until the next call.
  std::string_view body() const { return body_; }

 private:
  const mock::StatusText* status_text(const ProviderStatus* status) const;
  const mock::ErrorText* error_text(const ProviderError* error) const;
  mock::WireReport wire_report(const DeliveryReport& said, const WireFacts& facts);

  const Words& words_;
  std::vector<mock::StatusText> statuses_;
  std::vector<mock::ErrorText> errors_;
  mock::ReportWriter v2_{mock::ReportShape::v2};
  mock::ReportWriter v3_{mock::ReportShape::v3};
  mock::SendRequestReader request_reader_;
  core::infobip::ReportReader report_reader_;
  core::infobip::SendResponseReader response_reader_;
  std::uint64_t ids_generated_ = 0;
  std::string body_;
  std::string id_text_, heard_id_;
  Spoilt spoilt_ = Spoilt::no;
  std::uint32_t spoilt_word_ = 0;
};

}  // namespace dlr::sim
