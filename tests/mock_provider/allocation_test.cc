// Counts what goes through operator new, so that it can be said of a piece of code that it allocates nothing.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "sim/mock_provider/send_request_reader.h"
#include "tests/mock_provider/reports.h"

namespace {
std::size_t allocations = 0;
}

// Never inlined: GCC would take the pair of malloc and delete for a mistake.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
// simdjson asks without exceptions.
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size);
}
[[gnu::noinline]] void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace dlr::sim::mock {
namespace {

TEST(Allocations, ReportsInAReusedTextCostNone) {
  for (const ReportShape shape :
       {ReportShape::v3, ReportShape::v2, ReportShape::mms_v1_push, ReportShape::mms_v1_pull}) {
    const std::vector<WireReport> reports(kReportsPerCallback, everything());
    ReportWriter writer(shape);
    std::string body;
    writer.append_body(body, reports);
    const std::string first = body;
    const std::size_t before = allocations;
    for (int i = 0; i < 10; ++i) {
      body.clear();
      writer.append_body(body, reports);
    }
    EXPECT_EQ(allocations - before, 0U);
    EXPECT_EQ(body, first);
  }
}

// What is left is the list of destinations of each message.
TEST(Allocations, ARequestReadByAnExperiencedReaderCostsOneForEachMessage) {
  const std::string body =
      R"({"messages":[{"sender":"InfoSMS","destinations":[{"to":"41793026727","messageId":"an id of many characters"}],)"
      R"("content":{"text":"A text of more characters than fit into a short string"}}]})";
  SendRequestReader reader;
  std::uint64_t ids = 0;
  ASSERT_TRUE(reader.read(SendApi::sms_v3, body, {}, ids).accepted());
  const std::size_t before = allocations;
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(reader.read(SendApi::sms_v3, body, {}, ids).accepted());
  EXPECT_EQ(allocations - before, 10U);
}

TEST(Allocations, AreCounted) {
  const std::size_t before = allocations;
  void* const memory = ::operator new(10);
  ::operator delete(memory);
  EXPECT_EQ(allocations - before, 1U);
}

}  // namespace
}  // namespace dlr::sim::mock
