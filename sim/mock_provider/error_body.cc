#include "sim/mock_provider/error_body.h"

#include <algorithm>
#include <array>

#include "sim/mock_provider/json_text.h"

namespace dlr::sim::mock {
namespace {

struct ErrorText {
  std::uint16_t http_status;
  std::string_view v3_code;
  std::string_view v3_description;
  std::string_view v3_action;
  std::string_view v3_resource_name;  // empty: none
  std::string_view v3_resource_url;
  std::string_view v2_id;
  std::string_view v2_text;
};

// As in the documents, but for the v3 form of 404, which they do not have.
constexpr std::array<ErrorText, 6> kErrors{{
    {400, "E400", "Request cannot be processed.", "Check the syntax, violations and adjust the request.", "", "",
     "BAD_REQUEST", "Bad request"},
    {401, "E401", "The request lacks valid authentication credentials for the requested resource.",
     "Check the resources and adjust authentication credentials.", "API Authentication",
     "https://www.infobip.com/docs/essentials/api-authentication", "UNAUTHORIZED", "Unauthorized"},
    {403, "E403", "Insufficient permissions to access the requested resource.",
     "Repeat the request with new or different credentials.", "API Scopes",
     "https://www.infobip.com/docs/essentials/api-essentials/api-authorization#api-scopes", "FORBIDDEN", "Forbidden"},
    {404, "E404", "Requested resource not found.", "Check the requested resource.", "", "", "NOT_FOUND", "Not found"},
    {429, "E429", "Too many requests sent.",
     "Check request rate limit specified in the API endpoint documentation resource.", "Throttling handling errors",
     "https://www.infobip.com/docs/essentials/integration-best-practices#throttling-handling-errors",
     "TOO_MANY_REQUESTS", "Too many requests"},
    {500, "E500", "Something went wrong.", "Contact the support.", "", "", "GENERAL_ERROR",
     "Something went wrong. Please contact support."},
}};

struct GatewayText {
  std::uint16_t http_status;
  std::string_view text;
};
constexpr std::array<GatewayText, 3> kGateway{{
    {502, "502 Bad Gateway\n"},
    {503, "upstream connect error or disconnect/reset before headers. reset reason: overflow\n"},
    {504, "upstream request timeout\n"},
}};

const ErrorText* find_error(std::uint16_t http_status) {
  const auto* const found = std::ranges::find(kErrors, http_status, &ErrorText::http_status);
  return found == kErrors.end() ? nullptr : found;
}

void append_v3(std::string& out, const ErrorText& error, std::span<const Violation> violations) {
  out += "{\"errorCode\":";
  append_json_string(out, error.v3_code);
  out += ",\"description\":";
  append_json_string(out, error.v3_description);
  out += ",\"action\":";
  append_json_string(out, error.v3_action);
  out += ",\"violations\":[";
  for (const Violation& one : violations) {
    if (&one != violations.data()) out += ',';
    out += "{\"property\":";
    append_json_string(out, one.property);
    out += ",\"violation\":";
    append_json_string(out, one.violation);
    out += '}';
  }
  out += "],\"resources\":[";
  if (!error.v3_resource_name.empty()) {
    out += "{\"name\":";
    append_json_string(out, error.v3_resource_name);
    out += ",\"url\":";
    append_json_string(out, error.v3_resource_url);
    out += '}';
  }
  out += "]}";
}

// {"property":["violation",...],...}, in the order in which the properties first appear.
void append_validation_errors(std::string& out, std::span<const Violation> violations) {
  out += '{';
  for (std::size_t i = 0; i < violations.size(); ++i) {
    const auto same = [&](const Violation& other) { return other.property == violations[i].property; };
    if (std::ranges::any_of(violations.first(i), same)) continue;
    if (i != 0) out += ',';
    append_json_string(out, violations[i].property);
    out += ":[";
    for (std::size_t k = i; k < violations.size(); ++k) {
      if (!same(violations[k])) continue;
      if (k != i) out += ',';
      append_json_string(out, violations[k].violation);
    }
    out += ']';
  }
  out += '}';
}

void append_v2(std::string& out, const ErrorText& error, std::span<const Violation> violations) {
  out += "{\"requestError\":{\"serviceException\":{\"messageId\":";
  append_json_string(out, error.v2_id);
  out += ",\"text\":";
  append_json_string(out, error.v2_text);
  if (!violations.empty()) {
    out += ",\"validationErrors\":";
    append_validation_errors(out, violations);
  }
  out += "}}}";
}

}  // namespace

void append_error_body(std::string& out, ErrorShape shape, std::uint16_t http_status,
                       std::span<const Violation> violations) {
  const ErrorText* const error = find_error(http_status);
  if (error == nullptr) {
    const auto* const gateway = std::ranges::find(kGateway, http_status, &GatewayText::http_status);
    if (gateway != kGateway.end()) {
      out += gateway->text;
    } else {
      append_json_number(out, http_status);
      out += '\n';
    }
    return;
  }
  if (http_status != 400) violations = {};
  if (shape == ErrorShape::v3) {
    append_v3(out, *error, violations);
  } else {
    append_v2(out, *error, violations);
  }
}

std::string_view error_content_type(std::uint16_t http_status) {
  return find_error(http_status) == nullptr ? "text/plain" : "application/json";
}

}  // namespace dlr::sim::mock
