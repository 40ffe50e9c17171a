// The reader of delivery reports against the slow second one: whatever the bytes, both read the same or both refuse.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/infobip/report_reader.h"
#include "tests/infobip/reference_reader.h"

using dlr::core::infobip::ReadReports;
using dlr::core::infobip::ReferenceReports;
using dlr::core::infobip::ReportReader;

namespace {

[[noreturn]] void stop(const char* why) {
  std::fprintf(stderr, "%s\n", why);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string body(data, data + size);
  // One reader for all: what an earlier body left behind must not show.
  static ReportReader reader;
  const ReadReports read = reader.read(body);
  if (read.refused && (!read.reports.empty() || read.refused->offset > size)) stop("a refusal that is none");
  const std::vector<std::string> reports = describe(read);
  const ReferenceReports reference = dlr::core::infobip::reference_reports(body);
  if (reference.opinion == ReferenceReports::Opinion::none) return 0;
  if (read.refused.has_value() != (reference.opinion == ReferenceReports::Opinion::not_json)) stop("one refuses");
  if (reports != reference.reports) stop("the reports differ");
  return 0;
}
