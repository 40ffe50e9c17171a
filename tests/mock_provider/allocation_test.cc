// Counts what goes through operator new, so that it can be said of a piece of code that it allocates nothing.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

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
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

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

TEST(Allocations, AreCounted) {
  const std::size_t before = allocations;
  void* const memory = ::operator new(10);
  ::operator delete(memory);
  EXPECT_EQ(allocations - before, 1U);
}

}  // namespace
}  // namespace dlr::sim::mock
