#include "reports/render/html/flow.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "reports/human.h"
#include "reports/render/html/figure.h"
#include "reports/render/html/svg.h"

namespace dlr::reports {
namespace {

constexpr double kFlowWidth = 960, kTop = 44, kMessages = 300;  // pixels; the last: the height of all messages
constexpr double kNode = 12;                                    // the width of a node
constexpr double kLeft = 8, kMiddle = 350, kRight = 680;        // columns of nodes
constexpr double kLeastSlot = 40, kFlowGap = 8;                 // of an end, so that its label has room

// An end, and the two ways to it.
struct FlowEnd {
  const char* title;
  Ink ink;
  std::uint64_t forwarded = 0;  // by way of `enqueued`
  std::uint64_t direct = 0;     // never forwarded, as far as anybody knows
  std::uint64_t total() const { return forwarded + direct; }
};

std::uint64_t less(std::uint64_t a, std::uint64_t b) { return a > b ? a - b : 0; }

// Of the counters what must follow from them (reports/laws.h): a result of a wrong core may say otherwise, and is drawn
// as well as it can be.
std::vector<FlowEnd> ends_of(const Counters& counters) {
  const auto count = [&](Counter counter) { return counters[counter]; };
  const std::uint64_t silent = count(Counter::messages_unreported_expected);
  const std::uint64_t unreported = less(count(Counter::messages_unreported), silent);
  const std::uint64_t refused = std::min(count(Counter::responses_rejected), count(Counter::messages_rejected));
  const std::uint64_t reported = count(Counter::messages_delivered) + count(Counter::messages_failed) +
                                 count(Counter::messages_rejected) + count(Counter::messages_unreported);
  const std::uint64_t never_forwarded =
      std::min(unreported, less(reported, count(Counter::messages_enqueued) + refused));
  std::vector<FlowEnd> ends{
      {"delivered", kDelivered, count(Counter::messages_delivered), 0},
      {"failed", kFailed, count(Counter::messages_failed), 0},
      {"unreported, as expected there", kUnreportedExpected, silent, 0},
      {"unreported", kUnreported, unreported - never_forwarded, never_forwarded},
      {"rejected", kRejected, count(Counter::messages_rejected) - refused, refused},
      {"enqueue_failed", kEnqueueFailed, 0, count(Counter::messages_enqueue_failed)},
  };
  std::erase_if(ends, [](const FlowEnd& end) { return end.total() == 0; });
  return ends;
}

// From one node's side to another's.
void ribbon(Svg& svg, double x1, double y1, double x2, double y2, double height, const Ink& ink) {
  const double middle = (x1 + x2) / 2, drawn = std::max(height, 1.0);
  svg.shape(fmt::format("M{0} {1}C{2} {1} {2} {3} {4} {3}L{4} {5}C{2} {5} {2} {6} {0} {6}Z", at(x1), at(y1), at(middle),
                        at(y2), at(x2), at(y2 + drawn), at(y1 + drawn)),
            ink, {1, 0.4});
}

}  // namespace

std::string html_flow(const Result& result) {
  const std::uint64_t submitted = result.counters[Counter::messages_submitted];
  if (submitted == 0) return "<p>No message was submitted.</p>\n";
  const std::vector<FlowEnd> ends = ends_of(result.counters);
  const auto height_of = [&](std::uint64_t count) {
    return kMessages * static_cast<double>(count) / static_cast<double>(submitted);
  };
  std::uint64_t forwarded = 0;
  double bottom = kTop;
  std::string in_words = fmt::format("Of {} submitted messages", human_count(submitted));
  for (const FlowEnd& end : ends) {
    forwarded += end.forwarded;
    bottom += std::max(height_of(end.total()), kLeastSlot) + kFlowGap;
    in_words += fmt::format(", {} {}", human_count(end.total()), end.title);
  }
  Svg svg(kFlowWidth, bottom, "From submitted to outcome", in_words + ".");

  // Ribbons first, so that nodes and labels lie above them.
  double from_left = kTop + height_of(forwarded), from_middle = kTop, y = kTop;
  if (forwarded > 0) ribbon(svg, kLeft + kNode, kTop, kMiddle, kTop, height_of(forwarded), kUnreportedExpected);
  for (const FlowEnd& end : ends) {
    const double forwarded_height = height_of(end.forwarded), direct_height = height_of(end.direct);
    if (end.forwarded > 0) ribbon(svg, kMiddle + kNode, from_middle, kRight, y, forwarded_height, end.ink);
    if (end.direct > 0) ribbon(svg, kLeft + kNode, from_left, kRight, y + forwarded_height, direct_height, end.ink);
    from_middle += forwarded_height;
    from_left += direct_height;
    const double height = std::max(height_of(end.total()), 2.0);
    const double middle = y + std::max(height, kLeastSlot) / 2;
    svg.rect(kRight, y, kNode, height, end.ink);
    const double label = height < kLeastSlot ? y + 12 : middle - 2;
    svg.text(kRight + kNode + 10, label, end.title, kInk, Anchor::start, {1, 1, "", 14, true});
    svg.text(kRight + kNode + 10, label + 17,
             fmt::format("{}, {}", human_count(end.total()), human_share(end.total(), submitted)), kQuiet);
    y += std::max(height, kLeastSlot) + kFlowGap;
  }
  svg.rect(kLeft, kTop, kNode, kMessages, kInk);
  svg.text(kLeft, kTop - 24, "submitted", kInk, Anchor::start, {1, 1, "", 14, true});
  svg.text(kLeft, kTop - 8, human_count(submitted), kQuiet);
  if (forwarded > 0) {
    svg.rect(kMiddle, kTop, kNode, std::max(height_of(forwarded), 2.0), kInk);
    svg.text(kMiddle, kTop - 24, "enqueued", kInk, Anchor::start, {1, 1, "", 14, true});
    svg.text(kMiddle, kTop - 8, fmt::format("{}, {}", human_count(forwarded), human_share(forwarded, submitted)),
             kQuiet);
  }
  return html_figure(svg.take(), "From submitted to outcome; what lies below enqueued never got that far");
}

}  // namespace dlr::reports
