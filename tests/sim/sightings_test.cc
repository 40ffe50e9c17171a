// What the core said of messages: what contradicts what it said before is noted.
#include "sim/sightings.h"

#include <gtest/gtest.h>

#include <string>

#include "sim/world/foreign_id.h"

namespace dlr::sim {
namespace {

constexpr Instant kSentAt = instant_from_ms(1'795'800'000'000);

class OneMessage : public testing::Test {
 protected:
  OneMessage() {
    frame.start = kSentAt;
    frame.campaigns.emplace_back();
    MessageTruth& message = truth.messages.emplace_back();
    message.id = MessageId(0, 0, 7);
    message.recipient = 33'612'345'678;
    sightings.begin(scenario, frame, truth, 1, true, phase);
    sightings.submitting(0);
    sightings.submitted(0);
  }
  CampaignEvent event(CampaignStatus status) const {
    CampaignEvent said;
    said.message = truth.messages[0].id;
    said.status = status;
    said.recipient = PhoneNumber{truth.messages[0].recipient};
    said.timestamp = said.received = said.sent = kSentAt;
    said.campaign = &frame.campaigns[0].context;
    return said;
  }
  core::Closed closed(core::State state, bool unreported) const {
    return {truth.messages[0].id, 0, state, unreported, false};
  }

  Scenario scenario;
  Frame frame;
  GroundTruth truth;
  PhaseMark phase;
  Sightings sightings;
};

TEST_F(OneMessage, IsClosedInTheStateThatItsEventsLeftItIn) {
  sightings.on_event(event(CampaignStatus::enqueued));
  sightings.on_closed(closed(core::State::enqueued, true));
  EXPECT_TRUE(sightings.seen(0).closed);
  EXPECT_FALSE(sightings.seen(0).wrong_end);
  EXPECT_FALSE(sightings.seen(0).wrong_words);
}

TEST_F(OneMessage, WithoutAnEventNobodyHasHeardOfIt) {
  sightings.on_closed(closed(core::State::submitted, true));
  EXPECT_FALSE(sightings.seen(0).wrong_end);
  EXPECT_EQ(sightings.never_heard_of(), 1u);
}

TEST_F(OneMessage, IsWrongInAnotherState) {
  sightings.on_event(event(CampaignStatus::enqueued));
  sightings.on_closed(closed(core::State::submitted, true));
  EXPECT_TRUE(sightings.seen(0).wrong_end);
}

TEST_F(OneMessage, EndsAsUnconfirmedOnlyWhereItIsNotUnreported) {
  sightings.on_event(event(CampaignStatus::enqueue_failed));
  sightings.on_closed(closed(core::State::unconfirmed, false));
  EXPECT_FALSE(sightings.seen(0).wrong_end);
}

TEST_F(OneMessage, IsClosedOnce) {
  sightings.on_event(event(CampaignStatus::enqueued));
  sightings.on_closed(closed(core::State::enqueued, true));
  sightings.on_closed(closed(core::State::enqueued, true));
  EXPECT_TRUE(sightings.seen(0).wrong_end);
}

TEST_F(OneMessage, MayBeToldAgainOfTheSameEndOnly) {
  EXPECT_FALSE(sightings.repeats(closed(core::State::enqueued, true)));
  sightings.on_event(event(CampaignStatus::enqueued));
  sightings.on_closed(closed(core::State::enqueued, true));
  EXPECT_TRUE(sightings.repeats(closed(core::State::enqueued, true)));
  EXPECT_FALSE(sightings.seen(0).wrong_end);
  EXPECT_TRUE(sightings.repeats(closed(core::State::unconfirmed, false)));
  EXPECT_TRUE(sightings.seen(0).wrong_end);
}

TEST_F(OneMessage, BearsItsOwnForeignId) {
  frame.foreign_ids = true;
  scenario.tracker.ids.form = IdForm::uuid;
  std::string id;
  write_foreign_id(id, scenario.tracker.ids, scenario.seed, 0);
  CampaignEvent said = event(CampaignStatus::enqueued);
  said.foreign_id = id;
  sightings.on_event(said);
  EXPECT_FALSE(sightings.seen(0).wrong_words);
  said.foreign_id = said.foreign_id.substr(0, 20);
  sightings.on_event(said);
  EXPECT_TRUE(sightings.seen(0).wrong_words);
}

}  // namespace
}  // namespace dlr::sim
