// Texts that are too long: refused by the core, or else rejected by the provider, with the status of the channel.
#include <gtest/gtest.h>

#include <string>

#include "reports/counters.h"
#include "sim/run.h"
#include "sim/world/world.h"
#include "tests/sim/scenario_text.h"

namespace dlr::sim {
namespace {

using reports::Counter;

std::string letters(int count) { return std::string(static_cast<std::size_t>(count), 'x'); }

Scenario sent(const std::string& traffic, bool refused_by_core) {
  return scenario_from(
      "profiles: {p: {delivered: {share: 100%, delay: {constant: 1s}}}}\ncountries: {FR: {profile: p}}\n"
      "traffic: [{campaign: c, messages: 10, arrivals: {burst: {over: 1s}}, countries: [FR], " +
      traffic + "}]\ntracker: {refuse_too_long: " + (refused_by_core ? "true" : "false") + "}\n");
}

// How its ten messages end, in both drives alike.
struct Ends {
  std::uint64_t delivered, rejected, enqueue_failed;
  friend bool operator==(const Ends&, const Ends&) = default;
};
Ends ends(const std::string& traffic, bool refused_by_core) {
  const Scenario scenario = sent(traffic, refused_by_core);
  Ends both[2] = {};
  for (const DriveKind drive : {DriveKind::direct, DriveKind::wire}) {
    RunOptions options;
    options.drive = drive;
    const reports::Measurements came = run_lanes(scenario, options).measurements;
    EXPECT_EQ(came.breaches.count(), 0u) << traffic;
    both[drive == DriveKind::wire] = {came.counters[Counter::messages_delivered],
                                      came.counters[Counter::messages_rejected],
                                      came.counters[Counter::messages_enqueue_failed]};
  }
  EXPECT_EQ(both[0], both[1]) << traffic;
  return both[0];
}

constexpr Ends kDelivered{10, 0, 0}, kRejected{0, 10, 0}, kRefused{0, 0, 10};

TEST(TooLong, AnSmsOfMoreThanTwentyFiveParts) {
  for (const std::string& traffic : {std::string("parts: {26: 100%}"), "text: " + letters(25 * 153 + 1)}) {
    EXPECT_EQ(ends(traffic, true), kRefused);
    EXPECT_EQ(ends(traffic, false), kRejected);
  }
  EXPECT_EQ(ends("parts: {25: 100%}", true), kDelivered);
  EXPECT_EQ(ends("text: " + letters(25 * 153), false), kDelivered);
}

TEST(TooLong, AnSmsOfMoreThanFourThousandBytes) {
  std::string text;
  for (int i = 0; i < 1334; ++i) text += "語";  // 4002 bytes, 20 parts
  EXPECT_EQ(ends("text: " + text, true), kRefused);
  EXPECT_EQ(ends("text: " + text, false), kRejected);
}

TEST(TooLong, AnMmsOfMoreThanSixteenHundredCharacters) {
  const std::string mms = "channel: mms, text: ";
  EXPECT_EQ(ends(mms + letters(1601), true), kRefused);
  EXPECT_EQ(ends(mms + letters(1601), false), kRejected);
  EXPECT_EQ(ends(mms + letters(1600), true), kDelivered);
}

TEST(TooLong, TheProviderSaysTheStatusOfTheChannel) {
  const auto said = [](const std::string& traffic, const char* status) {
    const Scenario scenario = sent(traffic, false);
    const World world(scenario);
    const reports::Measurements came = run_lanes(scenario, {}).measurements;
    EXPECT_EQ(came.counters[Counter::responses_rejected], 10u);
    for (std::size_t row = 0; row < world.frame.words.statuses.size(); ++row) {
      if (world.frame.words.statuses[row].name == status) return came.situations.statuses.at(row);
    }
    return std::uint64_t{0};
  };
  EXPECT_EQ(said("parts: {26: 100%}", "REJECTED_MESSAGE_TOO_LONG"), 10u);
  EXPECT_EQ(said("channel: mms, text: " + letters(1601), "REJECTED_MESSAGE_TEXT_TOO_LONG"), 10u);
}

// By national tables a text is shorter: one part of 155 places, where UCS-2 takes two.
TEST(Language, PartsAreCountedWithItsTables) {
  std::string text;
  for (int i = 0; i < 98; ++i) text += "ş";
  const auto parts = [&](const std::string& more) {
    return sent("text: " + text + more, true).traffic[0].parts[0].parts;
  };
  EXPECT_EQ(parts(""), 2);
  EXPECT_EQ(parts(", language: TR"), 1);
  EXPECT_EQ(parts(", language: {code: TR, single_shift: true}"), 2);  // two places for each of these letters
  EXPECT_EQ(ends("text: " + text + ", language: TR", true), kDelivered);
}

}  // namespace
}  // namespace dlr::sim
