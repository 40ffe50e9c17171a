// Reads the bodies in which delivery reports come, pushed or pulled: {"results":[...]} of SMS v3, MMS v2 and what came
// before them, by the names of their fields and in any order. A body that is no JSON of that shape gives nothing at
// all; a report that makes no sense is marked malformed and costs its neighbours nothing. Once its buffers have grown
// to the bodies that come, it allocates nothing. A reader is for one thread at a time.
// Source: Infobip API reference, "Receive outbound SMS message report" (v3, v1), `GET /sms/3/reports`, MMS delivery
// reports (v2, v1). What a body comes to of which they say nothing is written at read().
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "core/delivery_report.h"
#include "core/infobip/not_json.h"

namespace dlr::core::infobip {

struct ReadReports {
  std::span<const DeliveryReport> reports;  // in the order of the body
  std::optional<NotJson> refused;           // then there are no reports
};

class ReportReader {
 public:
  ReportReader();
  ~ReportReader();
  ReportReader(ReportReader&&) noexcept;
  ReportReader& operator=(ReportReader&&) noexcept;

  // What it returns is valid until the next call; `body` itself is copied. Refused: no JSON from the first byte to the
  // last, nested deeper than 64, or no object with an array `results`. Broken UTF-8 and lone surrogates are mended. Of
  // doubled keys the first counts; a number written as a text is a number; an optional field that is null, of another
  // type or absurd is as if missing. Malformed is what is no object, or has no messageId of 1 to 200 bytes, or no
  // status with at least a group, an id or a name. An id in the minted form goes into `message`, any other into
  // `foreign_id`. Where there is no memory: std::bad_alloc, or refused for "no memory"; nothing of the body is taken,
  // and the reader reads the next one.
  ReadReports read(std::string_view body);

 private:
  struct Buffers;
  std::unique_ptr<Buffers> buffers_;
};

}  // namespace dlr::core::infobip
