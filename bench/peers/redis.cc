// Redis: an expiring key per message, and a sorted set of the open ones by deadline, because a key that has expired
// says nothing of what it held. Pipelined over a unix socket, keys and values as short as they can be.
//
// Redis' clock is the wall's: keys bear their four days, and do not live to see their end. Forgetting them is not in
// its time.
#include <hiredis/hiredis.h>

#include <cstring>
#include <memory>

#include "bench/peers/batched_tracker.h"

namespace dlr::bench {
namespace {

class Redis {
 public:
  explicit Redis(const std::string& socket) : redis_(redisConnectUnix(socket.c_str())) {
    if (redis_ == nullptr || redis_->err != 0) give_up("Redis: cannot connect to '" + socket + "'");
    add({"FLUSHALL"});
    expect_all();
    empty_bytes_ = used();
  }
  ~Redis() { redisFree(redis_); }
  Redis(const Redis&) = delete;
  Redis& operator=(const Redis&) = delete;

  void begin() {}
  void commit() {}

  void load(std::span<const std::uint64_t> messages, std::vector<Row>& rows) {
    if (messages.empty()) return;
    command_ = {"MGET"};
    for (const std::uint64_t& message : messages) command_.push_back(bytes_of(message));
    add(command_);
    const Reply reply = next();
    for (std::size_t i = 0; i < reply->elements; ++i) {
      if (reply->element[i]->len != kValueBytes) continue;
      Row row;
      row.message = messages[i];
      const char* const value = reply->element[i]->str;
      std::memcpy(&row.recipient, value, 8);
      std::memcpy(&row.sent_ms, value + 8, 4);
      row.state = static_cast<RowState>(value[kStateAt]);
      rows.push_back(row);
    }
  }

  void insert(std::span<const Row> rows) {
    std::vector<std::string> scores;
    for (const Row& row : rows) {
      char value[kValueBytes];
      std::memcpy(value, &row.recipient, 8);
      std::memcpy(value + 8, &row.sent_ms, 4);
      value[kStateAt] = static_cast<char>(row.state);
      add({"SET", bytes_of(row.message), {value, kValueBytes}, "EX", "345600"});
      if (row.is_open()) scores.push_back(std::to_string(row.sent_ms + kWaitingMs));
    }
    command_ = {"ZADD", "open"};
    std::size_t next_score = 0;
    for (const Row& row : rows) {
      if (!row.is_open()) continue;
      command_.push_back(scores[next_score++]);
      command_.push_back(bytes_of(row.message));
    }
    if (command_.size() > 2) add(command_);
    expect_all();
  }

  void update(std::span<const Row> rows) {
    command_ = {"ZREM", "open"};
    for (const Row& row : rows) {
      const char state = static_cast<char>(row.state);
      add({"SETRANGE", bytes_of(row.message), "12", {&state, 1}});
      if (!row.is_open()) command_.push_back(bytes_of(row.message));
    }
    if (command_.size() > 2) add(command_);
    expect_all();
  }

  void remove_ended(std::uint32_t now, std::vector<Row>& rows) {
    const std::string before = "(" + std::to_string(now);
    add({"ZRANGEBYSCORE", "open", "-inf", before});
    add({"ZREMRANGEBYSCORE", "open", "-inf", before});
    const Reply ended = next();
    expect_all();
    std::vector<std::uint64_t> messages(ended->elements);
    for (std::size_t i = 0; i < ended->elements; ++i) std::memcpy(&messages[i], ended->element[i]->str, 8);
    load(messages, rows);
  }

  double bytes() { return used() - empty_bytes_; }
  int server() { return std::stoi(info("server", "process_id:")); }
  std::string version() { return info("server", "redis_version:"); }

 private:
  static constexpr std::size_t kValueBytes = 13, kStateAt = 12;
  using Reply = std::unique_ptr<redisReply, void (*)(void*)>;

  static std::string_view bytes_of(const std::uint64_t& message) {
    return {reinterpret_cast<const char*>(&message), sizeof(message)};
  }

  // A command of the pipeline.
  void add(const std::vector<std::string_view>& words) {
    texts_.clear();
    lengths_.clear();
    for (const std::string_view word : words) {
      texts_.push_back(word.data());
      lengths_.push_back(word.size());
    }
    if (redisAppendCommandArgv(redis_, static_cast<int>(words.size()), texts_.data(), lengths_.data()) != REDIS_OK) {
      give_up(std::string("Redis: ") + redis_->errstr);
    }
    ++waiting_;
  }
  Reply next() {
    void* reply = nullptr;
    if (redisGetReply(redis_, &reply) != REDIS_OK) give_up(std::string("Redis: ") + redis_->errstr);
    --waiting_;
    Reply owned(static_cast<redisReply*>(reply), freeReplyObject);
    if (owned->type == REDIS_REPLY_ERROR) give_up(std::string("Redis: ") + owned->str);
    return owned;
  }
  void expect_all() {
    while (waiting_ > 0) next();
  }

  std::string info(std::string_view section, const std::string& field) {
    add({"INFO", section});
    const std::string text = next()->str;
    const std::size_t at = text.find(field);
    if (at == std::string::npos) give_up("Redis: INFO without " + field);
    return text.substr(at + field.size(), text.find('\r', at) - at - field.size());
  }
  double used() { return std::stod(info("memory", "used_memory:")); }

  redisContext* redis_;
  std::size_t waiting_ = 0;
  double empty_bytes_ = 0;
  std::vector<std::string_view> command_;
  std::vector<const char*> texts_;
  std::vector<std::size_t> lengths_;
};

}  // namespace
}  // namespace dlr::bench

int main(int argc, char** argv) { return dlr::bench::contest_of_store<dlr::bench::Redis>(argc, argv, "redis"); }
