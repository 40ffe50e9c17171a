// Writes delivery reports as the provider's callbacks and pull calls carry them. Push and pull have the same body. The
// fields come in the order of the provider's own examples, without blanks. Nothing is allocated once the text and the
// writer have grown to what the reports need.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "sim/mock_provider/api.h"
#include "sim/mock_provider/wire_report.h"

namespace dlr::sim::mock {

// Reports in one callback: what a subscription may set (maxBucketSize), and what it has unless it does.
inline constexpr std::size_t kReportsPerCallbackMax = 2000;
inline constexpr std::size_t kReportsPerCallback = 100;

// One way for a report to be wrong inside well-formed JSON. Each costs the reader this report and no other.
enum class Malformation : std::uint8_t {
  id_missing,
  id_empty,
  id_null,
  id_too_long,  // 201 characters
  status_missing,
  status_null,
  status_text,   // "DELIVERED" in place of the object
  status_empty,  // an object that says nothing
  item_null,
  item_text,
  item_number,
  item_array,
};
inline constexpr std::size_t kMalformations = 12;

// The one that a random word stands for; all are equally likely.
constexpr Malformation malformation_of(std::uint32_t word) {
  return static_cast<Malformation>(std::uint64_t{word} * kMalformations >> 32U);
}

// The text of a day as timestamps begin, "2019-11-09T", kept until another day is asked for.
class DayText {
 public:
  static constexpr std::size_t kSize = 11;

  // Days since 1970-01-01. False, and nothing changed, when the day is not in the years 0000 to 9999.
  bool set(std::int64_t day);
  const char* data() const { return text_.data(); }

 private:
  std::int64_t day_ = std::numeric_limits<std::int64_t>::min();
  std::array<char, kSize> text_{};
};

class ReportWriter {
 public:
  explicit ReportWriter(ReportShape shape) : shape_(shape) {}

  // A whole body: {"results":[...]}.
  void append_body(std::string& out, std::span<const WireReport> reports);

  // A body piece by piece: open, then any number of reports, then close.
  void open_body(std::string& out);
  void append_report(std::string& out, const WireReport& report);
  void append_malformed(std::string& out, const WireReport& report, Malformation how);
  void close_body(std::string& out);

 private:
  void separate(std::string& out);
  void append_object(std::string& out, const WireReport& report);
  template <ReportShape kShape>
  void write_object(std::string& out, const WireReport& report);

  ReportShape shape_;
  bool first_ = true;          // of this body
  std::vector<char> scratch_;  // one report, before it is copied to its place
  DayText sent_day_;
  DayText done_day_;
};

}  // namespace dlr::sim::mock
