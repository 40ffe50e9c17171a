// Whole error bodies against the examples of the provider's documents, without their blanks.
#include "sim/mock_provider/error_body.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace dlr::sim::mock {
namespace {

std::string body(ErrorShape shape, std::uint16_t http_status, const std::vector<Violation>& violations = {}) {
  std::string out;
  append_error_body(out, shape, http_status, violations);
  return out;
}

struct Row {
  std::uint16_t http_status;
  const char* v3;
  const char* v2;
};
constexpr std::array<Row, 6> kRows{{
    {400,
     R"({"errorCode":"E400","description":"Request cannot be processed.","action":"Check the syntax, violations and adjust the request.","violations":[],"resources":[]})",
     R"({"requestError":{"serviceException":{"messageId":"BAD_REQUEST","text":"Bad request"}}})"},
    {401,
     R"({"errorCode":"E401","description":"The request lacks valid authentication credentials for the requested resource.","action":"Check the resources and adjust authentication credentials.","violations":[],"resources":[{"name":"API Authentication","url":"https://www.infobip.com/docs/essentials/api-authentication"}]})",
     R"({"requestError":{"serviceException":{"messageId":"UNAUTHORIZED","text":"Unauthorized"}}})"},
    {403,
     R"({"errorCode":"E403","description":"Insufficient permissions to access the requested resource.","action":"Repeat the request with new or different credentials.","violations":[],"resources":[{"name":"API Scopes","url":"https://www.infobip.com/docs/essentials/api-essentials/api-authorization#api-scopes"}]})",
     R"({"requestError":{"serviceException":{"messageId":"FORBIDDEN","text":"Forbidden"}}})"},
    {404,
     R"({"errorCode":"E404","description":"Requested resource not found.","action":"Check the requested resource.","violations":[],"resources":[]})",
     R"({"requestError":{"serviceException":{"messageId":"NOT_FOUND","text":"Not found"}}})"},
    {429,
     R"({"errorCode":"E429","description":"Too many requests sent.","action":"Check request rate limit specified in the API endpoint documentation resource.","violations":[],"resources":[{"name":"Throttling handling errors","url":"https://www.infobip.com/docs/essentials/integration-best-practices#throttling-handling-errors"}]})",
     R"({"requestError":{"serviceException":{"messageId":"TOO_MANY_REQUESTS","text":"Too many requests"}}})"},
    {500,
     R"({"errorCode":"E500","description":"Something went wrong.","action":"Contact the support.","violations":[],"resources":[]})",
     R"({"requestError":{"serviceException":{"messageId":"GENERAL_ERROR","text":"Something went wrong. Please contact support."}}})"},
}};

TEST(ErrorBody, IsAsInTheDocuments) {
  for (const Row& row : kRows) {
    EXPECT_EQ(body(ErrorShape::v3, row.http_status), row.v3);
    EXPECT_EQ(body(ErrorShape::v2, row.http_status), row.v2);
    EXPECT_EQ(error_content_type(row.http_status), "application/json");
  }
}

TEST(ErrorBody, A400NamesTheViolations) {
  EXPECT_EQ(
      body(ErrorShape::v3, 400, {{"property.path", "Violation message."}}),
      R"({"errorCode":"E400","description":"Request cannot be processed.","action":"Check the syntax, violations and adjust the request.","violations":[{"property":"property.path","violation":"Violation message."}],"resources":[]})");
  EXPECT_EQ(
      body(ErrorShape::v2, 400, {{"messages[0].text", "invalid text"}}),
      R"({"requestError":{"serviceException":{"messageId":"BAD_REQUEST","text":"Bad request","validationErrors":{"messages[0].text":["invalid text"]}}}})");
}

TEST(ErrorBody, V2NamesAPropertyOnceWithAllItsViolations) {
  EXPECT_EQ(
      body(ErrorShape::v2, 400, {{"a", "1"}, {"b", "2"}, {"a", "3"}}),
      R"({"requestError":{"serviceException":{"messageId":"BAD_REQUEST","text":"Bad request","validationErrors":{"a":["1","3"],"b":["2"]}}}})");
}

TEST(ErrorBody, OnlyA400HasViolations) {
  for (const Row& row : kRows) {
    if (row.http_status == 400) continue;
    EXPECT_EQ(body(ErrorShape::v3, row.http_status, {{"a", "b"}}), row.v3);
    EXPECT_EQ(body(ErrorShape::v2, row.http_status, {{"a", "b"}}), row.v2);
  }
}

TEST(ErrorBody, AGatewaySpeaksPlainTextInEitherGeneration) {
  for (const ErrorShape shape : {ErrorShape::v2, ErrorShape::v3}) {
    EXPECT_EQ(body(shape, 502), "502 Bad Gateway\n");
    EXPECT_EQ(body(shape, 503), "upstream connect error or disconnect/reset before headers. reset reason: overflow\n");
    EXPECT_EQ(body(shape, 504), "upstream request timeout\n");
    EXPECT_EQ(body(shape, 418), "418\n");
  }
  EXPECT_EQ(error_content_type(503), "text/plain");
}

}  // namespace
}  // namespace dlr::sim::mock
