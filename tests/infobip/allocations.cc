// How often memory is asked for while bodies are read, and what becomes of a body for which there is none.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>
#include <optional>
#include <string>

#include "core/infobip/report_reader.h"
#include "tests/infobip/bodies.h"

namespace {
std::size_t allocations = 0;
bool deny = false;  // where nothing is thrown

void* allocate(std::size_t bytes) {
  ++allocations;
  if (void* memory = std::malloc(bytes)) return memory;
  throw std::bad_alloc();
}
void* allocate_or_null(std::size_t bytes) {
  ++allocations;
  return deny ? nullptr : std::malloc(bytes);
}
}  // namespace

void* operator new(std::size_t bytes) { return allocate(bytes); }
void* operator new[](std::size_t bytes) { return allocate(bytes); }
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept { return allocate_or_null(bytes); }
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept { return allocate_or_null(bytes); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace dlr::core::infobip {
namespace {

TEST(ReportReader, AllocatesNothingOnceItsBuffersHaveGrown) {
  const std::string longest = body_of(kReportV3, 100);
  const std::string shorter = body_of(kReportV2, 7);
  const std::string escaped = body_of(R"({"messageId":"a\u0062\n","status":{"name":"\u00e9\"","id":"5"}})", 90);
  const std::string refused = longest.substr(0, longest.size() - 1);
  ReportReader reader;
  const std::size_t before_first = allocations;
  ASSERT_EQ(reader.read(longest).reports.size(), 100U);
  EXPECT_GT(allocations, before_first) << "the count counts nothing";
  const std::size_t before = allocations;
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(reader.read(longest).reports.size(), 100U);
    ASSERT_EQ(reader.read(shorter).reports.size(), 7U);
    ASSERT_EQ(reader.read(escaped).reports.size(), 90U);
    ASSERT_TRUE(reader.read(refused).refused);
  }
  EXPECT_EQ(allocations - before, 0U);
}

TEST(ReportReader, ABodyForWhichTheParserFindsNoMemoryIsRefused) {
  const std::string body = body_of(kReportV3, 100);
  ReportReader reader;
  ASSERT_FALSE(reader.read(body_of(kLeastReport)).refused);
  deny = true;
  const ReadReports read = reader.read(body);
  const std::optional<NotJson> refused = read.refused;
  deny = false;
  EXPECT_TRUE(read.reports.empty());
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->reason, "no memory");
  // The provider sends it once more, when there is memory again.
  EXPECT_EQ(reader.read(body).reports.size(), 100U);
}

}  // namespace
}  // namespace dlr::core::infobip
