#include "sim/drive/wire.h"

#include <fmt/format.h>

#include <stdexcept>

#include "core/infobip/send_request.h"
#include "core/message_id.h"
#include "sim/mock_provider/error_body.h"
#include "sim/mock_provider/send_response.h"
#include "sim/mock_provider/spoil.h"

namespace dlr::sim {
namespace {

mock::SendApi provider_api(const WireFacts& facts) {
  if (facts.channel == Channel::mms) return mock::SendApi::mms_v2;
  return facts.v2 ? mock::SendApi::sms_v2 : mock::SendApi::sms_v3;
}

core::infobip::SendApi core_api(const WireFacts& facts) {
  if (facts.channel == Channel::mms) return core::infobip::SendApi::mms_v2;
  return facts.v2 ? core::infobip::SendApi::sms_v2 : core::infobip::SendApi::sms_v3;
}

[[noreturn]] void differ(const WireFacts& facts, std::string_view what, std::string_view body) {
  throw std::logic_error(fmt::format("message {}: on the wire, {}: {}", facts.reference, what, body.substr(0, 2000)));
}

void append_id(std::string& out, const MessageId& id, std::string_view foreign_id) {
  if (foreign_id.empty()) {
    core::append_text(out, id);
  } else {
    out += foreign_id;
  }
}

}  // namespace

Wire::Wire(const Words& words) : words_(words) {
  for (const ProviderStatus& status : words.statuses) statuses_.emplace_back(status);
  for (const ProviderError& error : words.errors) errors_.emplace_back(error);
}

const mock::StatusText* Wire::status_text(const ProviderStatus* status) const {
  return status == nullptr ? nullptr : &statuses_[static_cast<std::size_t>(status - words_.statuses.data())];
}
const mock::ErrorText* Wire::error_text(const ProviderError* error) const {
  return error == nullptr ? nullptr : &errors_[static_cast<std::size_t>(error - words_.errors.data())];
}

void Wire::request(const MessageId& id, std::string_view foreign_id, const WireFacts& facts, Instant now) {
  const core::infobip::Recipient recipient{facts.to, id, foreign_id};
  core::infobip::MmsSegment segment;
  segment.content = facts.text;
  core::infobip::OutgoingMessage message;
  message.sender = facts.sender;
  message.recipients = {&recipient, 1};
  message.campaign_reference_id = facts.campaign;
  if (facts.channel == Channel::mms) {
    message.segments = {&segment, 1};
  } else {
    message.text = facts.text;
    if (facts.text_options.language != core::NationalLanguage::none) {
      message.language = core::code_of(facts.text_options.language);
    }
    message.single_shift = facts.text_options.single_shift;
    message.locking_shift = facts.text_options.locking_shift;
  }
  body_.clear();
  core::infobip::append_send_request(body_, core_api(facts), {{&message, 1}, false});

  const mock::ReadRequest& read = request_reader_.read(provider_api(facts), body_, now, ids_generated_);
  if (!read.accepted()) differ(facts, "the provider does not understand the request", body_);
  const mock::SendMessage& sent = read.request.messages.at(0);
  const mock::Destination& destination = sent.destinations.at(0);
  if (read.request.messages.size() != 1 || sent.destinations.size() != 1) {
    differ(facts, "the provider reads more than one message", body_);
  }
  id_text_.clear();
  append_id(id_text_, id, foreign_id);
  if (destination.message_id != id_text_ || destination.to != fmt::format_int(facts.to.digits).c_str()) {
    differ(facts, "the provider reads another id or number", body_);
  }
  if ((facts.channel == Channel::mms ? sent.segments.at(0).text : sent.text) != facts.text) {
    differ(facts, "the provider reads another text", body_);
  }
  const bool has_shifts = provider_api(facts) == mock::SendApi::sms_v3 && !message.language.empty();
  if (sent.language.code != message.language || sent.language.single_shift != (has_shifts && message.single_shift) ||
      sent.language.locking_shift != (has_shifts && message.locking_shift)) {
    differ(facts, "the provider reads another language", body_);
  }
  if (sent.sender != message.sender || sent.campaign_reference_id != message.campaign_reference_id) {
    differ(facts, "the provider reads another sender or campaign", body_);
  }
  // What nobody asked for.
  if (!sent.notify || !sent.notify_url.empty() || !sent.callback_data.empty() || sent.intermediate_report ||
      sent.validity || sent.send_at || sent.delivery_time_window || sent.flash || !sent.transliteration.empty()) {
    differ(facts, "the provider reads a wish that nobody had", body_);
  }
}

core::SendAnswer Wire::answer(const core::SendAnswer& said, const WireFacts& facts, Instant now) {
  if (said.kind == core::SendAnswer::Kind::connection_failed) return said;
  body_.clear();
  id_text_.clear();
  append_id(id_text_, said.message, said.foreign_id);
  std::string retry_after;
  if (said.kind == core::SendAnswer::Kind::unreadable) {
    body_ = "<html>";
  } else if (said.http_status == 200) {
    const fmt::format_int to(facts.to.digits);
    mock::MessageAnswer answer;
    answer.message_id = id_text_;
    answer.destination = {to.data(), to.size()};
    if (said.status != nullptr) answer.status = *said.status;
    if (said.parts != 0) answer.parts = said.parts;
    mock::append_send_response(body_, provider_api(facts), {}, {&answer, 1});
  } else {
    mock::append_error_body(body_, mock::error_shape(provider_api(facts)), said.http_status);
    if (said.retry_after) retry_after = fmt::format_int(said.retry_after->count() / 1000).str();
  }
  const core::infobip::SendResponse read = response_reader_.read(said.http_status, body_, retry_after, now);
  core::SendAnswer heard = read.named.empty() ? read.others : read.named[0];
  if (read.named.empty()) {
    heard.message = said.message;
    heard.foreign_id = said.foreign_id;
  } else {
    // As texts: an id made elsewhere may be read as a minted one. Whose answer it is the request says.
    heard_id_.clear();
    append_id(heard_id_, heard.message, heard.foreign_id);
    if (heard_id_ != id_text_) differ(facts, "the core reads another id in the answer", body_);
    heard.message = said.message;
    heard.foreign_id = said.foreign_id;
  }
  heard.try_number = said.try_number;
  return heard;
}

mock::WireReport Wire::wire_report(const DeliveryReport& said, const WireFacts& facts) {
  mock::WireReport report;
  id_text_.clear();
  append_id(id_text_, said.message, said.foreign_id);
  report.message_id = id_text_;
  report.to = facts.to;
  report.sender = facts.sender;
  report.sent_at = facts.sent;
  report.done_at = said.done_at;
  report.zone_minutes = facts.zone_minutes;
  report.done_at_text = facts.done_at_text;
  if (said.parts != 0) report.parts = said.parts;
  report.mcc_mnc = facts.mccmnc;
  report.status = status_text(said.status);
  report.error = error_text(said.error);
  report.campaign_reference_id = facts.campaign;
  if (facts.channel == Channel::mms) report.left_out = mock::ReportField::to;  // as in the provider's examples
  return report;
}

std::span<const DeliveryReport> Wire::reports(std::span<const DeliveryReport> said, std::span<const WireFacts> facts) {
  // One body has one shape: that of its first report.
  mock::ReportWriter& writer = facts.front().v2 ? v2_ : v3_;
  body_.clear();
  writer.open_body(body_);
  for (std::size_t i = 0; i < said.size(); ++i) {
    const mock::WireReport report = wire_report(said[i], facts[i]);
    if (said[i].malformed) {
      writer.append_malformed(body_, report, mock::malformation_of(facts[i].word));
    } else {
      writer.append_report(body_, report);
    }
  }
  writer.close_body(body_);

  const Spoilt spoilt = spoilt_;
  spoilt_ = Spoilt::no;
  if (spoilt == Spoilt::truncated) body_.resize(mock::truncated(body_, spoilt_word_).size());
  if (spoilt == Spoilt::not_json) body_ = mock::not_json(body_, spoilt_word_);
  if (spoilt == Spoilt::utf8) body_ = mock::broken_utf8(body_, spoilt_word_);

  const core::infobip::ReadReports read = report_reader_.read(body_);
  const bool must_refuse = spoilt == Spoilt::truncated || spoilt == Spoilt::not_json;
  if (read.refused.has_value() != must_refuse) {
    differ(facts.front(), must_refuse ? "the core reads a callback that is no JSON" : "the core refuses a callback",
           body_);
  }
  if (!must_refuse && read.reports.size() != said.size()) {
    differ(facts.front(), "the core reads another number of reports", body_);
  }
  return read.reports;
}

}  // namespace dlr::sim
