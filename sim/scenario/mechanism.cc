#include "sim/scenario/mechanism.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "sim/scenario/distributions.h"
#include "sim/scenario/values.h"

namespace dlr::sim {
namespace {

// More than this within one validity is a slip of the pen.
constexpr std::size_t kMostRungs = 1000;

struct FirstAttempt {
  Share success;
  Distribution latency;
};
constexpr Key<FirstAttempt> kFirstAttemptKeys[] = {
    key<ShareKind, &FirstAttempt::success>("success", "of the first attempts", Need::required),
    key<DistributionKind, &FirstAttempt::latency>("latency", "from sending to the first attempt", Need::required),
};
constexpr auto kFirstAttempt = map_format("first_attempt", "`first_attempt`", kFirstAttemptKeys);

struct Absent {
  Distribution back;
  Share never, alert;
};
constexpr Key<Absent> kAbsentKeys[] = {
    key<DistributionKind, &Absent::back>("return", "from the failed first attempt to the handset's return",
                                         Need::required),
    key<ShareKind, &Absent::never>("never", "of the absent: do not return; 0% by default"),
    key<ShareKind, &Absent::alert>("alert",
                                   "of those that return: noticed at once, not by the next attempt; 0% by default"),
};
constexpr auto kAbsent = map_format("absent", "`absent`", kAbsentKeys);

// The waits between attempts as they are written: one by one, or by their growth.
struct WrittenLadder {
  const Node* list = nullptr;  // set: of durations
  std::vector<Duration> waits;
  Duration first{};
  double factor = 2;
  std::optional<Duration> cap;
};
constexpr Key<WrittenLadder> kLadderKeys[] = {
    key<PositiveDurationKind, &WrittenLadder::first>("first", "the wait before the second attempt", Need::required),
    key<FactorKind, &WrittenLadder::factor>("factor", "by which each further wait is longer; 2 by default"),
    key<PositiveDurationKind, &WrittenLadder::cap>("cap", "the longest wait; none by default"),
};
constexpr auto kLadder = map_format("ladder", "`ladder`", kLadderKeys);

struct LadderKind {
  using Type = WrittenLadder;
  static bool read(Reading& reading, const Node& node, WrittenLadder& into) {
    if (node.kind == Node::Kind::list) {
      into.list = &node;
      return ListOf<PositiveDurationKind>::read(reading, node, into.waits);
    }
    if (node.kind == Node::Kind::map) return read_map(reading, node, kLadder, into);
    return reading.wants_list(node, "a list of waits, or a map such as `{first: 5m, factor: 2, cap: 1d}`,");
  }
  static Json schema(Definitions& definitions) {
    return Json::map({{"anyOf", Json::list({Map<WrittenLadder, kLadder>::schema(definitions),
                                            ListOf<DurationKind>::schema(definitions)})}});
  }
};

struct WrittenMechanism {
  FirstAttempt first_attempt;
  Absent absent;
  WrittenLadder ladder;
  Duration validity{};
};
constexpr Key<WrittenMechanism> kMechanismKeys[] = {
    key<Map<FirstAttempt, kFirstAttempt>, &WrittenMechanism::first_attempt>(
        "first_attempt", "how often it succeeds, and when it takes place", Need::required),
    key<Map<Absent, kAbsent>, &WrittenMechanism::absent>("absent", "the handsets that it does not reach",
                                                         Need::required),
    key<PositiveDurationKind, &WrittenMechanism::validity>(
        "validity", "from sending; then a message that was not delivered expires", Need::required),
    key<LadderKind, &WrittenMechanism::ladder>(
        "ladder", "the waits from attempt to attempt: a list, or one that grows to the end of the validity",
        Need::required),
};
constexpr auto kMechanism = map_format("mechanism", "`mechanism`", kMechanismKeys);

// Each attempt as the time since the first, as long as it is within the validity.
bool expand(Reading& reading, const Node& node, const WrittenMechanism& written, std::vector<Duration>& rungs) {
  const WrittenLadder& ladder = written.ladder;
  Duration at{};
  if (ladder.list != nullptr) {
    for (std::size_t i = 0; i < ladder.waits.size(); ++i) {
      at += ladder.waits[i];
      if (at >= written.validity) {
        reading.problem(Code::attempts, ladder.list->items[i],
                        fmt::format("this attempt comes {} after the first, but the validity is {}",
                                    format_duration(at), format_duration(written.validity)),
                        {}, "each is the wait from the attempt before; leave away what comes too late");
        return false;
      }
      rungs.push_back(at);
    }
  } else {
    const Duration cap = std::min(ladder.cap.value_or(written.validity), written.validity);
    Duration wait = std::min(ladder.first, cap);
    for (at = wait; at < written.validity && rungs.size() <= kMostRungs; at += wait) {
      rungs.push_back(at);
      wait = std::min(cap, Duration{std::llround(static_cast<double>(wait.count()) * ladder.factor)});
    }
  }
  if (rungs.size() <= kMostRungs) return true;
  reading.problem(
      Code::attempts, *node.find("ladder"),
      fmt::format("more than {} attempts within the validity of {}", kMostRungs, format_duration(written.validity)), {},
      "let them be further apart: a larger `first`, `factor` or `cap`");
  return false;
}

constexpr std::array<Word<PartReports>, 2> kPartReports{{{"once", PartReports::once}, {"each", PartReports::each}}};
constexpr Key<PerPart> kPerPartKeys[] = {
    key<DistributionKind, &PerPart::delay>("delay", "what each part beyond the first adds; none by default"),
    key<ShareKind, &PerPart::loss>("loss", "of the parts beyond the first: get lost; 0% by default"),
    key<WordKind<PartReports, kPartReports>, &PerPart::reports>(
        "reports", "each: one report per part, all with the message's id; once by default"),
};
constexpr auto kPerPart = map_format("per_part", "`per_part`", kPerPartKeys);

constexpr Key<AbsentHours> kAbsentHoursKeys[] = {
    key<ShareKind, &AbsentHours::absent>("absent", "of the handsets, in these hours", Need::required)};
constexpr auto kAbsentHours = map_format("absent_hours", "a window of `hours`", kAbsentHoursKeys);

constexpr int kHoursOfDay = 24;

// "22-07".
bool parse_hours(std::string_view text, AbsentHours& into) {
  constexpr std::string_view kDigits = "0123456789";
  if (text.size() != 5 || text[2] != '-') return false;
  for (const std::size_t i : {0U, 1U, 3U, 4U}) {
    if (kDigits.find(text[i]) == std::string_view::npos) return false;
  }
  into.from_hour = (text[0] - '0') * 10 + (text[1] - '0');
  into.to_hour = (text[3] - '0') * 10 + (text[4] - '0');
  return into.from_hour < kHoursOfDay && into.to_hour < kHoursOfDay && into.from_hour != into.to_hour;
}

bool overlap(const AbsentHours& a, const AbsentHours& b) {
  const auto lies_in = [](int hour, const AbsentHours& window) {
    return window.from_hour < window.to_hour ? hour >= window.from_hour && hour < window.to_hour
                                             : hour >= window.from_hour || hour < window.to_hour;
  };
  return lies_in(a.from_hour, b) || lies_in(b.from_hour, a);
}

}  // namespace

bool MechanismKind::read(Reading& reading, const Node& node, Mechanism& into) {
  WrittenMechanism written;
  if (!read_map(reading, node, kMechanism, written)) return false;
  into.success = written.first_attempt.success;
  into.latency = std::move(written.first_attempt.latency);
  into.absent_return = std::move(written.absent.back);
  into.never = written.absent.never;
  into.alert = written.absent.alert;
  into.validity = written.validity;
  return expand(reading, node, written, into.ladder);
}
Json MechanismKind::schema(Definitions& definitions) { return Map<WrittenMechanism, kMechanism>::schema(definitions); }

bool PerPartKind::read(Reading& reading, const Node& node, PerPart& into) {
  return read_map(reading, node, kPerPart, into);
}
Json PerPartKind::schema(Definitions& definitions) { return Map<PerPart, kPerPart>::schema(definitions); }

bool HoursKind::read(Reading& reading, const Node& node, Type& into) {
  const std::size_t before = reading.count();
  if (!reading.wants_map(node, "a map of hours such as `\"22-07\": {absent: 10%}`")) return false;
  for (const Member& member : node.members) {
    AbsentHours window;
    read_map(reading, member.value, kAbsentHours, window);
    if (!parse_hours(member.key.text, window)) {
      reading.problem(Code::no_hours, member.key, fmt::format("`{}` is no window of hours", member.key.text), {},
                      "write `22-07`: from 22:00 to 07:00, whole hours from 00 to 23, two different ones");
      continue;
    }
    for (const AbsentHours& other : into) {
      if (!overlap(window, other)) continue;
      reading.problem(Code::no_hours, member.key,
                      fmt::format("`{}` overlaps `{}`", member.key.text, format_hours(other)), {},
                      "an hour belongs to one window at most");
      break;
    }
    into.push_back(window);
  }
  std::sort(into.begin(), into.end(),
            [](const AbsentHours& a, const AbsentHours& b) { return a.from_hour < b.from_hour; });
  return reading.fine_since(before);
}

Json HoursKind::schema(Definitions& definitions) {
  return definitions.refer_to_map("hours", [](Definitions& parts) {
    Json patterns = Json::map({{"^[0-2][0-9]-[0-2][0-9]$", Map<AbsentHours, kAbsentHours>::schema(parts)}});
    return Json::map({{"type", Json::text("object")},
                      {"patternProperties", std::move(patterns)},
                      {"additionalProperties", Json::boolean(false)}});
  });
}

std::string format_hours(const AbsentHours& hours) {
  return fmt::format("{:02}-{:02}", hours.from_hour, hours.to_hour);
}

}  // namespace dlr::sim
