#include "sim/scenario/show_fault.h"

#include "sim/scenario/value_text.h"

namespace dlr::sim {
namespace {

void write_where(YamlWriter& out, const Scenario& scenario, const FaultWhere& where) {
  if (!where.country && where.campaign.empty() && !where.channel) return;
  out.key("where");
  out.open();
  if (where.country) {
    const CountryTraffic& country = scenario.countries[*where.country];
    if (where.operator_index) {
      out.text("operator", country.country.text() + "/" + country.operators[*where.operator_index].name);
    } else {
      out.text("country", country.country.text());
    }
  }
  if (!where.campaign.empty()) out.text("campaign", where.campaign);
  if (where.channel) out.plain("channel", to_string(*where.channel));
  out.close();
}

void write_kind(YamlWriter& out, const ProviderBusy& fault) {
  out.key("provider_busy");
  out.open();
  out.share("share", fault.share);
  out.number("status", fault.status);
  out.duration("retry_after", fault.retry_after);
  out.close();
}
void write_kind(YamlWriter& out, const ProviderTimeout& fault) {
  out.key("provider_timeout");
  out.open();
  out.share("share", fault.share);
  out.share("accepted", fault.accepted);
  out.close();
}
void write_kind(YamlWriter& out, const BadRequest& fault) {
  out.key("bad_request");
  out.open();
  out.share("share", fault.share);
  out.number("status", fault.status);
  out.close();
}
void write_kind(YamlWriter& out, const SlowResponses& fault) {
  out.key("slow_responses");
  out.open();
  out.distribution("delay", fault.delay);
  out.close();
}
void write_kind(YamlWriter& out, const DuplicateReports& fault) {
  out.key("duplicate_reports");
  out.open();
  out.share("share", fault.share);
  out.distribution("after", fault.after);
  out.number("times", fault.times);
  out.close();
}
void write_kind(YamlWriter& out, const DelayReports& fault) {
  out.key("delay_reports");
  out.open();
  out.share("share", fault.share);
  out.distribution("by", fault.by);
  out.close();
}
void write_kind(YamlWriter& out, const ContradictReports& fault) {
  out.key("contradict_reports");
  out.open();
  out.share("share", fault.share);
  out.statuses(fault.statuses);
  out.distribution("after", fault.after);
  out.close();
}
void write_kind(YamlWriter& out, const EarlyReports& fault) {
  out.key("early_reports");
  out.open();
  out.share("share", fault.share);
  out.close();
}
void write_kind(YamlWriter& out, const HoldReports& fault) {
  out.key("hold_reports");
  out.open();
  out.plain("release", fault.release ? format_rate(*fault.release) : "at_once");
  out.close();
}
void write_kind(YamlWriter& out, const CallbackDown& fault) {
  constexpr const char* kAnswers[] = {"503", "refuse", "timeout", "200_lost"};
  out.key("callback_down");
  out.open();
  out.plain("answer", kAnswers[static_cast<std::size_t>(fault.answer)]);
  out.close();
}

void write_kind(YamlWriter& out, const OperatorDown&) {
  out.key("operator_down");
  out.open();
  out.close();
}
void write_kind(YamlWriter& out, const DropReports& fault) {
  out.key("drop_reports");
  out.open();
  out.share("share", fault.share);
  out.close();
}
void write_kind(YamlWriter& out, const UnknownReports& fault) {
  out.key("unknown_reports");
  out.open();
  out.rate("rate", fault.rate);
  out.close();
}
void write_kind(YamlWriter& out, const UnknownStatuses& fault) {
  out.key("unknown_statuses");
  out.open();
  out.share("share", fault.share);
  out.close();
}
void write_kind(YamlWriter& out, const CorruptCallbacks& fault) {
  constexpr const char* kHow[] = {"truncated", "not_json", "utf8", "fields"};
  out.key("corrupt_callbacks");
  out.open();
  out.share("share", fault.share);
  out.plain("how", kHow[static_cast<std::size_t>(fault.how)]);
  out.close();
}
void write_kind(YamlWriter& out, const TrackerCrash& fault) {
  out.key("tracker_crash");
  out.open();
  out.duration("restart_after", fault.restart_after);
  out.close();
}
void write_kind(YamlWriter& out, const SkewedDoneAt& fault) {
  out.key("skewed_done_at");
  out.open();
  if (fault.by) out.distribution("by", *fault.by);
  if (!fault.zones.empty()) {
    out.key("zones");
    out.open_list();
    for (const Duration zone : fault.zones) out.quoted(format_zone(zone));
    out.close_list();
  }
  out.share("missing", fault.missing);
  if (fault.absurd != Share{}) out.share("absurd", fault.absurd);
  out.close();
}

}  // namespace

void write_fault(YamlWriter& out, const Scenario& scenario, const Fault& fault) {
  out.open();
  out.text("id", fault.id);
  out.duration("at", fault.at);
  out.duration("for", fault.lasting);
  write_where(out, scenario, fault.where);
  std::visit([&out](const auto& one) { write_kind(out, one); }, fault.kind);
  out.close();
}

}  // namespace dlr::sim
