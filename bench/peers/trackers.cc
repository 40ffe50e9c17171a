// Trackers in this process: ours, and the hash map with a std::multimap of deadlines.
#include <map>
#include <unordered_map>

#include "bench/peers/row.h"
#include "core/tracker.h"

namespace dlr::bench {
namespace {

class Ours {
 public:
  explicit Ours(std::uint32_t messages) : tracker_(core::TrackerSettings{}, sink_) {
    taken_.status = core::find_status("PENDING_ACCEPTED");
    refused_.status = core::find_status("REJECTED_NOT_ENOUGH_CREDITS");
    for (auto& [fate, name] : {std::pair{Fate::delivered, "DELIVERED_TO_HANDSET"},
                               {Fate::failed, "UNDELIVERABLE_NOT_DELIVERED"},
                               {Fate::rejected, "REJECTED_NETWORK"}}) {
      statuses_[static_cast<std::size_t>(fate)] = core::find_status(name);
    }
    submission_.context = tracker_.intern({"1", "spring", 7, "sms", "default", "fr", "shop"});
    // What the provider keeps to speak of them; not the tracker's.
    ids_.resize(messages);
    ids_.clear();
    callback_.reserve(kReportsPerCallback);
  }

  void hear(const ReportStream& stream, const Tick& tick, Heard& heard) {
    sink_.heard = &heard;
    const Instant now = at(tick.now);
    for (std::uint32_t i = tick.begin; i < tick.end; ++i) {
      submission_.reference = i;
      submission_.recipient.digits = recipient_of(i);
      ids_.push_back(tracker_.submit(submission_, now).message);
    }
    for (const std::uint32_t message : tick.answers) {
      core::SendAnswer& answer = stream.fate(message) == Fate::refused ? refused_ : taken_;
      answer.message = ids_[message];
      tracker_.on_send_response(answer, now);
    }
    DeliveryReport report;
    report.done_at = now;
    for (const std::uint32_t message : tick.reports) {
      report.message = ids_[message];
      report.status = statuses_[static_cast<std::size_t>(stream.fate(message))];
      callback_.push_back(report);
      if (callback_.size() == kReportsPerCallback) deliver(now);
    }
    if (!callback_.empty()) deliver(now);
    heard.duplicates = tracker_.counters().reports_duplicate;
  }

  void end_periods(std::uint32_t now, Heard& heard) {
    sink_.heard = &heard;
    tracker_.advance_to(at(now));
  }

  double bytes() const { return 0; }
  int server() const { return 0; }

 private:
  static constexpr std::size_t kReportsPerCallback = 100;
  static constexpr Instant kStart = instant_from_ms(1'795'800'000'000);

  static Instant at(std::uint32_t now) { return kStart + Duration{now}; }
  void deliver(Instant now) {
    tracker_.on_delivery_reports(callback_, now);
    callback_.clear();
  }

  struct Sink {
    void on_event(const CampaignEvent& event) {
      heard->event(event.status, event.reference, event.recipient.digits,
                   static_cast<std::uint32_t>((event.sent - kStart).count()));
    }
    void on_closed(const core::Closed& closed) { heard->unreported += static_cast<std::uint64_t>(closed.unreported); }
    Heard* heard = nullptr;
  };

  Sink sink_;
  core::Tracker<Sink> tracker_;
  core::Submission submission_;
  core::SendAnswer taken_, refused_;
  std::array<const ProviderStatus*, kFates> statuses_{};
  std::vector<MessageId> ids_;
  std::vector<DeliveryReport> callback_;
};

// By hand. Ids are 64 bits without an order, as ids are; that of a message is made of its number.
class HashMap {
 public:
  explicit HashMap(std::uint32_t messages) { rows_.reserve(messages); }

  void hear(const ReportStream& stream, const Tick& tick, Heard& heard) {
    for (std::uint32_t i = tick.begin; i < tick.end; ++i) {
      rows_.emplace(id(i), Row{i, recipient_of(i), tick.now});
      deadlines_.emplace_hint(deadlines_.end(), tick.now + kWaitingMs, id(i));  // all wait equally long
    }
    for (const std::uint32_t message : tick.answers) {
      if (const auto row = rows_.find(id(message)); row != rows_.end()) {
        row->second.answered(stream.fate(message) != Fate::refused, heard);
      }
    }
    for (const std::uint32_t message : tick.reports) {
      if (const auto row = rows_.find(id(message)); row != rows_.end()) {
        row->second.reported(stream.fate(message), heard);
      }
    }
  }

  void end_periods(std::uint32_t now, Heard& heard) {
    while (!deadlines_.empty() && deadlines_.begin()->first < now) {
      const auto row = rows_.find(deadlines_.begin()->second);
      row->second.waited(heard);
      rows_.erase(row);
      deadlines_.erase(deadlines_.begin());
    }
  }

  double bytes() const { return 0; }
  int server() const { return 0; }

 private:
  static std::uint64_t id(std::uint32_t message) { return HoldModel::trace(1, message); }

  std::unordered_map<std::uint64_t, Row> rows_;
  std::multimap<std::uint32_t, std::uint64_t> deadlines_;
};

template <class Tracker>
std::function<Measured(const Task&)> tracker_of(std::string version) {
  return [version](const Task& task) {
    const ReportStream stream(task.size);
    Tracker tracker(task.size);
    return run_tracker(task, stream, tracker, version);
  };
}

}  // namespace
}  // namespace dlr::bench

int main(int argc, char** argv) {
  using namespace dlr::bench;
  return contest(argc, argv,
                 {{"ours", tracker_of<Ours>("this tree")},
                  {"hash_map_multimap", tracker_of<HashMap>("libstdc++ " + std::to_string(_GLIBCXX_RELEASE))}});
}
