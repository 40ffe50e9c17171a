// The core's wire, without sockets: bodies of a hundred delivery reports (v3, every field of the schema) go in,
// campaign events come out as NDJSON. Figures: reports per second, bytes of a body each.
#include <benchmark/benchmark.h>

#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "bench/counted/counted.h"
#include "core/event_json.h"
#include "core/infobip/report_reader.h"
#include "core/tracker.h"
#include "sim/mock_provider/report_writer.h"

namespace dlr::bench {
namespace {

constexpr Instant kStart = instant_from_ms(1'795'800'000'000);
constexpr std::size_t kReportsPerBody = 100;

struct NdjsonSink {
  std::string out;
  std::uint64_t events = 0;
  std::uint64_t bytes = 0;

  void on_event(const CampaignEvent& event) {
    core::append_event_ndjson(out, event);
    ++events;
  }
  void on_closed(const core::Closed&) {}
  // Handed on, whole body by whole body.
  void flush() {
    bytes += out.size();
    out.clear();
  }
};

// Messages in flight, all taken by the provider, and the bodies of the reports about some of them.
class World {
 public:
  World(std::uint64_t in_flight, std::uint64_t reports) : tracker_(core::TrackerSettings{}, sink_) {
    CampaignContext campaign;
    campaign.campaign_id = "spring";
    campaign.campaign_name = "Spring sale";
    const core::ContextId context = tracker_.intern(campaign);
    std::vector<MessageId> ids;
    ids.reserve(in_flight);
    core::Submission submission;
    submission.context = context;
    core::SendAnswer answer;
    answer.status = core::find_status("PENDING_ACCEPTED");
    for (std::uint64_t i = 0; i < in_flight; ++i) {
      submission.reference = i;
      submission.recipient.digits = 33'612'000'000 + i % 1'000'000;
      answer.message = tracker_.submit(submission, kStart).message;
      tracker_.on_send_response(answer, kStart);
      ids.push_back(answer.message);
      sink_.out.clear();
    }
    sink_.events = 0;

    const sim::mock::StatusText status(*core::find_status("DELIVERED_TO_HANDSET"));
    const sim::mock::ErrorText error(*core::find_error("NO_ERROR"));
    sim::mock::WireReport report;
    report.bulk_id = "BULK-ID-123-xyz";
    report.sender = "InfoSMS";
    report.sent_at = kStart;
    report.done_at = kStart + Duration{250};
    report.parts = 1;
    report.mcc_mnc = "20801";
    report.callback_data = "callbackData";
    report.price_micros = 10'000;
    report.currency = "EUR";
    report.status = &status;
    report.error = &error;
    report.entity_id = "promotional-traffic-entity";
    report.application_id = "marketing-automation-application";
    report.campaign_reference_id = "campaignReferenceId";
    sim::mock::ReportWriter writer(sim::mock::ReportShape::v3);
    // A stride that has no factor in common with the number of messages visits each once.
    std::uint64_t stride = in_flight * 3 / 8 + 1;
    while (std::gcd(stride, in_flight) != 1) ++stride;
    std::string id;
    for (std::uint64_t i = 0, at = 0; i < reports; ++i, at = (at + stride) % in_flight) {
      if (i % kReportsPerBody == 0) {
        if (i > 0) writer.close_body(bodies_.back());
        writer.open_body(bodies_.emplace_back());
      }
      id = core::to_text(ids[at]);
      report.message_id = id;
      report.to.digits = 33'612'000'000 + at % 1'000'000;
      writer.append_report(bodies_.back(), report);
    }
    writer.close_body(bodies_.back());
  }

  // So many bodies; false: not one event for each report came of it.
  bool read(std::size_t bodies) {
    const std::uint64_t before = sink_.events;
    std::uint64_t reports = 0;
    for (const std::string& body : std::span(bodies_).first(bodies)) {
      const core::infobip::ReadReports read = reader_.read(body);
      reports += read.reports.size();
      tracker_.on_delivery_reports(read.reports, kStart + Duration{1'000});
      sink_.flush();
    }
    return reports > 0 && sink_.events - before == reports;
  }

  std::uint64_t body_bytes() const {
    std::uint64_t bytes = 0;
    for (const std::string& body : bodies_) bytes += body.size();
    return bytes;
  }

 private:
  NdjsonSink sink_;
  core::Tracker<NdjsonSink> tracker_;
  core::infobip::ReportReader reader_;
  std::vector<std::string> bodies_;
};

void reports_in_events_out(benchmark::State& state, std::uint64_t in_flight, std::uint64_t reports) {
  std::uint64_t bytes = 0;
  for (auto _ : state) {
    state.PauseTiming();
    auto world = std::make_unique<World>(in_flight, reports);
    bytes = world->body_bytes();
    state.ResumeTiming();
    if (!world->read(reports / kReportsPerBody)) {
      state.SkipWithError("not every report came to one event");
      return;
    }
    state.PauseTiming();
    world.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(reports));
  state.counters["bytes_per_report"] = static_cast<double>(bytes) / static_cast<double>(reports);
}

const bool registered = [] {
  constexpr struct {
    const char* name;
    std::uint64_t in_flight, reports;
  } kSizes[] = {{"wire/reports/small", 1'000, 1'000},
                {"wire/reports/1M", 1'000'000, 100'000},
                {"wire/reports/10M", 10'000'000, 100'000}};
  for (const auto& size : kSizes) {
    benchmark::RegisterBenchmark(size.name, reports_in_events_out, size.in_flight, size.reports)
        ->Unit(benchmark::kMillisecond);
  }
  return count_too({"wire/reports", 1'000, 11'000,
                    [](std::uint64_t reports) { return World(11'000, 11'000).read(reports / kReportsPerBody); }});
}();

}  // namespace
}  // namespace dlr::bench
