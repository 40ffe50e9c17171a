#include "core/sender.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <utility>

#include "core/status.h"

namespace dlr::core {
namespace {

using Kind = SendStep::Kind;

constexpr SendPolicy kPolicy{Duration{10'000}, 3, Duration{1'000}, 2.0, Duration{30'000}, Share{0}, 0};

SendAnswer http(std::uint16_t status, std::uint32_t try_number = 1) {
  SendAnswer answer;
  answer.http_status = status;
  answer.try_number = try_number;
  return answer;
}

SendAnswer taken(std::uint32_t try_number = 1) {
  SendAnswer answer = http(200, try_number);
  answer.status = find_status("PENDING_ACCEPTED");
  return answer;
}

// Answers every try alike until the tries end; returns what is heard.
Input exhaust(const Sender& sender, SendProgress& progress, std::uint16_t status) {
  for (;;) {
    const SendStep step = sender.on_answer(progress, http(status, progress.tries), 7);
    if (step.kind == Kind::heard) return step.input;
    EXPECT_EQ(step.kind, Kind::wait);
    EXPECT_TRUE(sender.next_try(progress).has_value());
  }
}

TEST(Sender, AcceptedMessageIsHeardAsTaken) {
  const Sender sender(kPolicy);
  SendProgress progress;
  const SendStep step = sender.on_answer(progress, taken(), 1);
  EXPECT_EQ(step.kind, Kind::heard);
  EXPECT_EQ(step.input, Input::taken);
  EXPECT_TRUE(progress.over);
}

TEST(Sender, AnAnswerThatNamesNoTryIsOfTheFirst) {
  SendAnswer answer;
  answer.http_status = 503;
  SendProgress progress;
  EXPECT_EQ(Sender(kPolicy).on_answer(progress, answer, 1).kind, Kind::wait);
  progress.settled = false;
  progress.tries = 2;
  EXPECT_EQ(Sender(kPolicy).on_answer(progress, answer, 1).kind, Kind::nothing) << "the second is under way";
}

TEST(Sender, RetriesWhatMayPass) {
  const Sender sender(kPolicy);
  for (const std::uint16_t status :
       std::initializer_list<std::uint16_t>{100, 102, 199, 408, 429, 500, 502, 503, 504, 599}) {
    SendProgress progress;
    EXPECT_EQ(sender.on_answer(progress, http(status), 1).kind, Kind::wait) << status;
  }
  for (const SendAnswer::Kind kind : {SendAnswer::Kind::unreadable, SendAnswer::Kind::connection_failed}) {
    SendProgress progress;
    SendAnswer answer;
    answer.kind = kind;
    EXPECT_EQ(sender.on_answer(progress, answer, 1).kind, Kind::wait);
  }
}

TEST(Sender, DoesNotRetryWhatIsRefusedForGood) {
  const Sender sender(kPolicy);
  for (const std::uint16_t status : std::initializer_list<std::uint16_t>{301, 400, 401, 403, 404, 422}) {
    SendProgress progress;
    const SendStep step = sender.on_answer(progress, http(status), 1);
    EXPECT_EQ(step.kind, Kind::heard) << status;
    EXPECT_EQ(step.input, Input::refused) << status;
  }
}

TEST(Sender, UnambiguousFailuresOnlyEndAsRefused) {
  const Sender sender(kPolicy);
  SendProgress progress;
  EXPECT_EQ(exhaust(sender, progress, 429), Input::refused);
  EXPECT_EQ(progress.tries, 3);
}

TEST(Sender, OneAmbiguousTryMakesTheEndUnknown) {
  const Sender sender(kPolicy);
  SendProgress progress;
  EXPECT_EQ(sender.on_timeout(progress, 1, 1).kind, Kind::wait);
  sender.next_try(progress);
  EXPECT_EQ(exhaust(sender, progress, 429), Input::unknown);
}

TEST(Sender, RefusalAfterAnAmbiguousTryIsUnknown) {
  const Sender sender(kPolicy);
  SendProgress progress;
  sender.on_timeout(progress, 1, 1);
  sender.next_try(progress);
  EXPECT_EQ(sender.on_answer(progress, http(400, 2), 1).input, Input::unknown);
}

// Of an answer that comes when the tries have ended only what it says itself counts.
TEST(Sender, RefusalAfterTheEndIsARefusal) {
  const Sender sender(kPolicy);
  SendProgress progress;
  sender.on_timeout(progress, 1, 1);
  sender.next_try(progress);
  EXPECT_EQ(sender.on_answer(progress, taken(1), 1).input, Input::taken);
  EXPECT_EQ(sender.on_answer(progress, http(400, 2), 1).input, Input::refused);
}

TEST(Sender, DuplicateIdOnARepeatMeansTaken) {
  const Sender sender(kPolicy);
  SendAnswer answer = http(200, 1);
  answer.status = find_status("REJECTED_DUPLICATE_MESSAGE_ID");
  SendProgress first;
  EXPECT_EQ(sender.on_answer(first, answer, 1).input, Input::rejected_response);
  SendProgress second;
  sender.on_timeout(second, 1, 1);
  sender.next_try(second);
  answer.try_number = 2;
  EXPECT_EQ(sender.on_answer(second, answer, 1).input, Input::taken);
}

// Try 1 was on its way for so long that the provider had try 2 before it.
TEST(Sender, DuplicateIdOnAFirstTryThatARepeatHasOvertakenMeansTaken) {
  const Sender sender(kPolicy);
  SendProgress progress;
  sender.on_timeout(progress, 1, 1);
  sender.next_try(progress);
  SendAnswer answer = http(200, 1);
  answer.status = find_status("REJECTED_DUPLICATE_MESSAGE_ID");
  EXPECT_EQ(sender.on_answer(progress, answer, 1).input, Input::taken);
}

TEST(Sender, AnswerToAGivenUpTryStillTakesTheMessage) {
  const Sender sender(kPolicy);
  SendProgress progress;
  sender.on_timeout(progress, 1, 1);
  EXPECT_EQ(sender.on_answer(progress, taken(1), 1).input, Input::taken);
  EXPECT_FALSE(sender.next_try(progress).has_value()) << "nothing is left to try";
}

TEST(Sender, SecondWordAboutASettledTryIsNotHeard) {
  const Sender sender(kPolicy);
  SendProgress progress;
  sender.on_timeout(progress, 1, 1);
  EXPECT_EQ(sender.on_answer(progress, http(503, 1), 1).kind, Kind::nothing);
  EXPECT_EQ(sender.next_try(progress), 2U);
  EXPECT_EQ(sender.on_answer(progress, http(503, 1), 1).kind, Kind::nothing);
  EXPECT_EQ(sender.on_timeout(progress, 1, 1).kind, Kind::nothing);
}

TEST(Sender, AfterAReportRetryableAnswersAreNotHeard) {
  const Sender sender(kPolicy);
  SendProgress progress;
  progress.over = progress.ended_by_report = true;
  EXPECT_EQ(sender.on_answer(progress, http(503), 1).kind, Kind::nothing);
  EXPECT_EQ(sender.on_timeout(progress, 1, 1).kind, Kind::nothing);
  EXPECT_EQ(sender.on_answer(progress, taken(), 1).kind, Kind::heard);
  EXPECT_EQ(sender.on_answer(progress, http(400), 1).kind, Kind::heard);
}

TEST(Sender, LateAnswerIsHeardForWhatItIs) {
  const Sender sender(kPolicy);
  SendProgress progress;
  progress.over = true;
  EXPECT_EQ(sender.on_answer(progress, http(429), 1).input, Input::refused);
  EXPECT_EQ(sender.on_answer(progress, http(503), 1).input, Input::unknown);
  EXPECT_EQ(sender.on_timeout(progress, 1, 1).kind, Kind::nothing);
}

// 429 proves of its own try alone that nothing got through.
TEST(Sender, LateBusyAfterAnAmbiguousTryIsUnknown) {
  const Sender sender(kPolicy);
  SendProgress progress;
  progress.over = progress.ambiguous = true;
  EXPECT_EQ(sender.on_answer(progress, http(429), 1).input, Input::unknown);
}

TEST(Sender, SilenceIsHeardOncePerTry) {
  const Sender sender(kPolicy);
  SendProgress progress;
  EXPECT_EQ(sender.on_timeout(progress, 1, 1).kind, Kind::wait);
  EXPECT_EQ(sender.on_timeout(progress, 1, 1).kind, Kind::nothing);
  EXPECT_EQ(progress.tries, 1);
}

TEST(Sender, NoTryIsMadeWhileOneIsUnderWay) {
  const Sender sender(kPolicy);
  SendProgress progress;
  EXPECT_FALSE(sender.next_try(progress).has_value());
  EXPECT_EQ(progress.tries, 1);
}

TEST(Sender, A2xxWithoutAStatusHasTakenTheMessage) {
  const Sender sender(kPolicy);
  SendProgress progress;
  EXPECT_EQ(sender.on_answer(progress, http(200), 1).input, Input::taken);
}

TEST(Sender, ErrorsOfRefusedSendsAreTheProvidersWordsOrOurs) {
  SendAnswer unanswered;
  unanswered.kind = SendAnswer::Kind::connection_failed;
  EXPECT_EQ(send_error_name(unanswered), "SEND_CONNECTION_FAILED");
  unanswered.kind = SendAnswer::Kind::unreadable;
  EXPECT_EQ(send_error_name(unanswered), "SEND_UNREADABLE_RESPONSE");
  const std::pair<std::uint16_t, const char*> names[] = {
      {400, "BAD_REQUEST"},         {401, "UNAUTHORIZED"},      {403, "FORBIDDEN"},     {404, "NOT_FOUND"},
      {408, "REQUEST_TIMEOUT"},     {429, "TOO_MANY_REQUESTS"}, {500, "GENERAL_ERROR"}, {502, "BAD_GATEWAY"},
      {503, "SERVICE_UNAVAILABLE"}, {504, "GATEWAY_TIMEOUT"},   {102, "HTTP_ERROR"},    {422, "HTTP_ERROR"},
      {599, "HTTP_ERROR"}};
  for (const auto& [status, name] : names) EXPECT_EQ(send_error_name(http(status)), name) << status;
}

TEST(Sender, BackoffDoublesUpToItsCap) {
  const Sender sender(kPolicy);
  EXPECT_EQ(sender.backoff(1, {}, 1), Duration{1'000});
  EXPECT_EQ(sender.backoff(2, {}, 1), Duration{2'000});
  EXPECT_EQ(sender.backoff(5, {}, 1), Duration{16'000});
  EXPECT_EQ(sender.backoff(6, {}, 1), Duration{30'000});
  EXPECT_EQ(sender.backoff(255, {}, 1), Duration{30'000});
}

TEST(Sender, RetryAfterIsALowerBound) {
  const Sender sender(kPolicy);
  EXPECT_EQ(sender.backoff(1, Duration{60'000}, 1), Duration{60'000});
  EXPECT_EQ(sender.backoff(1, Duration{10}, 1), Duration{1'000});
}

TEST(Sender, JitterShortensByItsShareAtMostAndBelongsToTheMessage) {
  SendPolicy policy = kPolicy;
  policy.backoff_jitter = Share{250'000};
  const Sender sender(policy);
  Duration shortest{1'000'000}, longest{0};
  for (Reference message = 0; message < 2'000; ++message) {
    const Duration wait = sender.backoff(1, {}, message);
    EXPECT_EQ(wait, sender.backoff(1, {}, message));
    shortest = std::min(shortest, wait);
    longest = std::max(longest, wait);
  }
  EXPECT_GE(shortest, Duration{750});
  EXPECT_LE(shortest, Duration{760});
  EXPECT_LE(longest, Duration{1'000});
  EXPECT_GE(longest, Duration{990});
}

}  // namespace
}  // namespace dlr::core
