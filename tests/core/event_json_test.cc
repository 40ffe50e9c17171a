#include "core/event_json.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "core/json_out.h"
#include "core/message_id.h"
#include "core/utf8.h"

namespace dlr::core {
namespace {

using nlohmann::json;

std::string written(const CampaignEvent& event) {
  std::string out;
  append_event_json(out, event);
  return out;
}

// Strict: throws, and so fails the test, on anything that is not JSON in UTF-8.
json read_back(const CampaignEvent& event) { return json::parse(written(event)); }

struct Sample {
  CampaignContext campaign;
  OwnProperties own;
  CampaignEvent event;

  Sample() {
    campaign.campaign_id = "5db9ab54b073dfb424ccfa6f";
    campaign.campaign_name = "Flash sale";
    campaign.action_id = 3;
    campaign.action_name = "SMS";
    campaign.campaign_policy = "Default";
    campaign.language = "en";
    campaign.sender = "MYSHOP";
    event.message = MessageId(0x010203, 0x0405060708, 0x090a0b0c0d0e0f10);
    event.reference = 42;
    event.status = CampaignStatus::failed;
    event.status_code = 1;
    event.error = "EC_UNKNOWN_SUBSCRIBER";
    event.comment = "The number does not exist.";
    event.parts = 2;
    event.timestamp = instant_from_ms(1'795'800'002'125);
    event.received = instant_from_ms(1'795'800'003'007);
    event.sent = instant_from_ms(1'795'800'000'250);
    event.recipient = PhoneNumber{441'234'556'789};
    event.campaign = &campaign;
    event.own = &own;
  }
  Sample(const Sample&) = delete;
  Sample& operator=(const Sample&) = delete;
};

TEST(EventJson, ShowsEveryPropertyUnderItsName) {
  Sample s;
  s.own = {{"coupon", "XMAS"}, {"empty", ""}};
  EXPECT_EQ(
      written(s.event),
      R"({"id":"aebagbafaydqqcikbmga2dqpca.failed","event_type":"campaign","timestamp":1795800002.125,"properties":{)"
      R"("action_type":"sms","status":"failed","status_code":1,"error":"EC_UNKNOWN_SUBSCRIBER",)"
      R"("comment":"The number does not exist.","number_of_message_parts":2,)"
      R"("campaign_id":"5db9ab54b073dfb424ccfa6f","campaign_name":"Flash sale","action_id":3,"action_name":"SMS",)"
      R"("campaign_policy":"Default","language":"en","recipient":"441234556789","sender":"MYSHOP",)"
      R"("sent_timestamp":1795800000.25,"message_id":"aebagbafaydqqcikbmga2dqpca","message_type":"sms",)"
      R"("received_timestamp":1795800003.007,"coupon":"XMAS","empty":""}})");
}

TEST(EventJson, LeavesOutWhatNobodyKnows) {
  CampaignEvent event;
  event.reference = 7;
  event.status = CampaignStatus::enqueue_failed;
  EXPECT_EQ(written(event),
            R"({"id":"ref-7.enqueue_failed","event_type":"campaign","timestamp":0,"properties":{"action_type":"sms",)"
            R"("status":"enqueue_failed","sent_timestamp":0,"message_type":"sms","received_timestamp":0}})");
}

TEST(EventJson, StatusCodeZeroIsACode) {
  Sample s;
  s.event.status_code = 0;
  EXPECT_EQ(read_back(s.event)["properties"]["status_code"], 0);
  s.event.status_code = CampaignEvent::kNoCode;
  EXPECT_FALSE(read_back(s.event)["properties"].contains("status_code"));
}

TEST(EventJson, MmsHasTheActionTypeOfSms) {
  Sample s;
  s.event.channel = Channel::mms;
  const json properties = read_back(s.event)["properties"];
  EXPECT_EQ(properties["action_type"], "sms");
  EXPECT_EQ(properties["message_type"], "mms");
}

TEST(EventJson, TheEventTypeIsTheOneThatWasMapped) {
  Sample s;
  s.campaign.event_type = "sms_campaign";
  EXPECT_EQ(read_back(s.event)["event_type"], "sms_campaign");
  s.campaign.event_type = "";
  EXPECT_EQ(read_back(s.event)["event_type"], "campaign");
}

TEST(EventJson, OwnPropertiesGiveWayToOurs) {
  Sample s;
  const json ours = read_back(s.event)["properties"];
  for (const auto& [name, value] : ours.items()) s.own[name] = "mine";
  EXPECT_EQ(written(s.event), written(Sample().event));

  // Also where ours is absent: nobody shall take the sender's `error` for the provider's.
  Sample bare;
  bare.own = s.own;
  bare.event.error = bare.event.comment = {};
  bare.event.status_code = CampaignEvent::kNoCode;
  bare.event.parts = 0;
  const json properties = read_back(bare.event)["properties"];
  for (const char* name : {"error", "comment", "status_code", "number_of_message_parts"}) {
    EXPECT_FALSE(properties.contains(name)) << name;
  }
}

TEST(EventJson, ThereIsNeverAPropertyMessage) {
  Sample s;
  s.own = {{"message", "hello"}, {"Message", "another word"}};
  const json properties = read_back(s.event)["properties"];
  EXPECT_FALSE(properties.contains("message"));
  EXPECT_EQ(properties["Message"], "another word");
}

TEST(EventJson, NamesThatAreMendedToTheSameAppearOnce) {
  Sample s;
  const std::string mark(kReplacement);
  s.own = {{"a\xFE", "first"}, {"a\xFF", "second"}, {"b\xFE", "broken"}, {"b" + mark, "sound"}};
  const std::string text = written(s.event);
  const json properties = json::parse(text)["properties"];
  EXPECT_EQ(properties["a" + mark], "first");
  EXPECT_EQ(properties["b" + mark], "sound");
  EXPECT_EQ(text.find("second"), std::string::npos);
  EXPECT_EQ(text.find("broken"), std::string::npos);
}

TEST(EventJson, TimesAreExactToTheMillisecond) {
  const std::vector<std::pair<std::int64_t, std::string>> cases{
      {0, "0"},
      {1, "0.001"},
      {-1, "-0.001"},
      {999, "0.999"},
      {1'000, "1"},
      {-1'500, "-1.5"},
      {1'795'800'000'000, "1795800000"},
      {1'795'800'000'250, "1795800000.25"},
      {1'795'800'000'100, "1795800000.1"},
      {1'795'800'000'007, "1795800000.007"},
      {9'007'199'254'740'993, "9007199254740.993"},  // a double of milliseconds would round this
      {std::numeric_limits<std::int64_t>::max(), "9223372036854775.807"},
      {std::numeric_limits<std::int64_t>::min(), "-9223372036854775.808"},
  };
  for (const auto& [ms, seconds] : cases) {
    CampaignEvent event;
    event.timestamp = event.sent = event.received = instant_from_ms(ms);
    const std::string text = written(event);
    EXPECT_NE(text.find("\"timestamp\":" + seconds + ",\""), std::string::npos) << text;
    EXPECT_NE(text.find("\"sent_timestamp\":" + seconds + ",\""), std::string::npos) << text;
    EXPECT_NE(text.find("\"received_timestamp\":" + seconds + "}"), std::string::npos) << text;
    EXPECT_TRUE(json::accept(text)) << text;
  }
}

TEST(EventJson, TextOfEveryScriptComesBackAsItWas) {
  Sample s;
  for (const char* text : {"Příliš žluťoučký kůň", "Привет, мир", "Γειά σου", "שלום עולם", "مرحبا بالعالم",
                           "नमस्ते दुनिया", "你好，世界", "こんにちは世界", "안녕하세요", "สวัสดี",
                           "👩‍👩‍👧‍👦🏳️‍🌈", "a\u0301\u200B\u2028\u2029\uFEFF", "\U0010FFFF",
                           "quote \" backslash \\ slash /", "\b\f\n\r\t", "<script>&'</script>"}) {
    s.campaign.campaign_name = text;
    s.event.comment = text;
    s.own = {{text, text}};
    const json properties = read_back(s.event)["properties"];
    EXPECT_EQ(properties["campaign_name"], text);
    EXPECT_EQ(properties["comment"], text);
    EXPECT_EQ(properties[text], text);
  }
}

TEST(EventJson, ControlCharactersAreEscaped) {
  Sample s;
  for (char c = 0; c < 0x20; ++c) {
    const std::string value{'x', c, 'y'};
    s.event.comment = value;
    const std::string text = written(s.event);
    for (const char in_text : text) ASSERT_GE(static_cast<unsigned char>(in_text), 0x20);
    EXPECT_EQ(json::parse(text)["properties"]["comment"], value);
  }
}

TEST(EventJson, BrokenTextIsMendedAtEveryPlaceItCanBreak) {
  Sample s;
  const std::string whole = "aé€😀z";
  for (std::size_t from = 0; from < whole.size(); ++from) {
    for (std::size_t length = 1; from + length <= whole.size(); ++length) {
      const std::string part = whole.substr(from, length);
      s.event.error = s.event.comment = part;
      s.event.foreign_id = part;
      s.own = {{part, part}};
      const json event = read_back(s.event);
      EXPECT_EQ(event["properties"]["error"], mended_utf8(part));
      EXPECT_EQ(event["properties"][mended_utf8(part)], mended_utf8(part));
      EXPECT_EQ(event["id"], mended_utf8(part) + ".failed");
    }
  }
}

TEST(EventJson, IsStrictJsonWhateverComesIn) {
  std::mt19937_64 random(20261127);
  Sample s;
  const auto noise = [&random] {
    std::string text(random() % 24, '\0');
    for (char& c : text) {
      // Half of the bytes from where the rules of UTF-8 and JSON change.
      constexpr std::string_view kEdges = "\"\\\x01\x1f\x7f\x80\x9f\xa0\xbf\xc2\xe0\xed\xef\xf0\xf4\xff";
      c = random() % 2 ? kEdges[random() % kEdges.size()] : static_cast<char>(random() & 0xff);
    }
    return text;
  };
  for (int i = 0; i < 100'000; ++i) {
    const std::string error = noise();
    const std::string id = noise();
    s.campaign.campaign_name = noise();
    s.campaign.event_type = noise();
    s.event.error = error;
    s.event.foreign_id = id;
    s.own = {{noise(), noise()}, {noise(), noise()}};
    s.event.status_code = static_cast<std::int32_t>(random());
    s.event.timestamp = instant_from_ms(static_cast<std::int64_t>(random()));
    const std::string text = written(s.event);
    ASSERT_EQ(text.find('\n'), std::string::npos);
    const json event = json::parse(text, nullptr, false);
    ASSERT_FALSE(event.is_discarded()) << text;
    if (error.empty()) continue;
    ASSERT_EQ(event["properties"]["error"].get<std::string>(), mended_utf8(error));
  }
}

TEST(EventJson, NdjsonIsOneLineForEachEvent) {
  Sample s;
  s.event.comment = "two\nlines";
  std::string out;
  append_event_ndjson(out, s.event);
  append_event_ndjson(out, s.event);
  EXPECT_EQ(out, written(s.event) + "\n" + written(s.event) + "\n");
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 2);
}

TEST(EventIds, HangOnMessageAndStatusOnly) {
  Sample s;
  const std::string id = event_id(s.event);
  EXPECT_EQ(id, to_text(s.event.message) + ".failed");
  s.event.timestamp += Duration{1};
  s.event.received += Duration{1};
  s.event.comment = "other";
  s.event.reference = 43;
  EXPECT_EQ(event_id(s.event), id);
  s.event.status = CampaignStatus::enqueued;
  EXPECT_EQ(event_id(s.event), to_text(s.event.message) + ".enqueued");
}

TEST(EventIds, ForeignIdsAndReferencesStandWhereNothingWasMinted) {
  Sample s;
  s.event.foreign_id = "their-id";
  EXPECT_EQ(event_id(s.event), "their-id.failed");
  EXPECT_EQ(read_back(s.event)["properties"]["message_id"], "their-id");
  CampaignEvent refused;
  refused.reference = std::numeric_limits<Reference>::max();
  refused.status = CampaignStatus::enqueue_failed;
  EXPECT_EQ(event_id(refused), "ref-18446744073709551615.enqueue_failed");
  EXPECT_FALSE(read_back(refused)["properties"].contains("message_id"));
}

TEST(EventJson, FirstActionIsOneToo) {
  Sample s;
  s.campaign.action_id = 1;
  EXPECT_EQ(read_back(s.event)["properties"]["action_id"], 1);
  s.campaign.action_id = 0;
  EXPECT_FALSE(read_back(s.event)["properties"].contains("action_id"));
}

// Whatever comes first in an object, a comma stands before the second.
TEST(JsonOut, PutsCommasBetween) {
  std::string text;
  {
    JsonOut out(text);
    out.begin_object();
    out.any_text("a \"name\"", "1");
    out.text("b", "2");
    out.any_text("c", "3");
    out.begin_array("d");
    out.begin_object();
    out.truth("e", false);
    out.end_object();
    out.begin_object();
    out.end_object();
    out.end_array();
    out.end_object();
  }
  EXPECT_EQ(text, R"({"a \"name\"":"1","b":"2","c":"3","d":[{"e":false},{}]})");
}

TEST(JsonOut, NumbersHaveASignBelowZeroAlone) {
  std::string text;
  {
    JsonOut out(text);
    out.begin_object();
    for (const std::int64_t number :
         {std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}, std::numeric_limits<std::int64_t>::min(),
          std::numeric_limits<std::int64_t>::max()}) {
      out.number("n", number);
    }
    out.end_object();
  }
  EXPECT_EQ(text, R"({"n":-1,"n":0,"n":1,"n":-9223372036854775808,"n":9223372036854775807})");
}

}  // namespace
}  // namespace dlr::core
