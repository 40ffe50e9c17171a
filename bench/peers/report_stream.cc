#include "bench/peers/report_stream.h"

#include <algorithm>

namespace dlr::bench {

template <class Each>
ReportStream::Heard ReportStream::by_tick(std::uint32_t ticks, Each&& each) {
  Heard heard;
  heard.begins.assign(ticks + 1, 0);
  each([&](std::uint32_t time_ms, std::uint32_t) { ++heard.begins[time_ms / kTickMs + 1]; });
  for (std::uint32_t tick = 0; tick < ticks; ++tick) heard.begins[tick + 1] += heard.begins[tick];
  heard.messages.resize(heard.begins.back());
  std::vector<std::uint32_t> next = heard.begins;
  each([&](std::uint32_t time_ms, std::uint32_t message) { heard.messages[next[time_ms / kTickMs]++] = message; });
  return heard;
}

ReportStream::ReportStream(std::uint32_t messages) : draws_(draw_messages(messages)) {
  // Message i is submitted in millisecond i.
  const auto each_answer = [this](auto&& visit) {
    for (std::uint32_t i = 0; i < this->messages(); ++i) visit(i + draws_[i].answer_ms, i);
  };
  const auto each_report = [this](auto&& visit) {
    for (std::uint32_t i = 0; i < this->messages(); ++i) {
      const MessageDraw& draw = draws_[i];
      if (!draw.is_reported()) continue;
      const std::uint32_t at = i + draw.answer_ms + draw.report_ms;
      visit(at, i);
      if (draw.twice) visit(at + kAgainAfterMs, i);
    }
  };
  std::uint32_t last = 0;
  const auto note = [&last](std::uint32_t time_ms, std::uint32_t) { last = std::max(last, time_ms); };
  each_answer(note);
  each_report(note);
  answers_ = by_tick(last / kTickMs + 1, each_answer);
  reports_ = by_tick(last / kTickMs + 1, each_report);
}

Tick ReportStream::operator[](std::uint32_t tick) const {
  return {(tick + 1) * kTickMs, std::min(tick * kTickMs, messages()), std::min((tick + 1) * kTickMs, messages()),
          of(answers_, tick), of(reports_, tick)};
}

}  // namespace dlr::bench
